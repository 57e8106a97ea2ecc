"""Journey: find a service among eighty, see what stands around it, read what its contract says."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import arrive, press_keys

pytestmark = pytest.mark.browser
ORDERS = "/contracts/checkout-orders/orders-api/2/"


def titles(page: Page) -> list[str]:
    return page.locator("main table a.title").all_inner_texts()


def choose(page: Page, facet: str, code: str) -> None:
    """With JavaScript a choice acts by itself; without, the button beside the choices sends it."""
    page.check(f"#choose-{facet}-{code}")
    if not has_script(page):
        page.locator(".facets").get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(rf"{facet}={code}"))
    expect(page.locator(".chip")).not_to_have_count(0)


def has_script(page: Page) -> bool:
    return bool(page.locator("html").evaluate("() => 'htmx' in window"))


def test_the_catalog_is_searched_narrowed_sorted_and_paged_in_its_address(visitor: BrowserContext) -> None:
    page = arrive(visitor, "mei")
    page.locator(".nav").get_by_role("link", name="Catalog").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Catalog")

    # Pages; the back button.
    first = titles(page)
    assert len(first) == 25
    page.locator("a[rel=next]").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.get_by_role("link", name=first[0], exact=True)).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("link", name=first[0], exact=True)).to_be_visible()
    assert titles(page) == first

    # Search.
    page.fill("#within", "orders")
    page.press("#within", "Enter")
    expect(page).to_have_url(re.compile("q=orders"))
    expect(page.locator("main table a.title", has_text="checkout-orders")).to_be_visible()
    expect(page.locator("main table a.title", has_text="image-resizer")).to_have_count(0)
    page.goto("/services/")

    # A facet says beforehand how many it leaves; its chip goes away again.
    said = int(page.locator("label:has(#choose-criticality-critical) .count").inner_text())
    choose(page, "criticality", "critical")
    expect(page.locator("main table a.title")).to_have_count(said)
    choose(page, "division", "payments")
    expect(page.locator(".chip")).to_have_count(2)
    assert 0 < len(titles(page)) < said

    # Sorted from the head of a column; the address is all that somebody else needs.
    page.locator("thead").get_by_role("link", name="Service").click()
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    seen = titles(page)
    other = visitor.new_page()
    other.goto(page.url)
    assert titles(other) == seen
    expect(other.locator("#choose-division-payments")).to_be_checked()
    other.close()
    page.locator(".chip", has_text="Payments").click()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("main table a.title")).to_have_count(said)

    # Nothing found says how to go on.
    page.goto("/services/?q=submarines")
    expect(page.locator("main")).to_contain_text("No service like that")


def test_a_service_leads_to_its_neighbours_its_team_its_people_and_its_division(visitor: BrowserContext) -> None:
    page = arrive(visitor, "mei")
    page.goto("/services/checkout-orders/")
    tabs = page.get_by_role("navigation", name="checkout-orders").get_by_role("link")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        expect(tabs.nth(place)).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_have_text("checkout-orders")
    tabs.first.click()
    page.locator("#graph svg a").first.click()
    expect(page).to_have_url(re.compile(r"/services/(?!checkout-orders/)[a-z-]+/$"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("checkout-orders")
    expect(page.locator("#graph svg a", has_text="checkout-orders")).to_have_count(1)

    page.goto("/services/checkout-orders/")
    page.locator(".answers").get_by_role("link", name="Checkout", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    expect(page.locator("#people")).to_contain_text("Two pizzas")
    page.locator("#people").get_by_role("link", name="Hannah Whitlock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hannah Whitlock")
    page.get_by_role("link", name="Ruth Calloway").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ruth Calloway")

    page.goto("/divisions/")
    branch = page.locator("main .tree > li", has=page.get_by_role("link", name="Store", exact=True))
    expect(branch.get_by_role("link", name="Checkout")).to_be_visible()
    branch.locator("> details > summary > .icon").click()
    expect(branch.get_by_role("link", name="Checkout")).to_be_hidden()
    branch.get_by_role("link", name="Store", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Store")
    expect(page.locator("#below")).to_contain_text("Discovery")


def test_a_contract_is_read_by_operation_and_compared_with_what_was_before(visitor: BrowserContext) -> None:
    page = arrive(visitor, "mei")
    page.goto(ORDERS)
    tabs = page.locator("main nav.tabs")
    tabs.get_by_role("link", name="Reference").click()
    page.locator("#operations a.title").first.click()
    expect(page.get_by_role("heading", name="Comes back")).to_be_visible()
    around = page.get_by_role("navigation", name="Operations")
    here = around.locator("[aria-current=page]")
    expect(here).to_have_count(1)
    title = page.locator("#operation-title").inner_text()
    around.locator("a[title]:not([aria-current])").first.click()
    expect(page.locator("#operation-title")).not_to_have_text(title)

    tabs.get_by_role("link", name="Changes").click()
    expect(page.get_by_role("heading", name="Lines that changed")).to_be_visible()
    expect(page.locator('tr[data-change="added"]')).not_to_have_count(0)
    page.get_by_role("link", name="Other way round").click()
    expect(page).to_have_url(re.compile(r"/1/compare/2/$"))
    page.locator("select[name=from]").select_option("1")
    page.locator("select[name=to]").select_option("2")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page).to_have_url(re.compile(r"/2/compare/1/$"))


@pytest.mark.parametrize("visitor", ["with JavaScript"], indirect=True)
def test_keys_search_lead_and_explain_themselves(visitor: BrowserContext) -> None:
    page = arrive(visitor, "mei")
    press_keys(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("orders-api")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_contain_text("orders-api")
    page.locator("h1").click()
    press_keys(page, "g", "s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Catalog")
    press_keys(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
