"""Every page of the product, for everybody: axe finds nothing, nothing is inline, nothing runs off a small screen."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.demo import LOGINS
from tests.browser.people import press_keys
from tests.house.access import PAGES

pytestmark = pytest.mark.browser

WIDE, SMALL = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LINK = re.compile(r'href="(/[^"#]*)')
INLINE = re.compile(r"<style\b|<script(?![^>]*\ssrc=)|<[^>]+\s(?:style|on[a-z]+)=\"")
# Not walked, with the reason.
LEFT_OUT = {
    "services:revision-document": "the document itself, as a download",
    "services:ruleset-document": "the ruleset itself, as a download",
    "services:reference-call": "the command itself, as plain text",
    "reviews:review-new": "needs to be told what is to be looked at; tests/reviews opens it",
    "reviews:rule-doubt": "needs to be told which rule; tests/reviews opens it",
    "reviews:ledger-export": "the ledger itself, as a download",
    "proposals:version-compare": "of a proposal that the walk does not come by; tests/proposals opens it",
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "inbox-below": "only for who manages somebody: 404 for others",
    "logout": "answers only to POST",
    "away:change": "of a request that the walk does not come by; tests/away opens it",
    "away:turns": "of a request that the walk does not come by; tests/away opens it",
    "away:signal": "the demo has given none; tests/away opens it",
    "forge:receiver": "the demo has none; tests/forge opens it",
    "people:team-disband": "only for who leads above, from a team the walk does not come by",
    "services:service-hand-over": "only for who leads it or above, from a service the walk does not come by",
}
# Beside each page of a kind that is linked, until one of them answers: pages that only some of that kind link to.
BESIDE = {"reviews:review": "reviews:review-questions"}
# Drawn by a package in its own colours; the description it is drawn from says the same in plain text.
DRAWN_BY_OTHERS = {"api-docs": "#swagger-ui"}
# Lines of a long document, all made by the same few lines of template.
MORE_OF_THE_SAME = "table.source tr:nth-child(n+80)"
# Between them they show every part: these are looked at small and dark too.
EVERYTHING_IN_IT = {
    "gallery", "home", "inbox", "services:service-list", "services:service", "services:revision",
    "services:reference-operation", "services:revision-compare", "away:request", "away:rules",
    "reviews:review", "reviews:ledger",
}  # fmt: skip


def log_in(context: BrowserContext, login: str) -> None:
    """Through the form, as people do."""
    page = context.new_page()
    page.goto("/login/")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", LOGINS[login][0])
    page.click("button.block")
    page.wait_for_selector(".nav")
    page.close()


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def walk(context: BrowserContext) -> dict[str, tuple[str, str]]:
    """One address and the HTML of every kind of page that this person can reach by following links."""
    first = ["/"]
    for name in PAGES:
        try:
            first.append(reverse(name))
        except NoReverseMatch:
            continue
    found: dict[str, tuple[str, str]] = {}
    tried: set[str] = set()
    beside: set[str] = set()
    while first:
        path = first.pop(0)
        name = name_of(urlsplit(path).path)
        if name in BESIDE and path not in beside:
            first.append(reverse(BESIDE[name], kwargs=resolve(urlsplit(path).path).kwargs))
            beside.add(path)
        if not name or name in found or path in tried or name in LEFT_OUT or ":api" in name or "/api/v1/" in path:
            continue
        tried.add(path)
        answer = context.request.get(path)
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy, path
        assert "default-src 'none'" in policy, path
        html = answer.text()
        found[name_of(urlsplit(answer.url).path)] = (urlsplit(answer.url).path, html)
        first += [unescape(link) for link in LINK.findall(html)]
    return found


class Walked(NamedTuple):
    """Somebody who is logged in, every kind of page they can reach, what their browser's console complained of."""

    context: BrowserContext
    pages: dict[str, tuple[str, str]]
    trouble: list[str]


