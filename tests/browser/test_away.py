"""Journey: a team asks to work on a service of others; the hosts agree, or decline with data; both sign a charter."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import arrive, log_in, new_name

pytestmark = pytest.mark.browser
HOSTS = "parcel-labels"  # of Dispatch, the team of Jonas


def ask(page: Page, title: str) -> str:
    """Mei asks Dispatch from the service's page; returns where the request stands."""
    page.goto(f"/services/{HOSTS}/")
    page.get_by_role("link", name="Ask to work on it").first.click()
    expect(page.get_by_role("heading", name="Before you ask")).to_be_visible()
    page.fill("input[name=title]", title)
    page.fill("textarea[name=problem]", "An order of two parcels gets its labels twice when one line waits for stock.")
    page.fill("input[name=measure]", "Labels printed twice")
    page.fill("input[name=unit]", "labels a week")
    page.fill("input[name=now_value]", "190")
    page.fill("input[name=expected_value]", "20")
    page.fill("textarea[name=scope]", "The grouping of lines. Not the printing, not the routes.")
    page.fill("textarea[name=cost_of_nothing]", "About 400 wasted hours a year in the warehouse.")
    page.fill("input[name=wanted_by]", (datetime.now(UTC) + timedelta(days=45)).strftime("%Y-%m-%d"))
    page.fill("input[name=percent-mei]", "50")
    page.locator("main form:has(textarea[name=problem]) button[data-kind=primary]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator(".answers")).to_contain_text("Dispatch")
    asked = page.url
    # Her division's head confirms people and time; only then are the hosts asked.
    expect(page.locator(".answers")).to_contain_text("Ruth Calloway")
    log_in(page, "ruth")
    page.goto("/inbox/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Confirm people and time").click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Asked")
    log_in(page, "mei")
    page.goto(asked)
    return asked


def test_ask_agree_draft_and_sign(visitor: BrowserContext) -> None:
    title = new_name("One label for two parcels")
    page = arrive(visitor, "mei")
    request = ask(page, title)

    # It waits for the hosts, with a clock; the asker sees that the hosts are awaited, and cannot answer for them.
    page.goto("/inbox/asked/")
    expect(page.locator("main")).to_contain_text(title)
    page.goto(request)
    expect(page.locator("[aria-disabled=true]", has_text="Agree")).to_be_visible()

    # The hosts find it in their inbox and agree.
    log_in(page, "jonas")
    page.goto("/inbox/")
    page.get_by_role("link", name=title).first.click()
    expect(page.locator("main")).to_contain_text("190")
    page.select_option("select[name=contact]", label="Jonas Lindqvist")
    page.get_by_role("button", name="Agree that they come").click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Agreed")

    # The guests hear of it and draft the charter, which is filled in; their lead signs, and the hosts' lead is next.
    log_in(page, "mei")
    page.goto("/notices/")
    expect(page.locator("main")).to_contain_text("Jonas Lindqvist")
    page.goto(request)
    page.get_by_role("link", name="Draft the charter").click()
    page.get_by_role("link", name="Draft it").first.click()
    page.locator("textarea[name=gates]").fill("The build, and a hundred labels on paper.")
    page.get_by_role("button", name="Write this version").click()
    expect(page.locator("main")).to_contain_text("a hundred labels on paper")
    log_in(page, "hannah")
    page.goto(request)
    page.get_by_role("link", name="Sign the charter").click()
    page.get_by_role("button", name="Sign version 1").click()
    expect(page.locator("#sign")).to_contain_text("Your side has signed.")
    page.goto(request)
    expect(page.locator(".head-title .badge").first).to_contain_text("Agreed")
    expect(page.locator(".answers")).to_contain_text("signs the charter")

    # Everybody can see it, and where it was done.
    log_in(page, "ruth")
    page.goto(f"/away/?q={title.replace(' ', '+')}")
    expect(page.locator("main")).to_contain_text(title)

    # It is ended, so that Mei is free for the next one: a person is in one away team at a time.
    log_in(page, "mei")
    page.goto(request)
    page.locator("summary", has_text="End it").click()
    form = page.locator("form[action$='/end/']")
    form.locator("textarea[name=answer]").fill("The labels come from another printer now.")
    form.get_by_role("button", name="End it").click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Ended")


def test_ask_decline_with_data(visitor: BrowserContext) -> None:
    title = new_name("Weights on the label")
    page = arrive(visitor, "mei")
    request = ask(page, title)

    # The same thing is not asked twice, and the form keeps what was typed.
    page.goto(f"/away/new/?service={HOSTS}")
    page.fill("input[name=title]", title)
    page.fill("textarea[name=problem]", "The same again.")
    page.locator("main form:has(textarea[name=problem]) button[data-kind=primary]").click()
    expect(page.locator("main .error").first).to_be_visible()
    expect(page.locator("textarea[name=problem]")).to_have_value("The same again.")

    # A no without data is not taken.
    log_in(page, "jonas")
    page.goto(request)
    page.locator("summary", has_text="Decline").click()
    page.locator("form:has(select[name=reason]) textarea[name=answer]").fill("The labels are rebuilt in the spring.")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator("main .error").first).to_be_visible()
    form = page.locator("form:has(select[name=reason])")
    expect(form.locator("textarea[name=answer]")).to_have_value("The labels are rebuilt in the spring.")
    form.locator("select[name=reason]").select_option(index=1)
    form.locator("input[name=value]").fill("2 of 3 modules replaced by April")
    form.locator("input[name=source]").fill("https://plans.tideline.example/parcel-labels")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Declined")

    log_in(page, "mei")
    page.goto(request)
    expect(page.locator("main")).to_contain_text("2 of 3 modules replaced by April")
