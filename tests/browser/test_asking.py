"""How long it takes to ask for an away team; and that a tab that is closed, or no script, loses nothing typed."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import arrive, new_name

pytestmark = pytest.mark.browser
FORM = "/away/new/?service=seller-onboarding&guest=checkout"
WORD = 60 / 40 / 5
"""Seconds a sign takes at 40 words of five signs a minute."""
GLANCE = 2.0
"""Seconds to look at a field, understand what it wants, and come to it."""

FACTS = {
    "title": "Sellers are paid out in their own currency",
    "problem": (
        "Sellers outside the euro get their money in euro and lose two percent at their bank. They write to us about"
        " it, and the best of them leave for shops that pay in their own currency."
    ),
    "measure": "Sellers outside the euro who leave",
    "unit": "sellers a month",
    "now_value": "34",
    "expected_value": "12",
    "scope": "The choice of the currency when a seller joins, and its check. Not the payout itself, and no new banks.",
    "cost_of_nothing": "About 260 sellers a year, and 1.1 million in fees. The team in Poland stops asking for help.",
    "percent-mei": "40",
    "percent-ines": "20",
}


def has_script(page: Page) -> bool:
    return bool(page.locator("html").evaluate("() => 'htmx' in window"))


def test_whoever_has_the_facts_at_hand_asks_in_less_than_five_minutes(visitor: BrowserContext) -> None:
    """Every sign and every move of the keys is counted, at the pace of somebody who types forty words a minute."""
    page = arrive(visitor, "mei")
    page.goto(FORM)
    signs = fields = 0
    page.locator("input[name=title]").focus()
    for _ in range(40):
        name = page.evaluate("document.activeElement.name")
        if name == "looked":
            break
        text = FACTS.get(name, "")
        if text:
            page.keyboard.insert_text(text)
        signs, fields = signs + len(text) + 1, fields + bool(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert fields == len(FACTS)
    assert page.locator("input[name=wanted_by]").input_value() > datetime.now(UTC).strftime("%Y-%m-%d")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".head-title .badge").first).to_contain_text("sponsor")
    taken = signs * WORD + (fields + 3) * GLANCE
    assert taken < 290, f"{taken:.0f} seconds, of which {signs * WORD:.0f} typing: the pages have ten of the 300"
    # Nobody else waits for it: it makes room for the next journey.
    page.locator("details.reply", has_text="Withdraw it").locator("summary").click()
    page.locator("form[action$='/withdraw/'] textarea").fill("Only tried.")
    page.get_by_role("button", name="Withdraw", exact=True).click()


def test_what_is_typed_is_there_again_after_the_tab_was_closed(visitor: BrowserContext) -> None:
    page = arrive(visitor, "mei")
    title = new_name("Gift cards for sellers")
    page.goto(FORM)
    page.fill("input[name=title]", title)
    page.fill("input[name=now_value]", "34")
    past = (datetime.now(UTC) - timedelta(days=9)).strftime("%Y-%m-%d")
    page.fill("input[name=wanted_by]", past)  # wrong, and kept all the same
    if has_script(page):
        # The last word is typed and the tab closed at once, before the page has saved by itself.
        page.locator("textarea[name=problem]").press_sequentially("They ask for them every week.")
        page.close(run_before_unload=False)
    else:
        page.fill("textarea[name=problem]", "They ask for them every week.")
        page.get_by_role("button", name="Save and go on later").click()
        page.wait_for_url("**/away/drafts/*/")  # a tab that is closed while a page comes may never say that it closed
        page.close()

    page = visitor.new_page()
    for _ in range(20):
        page.goto("/away/drafts/")
        if title in page.locator("main").inner_text():
            break
        page.wait_for_timeout(250)
    page.get_by_role("link", name=title).first.click()
    expect(page.locator("textarea[name=problem]")).to_have_value("They ask for them every week.")
    expect(page.locator("input[name=now_value]")).to_have_value("34")
    expect(page.locator("input[name=wanted_by]")).to_have_value(past)
    page.get_by_role("button", name="Throw this draft away").click()
    expect(page.get_by_role("link", name=title)).to_have_count(0)