@pytest.fixture(scope="module")
def walked(chromium: Browser, address: str) -> Iterator[list[Walked]]:
    """Hannah, who leads a team; then Sam, a steward, with the pages that Hannah cannot reach."""
    everybody: list[Walked] = []
    for login in ("hannah", "sam"):
        context = chromium.new_context(base_url=address, viewport=WIDE, reduced_motion="reduce")
        trouble: list[str] = []
        context.on("page", lambda page, trouble=trouble: listen(page, trouble))
        log_in(context, login)
        seen = {name for one in everybody for name in one.pages}
        pages = {name: found for name, found in walk(context).items() if name not in seen}
        everybody.append(Walked(context, pages, trouble))
    yield everybody
    for one in everybody:
        one.context.close()


def listen(page: Page, trouble: list[str]) -> None:
    page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
    page.on("console", lambda said: trouble.append(f"{page.url}: {said.text}") if said.type == "error" else None)


def violations(page: Page, name: str, *rules: str) -> list[str]:
    """What axe finds; by all of its rules when none is named."""
    left_out = [[MORE_OF_THE_SAME], *([[DRAWN_BY_OTHERS[name]]] if name in DRAWN_BY_OTHERS else [])]
    # Without its preload axe does not fetch the style sheets once more, from addresses it guesses.
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate("'axe' in window"):  # half a megabyte to read, once a page
        page.evaluate(Axe().axe_script)
    asked = {"exclude": left_out}, options
    answer = page.evaluate("async ([context, options]) => (await axe.run(context, options)).violations", asked)
    return [f"{name}: {one['id']}: {one['nodes'][0]['html'][:160]} (of {len(one['nodes'])})" for one in answer]


def too_wide(page: Page, what: str) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{what} is {over} pixels too wide"] if over > 0 else []


def test_every_kind_of_page_is_walked(walked: list[Walked]) -> None:
    found = {name for one in walked for name in one.pages}
    wanted = {name for name, (_, gets, _) in PAGES.items() if "200" in gets.split()[1:]}
    assert sorted(wanted - found - set(LEFT_OUT)) == []


def test_nothing_is_inline_and_every_page_has_its_landmarks(walked: list[Walked]) -> None:
    for one in walked:
        for path, html in one.pages.values():
            assert INLINE.search(html) is None, path
            assert html.count("<h1") == 1, path
            assert '<main class="page" id="main"' in html, path
            assert 'id="notices" role="status"' in html, path


@pytest.mark.parametrize("third", range(3))
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(walked: list[Walked], third: int) -> None:
    """All rules on a wide screen in light; on a small one its width and what fingers hit; in dark what eyes read.

    In three parts: a slow machine needs minutes for all pages.
    """
    wrong: list[str] = []
    for context, pages, trouble in walked:
        page = context.new_page()
        page.emulate_media(color_scheme="light")
        for name, (path, _) in sorted(pages.items())[third::3]:
            page.set_viewport_size(WIDE)
            page.goto(path)
            wrong += violations(page, name)
            wrong += too_wide(page, f"{name} on a wide screen")
            page.set_viewport_size(SMALL)
            wrong += too_wide(page, f"{name} on a small screen")
            if name in EVERYTHING_IN_IT:
                wrong += [f"small, {one}" for one in violations(page, name)]
                page.emulate_media(color_scheme="dark")
                wrong += [f"dark, {one}" for one in violations(page, name, "color-contrast", "link-in-text-block")]
                page.emulate_media(color_scheme="light")
            else:
                wrong += [
                    f"small, {one}" for one in violations(page, name, "target-size", "scrollable-region-focusable")
                ]
        page.close()
        assert trouble == []
    assert not wrong, "\n".join(wrong)


def test_keys_lead_to_the_rooms_and_walk_the_rows(walked: list[Walked]) -> None:
    page = walked[0].context.new_page()
    page.goto("/keyboard/")
    for keys, path in (("gi", "/inbox/"), ("gs", "/services/"), ("gc", "/contracts/"), ("gt", "/teams/"), ("gh", "/")):
        press_keys(page, *keys)
        page.wait_for_url(lambda url, path=path: urlsplit(url).path == path)
    press_keys(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/services/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('a.title')")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.close()
