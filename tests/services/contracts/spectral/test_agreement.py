"""The measure of how far our findings are Spectral's counts what it should, and holds for the command itself."""

import pytest

from benchmarks.spectral_agreement import EXPECTED, Agreement, compare
from tests.standaside import stand_aside


def row(code="a", line=0, path=("x",), severity=1):
    place = {"line": line, "character": 0}
    return {"code": code, "severity": severity, "path": list(path), "range": {"start": place, "end": place}}


def test_what_stands_elsewhere_counts_twice_and_words_count_nothing():
    agreement = Agreement()
    theirs = [row(), row(line=3), row(severity=0), row("b")]
    ours = [row() | {"message": "in other words"}, row(line=4), row(severity=0), row("b"), row("b")]
    agreement.add("rules", "one.yaml", theirs, ours)
    assert [(one.sign, one.finding.code, one.finding.range[0]) for one in agreement.differences] == [
        ("-", "a", 3),
        ("+", "a", 4),
        ("+", "b", 0),
    ]
    assert agreement.counts(1) == {"a": (3, 2), "b": (1, 1)}
    assert agreement.counts(0) == {"rules": (4, 3)}
    assert agreement.counts() == {"all": (4, 3)}


def test_the_targets_are_held_over_all_and_of_each():
    agreement = Agreement()
    agreement.add("one", "d", [row("many", line) for line in range(200)], [row("many", line) for line in range(199)])
    assert agreement.missed() == []
    agreement.add("one", "e", [], [row("new"), row("new", 1)])
    assert agreement.missed() == ["over all: 3 of 200"]
    agreement.add("one", "f", [], [row("new", 2), row("new", 3)])
    assert agreement.missed() == ["one: 5 of 200", "new: 4 of 0", "over all: 5 of 200"]


@pytest.mark.parametrize(
    ("ruleset", "document"),
    [
        ("spectral-owasp", "oai-petstore.yaml"),
        ("spectral-asyncapi-all", "adeo-kafka-request-reply-asyncapi.yml"),
        ("spectral-oas-all", "netbox.dev.json"),
    ],
)
def test_the_command_finds_what_spectral_found(ruleset, document):
    if not (EXPECTED / ruleset / f"{document}.json").exists():
        stand_aside("comparisons with Spectral", "../shared/expected is not there", allowed=True)
    agreement = compare(ruleset, document)
    assert sum(agreement.expected.values()) > 5
    assert agreement.differences == []
