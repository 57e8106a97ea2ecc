"""Journey without a mouse: the reviewer writes and sends, the lead answers, the manager above reads, by keys alone.

A draft that was begun is there again after its tab was closed.
"""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.guild import propose
from tests.browser.people import log_in, new_name, press_keys
from tests.browser.waiting import let_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("guild")]
ABOVE = "dora"  # heads the company: two levels above Hannah
MOST = 80  # times one would press a key before one gives up


def name_of_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || ''"))


def tab_to(page: Page, name: str) -> None:
    """Tab until the cursor is in the field of this name."""
    for _ in range(MOST):
        if name_of_focus(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No Tab leads to {name}.")


def press(page: Page, words: str) -> None:
    """Tab to the button with these words and press it."""
    for _ in range(MOST):
        if words in str(
            page.evaluate("document.activeElement.matches('button') ? document.activeElement.innerText : ''")
        ):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No Tab leads to the button {words}.")


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def go(page: Page, *keys: str) -> None:
    """Press the keys of a way that the page's own list of keys names."""
    before = page.url
    press_keys(page, *keys)
    expect(page).not_to_have_url(before)
    page.wait_for_load_state()


def open_row(page: Page, words: str) -> None:
    """Walk down the rows to the one with these words, and open it."""
    for _ in range(MOST):
        press_keys(page, "j")
        if words in str(page.evaluate("document.activeElement.closest('main *')?.innerText ?? ''")):
            before = page.url
            page.keyboard.press("Enter")
            expect(page).not_to_have_url(before)
            return
    raise AssertionError(f"No row says {words}.")


def new_tab(page: Page) -> Page:
    """The tab is closed in the middle of a word, and another one opened."""
    context = page.context
    page.close(run_before_unload=False)
    return context.new_page()


def test_reviewer_lead_and_manager_need_no_mouse(chromium: Browser, address: str, home: Path) -> None:
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    _, review, login = propose(page)
    about = page.locator("h1").inner_text().split()[0]
    must, idea = new_name("Say what a second call does"), new_name("Name the unit of the amount")

    # The reviewer goes from the inbox to all that is needed, and suggests on a line.
    let_in(home, ABOVE)
    log_in(page, login)
    go(page, "g", "i")
    open_row(page, about)
    for words in ("Who uses it", "What happened to checkout-orders", "Your advice"):
        expect(page.get_by_role("heading", name=words)).to_be_visible()
    go(page, "s")
    expect(page.locator("#id_line")).to_be_focused()
    page.keyboard.insert_text("8")
    tab_to(page, "weight")
    page.keyboard.type("Must")
    write(page, "text", must)
    tab_to(page, "why")
    page.keyboard.type("Two of three callers retry")

    # The tab is closed before anything was kept; the form stands open again with every word.
    page = new_tab(page)
    page.goto("/")
    go(page, "g", "i")
    open_row(page, about)
    for _ in range(20):  # what was kept when the tab was closed may still be on its way
        if page.locator("#id_text").input_value() == must:
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.locator("#id_line")).to_have_value("8")
    expect(page.locator("#id_weight")).to_have_value("must")
    expect(page.locator("#id_text")).to_have_value(must)
    expect(page.locator("#id_why")).to_have_value("Two of three callers retry")
    tab_to(page, "why")
    press(page, "Keep it")
    expect(page.locator("#suggestion-1")).to_contain_text(must)

    # A key where one stands changes what stands there; another begins the next, and a third leads to the advice.
    for _ in range(MOST):
        press_keys(page, "j")
        if page.evaluate("document.activeElement.id") == "suggestion-1":
            break
    go(page, "s")
    expect(page.locator("#id_text")).to_be_focused()
    write(page, "prediction", "One order in a thousand is placed twice.")
    press(page, "Keep it")
    expect(page.locator("#suggestion-1")).to_contain_text("One order in a thousand")
    page.goto(review)
    go(page, "s")
    expect(page.locator("#id_line")).to_be_focused()
    page.keyboard.insert_text("12")
    write(page, "text", idea)
    write(page, "why", "I took euros for cents.")
    press(page, "Keep it")
    expect(page.locator("#suggestion-2")).to_contain_text(idea)
    press_keys(page, "w")
    expect(page.locator("#id_summary")).to_be_focused()
    page.keyboard.insert_text("Good to read. I would do the first before strangers call it.")
    press(page, "Send the advice")
    expect(page.locator("#notices")).to_contain_text("sent and frozen")

    # The lead answers both on one page.
    log_in(page, "hannah")
    go(page, "g", "i")
    open_row(page, about)
    go(page, "a")
    tab_to(page, "1-kind")
    page.keyboard.press("Space")
    write(page, "1-text", "A second call gives the first answer again; the description says so.")
    tab_to(page, "2-kind")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name='2-kind'][value=ignore]")).to_be_checked()
    write(page, "2-text", "31 of 40 callers read the unit from the examples, and none of them asked.")
    tab_to(page, "2-evidence")
    page.keyboard.type("Metric")
    write(page, "2-measure", "Callers that ask about the unit")
    write(page, "2-value", "0")
    write(page, "2-source", "https://metrics.tideline.example/questions")
    write(page, "2-wrong_if", "more than 3 callers ask in a quarter")
    press(page, "Sign what is answered")
    expect(page.locator(".answers")).to_contain_text("2 of 2 answered")

    # Two levels above, the ledger of her branch has it, and leads to both sides' words.
    log_in(page, ABOVE)
    go(page, "g", "l")
    expect(page.locator("#chain-title")).to_be_visible()
    press_keys(page, "/")
    page.keyboard.type(idea)
    expect(page.locator("main table.entries tbody tr")).to_have_count(1)
    page.wait_for_url(re.compile(re.escape(quote(idea))))  # found as it was typed, and kept in the address
    while name_of_focus(page) == "q":
        page.keyboard.press("Tab")
    open_row(page, idea)
    expect(page.locator("main")).to_contain_text("31 of 40 callers")
    context.close()
