"""One walk: every thing is met once, a rule that crashes is a finding, what nobody judged is not green."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from services.contracts import Problem, Progress, Unjudged, lint, rules
from services.contracts import lint as _lint_function
from services.contracts.model import Field, Interface, Text
from services.contracts.registry import Rule, Sift
from services.contracts.walk import said, texts, things

from .documents import ORDERS, judged, openapi, report

assert callable(_lint_function)


def with_rule(monkeypatch: pytest.MonkeyPatch, on: Any, check: Any) -> None:
    """One more rule, for this test only."""
    extra = Rule("brand-new", "It holds", "reach", "error", "us", "Do.", "Why.", (on,), None, None, check, False)
    everything = {**rules(), "brand-new": extra}
    monkeypatch.setattr("services.contracts.judging.rules", lambda: everything)


def test_every_thing_is_met_once():
    interface = judged(ORDERS).interface
    assert interface is not None
    met = [id(thing) for thing in things(interface)]
    assert len(met) == len(set(met))
    fields = [thing.name for thing in things(interface) if isinstance(thing, Field)]
    assert Counter(fields) == {"limit": 1, "items": 1, "total": 1, "related": 1}


EVERYTHING = openapi(
    info={"title": "T1", "version": "1.0.0", "description": "T2", "summary": "T3"},
    servers=[{"url": "https://t4", "description": "T5"}],
    tags=[{"name": "x", "description": "T6"}],
    components={
        "schemas": {
            "A": {
                "description": "T7",
                "properties": {"a": {"description": "T8", "default": "T9", "example": ["T10"]}},
            }
        },
        "parameters": {"p": {"name": "p", "in": "query", "description": "T11", "schema": {"description": "T12"}}},
        "responses": {"r": {"description": "T13", "content": {"a/b": {"example": {"k": [{"l": "T14"}]}}}}},
        "securitySchemes": {"s": {"type": "apiKey", "in": "header", "name": "n", "description": "T15"}},
    },
)


def test_every_text_is_met_once_and_its_place_is_its_own():
    interface = judged(EVERYTHING).interface
    assert interface is not None
    values = [text.value for thing in things(interface) for text in texts(thing)]
    assert Counter(values) == Counter([f"T{i}" for i in range(1, 16) if i != 4] + ["https://t4"])


def test_a_server_that_many_operations_share_is_met_once():
    servers = [{"url": "http://orders.shop.example"}]
    get = {"responses": {"204": {"description": "Done."}}}
    checked = judged(openapi(paths={"/a": {"servers": servers, "get": get, "put": get}}))
    assert [one.rule for one in checked.findings].count("encrypted-transport") == 1


def test_what_is_said_is_what_the_texts_say():
    for data in (ORDERS, EVERYTHING):
        interface = judged(data).interface
        assert interface is not None
        told = Counter((text.role, text.value) for thing in things(interface) for text in texts(thing))
        assert told == {
            (role, value): len(owners) for role, by in said(interface).items() for value, owners in by.items()
        }


def test_equal_texts_are_told_wherever_they_stand(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def check(text: Text) -> Iterator[Problem]:
        """Why."""
        asked.append(text.value)
        if "wiki" in text.value:
            yield Problem(text.place, "It is elsewhere.")

    sift = Sift(holding=("wiki", "Wiki"), whole=frozenset({"gone"}), roles=("text",))
    extra = Rule("brand-new", "It holds", "reach", "error", "us", "Do.", "Why.", (Text,), check=check, sift=sift)
    monkeypatch.setattr("services.contracts.judging.rules", lambda: {**rules(), "brand-new": extra})
    types = {
        name: {"type": "object", "title": "wiki", "description": said, "example": {"a": "see the wiki"}}
        for name, said in {"A": "see the wiki", "B": "see the wiki", "C": "the Wiki", "D": "Gone.", "E": "here"}.items()
    }
    checked = judged(openapi(components={"schemas": types}))
    found = [one for one in checked.findings if one.rule == "brand-new"]
    assert [one.key for one in found] == ["type:A", "type:B"]
    assert set(asked) == {"Gone.", "see the wiki", "the Wiki"}


def test_a_name_of_fields_is_asked_once(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def named(name: str) -> bool:
        asked.append(name)
        return name == "b"

    def check(field: Field) -> Iterator[Problem]:
        """Why."""
        yield Problem(field.place, "Here.")

    extra = Rule("brand-new", "It holds", "reach", "error", "us", "Do.", "Why.", (Field,), check=check, named=named)
    monkeypatch.setattr("services.contracts.judging.rules", lambda: {**rules(), "brand-new": extra})
    types = {name: {"type": "object", "properties": {"a": {}, "b": {}}} for name in ("A", "B")}
    checked = judged(openapi(components={"schemas": types}))
    assert [one.key for one in checked.findings if one.rule == "brand-new"] == ["type:A/field:b", "type:B/field:b"]
    assert sorted(asked) == ["a", "b"]


def test_a_rule_that_crashes_is_one_finding_and_counts_as_not_checked(monkeypatch: pytest.MonkeyPatch):
    def check(field: Field) -> Iterator[Problem]:
        """Why."""
        if field.name == "total":
            raise ZeroDivisionError("secret detail")
        yield Problem(field.place, "Found before it crashed.")

    with_rule(monkeypatch, Field, check)
    checked = lint(ORDERS.encode())
    crashed = [one for one in checked.findings if one.rule == "rule-crashed"]
    assert [(one.span.line, "brand-new" in one.message, "secret" in one.message) for one in crashed] == [
        (39, True, False)
    ]
    run = next(run for run in checked.runs if run.rule.id == "brand-new")
    assert "ZeroDivisionError" in run.unjudged


def test_running_out_of_memory_is_an_outcome_and_not_a_crashed_rule(monkeypatch: pytest.MonkeyPatch):
    def check(_: Interface) -> Iterator[Problem]:
        """Why."""
        raise MemoryError
        yield

    with_rule(monkeypatch, Interface, check)
    checked = lint(ORDERS.encode())
    assert checked.reason is not None
    assert (checked.reason.code, checked.findings) == ("check-out-of-memory", [])


def test_a_rule_may_say_that_it_cannot_judge(monkeypatch: pytest.MonkeyPatch):
    def check(_: Interface) -> Iterator[Problem | Unjudged]:
        """Why."""
        yield Unjudged("No way to tell.")

    with_rule(monkeypatch, Interface, check)
    run = next(run for run in lint(ORDERS.encode()).runs if run.rule.id == "brand-new")
    assert (run.unjudged, run.found) == ("No way to tell.", 0)


def test_a_rule_that_met_nothing_of_its_kind_has_judged_nothing():
    rule = report(openapi()).rules["encrypted-transport"]
    assert (rule["state"], rule["judged"]) == ("not-checked", 0)
    assert rule["note"]


def test_attributes_are_shown_where_the_document_writes_them(monkeypatch: pytest.MonkeyPatch):
    def check(interface: Interface) -> Iterator[Problem]:
        """Why."""
        for word in ("text", "version", "summary"):
            yield Problem(interface.place.of(word), word)

    with_rule(monkeypatch, Interface, check)
    shown = {one.message: one.span[:2] for one in lint(ORDERS.encode()).findings if one.rule == "brand-new"}
    assert shown == {"text": (5, 16), "version": (4, 12), "summary": (2, 1)}


def test_a_message_is_one_line_of_ordinary_length(monkeypatch: pytest.MonkeyPatch):
    def check(interface: Interface) -> Iterator[Problem]:
        """Why."""
        yield Problem(interface.place, "a\n\t b " * 1_000)

    with_rule(monkeypatch, Interface, check)
    (message,) = [one.message for one in lint(ORDERS.encode()).findings if one.rule == "brand-new"]
    assert message.startswith("a b a b")
    assert len(message) == 500


def test_progress_is_told_and_may_stop_the_check():
    told: list[Progress] = []
    lint(ORDERS.encode(), beat=told.append)
    assert list(dict.fromkeys(one.stage for one in told)) == ["read", "format", "build", "rules", "places"]
    assert {one.total for one in told if one.stage == "rules"} >= {len(rules())}

    def stop(_: Progress) -> None:
        raise KeyError("stop")

    with pytest.raises(KeyError):
        lint(ORDERS.encode(), beat=stop)


def test_texts_are_things_for_rules(monkeypatch: pytest.MonkeyPatch):
    seen: list[str] = []

    def check(text: Text) -> Iterator[Problem]:
        """Why."""
        seen.append(text.role)
        yield from ()

    with_rule(monkeypatch, Text, check)
    lint(ORDERS.encode())
    assert {"title", "text", "address"} <= set(seen)
