"""The first journey: register an API, see a worker lint it, mend it, publish it. With JavaScript and without."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.demo import LOGINS
from tests.make import CLEAN

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # milliseconds for a check, on a busy machine
INSIDE = "servers:\n  - url: http://gifts.wallet.svc.cluster.local:8080\n"
_numbers = itertools.count(1)


def log_in(page: Page, login: str) -> None:
    page.goto("/login/")
    page.fill("#id_username", login)
    page.fill("#id_password", LOGINS[login][0])
    page.click("button.block")
    expect(page.locator("h1")).to_be_visible()


def wait_for_check(page: Page, script: bool) -> None:
    """With JavaScript the page comes back by itself; without, a person follows 'Refresh'."""
    if script:
        expect(page.locator("#check[aria-busy=true]")).to_have_count(0, timeout=PATIENCE)
    else:
        for _ in range(120):
            if not page.locator("#check[aria-busy=true]").count():
                break
            page.wait_for_timeout(500)
            page.get_by_role("link", name="Refresh").click()
    expect(page.locator("#check")).to_contain_text("Digest")


def paste(page: Page, content: str) -> None:
    page.fill("textarea[name=content]", content)
    page.locator("main form:has(textarea[name=content]) button.button[data-kind=primary]").click()


def test_register_lint_mend_publish(visitor: BrowserContext, request: pytest.FixtureRequest) -> None:
    script = "without" not in request.node.name
    name = f"gifts-{next(_numbers)}"
    page = visitor.new_page()
    log_in(page, "hannah")

    # Register a contract with two errors: an address inside, and nobody asked who calls.
    page.goto("/contracts/new/?service=checkout-orders")
    page.fill("input[name=slug]", name)
    paste(page, CLEAN.replace("paths:", INSIDE + "paths:"))
    expect(page.locator("h1")).to_contain_text(name)
    wait_for_check(page, script)
    finding = page.locator(".finding", has_text="no-inside-address")
    expect(finding).to_contain_text("Why")
    expect(finding).to_contain_text("Mend")
    expect(page.locator("#score")).to_contain_text("of 25")

    # The publish button stays and says why it does not act.
    expect(page.locator("[aria-disabled=true]", has_text="Publish")).to_be_visible()

    # One error is waived, with data.
    page.locator(".finding", has_text="caller-identified").get_by_role("link", name="Waive with data").click()
    page.fill("textarea[name=reason]", "Only the shop's own pages call it until the autumn.")
    page.select_option("select[name=evidence]", "metric")
    page.fill("input[name=value]", "0 calls from elsewhere in 90 days")
    page.fill("input[name=source]", "https://metrics.tideline.example/gifts")
    page.fill("input[name=expires_on]", (datetime.now(UTC) + timedelta(days=60)).strftime("%Y-%m-%d"))
    page.locator("main form:has(textarea[name=reason]) button[data-kind=primary]").click()
    expect(page.locator(".finding[data-state=waived]")).to_contain_text("Only the shop's own pages")

    # The other one is mended in the next revision, and is gone.
    page.get_by_role("link", name="Next revision").click()
    paste(page, CLEAN.replace("version: 1.0.0", "version: 1.0.1"))
    wait_for_check(page, script)
    expect(page.locator(".finding", has_text="no-inside-address")).to_have_count(0)
    expect(page.locator(".finding[data-state=waived]", has_text="caller-identified")).to_have_count(1)

    # Nothing stands in the way any more.
    page.get_by_role("button", name="Publish").first.click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Published")
    page.goto("/waivers/")
    expect(page.locator("main")).to_contain_text("Only the shop's own pages call it")
    page.goto(f"/search/?q={name}")
    expect(page.locator("#hits")).to_contain_text(name)
