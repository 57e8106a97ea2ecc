"""Journey: a document is told what it is and what would be found in it before it is sent."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import arrive, new_name, wait_for_check
from tests.make import CLEAN

pytestmark = pytest.mark.browser
INSIDE = "servers:\n  - url: http://gifts.wallet.svc.cluster.local:8080\n"
BROKEN = CLEAN.replace("paths:", f"{INSIDE}paths:")
CURSOR = """() => {
    const field = document.activeElement, from = field.selectionStart
    return [field.id, field.value.slice(0, from).split('\\n').length, field.value.slice(from, field.selectionEnd)]
}"""


def has_script(page: Page) -> bool:
    return bool(page.locator("html").evaluate("() => 'htmx' in window"))


def ask(page: Page) -> None:
    """With JavaScript the page asks by itself; without, a person presses the button."""
    if not has_script(page):
        page.get_by_role("button", name="Check without sending").click()


def test_findings_come_before_the_document_is_sent(visitor: BrowserContext) -> None:
    page = arrive(visitor, "hannah")
    name = new_name("typed").replace(" ", "-")
    page.goto("/contracts/new/?service=checkout-orders")
    tried = page.locator("#tried")
    expect(tried).to_contain_text("Paste a document")
    page.fill("input[name=slug]", name)
    page.fill("textarea[name=content]", BROKEN)
    ask(page)
    expect(tried).to_contain_text("OpenAPI 3.1")
    expect(tried).to_contain_text("1 operation, 0 types, 15 lines")
    first = tried.locator("li").first
    expect(first).to_have_attribute("data-severity", "error")
    inside = tried.locator("li", has_text="no-inside-address")
    expect(inside).to_contain_text("line 6, column")
    expect(inside.locator("mark")).to_contain_text("gifts.wallet.svc.cluster.local")
    if has_script(page):
        inside.locator("a[data-line]").click()
        field, line, words = page.evaluate(CURSOR)
        assert (field, line) == ("id_content", 6)
        assert "gifts.wallet" in words

    # What is mended is gone, what was filled in is still there, and the very same form sends it.
    page.fill("textarea[name=content]", CLEAN)
    ask(page)
    expect(tried).to_contain_text("13 lines")
    expect(tried.locator("li", has_text="no-inside-address")).to_have_count(0)
    expect(page.locator("input[name=slug]")).to_have_value(name)
    page.get_by_role("button", name="Register and check it").click()
    expect(page.locator("h1")).to_contain_text(name)
    wait_for_check(page)


def test_typing_sign_by_sign_is_answered_and_loses_nothing(visitor: BrowserContext) -> None:
    page = arrive(visitor, "hannah")
    page.goto("/contracts/new/?service=checkout-orders")
    text = 'syntax = "proto3";\npackage shop.v1;\nmessage Order { string id = 1; }\n'
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/try/") else None)
    page.locator("textarea[name=content]").press_sequentially(text, delay=15)
    ask(page)
    expect(page.locator("#tried")).to_contain_text(re.compile("proto3|Protocol Buffers", re.IGNORECASE))
    expect(page.locator("#tried")).to_contain_text("1 type")
    expect(page.locator("textarea[name=content]")).to_have_value(text)
    assert len(asked) <= 4  # not one for each of the 69 signs


def test_files_are_recognised_when_they_are_chosen(visitor: BrowserContext) -> None:
    page = arrive(visitor, "hannah")
    page.goto("/contracts/new/?service=checkout-orders")
    order = {"name": "order.thrift", "mimeType": "text/plain", "buffer": b"struct Order { 1: string id }\n"}
    shop = {"name": "shop.thrift", "mimeType": "text/plain",
            "buffer": b'include "order.thrift"\nservice Shop { order.Order read(1: string id) }\n'}  # fmt: skip
    page.set_input_files("input[name=file]", [order, shop])
    ask(page)
    expect(page.locator("#tried")).to_contain_text("Apache Thrift")
    expect(page.locator("#tried")).to_contain_text("1 operation, 1 type, 3 lines")
    expect(page.locator("#tried")).to_contain_text("shop.thrift, line")


def test_whose_log_in_has_ended_keeps_what_was_typed(visitor: BrowserContext) -> None:
    page = arrive(visitor, "hannah")
    page.goto("/contracts/new/?service=checkout-orders")
    if not has_script(page):
        return  # the browser goes to the log-in, and back to the form as it was
    sessions = [one for one in visitor.cookies() if one["name"] == "sessionid"]
    visitor.clear_cookies(name="sessionid")
    assert sessions
    page.fill("textarea[name=content]", CLEAN)
    expect(page.locator("#notices")).to_contain_text("Your log-in has ended")
    expect(page.locator("textarea[name=content]")).to_have_value(CLEAN)
    expect(page.locator("#tried")).to_be_visible()
