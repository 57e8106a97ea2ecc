"""What a person does on any page of a journey, with JavaScript and without."""

import secrets

from playwright.sync_api import BrowserContext, Page, expect

from portal.demo import PASSWORD

PATIENCE = 120_000  # milliseconds for what a worker does, on a busy machine


def new_name(begin: str) -> str:
    """A name that nobody has used, however often the journey is made with one company."""
    return f"{begin} {secrets.token_hex(3)}"


def log_in(page: Page, login: str) -> None:
    """Log in as somebody else than before."""
    page.context.clear_cookies()
    page.goto("/login/")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator(".nav")).to_be_visible()


def arrive(visitor: BrowserContext, login: str) -> Page:
    """A new window in which this person is logged in and sees their home page, with its scripts."""
    page = visitor.new_page()
    log_in(page, login)
    page.wait_for_load_state()
    return page


def press_keys(page: Page, *keys: str) -> None:
    """Press keys that the page itself listens to: one pressed before its scripts are there is lost."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def paste(page: Page, content: str) -> None:
    """Hand in a document on a page that takes one."""
    page.fill("textarea[name=content]", content)
    page.locator("main form:has(textarea[name=content]) button[data-kind=primary]").click()


def wait_for_check(page: Page) -> None:
    """With JavaScript the page comes back by itself; without, a person follows the link that is there for it."""
    busy = page.locator("#check[aria-busy=true]")
    if _asks_by_itself(page):
        expect(busy).to_have_count(0, timeout=PATIENCE)
    for _ in range(120):
        if page.locator("#check", has_text="Digest").count():
            break
        page.wait_for_timeout(500)
        if busy.count():  # between two pages nothing is there
            page.get_by_role("link", name="Refresh").click()
    expect(page.locator("#check")).to_contain_text("Digest")


def _asks_by_itself(page: Page) -> bool:
    asks: bool = page.locator("html").evaluate("() => 'htmx' in window")
    return asks


def comes(page: Page, text: str) -> None:
    """Wait until a worker has written this: where the page asks for it by itself, and else by loading it again."""
    if _asks_by_itself(page) and page.locator("[hx-trigger^=every]").count():  # gone while it asks, it says an error
        expect(page.locator("main")).to_contain_text(text, timeout=PATIENCE)
    for _ in range(120):
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text(text)
