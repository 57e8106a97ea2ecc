"""Rulesets as a part of a check: their results as findings, their rules as rules of the report."""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from ..bundle import Bundle
from ..document import Source
from ..limits import NotChecked
from ..places import Path, Place, Span
from ..registry import RULESET_GROUP, SEVERITIES, Rule, Severity
from .kinds import CALLED
from .merging import Data
from .merging import Rule as Written
from .results import Result
from .running import Ran, run
from .written import Written as Document

_TOLD_BY_ITSELF = {
    "parser": "The text says only what JSON can say",
    "invalid-ref": "Every reference leads somewhere",
    "unrecognized-format": "The document is of a format the ruleset is about",
}


class Found(NamedTuple):
    """One result, with its path as the document has it: positions in lists are numbers."""

    rule: Rule
    result: Result
    path: Path
    span: Span

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.result.severity]

    @property
    def place(self) -> Place:
        return Place(None, self.path, "/".join(map(str, self.path)) or "/")


class Asked(NamedTuple):
    """How a rule fared. `unjudged`: why it could not judge, "" when it did."""

    rule: Rule
    found: int
    judged: int
    unjudged: str


def judge(
    bundle: Bundle, main: Source, rulesets: Iterable[Data], name: str, format_name: str = ""
) -> tuple[list[Asked], list[Found]]:
    """Runs the rulesets, one after the other. `name`: what overrides are to take the document for.

    Raises NotChecked for a document that cannot be read or walked.
    """
    from . import called

    files = Files(bundle, main, name, format_name)
    asked: dict[str, Asked] = {}
    found: dict[Any, Found] = {}
    for data in rulesets:
        if data.get(CALLED):
            called.judge(data, main, files, asked, found)
            continue
        ran = run(data, main, files.source, files.open)
        for one in _asked(ran, data):
            before = asked.get(one.rule.id)
            asked[one.rule.id] = one if before is None else _together(before, one)
        for result in ran.results:
            rule = asked[result.code].rule
            found.setdefault(result.same, placed(rule, result, files.documents[result.source]))
    return list(asked.values()), list(found.values())


class Files:
    """The files that came along, by the names that references and overrides use."""

    def __init__(self, bundle: Bundle, main: Source, name: str, format_name: str = "") -> None:
        self.bundle = bundle
        self.format = format_name
        """What the engine found the document to be, when it looked."""
        self.source = main.name or name
        self.main = main

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Those that were opened."""
        return {self.source: Document(self.source, self.main.tree)}

    def open(self, asking: str, wanted: str) -> Document | None:
        """The file that is meant, if it came along. Raises NotChecked when it is no JSON or YAML."""
        name = posixpath.normpath(posixpath.join(posixpath.dirname(asking), wanted))
        if name not in self.documents:
            source = self.bundle.files.get(name)
            if source is None:
                return None
            self.documents[name] = Document(name, source.tree)
        return self.documents[name]


def _asked(ran: Ran, data: Data) -> Iterator[Asked]:
    counts = Counter(one.code for one in ran.results)
    for one in ran.rules:
        rule = told(one.rule, data)
        yield Asked(rule, counts[rule.id] + max(0, one.told - len(one.noted)), one.looked, one.unjudged)
    for code, title in _TOLD_BY_ITSELF.items():
        rule = Rule(
            code, title, RULESET_GROUP, "warning" if code == "unrecognized-format" else "error", "Spectral", "", title
        )
        yield Asked(rule, counts[code], 1, "")


def _together(one: Asked, other: Asked) -> Asked:
    return one._replace(
        found=one.found + other.found, judged=one.judged + other.judged, unjudged=one.unjudged or other.unjudged
    )


def told(rule: Written, data: Data) -> Rule:
    said = rule.said
    text = " ".join(str(said.get("description") or said.get("message") or rule.name).split())
    source = rule.url or str(rule.owner.source or data.get("source") or "ruleset")
    severity = SEVERITIES[rule.severity] if rule.severity >= 0 else SEVERITIES[-1]
    return Rule(rule.name, text[:200], RULESET_GROUP, severity, source, f"See {rule.url}" if rule.url else "", text)


def placed(rule: Rule, result: Result, document: Document) -> Found:
    path: list[str | int] = []
    value = document.root
    for step in result.path:
        if isinstance(value, list) and str(step).isdecimal() and int(step) < len(value):
            path.append(int(step))
            value = value[int(step)]
        else:
            path.append(step)
            value = value.get(step) if isinstance(value, dict) else None
    start, end = result.range
    file = document.tree.source.name
    return Found(
        rule, result, tuple(path), Span(start.line + 1, start.character + 1, end.line + 1, end.character + 1, file)
    )


def main_of(bundle: Bundle) -> Source:
    """The file to begin with. Raises NotChecked when nobody can say which it is."""
    if not bundle.packed:
        return bundle.files[""]
    if bundle.main:
        return bundle.files[bundle.main]
    if len(bundle.files) == 1:
        return next(iter(bundle.files.values()))
    from ..formats import find

    try:
        return find(bundle)[2].main
    except NotChecked as reason:
        if reason.code == "several-documents":
            raise
        said = "The archive holds several files and none says that it is the contract. Name it: main: in contract.yaml."
        raise NotChecked("several-documents", said) from None
