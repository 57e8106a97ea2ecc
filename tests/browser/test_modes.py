"""The same pages for those who print, who choose their own colours, who want nothing to move, who have only keys."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import log_in, press_keys

pytestmark = pytest.mark.browser
LOOK = "element => getComputedStyle(element).{}"
FOCUS_IS_SEEN = """() => {
    const style = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect()
    const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    return drawn && box.width > 0 && box.bottom > 0 && box.top < innerHeight
}"""
MOVES = """() => [...document.querySelectorAll('*')].filter(element => {
    const style = getComputedStyle(element)
    return style.animationName !== 'none'
        || (style.transitionProperty !== 'none' && /[1-9]/.test(style.transitionDuration))
}).map(element => element.outerHTML.slice(0, 120))"""

type Opens = Callable[..., Page]


@pytest.fixture
def opens(chromium: Browser, address: str) -> Iterator[Opens]:
    """A page of Hannah's in a browser with these settings."""
    contexts = []

    def open_page(**settings: object) -> Page:
        contexts.append(chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900}, **settings))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        log_in(page, "hannah")
        return page

    yield open_page
    for context in contexts:
        context.close()


def luminance(colour: str) -> float:
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


@pytest.mark.parametrize("path", ["/ledger/?manager=all", "/reviews/", "/gallery/"])
def test_on_paper_the_ink_is_dark_whatever_the_screen_shows(opens: Opens, path: str) -> None:
    page = opens(color_scheme="dark")
    page.goto(path)
    assert luminance(page.locator("h1").evaluate(LOOK.format("color"))) > 0.5
    page.emulate_media(media="print", color_scheme="dark")
    assert luminance(page.locator("h1").evaluate(LOOK.format("color"))) < 0.3
    for gone in (".top", ".tabs", "main search", "main button"):
        for one in page.locator(gone).all():
            expect(one).not_to_be_visible()
    expect(page.locator("main h1")).to_be_visible()


def test_nothing_moves_for_whoever_asked_for_that(opens: Opens) -> None:
    page = opens(reduced_motion="reduce")
    page.goto("/gallery/")
    assert page.evaluate(MOVES) == []


def test_in_colours_of_ones_own_the_room_and_the_first_button_are_seen(opens: Opens) -> None:
    page = opens(forced_colors="active")
    edge = LOOK.format("borderBlockEndColor")
    here, others = page.locator(".nav a[aria-current]"), page.locator(".nav a:not([aria-current])")
    page.goto("/ledger/")
    assert here.first.evaluate(edge) != others.first.evaluate(edge)
    page.goto("/gallery/")
    button = page.locator(".button[data-kind=primary]:has(.icon)").first
    assert button.evaluate(LOOK.format("color")) != button.evaluate(LOOK.format("backgroundColor"))
    assert button.locator(".icon").evaluate(LOOK.format("color")) == button.evaluate(LOOK.format("color"))


def test_with_keys_alone_the_focus_is_always_seen(opens: Opens) -> None:
    """By two keys to the reviews, by one to the search, then from link to link through a review."""
    page = opens()
    press_keys(page, "g", "v")
    expect(page).to_have_url(re.compile(r"/reviews/$"))
    press_keys(page, "/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.goto("/reviews/25/")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not page.evaluate(FOCUS_IS_SEEN):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 160)"))
    assert unseen == []
