"""One ruleset out of several: what it extends, what it says itself, and what it says of the very file that is judged.

A ruleset arrives here read and checked, as plain data (`loading.py`): what it extends stands in it, so that nothing is
opened any more, and a process without files can do the rest.
"""

import os.path
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import builtin
from .formats import named
from .function import Value
from .globs import fits
from .written import pointer

type Data = Mapping[str, Any]
type Extended = tuple[Any, str | None]
"""A ruleset (its data, or the name of one of ours) and what is taken of it: all, recommended, off; None: not said."""

SEVERITIES = {"error": 0, "warn": 1, "info": 2, "hint": 3, "off": -1}
DEFAULT = 1

_RENAMED = {
    "operation-2xx-response": "operation-default-response",
    "oas3-unused-components-schema": "oas3-unused-components",
    "oas2-valid-parameter-example": "oas2-valid-schema-example",
    "oas2-valid-response-schema-example": "oas2-valid-schema-example",
    "oas2-valid-definition-example": "oas2-valid-schema-example",
    "oas2-valid-response-example": "oas2-valid-media-example",
    "oas3-valid-oas-parameter-example": "oas3-valid-media-example",
    "oas3-valid-oas-content-example": "oas3-valid-media-example",
    "oas3-valid-oas-header-example": "oas3-valid-media-example",
    "oas3-valid-header-schema-example": "oas3-valid-schema-example",
    "oas3-valid-parameter-schema-example": "oas3-valid-schema-example",
}
"""What rules were called in older rulesets."""


class MergeFailed(ValueError):
    """The ruleset speaks of what there is not. `path` is where it does, in its own file."""

    def __init__(self, message: str, path: tuple[str, ...] = (), source: str = "") -> None:
        super().__init__(message)
        self.path = path
        self.source = source


def severity(said: Any) -> int:
    return said if isinstance(said, int) else SEVERITIES.get(said, DEFAULT)


@dataclass(slots=True, eq=False)
class Rule:
    """A rule as it came to be. `owner` is the ruleset that defined it, `aliases` the one whose aliases it uses."""

    name: str
    owner: "Ruleset"
    aliases: "Ruleset"
    said: dict[str, Any]
    recommended: bool = True
    active: bool = True
    severity: int = DEFAULT
    formats: tuple[str, ...] | None = None
    url: str = ""
    elsewhere: "list[tuple[str, str, int]]" = field(default_factory=list)
    """Other severities: the pattern of the file, the pointer in it, and how severe it is there."""

    @property
    def enabled(self) -> bool:
        return self.active or bool(self.elsewhere)

    def severity_at(self, source: str, path: tuple[str, ...]) -> int:
        """How severe it is at a place. `source` is told from the ruleset's folder."""
        heavy, closest, here = self.severity, "", ""
        for pattern, below, one in self.elsewhere:
            if fits(source, pattern):
                here = here or pointer(path)
                if len(below) >= len(closest) and (here == below or here.startswith(f"{below}/")):
                    closest, heavy = below, one
        return heavy


class Ruleset:
    """A ruleset with all it extends, for one document."""

    def __init__(self, data: Data, taken: str | None = None) -> None:
        self.data = data
        self.taken = taken
        self.source = str(data.get("source", ""))
        self.aliases: Mapping[str, Any] = data.get("aliases", {})
        self.functions = frozenset(one if isinstance(one, str) else one[0] for one in data.get("functions", ()))
        """Those of its own, which are JavaScript."""
        self.folder = builtin.FOLDERS.get(self.source, "")
        self.formats: dict[str, None] = dict.fromkeys(_formats(data))
        self.rules: dict[str, Rule] = {}
        for extended, part in _extends(data):
            below = Ruleset(_data(extended), part)
            self.formats.update(below.formats)
            self.rules.update(below.rules)
        if taken is not None:
            for rule in self.rules.values():
                rule.active = self._takes(rule)
        for name, said in _renamed(data.get("rules", {})).items():
            self._add(name, said)

    @property
    def parser_options(self) -> dict[str, int]:
        said = self.data.get("parserOptions", {})
        return {name: severity(said.get(name, 0)) for name in ("duplicateKeys", "incompatibleValues")}

    def _takes(self, rule: Rule) -> bool:
        return self.taken == "all" or (self.taken in ("recommended", None) and rule.recommended)

    def _add(self, name: str, said: Any) -> None:
        rule = self.rules.get(name)
        if isinstance(said, dict):
            rule = self._defined(name, said) if rule is None else self._redefined(rule, said)
        elif rule is None:
            raise MergeFailed(f"There is no rule {name!r} to change.", ("rules", name), self.source)
        elif isinstance(said, bool):
            rule.active = said
        else:
            rule.severity = severity(said)
            rule.active = said != "off"
        self.rules[name] = rule
        if rule.owner is self or self.taken is not None:
            rule.active = self._takes(rule)
        if rule.formats is not None:
            self.formats.update(dict.fromkeys(rule.formats))
        elif "formats" in rule.owner.data:
            rule.formats = tuple(_formats(rule.owner.data))
        if self.data.get("documentationUrl") and not rule.url:
            rule.url = f"{self.data['documentationUrl']}#{name}"

    def _defined(self, name: str, said: dict[str, Any]) -> Rule:
        rule = Rule(name, self, self, dict(said))
        self._take_over(rule, said)
        return rule

    def _redefined(self, rule: Rule, said: dict[str, Any]) -> Rule:
        rule.said = {**rule.said, **said}
        if "given" in said:
            rule.aliases = self
        self._take_over(rule, said)
        rule.active = True
        return rule

    def _take_over(self, rule: Rule, said: dict[str, Any]) -> None:
        if "recommended" in said:
            rule.recommended = said["recommended"] is not False
        if "severity" in said:
            rule.severity = severity(said["severity"])
        if "formats" in said:
            rule.formats = tuple(_formats(said))
        if "documentationUrl" in said:
            rule.url = said["documentationUrl"]


