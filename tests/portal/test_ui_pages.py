"""The base, the gallery, the error and login pages as people get them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import constants
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from portal.context import ROOMS, room_of
from portal.icons import names
from portal.kit.refusals import Refused

ERRORS = ["400", "403", "404", "405", "413", "429", "500", "503", "csrf"]
Browser = Callable[[Any], Client]


def one_heading(html: str) -> bool:
    return html.count("<h1") == 1


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_needs_nothing_but_its_template(code: str) -> None:
    html = get_template(f"errors/{code}.html").render({"request_id": "7fbe3a"})
    assert one_heading(html)
    assert "What to do next" in html
    assert "7fbe3a" in html
    assert 'href="/"' in html


def test_a_fault_has_no_navigation_that_could_break_too() -> None:
    html = get_template("errors/500.html").render({})
    assert "<nav" not in html
    assert "<form" not in html


def test_a_refusal_is_a_page_and_a_piece() -> None:
    refusal = Refused("revision-has-errors", "Mend <b>two</b> errors first.", reason="Say why.")
    html = render_to_string("errors/refused.html", {"refusal": refusal})
    piece = render_to_string("errors/refused.html#notice", {"refusal": refusal})
    assert one_heading(html)
    assert "revision-has-errors" in html
    assert "<html" not in piece
    assert 'id="notice"' in piece
    assert "Mend &lt;b&gt;two&lt;/b&gt; errors first." in piece
    assert "Say why." in piece


def test_the_gallery_shows_every_icon_and_has_no_inline_style(as_: Browser, ana: Any) -> None:
    html = as_(ana).get("/gallery/").content.decode()
    assert one_heading(html)
    assert len(names()) > 60
    for name in names():
        assert f"icons.svg#{name}" in html
    assert " style=" not in html
    assert re.search(r"<script(?![^>]* src=)", html) is None
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_hostile_text_in_the_gallery_is_text(as_: Browser, ana: Any) -> None:
    html = as_(ana).get("/gallery/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "\u202e" not in html


def test_the_base_names_rooms_search_person_and_notices(as_: Browser, ana: Any) -> None:
    html = as_(ana).get("/keyboard/").content.decode()
    assert '<html lang="en-GB"' in html
    assert 'href="#main"' in html
    assert 'id="notices" role="status"' in html
    assert 'action="/search/"' in html
    assert 'action="/logout/"' in html
    assert "Ana Owner" in html
    for room in ROOMS:
        assert f">{room.name}" in html


def test_a_stranger_sees_no_navigation(client: Client) -> None:
    html = client.get("/login/").content.decode()
    assert one_heading(html)
    assert 'aria-label="Main"' not in html
    assert 'name="username"' in html


def test_the_current_room_is_marked_once_in_each_navigation(as_: Browser, ana: Any) -> None:
    html = as_(ana).get("/teams/").content.decode()
    assert len(re.findall(r'<a href="/teams/" aria-current="page"', html)) == 2
    assert 'class="brand" href="/" data-keys="g h" aria-current="page"' in as_(ana).get("/").content.decode()


def test_the_chosen_theme_is_drawn_by_the_server_and_nonsense_is_not(as_: Browser, ana: Any) -> None:
    browser = as_(ana)
    browser.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in browser.get("/keyboard/").content.decode()
    browser.cookies["theme"] = '"><b>'
    assert '<html lang="en-GB">' in browser.get("/keyboard/").content.decode()


@pytest.mark.parametrize(
    ("namespace", "name", "room"),
    [
        ("", "home", "home"),
        ("", "inbox-asked", "inbox"),
        ("", "notices", "inbox"),
        ("services", "service", "catalog"),
        ("services", "service-list", "catalog"),
        ("services", "contract-list", "contracts"),
        ("services", "revision-publish", "contracts"),
        ("services", "finding-waive", "contracts"),
        ("services", "rule", "rules"),
        ("people", "team", "teams"),
        ("reviews", "review-list", "reviews"),
        ("reviews", "ledger-export", "ledger"),
        ("reviews", "calibration", "ledger"),
        ("reviews", "budgets", "ledger"),
        ("reviews", "company-policies", "reviews"),
        ("", "search", ""),
        ("", "login", ""),
    ],
)
def test_an_address_belongs_to_a_room(namespace: str, name: str, room: str) -> None:
    request = RequestFactory().get("/")
    spaces = [namespace] if namespace else []
    request.resolver_match = ResolverMatch(lambda: None, (), {}, name, [], spaces)
    assert room_of(request) == room


def test_a_message_is_a_notice_with_its_tone() -> None:
    levels = {constants.DEFAULT_TAGS[constants.SUCCESS]: "good", constants.DEFAULT_TAGS[constants.ERROR]: "bad"}
    for level, tone in levels.items():
        html = render_to_string("parts/notice.html", {"tone": level, "text": "Done."})
        assert f'data-tone="{tone}"' in html


def test_htmx_is_told_never_to_evaluate_and_emits_nothing_inline(as_: Browser, ana: Any) -> None:
    response = as_(ana).get("/keyboard/")
    html = response.content.decode()
    assert '"allowEval":false' in html
    assert '"includeIndicatorStyles":false' in html
    assert "htmx-2" in html
    assert "unsafe" not in response["Content-Security-Policy"]
