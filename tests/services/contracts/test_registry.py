"""A rule that is not written as rules are fails when it is loaded."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.contracts import Problem, rules
from services.contracts.model import Field, Interface
from services.contracts.registry import RuleBroken, rule

TOLD: dict[str, Any] = {
    "title": "It holds",
    "on": Interface,
    "group": "reach",
    "severity": "error",
    "source": "us",
    "mend": "Do it.",
    "good": {"openapi": "a"},
    "bad": {"openapi": "b"},
}


def check(interface: Interface) -> Iterator[Problem]:
    """Why."""
    yield from ()


def named(module: str, body: Any = check) -> Any:
    """A rule function as if it stood in another file."""
    from types import FunctionType

    copy = FunctionType(body.__code__, body.__globals__, "check")
    copy.__doc__, copy.__module__ = body.__doc__, f"services.contracts.rules.{module}"
    return copy


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"mend": " "}, "mend"),
        ({"source": ""}, "source"),
        ({"good": {}}, "example"),
        ({"bad": {"proto": "b"}}, "example"),
        ({"group": "beauty"}, "group"),
        ({"severity": "fatal"}, "severity"),
        ({"on": str}, "nothing the walk meets"),
        ({"on": ()}, "nothing the walk meets"),
        ({"only": {Field: ("where",)}}, "narrows what it is not on"),
        ({"only": {Interface: ("colour",)}}, "does not have what it asks for"),
        ({"only": {Interface: ()}}, "does not have what it asks for"),
    ],
)
def test_a_rule_that_lacks_something_is_refused(change: dict[str, Any], complaint: str):
    with pytest.raises(RuleBroken, match=complaint):
        rule("brand-new", **{**TOLD, **change})(named("brand_new"))


def test_a_rule_without_a_why_is_refused():
    silent = named("brand_new")
    silent.__doc__ = None
    with pytest.raises(RuleBroken, match="docstring"):
        rule("brand-new", **TOLD)(silent)


def test_two_rules_of_one_name_are_refused():
    rules()
    with pytest.raises(RuleBroken, match="another one"):
        rule("contact-named", **TOLD)(named("contact_named"))
    with pytest.raises(RuleBroken, match="another one"):
        rule("duplicate-key", **TOLD)(named("duplicate_key"))


def test_a_rule_lives_in_the_file_of_its_name():
    with pytest.raises(RuleBroken, match="file"):
        rule("brand-new", **TOLD)(named("brand_old"))


def test_a_rule_sees_the_thing_and_the_interface_and_nothing_else():
    def nosy(thing: Interface, interface: Interface, document: object) -> Iterator[Problem]:
        """Why."""
        yield from ()

    with pytest.raises(RuleBroken, match="takes the thing"):
        rule("brand-new", **TOLD)(named("brand_new", nosy))


def test_nothing_refused_was_registered():
    assert "brand-new" not in rules()
