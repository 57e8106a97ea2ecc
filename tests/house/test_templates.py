"""Templates keep HOUSE.md 12: they compile, nothing is inline, htmx has a plain twin, piece and id share a name."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

from portal import icons
from portal.templatetags.words import CLOCKS, SEVERITIES, STATES, TONE_ICONS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
SKELETONS = {"base.html", "bare.html"}
ALWAYS_THERE = {"notices", "main"}


def source(name: str) -> str:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)


def included(text: str) -> list[str]:
    return re.findall(r'\{% include "([^"]+)"', text)


INCLUDED = {part for name in NAMES for part in included(source(name))}
PAGES = [
    name
    for name in NAMES
    if name not in SKELETONS | INCLUDED and not name.startswith("parts/") and not Path(name).name.startswith("_")
]
SPRITE = set(icons.names())


def as_html(text: str) -> str:
    """The template as HTML that a parser can read: addresses and values become words, other tags go."""

    def word(match: re.Match[str]) -> str:
        inside = match.group(1).strip()
        if match.group(0).startswith("{{") or re.match(r"(url|link_if|query|static)\b", inside):
            return "~" + re.sub(r"\W+", "-", inside) + "~"
        return ""

    return re.sub(r"\{[%{](.*?)[%}]\}", word, text, flags=re.DOTALL)


class Elements(HTMLParser):
    """Every element with its attributes and the form it stands in."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.forms: list[dict[str, str]] = []
        self.feed(as_html(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found.append((tag, given, self.forms[-1] if self.forms else {}))
        if tag == "form":
            self.forms.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.forms:
            self.forms.pop()


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline(name: str) -> None:
    text = source(name)
    assert "<style" not in text
    assert re.search(r"<script(?![^>]*\bsrc=)", text) is None
    assert re.search(r"</?(iframe|object|embed)\b", text) is None
    for tag, given, _ in Elements(text).found:
        for attribute, value in given.items():
            assert not attribute.startswith(("on", "hx-on", "style", "hx-vars")), (tag, attribute)
            assert not re.match(r"\s*(js|javascript):", value), (tag, attribute, value)
            if attribute == "hx-trigger":
                assert "[" not in value, "a trigger filter needs eval"


def test_what_python_draws_is_not_inline_either() -> None:
    for folder in ("portal", "services", "teams"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8").replace("<script>alert(1)", "")
            assert re.search(r"<script\b|<style\b|<\w+ [^>\n]*\b(style|on\w+)=", text) is None, path


@pytest.mark.parametrize("name", NAMES)
def test_what_htmx_asks_for_a_plain_link_or_form_asks_for_too(name: str) -> None:
    text = source(name)
    elements = Elements(text).found
    for tag, given, form in elements:
        assert not given.keys() & {"hx-put", "hx-patch", "hx-delete", "hx-boost"}, (tag, given)
        if (address := given.get("hx-get")) is not None:
            polls = "every" in given.get("hx-trigger", "") and ">Refresh</a>" in text
            assert polls or address in {given.get("href"), given.get("action"), form.get("action")}, (tag, given)
        if (address := given.get("hx-post")) is not None:
            plain = given if tag == "form" else form
            assert plain.get("method") == "post", (tag, given)
            buttons = {one.get("formaction") for tag, one, of in elements if tag == "button" and of is form}
            assert address in {plain.get("action"), *buttons}, (tag, given)


@pytest.mark.parametrize("name", NAMES)
def test_a_piece_wraps_the_element_that_has_its_name(name: str) -> None:
    text = source(name)
    pieces = re.findall(r"\{% partialdef ([\w-]+)(?: inline)? %\}(.*?)\{% endpartialdef", text, flags=re.DOTALL)
    for piece, inside in pieces:
        assert f'id="{piece}"' in inside, piece
    if pieces:
        assert name in PAGES, "a piece in a base or an include is not found (HOUSE.md 12)"
    known = {piece for piece, _ in pieces} | ALWAYS_THERE
    for target in re.findall(r'hx-target="#([\w-]+)"', text):
        assert target in known or name not in PAGES, target


def chain(name: str) -> list[str]:
    """The template and those it stands in, up to the skeleton."""
    parent = re.match(r'\s*\{% extends "([^"]+)" %\}', source(name))
    return [name, *chain(parent.group(1))] if parent else [name]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_in_the_base_and_has_one_heading_and_a_title(name: str) -> None:
    names = chain(name)
    assert names[-1] in SKELETONS
    assert len(names) > 1
    texts = [source(one) for one in names[:-1]]
    assert any("{% block title %}" in text for text in texts)
    texts += [source(part) for text in texts for part in included(text) if part in NAMES]
    assert sum(text.count("<h1") for text in texts) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_in_the_sprite(name: str) -> None:
    named = re.findall(r'\{% icon "([^"]+)"|\{% nothing "([^"]+)"|\bicon="([^"]+)"', source(name))
    assert {one for hit in named for one in hit if one} <= SPRITE


def test_the_icons_of_states_and_severities_are_in_the_sprite() -> None:
    drawn = {look.icon for table in (STATES, SEVERITIES, CLOCKS) for look in table.values()} | set(TONE_ICONS.values())
    assert drawn <= SPRITE


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_changes_something_carries_its_token(name: str) -> None:
    text = source(name)
    assert len(re.findall(r'<form[^>]*method="post"', text)) <= text.count("{% csrf_token %}")


@pytest.mark.parametrize("name", NAMES)
def test_a_table_that_restacks_says_what_its_rows_and_cells_are(name: str) -> None:
    for table in re.findall(r"<table[^>]*data-stack.*?</table>", source(name), flags=re.DOTALL):
        assert 'role="table"' in table
        assert table.count("<tr") == table.count('role="row"')
        assert len(re.findall(r"<t[dh]\b", table)) == len(re.findall(r'role="(?:cell|columnheader|rowheader)"', table))
