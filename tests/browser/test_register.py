"""Journey: register an API, see a worker lint it, waive and mend, propose and publish."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.people import arrive, new_name, paste, wait_for_check
from tests.make import CLEAN

pytestmark = pytest.mark.browser
INSIDE = "servers:\n  - url: http://gifts.wallet.svc.cluster.local:8080\n"


def test_register_lint_mend_publish(visitor: BrowserContext) -> None:
    name = new_name("gifts").replace(" ", "-")
    page = arrive(visitor, "hannah")

    # Register a contract with two errors: an address inside, and nobody asked who calls.
    page.goto("/contracts/new/?service=checkout-orders")
    page.fill("input[name=slug]", name)
    paste(page, CLEAN.replace("paths:", INSIDE + "paths:"))
    expect(page.locator("h1")).to_contain_text(name)
    wait_for_check(page)
    finding = page.locator(".finding", has_text="no-inside-address")
    expect(finding).to_contain_text("Why")
    expect(finding).to_contain_text("Mend")
    expect(page.locator("#score")).to_contain_text(re.compile(r"\d of \d\d"))

    # The button stays and says why it does not act. The service is critical: it is proposed before it is published.
    expect(page.locator("[aria-disabled=true]", has_text="Propose")).to_be_visible()
    expect(page.locator("#why")).to_contain_text("Publishing opens when no error is open")

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
    wait_for_check(page)
    expect(page.locator(".finding", has_text="no-inside-address")).to_have_count(0)
    expect(page.locator(".finding[data-state=waived]", has_text="caller-identified")).to_have_count(1)

    # Nothing stands in the way any more: somebody from elsewhere is asked to look, and the lead waits for nobody.
    page.get_by_role("button", name="Propose").first.click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Proposed")
    page.get_by_role("button", name="Publish").first.click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Published")
    page.goto("/waivers/")
    expect(page.locator("main")).to_contain_text("Only the shop's own pages call it")
    page.goto(f"/search/?q={name}")
    expect(page.locator("#hits")).to_contain_text(name)
