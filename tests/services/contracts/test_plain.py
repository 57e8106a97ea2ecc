"""Homeport's plain form becomes an Interface, nearly word by word."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from services.contracts.bundle import pack
from services.contracts.formats.plain.expressions import parse
from services.contracts.model import Interface

from .documents import found, judged, refused

PAGE = Path(__file__).resolve().parents[3] / "docs" / "plain-contract.md"
FEED = PAGE.read_text().partition("```yaml\n")[2].partition("```")[0]


def plain(**members: Any) -> str:
    return orjson.dumps({"homeport": 1, "title": "T", **members}, option=orjson.OPT_INDENT_2).decode()


def read(data: str) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def flaws(data: str, rule: str = "format-invalid") -> list[tuple[int, int, str]]:
    return [(line, column, message) for _, line, column, message in found(data, rule)]


def test_the_example_of_its_page_has_no_flaw():
    checked = judged(FEED)
    assert checked.format is not None
    assert (checked.format.NAME, checked.format.label(checked.dialect)) == ("plain", "Homeport plain form 1")
    told = {one.rule for one in checked.findings}
    assert not told & {"format-invalid", "reference-missing", "rule-crashed", "duplicate-key"}


def test_the_whole_and_its_operations():
    said = read(FEED)
    assert (said.title, said.version, said.contact.mail) == ("Tick feed", "2.1.0", "feed@hartwell-shop.com")
    assert [(one.protocol, one.name) for one in said.servers] == [("tcp+tls", "production")]
    assert [(one.name, one.kind, one.member) for one in said.guards] == [
        ("certificate", "mutual-tls", ""),
        ("session", "key", "SID"),
    ]
    assert [(one.name, one.address, one.direction, one.effect, one.safe) for one in said.operations] == [
        ("Login", "LOGIN", "call", "create", None),
        ("Subscribe", "SUB {symbol}", "call", "act", True),
        ("Tick", "TICK {symbol}", "send", "act", None),
        ("Heartbeat", "HB", "receive", "act", None),
    ]
    login, subscribe, _, heartbeat = said.operations
    assert [[[need.guard for need in way] for way in one.needs or ()] for one in (login, subscribe)] == [
        [["certificate"]],
        [["certificate", "session"]],
    ]
    assert heartbeat.deprecated is not None
    assert (heartbeat.deprecated.sunset, heartbeat.deprecated.replacement) == ("2027-06-30", "keepalive")


def test_messages():
    login, subscribe, tick, _ = read(FEED).operations
    assert login.request is not None
    assert subscribe.request is not None
    assert tick.request is not None
    assert login.request.bodies[0].examples[0].value == {"desk": "ldn-4", "secret": "…"}
    answers = [(one.code, one.outcome, one.message.bodies[0].type.ref, one.message.text) for one in login.answers]
    assert answers == [
        ("OK", "success", "Session", ""),
        ("DENIED", "error", "Refusal", ""),
        ("BUSY", "error", "Refusal", "Too many sessions. Wait as long as it says."),
    ]
    assert [(one.name, one.where, one.required) for one in subscribe.request.fields] == [
        ("symbol", "path", True),
        ("depth", "header", False),
    ]
    assert subscribe.request.fields[1].place.key == "operation:Subscribe/request/field:depth"
    assert tick.request.bodies[0].type.ref == "Tick"
    assert subscribe.answers[0].message.bodies == ()


def test_types():
    types = read(FEED).types
    symbols = types["Session"].fields[1].type
    assert symbols.item is not None
    assert (symbols.kind, symbols.item.ref, symbols.limits.max_items) == ("list", "Symbol", 500)
    notes = types["Tick"].fields[3]
    assert (notes.type.kind, notes.required, notes.number, notes.type.limits.max_members) == ("map", False, 4, 10)
    side = types["Side"]
    assert (side.kind, side.values, side.open_values) == ("text", ("B", "S", "X"), True)
    assert [(one.text, one.number) for one in side.constants] == [("Bought.", None), ("Sold.", None), ("Crossed.", 9)]
    assert (types["Symbol"].kind, types["Symbol"].limits.pattern) == ("text", "[A-Z]{1,5}")
    assert types["Refusal"].fields[0].place.key == "type:Refusal/field:code"


@pytest.mark.parametrize(
    ("said", "expression"),
    [
        ("text", ("text", (), False)),
        (" text? ", ("text", (), True)),
        ("list of map of Order?", ("Order", ("list", "map"), True)),
        ("list", ("list", (), False)),
        ("list of", None),
        ("set of text", None),
        ("text or integer", None),
        ("", None),
        ("??", None),
        ("list of " * 11 + "text", None),
    ],
)
def test_type_expressions(said: str, expression: Any):
    assert parse(said) == expression


@pytest.mark.parametrize(
    ("members", "line", "column", "says"),
    [
        ({"operation": {}}, 4, 3, "'operation' is not known here"),
        ({"operations": {"A": {"adress": "x"}}}, 6, 17, "'adress' is not known here"),
        ({"operations": {"A": {"direction": "out"}}}, 6, 20, "is not one of"),
        ({"guards": {"k": {}}}, 5, 5, '"kind" is a required property'),
        ({"types": {"A": "list off text"}}, 5, 10, "'list off text' is no type"),
        ({"types": {"A": {"fields": {"b": {"type": "set of text"}}}}}, 8, 19, "'set of text' is no type"),
    ],
)
def test_what_breaks_the_form_is_told_at_its_place(members: Any, line: int, column: int, says: str):
    (told,) = flaws(plain(**members))
    assert told[:2] == (line, column)
    assert says in told[2]


def test_a_name_that_stands_for_nothing_is_told():
    text = plain(types={"A": {"fields": {"b": "list of B?"}}})
    assert flaws(text, "reference-missing") == [(7, 14, "There is no type 'B' here.")]
    assert read(text).types["A"].fields[0].type.item is not None


@pytest.mark.parametrize("said", ["homeport: 2\ntitle: T", "homeport: true\ntitle: T", "title: homeport"])
def test_another_version_is_not_this_form(said: str):
    assert refused(said)[0] == "unknown-format"


@pytest.mark.parametrize(
    "members",
    [
        {"operations": []},
        {"operations": {"A": None, "B": {"request": 5, "answers": [], "errors": {"x": 5}, "needs": [5, [5]]}}},
        {"types": {"A": 5, "B": None, "C": {"fields": [], "values": 5, "choices": [5], "type": []}}},
        {"servers": [5, None], "guards": {"a": 5}, "contact": 5, "groups": {"a": 5}, "needs": 5},
        {"types": {"A": {"type": "A"}, "B": {"values": {"x": 5}, "deprecated": 5, "min": "x"}}},
    ],
)
def test_whatever_stands_there_is_a_report(members: Any):
    assert flaws(plain(**members)) or members["types"]["A"]


def test_it_is_read_beside_other_files():
    checked = judged(pack({"feed.yaml": FEED.encode(), "notes.md": b"# Notes"}))
    assert {one.span.file for one in checked.findings} == {"feed.yaml"}
