"""What rulesets found, as JSON and back: for the way from one process to another."""

from typing import Any

from ..places import Span
from ..registry import RULESET_GROUP, Rule
from .checking import Asked, Found
from .results import Result


def as_data(asked: list[Asked], found: list[Found]) -> list[Any]:
    numbers: dict[int, int] = {}
    rules: list[Rule] = []
    for rule in [*(one.rule for one in asked), *(one.rule for one in found)]:
        if numbers.setdefault(id(rule), len(rules)) == len(rules):
            rules.append(rule)
    return [
        [[one.id, one.title, one.severity, one.source, one.mend, one.why] for one in rules],
        [[numbers[id(one.rule)], one.found, one.judged, one.unjudged] for one in asked],
        [[numbers[id(one.rule)], one.result.message, one.result.severity, one.path, one.span] for one in found],
    ]


def of_data(data: list[Any]) -> tuple[list[Asked], list[Found]]:
    rules = [
        Rule(id_, title, RULESET_GROUP, severity, source, mend, why)
        for id_, title, severity, source, mend, why in data[0]
    ]
    asked = [Asked(rules[number], *rest) for number, *rest in data[1]]
    found = []
    for number, message, severity, path, span in data[2]:
        result = Result(rules[number].id, message, tuple(map(str, path)), severity, "")
        found.append(Found(rules[number], result, tuple(path), Span(*span)))
    return asked, found
