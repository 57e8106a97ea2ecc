"""A ruleset told as plain data: each of its rules with what it is about, from where it comes, and whether it is run."""

from collections.abc import Iterator
from typing import Any

from ..registry import SEVERITIES
from .formats import FORMATS
from .merging import Data, MergeFailed, Rule, Ruleset
from .remarks import come_with, not_run

_LONGEST = 1_000
_PATHS = 20


def base(data: Data) -> Ruleset:
    """The ruleset as it holds for a document that no override is about. Raises MergeFailed."""
    return Ruleset({name: said for name, said in data.items() if name != "overrides"})


def told(data: Data, ruleset: Ruleset) -> list[dict[str, Any]]:
    """Every rule, its author's first, each in the order in which they stand."""
    silent = not_run(ruleset)
    rules = [_rule(one, silent.get(one.name, "")) for one in ruleset.rules.values()]
    rules += _of_overrides(data, ruleset)
    return sorted(rules, key=lambda one: bool(one["from"]))


def _rule(rule: Rule, silent: str, *, only: str = "") -> dict[str, Any]:
    said = rule.said
    given, then = said["given"], said["then"]
    return {
        "name": rule.name,
        "from": come_with(rule),
        "file": rule.owner.source,
        "severity": SEVERITIES[rule.severity] if rule.enabled and 0 <= rule.severity < len(SEVERITIES) else "off",
        "message": str(said.get("message") or "")[:_LONGEST],
        "description": str(said.get("description") or "")[:_LONGEST],
        "url": rule.url[:_LONGEST],
        "formats": [FORMATS[one][0] for one in rule.formats or ()],
        "given": [str(one)[:_LONGEST] for one in (given if isinstance(given, list) else [given])][:_PATHS],
        "functions": sorted({str(one["function"]) for one in (then if isinstance(then, list) else [then])}),
        "not_run": silent[:_LONGEST],
        "only": only,
    }


def _of_overrides(data: Data, ruleset: Ruleset) -> Iterator[dict[str, Any]]:
    """Rules that are there for some files only."""
    seen = set(ruleset.rules)
    rest = {name: said for name, said in data.items() if name != "overrides"}
    for one in data.get("overrides", ()):
        if any("#" in pattern for pattern in one["files"]):
            continue
        body = {name: said for name, said in one.items() if name != "files"}
        over = {**body, "extends": [[rest, None], *one.get("extends", ())], "source": rest.get("source", "")}
        try:
            more = Ruleset(over)
        except MergeFailed:
            continue  # told as a mistake
        silent = not_run(more)
        for rule in more.rules.values():
            if rule.name not in seen:
                seen.add(rule.name)
                yield _rule(rule, silent.get(rule.name, ""), only=", ".join(one["files"])[:200])


def broken_overrides(data: Data) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Overrides that change rules there are not: their number, what is wrong, and where in them."""
    rest = {name: said for name, said in data.items() if name != "overrides"}
    for number, one in enumerate(data.get("overrides", ())):
        pointed = any("#" in pattern for pattern in one["files"])
        body = {name: said for name, said in one.items() if name != "files" and not (pointed and name == "rules")}
        try:
            Ruleset({**body, "extends": [[rest, None], *one.get("extends", ())], "source": rest.get("source", "")})
        except MergeFailed as error:
            yield number, str(error), error.path
