"""Rulesets that hold under a name (`kinds.CALLED`): each of their rules is told, with why it did not judge."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..document import Source
from ..limits import NotChecked
from .checking import Asked, Files, Found, placed, told
from .formats import FORMATS
from .kinds import ABOUT, CALLED, ELSEWHERE, NOTHING
from .merging import Data, MergeFailed, Rule, Ruleset, merged
from .running import Ran, run

TREES = frozenset({"asyncapi", "avro", "jsonschema", "openapi", "openapi2", "plain", "smithy", ""})
"""Formats whose text is JSON or YAML; "": nobody looked. The text of others can look like YAML by chance."""


def judge(data: Data, main: Source, files: Files, asked: dict[str, Asked], found: dict[Any, Found]) -> None:
    """Runs one of them and adds what it said. A document that it cannot be run on is its reason, not an exception; only
    time that is up, and memory, end the whole check."""
    name = str(data[CALLED])
    try:
        ran = _run(data, main, files)
    except (NotChecked, MergeFailed) as reason:
        if isinstance(reason, NotChecked) and reason.code == "check-timed-out":
            raise
        for rule in _rules(data, files.source):
            _add(asked, name, Asked(told(rule, data), 0, 0, str(reason)))
        return
    counts = Counter(one.code for one in ran.results)
    were_asked = {one.rule.name: one for one in ran.rules}
    for rule in _enabled(ran.ruleset):
        one = were_asked.get(rule.name)
        if one is None:
            _add(asked, name, Asked(told(rule, data), 0, 0, _other_format(rule)))
            continue
        many = counts[rule.name] + max(0, one.told - len(one.noted))
        why = one.unjudged or ("" if one.looked else NOTHING)
        _add(asked, name, Asked(told(rule, data), many, one.looked, why))
    for result in ran.results:
        if result.code in were_asked:
            known = asked[f"{name}:{result.code}"].rule
            found.setdefault((name, result.same), placed(known, result, files.documents[result.source]))


def _run(data: Data, main: Source, files: Files) -> Ran:
    """Raises NotChecked for what is neither JSON nor YAML with members, which no path leads into."""
    if files.format not in TREES or not isinstance(main.tree.root, dict | list):
        raise NotChecked("ruleset-elsewhere", ELSEWHERE)
    return run(data, main, files.source, files.open)


def _add(asked: dict[str, Asked], name: str, one: Asked) -> None:
    known = f"{name}:{one.rule.id}"
    asked[known] = one._replace(rule=replace(one.rule, id=known))


def _rules(data: Data, source: str) -> Iterator[Rule]:
    try:
        yield from _enabled(merged(data, source))
    except MergeFailed:
        return  # it was put together when it was read, so this is a ruleset that nobody read


def _enabled(ruleset: Ruleset) -> Iterator[Rule]:
    return (rule for rule in ruleset.rules.values() if rule.enabled and (rule.severity >= 0 or rule.elsewhere))


def _other_format(rule: Rule) -> str:
    names = ", ".join(FORMATS[one][0] for one in rule.formats or ())
    return f"{ABOUT}{names}, and this document is not." if names else "It was not asked."
