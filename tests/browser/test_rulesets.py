"""Journey: a company's own ruleset, from its text to what a contract is told by it."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.people import PATIENCE, arrive, comes, log_in, new_name, paste, wait_for_check
from tests.make import CLEAN

pytestmark = pytest.mark.browser
RULES = """\
rules:
  licence-named:
    description: An auditor reads which licence an API is under.
    documentationUrl: https://guide.example/licence
    given: $.info
    then: {field: license, function: truthy}
  titled:
    description: Every API has a title.
    documentationUrl: https://guide.example/title
    given: $.info
    then: {field: title, function: truthy}
  no-definitions:
    formats: [oas3]
    given: $.definitions
    then: {function: falsy}
"""


def test_register_a_ruleset_attach_it_and_see_what_it_finds(visitor: BrowserContext) -> None:
    name = new_name("guide").replace(" ", "-")
    page = arrive(visitor, "sam")

    # A steward registers it, with an owner and a day for its rules; what is wrong with it stands at its lines.
    page.goto("/rulesets/new/")
    page.fill("input[name=slug]", name)
    page.fill("input[name=name]", f"Our {name}")
    page.select_option("select[name=team]", index=1)
    paste(page, RULES)
    comes(page, "3 remarks on its rules")
    expect(page.locator("#source tr[data-severity]", has_text="no-definitions:")).to_have_count(1)
    expect(page.locator("#source tr[data-severity]", has_text="given: $.definitions")).to_have_count(1)
    page.get_by_role("button", name="Put in force").click()

    # Each rule has its owner and its day, and none has judged anything yet.
    page.goto(f"/rulesets/{name}/")
    rules = page.locator("table tbody tr")
    expect(rules).to_have_count(3)
    expect(rules.first).to_contain_text("not checked")
    expect(page.locator("main")).to_contain_text("to be looked at again by")

    # Whoever heads a division attaches it there.
    log_in(page, "ruth")
    page.goto(f"/rulesets/{name}/")
    page.get_by_role("link", name="Attach it").click()
    page.select_option("select[name=division]", "store")
    page.fill("input[name=reason]", "The auditors of the Store ask for it.")
    page.get_by_role("button", name="Attach it").click()
    expect(page.locator("main")).to_contain_text("The auditors of the Store ask for it.")

    # Checking without sending says that it is not asked yet; the check asks it beside Homeport's own rules.
    log_in(page, "hannah")
    page.goto("/contracts/new/?service=checkout-orders")
    page.fill("input[name=slug]", name)
    page.fill("textarea[name=content]", CLEAN)
    page.get_by_role("button", name="Check without sending").click()
    tried = page.locator("#tried")
    expect(tried).to_contain_text("Not asked yet", timeout=PATIENCE)
    expect(tried).to_contain_text(f"Our {name}")
    expect(tried).not_to_contain_text("licence-named")
    paste(page, CLEAN)
    wait_for_check(page)
    expect(page.locator("#score")).to_contain_text("of 65")
    held = page.locator("#rulesets li", has_text=f"Our {name}")
    expect(held).to_contain_text("2 of 3 rules could judge")
    expect(held).to_contain_text("The auditors of the Store ask for it.")
    held.get_by_role("link", name="1 finding").click()
    expect(page.locator("main")).to_contain_text(f"{name}:licence-named")

    # What holds in the Store is checked again, and the ruleset shows which of its rules fire and which never do.
    log_in(page, "ruth")
    page.goto(f"/rulesets/{name}/")
    comes(page, "never fires")
    expect(page.locator("tr", has_text="titled")).to_contain_text("never")
    page.get_by_role("button", name="Take it off").click()
    expect(page.locator("main")).to_contain_text("Until somebody attaches it, it judges nothing.")
