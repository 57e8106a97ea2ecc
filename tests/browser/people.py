"""What a person does on any page of a journey, with JavaScript and without."""

import secrets

from playwright.sync_api import BrowserContext, Page, expect

from portal.demo import PASSWORD

PATIENCE = 60_000  # milliseconds for what a worker does, on a busy machine


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
    """A new window in which this person is logged in and sees their home page."""
    page = visitor.new_page()
    log_in(page, login)
    return page


def paste(page: Page, content: str) -> None:
    """Hand in a document on a page that takes one."""
    page.fill("textarea[name=content]", content)
    page.locator("main form:has(textarea[name=content]) button[data-kind=primary]").click()


def wait_for_check(page: Page) -> None:
    """With JavaScript the page comes back by itself; without, a person follows the link that is there for it."""
    busy = page.locator("#check[aria-busy=true]")
    if page.locator("html").evaluate("() => 'htmx' in window"):
        expect(busy).to_have_count(0, timeout=PATIENCE)
    for _ in range(120):
        if not busy.count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Refresh").click()
    expect(page.locator("#check")).to_contain_text("Digest")


def comes(page: Page, text: str) -> None:
    """Load the page again until a worker has written this."""
    for _ in range(120):
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text(text)
