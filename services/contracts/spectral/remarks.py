"""What is said of a ruleset itself: rules that nobody understands, rules that can never speak, words without effect.

Each remark is a rule of the report on the ruleset, so that it stands at its line like a finding of a document.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..places import Path
from ..registry import Rule
from . import builtin
from .compiling import compiled
from .formats import FORMATS
from .impossible import why_never
from .kinds import IDLE, NEVER, NOT_RUN, OFF, TWICE, UNEXPLAINED, UNSAID
from .merging import Data, MergeFailed, Ruleset
from .merging import Rule as Written


class Remark(NamedTuple):
    """One sentence on a place in a file of the ruleset."""

    kind: Rule
    file: str
    path: Path
    message: str


def remarks(data: Data, ruleset: Ruleset) -> Iterator[Remark]:
    """What there is to say of a ruleset without mistakes. `ruleset`: as it came to be, without overrides."""
    yield from _of_rules(ruleset)
    yield from _twice(ruleset)
    yield from _idle(data)
    yield from _shadowed(data)


def own(ruleset: Ruleset) -> list[Written]:
    """The rules that its author wrote, not those that come with Homeport."""
    return [rule for rule in ruleset.rules.values() if not rule.owner.folder]


def not_run(ruleset: Ruleset) -> dict[str, str]:
    """Rules that cannot be run in any document, and why."""
    work = compiled(ruleset, frozenset(FORMATS), recognised=True)
    return {one.rule.name: one.unjudged for one in work.asked if one.unjudged}


def _of_rules(ruleset: Ruleset) -> Iterator[Remark]:
    silent = not_run(ruleset)
    for rule in own(ruleset):
        file, at = rule.owner.source, ("rules", rule.name)
        if rule.name in silent:
            yield Remark(NOT_RUN, file, at, f"{rule.name} is not checked anywhere: {silent[rule.name]}")
        if not (rule.said.get("message") or rule.said.get("description")):
            yield Remark(UNSAID, file, at, f"{rule.name} has neither a message nor a description.")
        if not rule.url:
            yield Remark(UNEXPLAINED, file, at, f"{rule.name} has no documentationUrl, so nobody can read why.")
        if not rule.enabled or rule.severity < 0:
            yield Remark(OFF, file, at, f"{rule.name} is written here and switched off, so it judges nothing.")
        for number, path, why in why_never(rule):
            is_list = isinstance(rule.said["given"], list)
            place: Path = (*at, "given", number) if is_list else (*at, "given")
            yield Remark(NEVER, file, place, f"{path} never leads anywhere: {why}")


def _twice(ruleset: Ruleset) -> Iterator[Remark]:
    first: dict[str, str] = {}
    for rule in own(ruleset):
        asks = [rule.said.get("given"), rule.said.get("then"), rule.formats, rule.said.get("resolved", True)]
        same = json.dumps(asks, sort_keys=True, default=str)
        if same in first:
            said = f"{rule.name} asks the same as {first[same]}: the same paths, the same functions."
            yield Remark(TWICE, rule.owner.source, ("rules", rule.name), said)
        first.setdefault(same, rule.name)


def _idle(data: Data) -> Iterator[Remark]:
    """Changes of rules to what they are already, and rules of what is extended that another one replaces."""
    file = str(data.get("source", ""))
    below: dict[str, Written] = {}
    extended = data.get("extends", ())
    for number, (one, part) in enumerate(extended):
        if not isinstance(one, str):
            yield from _idle(one)
        try:
            new = Ruleset({"extends": [[one, part]], "source": file}).rules
        except MergeFailed:
            continue  # told as a mistake
        replaced = [name for name, rule in new.items() if name in below and _is_other(rule, below[name])]
        for name in replaced:
            said = f"{name} of {_called(below[name])} is replaced by that of {_called(new[name])}, which stands later."
            yield Remark(IDLE, file, ("extends", number), said)
        below.update(new)
    for name, said in data.get("rules", {}).items():
        if name in below and not isinstance(said, dict):
            before = below[name]
            changed = Ruleset({"extends": extended, "rules": {name: said}, "source": file}).rules[name]
            if (before.active, before.severity) == (changed.active, changed.severity) or not (
                before.active or changed.active
            ):
                so = before.said.get("severity", "warn") if before.active else "off"
                yield Remark(IDLE, file, ("rules", name), f"{name} is {so} already, so this changes nothing.")


def _is_other(one: Written, other: Written) -> bool:
    return one.owner.source != other.owner.source


def _called(rule: Written) -> str:
    return rule.owner.source or "this file"


def _shadowed(data: Data) -> Iterator[Remark]:
    """What one override says and a later one for the same files says otherwise."""
    file = str(data.get("source", ""))
    last: dict[tuple[str, str], int] = {}
    overrides: list[Mapping[str, Any]] = list(data.get("overrides", ()))
    for number, one in enumerate(overrides):
        for name in one.get("rules", {}):
            for pattern in one["files"]:
                before = last.get((pattern, name))
                if before is not None and before != number:
                    said = f"{name} is set again for {pattern} by a later override, so this one has no effect there."
                    yield Remark(IDLE, file, ("overrides", before, "rules", name), said)
                last[pattern, name] = number


def come_with(rule: Written) -> str:
    """The ruleset of Homeport that a rule comes from; "" for one of the author's own."""
    return rule.owner.source if rule.owner.source in builtin.FOLDERS else ""