def _formats(said: Data) -> Iterable[str]:
    return [known for known in (named(one) for one in said.get("formats", ())) if known]


def _extends(data: Data) -> Iterable[Extended]:
    return [(one[0], one[1]) for one in data.get("extends", ())]


def _renamed(rules: Mapping[str, Any]) -> Mapping[str, Any]:
    if not _RENAMED.keys() & rules.keys():
        return rules
    found: dict[str, Any] = {}
    for name, said in rules.items():
        new = name if isinstance(said, dict) else _RENAMED.get(name, name)
        before = found.get(new)
        if before is None or isinstance(said, dict) or not 0 <= severity(before) <= severity(said):
            found[new] = said
    return found


_ours: dict[str, Data] = {}


def _data(extended: Any) -> Data:
    if not isinstance(extended, str):
        found: Data = extended
        return found
    if extended not in _ours:
        import yamlrocks

        _ours[extended] = {**yamlrocks.loads(builtin.written(extended)), "source": extended}
    return _ours[extended]


def merged(data: Data, source: str) -> Ruleset:
    """The ruleset as it holds for one document. Raises MergeFailed."""
    overrides = data.get("overrides")
    if not overrides:
        return Ruleset(data)
    name = relative(source, str(data.get("source", "")))
    whole: list[Data] = []
    elsewhere: dict[str, list[tuple[str, str, int]]] = {}
    for one in overrides:
        meant = False
        for pattern in one["files"]:
            files, mark, below = pattern.partition("#")
            if not fits(name, files):
                continue
            if not mark:
                meant = True
            for rule, said in one.get("rules", {}).items() if mark else ():
                elsewhere.setdefault(rule, []).append((files, "#" + below, severity(said)))
        if meant:
            whole.append({key: value for key, value in one.items() if key != "files"})
    rest = {key: value for key, value in data.items() if key != "overrides"}
    if whole:
        over = whole[0]
        for one in whole[1:]:
            over = _joined(over, one, is_override=True)
        rest = dict(_joined(rest, over, is_override=False))
    ruleset = Ruleset(rest)
    for rule, places in elsewhere.items():
        if rule in ruleset.rules:
            ruleset.rules[rule].elsewhere = places
    return ruleset


def _joined(left: Data, right: Data, *, is_override: bool) -> Data:
    both: dict[str, Any] = {**left, **right}
    if "aliases" in left and "aliases" in right:
        both["aliases"] = {**left["aliases"], **right["aliases"]}
    if "rules" in left and "rules" in right:
        if is_override:
            both["rules"] = {**left["rules"], **right["rules"]}
        else:
            both["extends"] = [*both.get("extends", ()), [left, None]]
    return both


def relative(source: str, ruleset: str) -> str:
    """A file's name as seen from the ruleset's folder."""
    folder = os.path.dirname(ruleset) or "."  # noqa: PTH120 - names, not files
    return os.path.relpath(source, folder).replace(os.sep, "/") if source else source


_ALIAS = re.compile(r"#([A-Za-z0-9_-]*)")


def alias_paths(
    aliases: Mapping[str, Any], path: str, formats: frozenset[str], stack: tuple[str, ...] = ()
) -> list[str]:
    """A path with its alias written out: none when the alias has nothing for these formats. Raises MergeFailed."""
    used = _ALIAS.match(path)
    if used is None:
        return [path]
    name, rest = used[1], path[used.end() :]
    if name in stack:
        raise MergeFailed(f"The alias {name!r} leads back to itself: {' -> '.join((*stack, name))}.")
    if name not in aliases:
        raise MergeFailed(f"There is no alias {name!r}.")
    said: Value = aliases[name]
    if isinstance(said, dict):
        said = next(
            (one["given"] for one in reversed(said["targets"]) if formats.intersection(_formats(one))),
            [],
        )
    found = []
    for one in [said] if isinstance(said, str) else said:
        found += alias_paths(aliases, one + rest, formats, (*stack, name))
        if len(found) > 1_000:
            raise MergeFailed(f"The alias {name!r} stands for more than 1,000 paths.")
    return found
