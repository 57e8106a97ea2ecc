"""A ruleset run on a document: from what was written to results as Spectral tells them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from ..document import Source
from ..places import Path
from . import builtin, formats
from .asking import Asked
from .compiling import compiled
from .diagnosing import diagnose
from .function import Value
from .merging import Data, Ruleset, merged, relative
from .messages import filled
from .paths import Descend, Way
from .ranges import NOWHERE, Range, ranges
from .referring import WRITTEN
from .results import Result, ordered
from .walk import Walk
from .written import Broken, Library, Open, Spot, Written, pointer, strings
from .zeros import Zeros

_EVERYTHING = Way("$..", (Descend(),))


@dataclass(slots=True)
class Ran:
    """What came of it. `rules` are those that were asked of this document."""

    ruleset: Ruleset
    results: list[Result] = field(default_factory=list)
    rules: list[Asked] = field(default_factory=list)
    formats: frozenset[str] = frozenset()

    @property
    def unjudged(self) -> dict[str, str]:
        """The rules that could not judge, and why."""
        return {one.rule.name: one.unjudged for one in self.rules if one.unjudged}


def run(data: Data, source: Source, name: str, open_: Open | None = None) -> Ran:
    """Runs a ruleset on one document, called `name`. Raises NotChecked for a document that cannot be read or walked,
    and MergeFailed for a ruleset that was not checked before."""
    ruleset = merged(data, name)
    zeros = Zeros(source)
    source.read(lambda: _get_ready(ruleset, source, zeros))
    zeros.amend(source.tree)
    main = Written(name, source.tree)
    library = Library(main, open_)
    known = formats.found(main.root, ruleset.formats)
    ran = Ran(ruleset, formats=known)
    work = compiled(ruleset, known, recognised=bool(known))
    for asked in work.asked:
        asked.kept.setdefault(WRITTEN, source.tree.written)
    source.tree.written = b""
    work.automaton.add(_EVERYTHING, None, resolved=True)
    walk = Walk(work.automaton, library)
    walk.run()
    ran.rules = work.asked
    found = _Found(library)
    found.parser(ruleset)
    for one in walk.broken.values():
        found.broken(one)
    if not known and ruleset.formats:
        found.unrecognised(ruleset)
    for asked in work.asked:
        asked.settle()
        for path, message in asked.noted:
            found.told(asked, strings(path), message)
    ran.results = found.results()
    return ran


_NATIVE = ("orjson", "jsonschema_rs", "re2")
_LARGE = 100_000


def _get_ready(ruleset: Ruleset, source: Source, zeros: Zeros) -> None:
    """What can be done before the values are there. A large document will need all of it."""
    for folder in {rule.owner.folder for rule in ruleset.rules.values()}:
        builtin.known(folder)
    if len(source.text) > _LARGE:
        zeros.look()
        source.wide, source.lines.count  # noqa: B018 - to have them later on
        for name in _NATIVE:
            import_module(name)


class _Found:
    """Results, before they have their ranges."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._all: dict[Any, tuple[Written, Result]] = {}
        self._spots: dict[tuple[bool, tuple[str, ...]], Spot] = {}

    def add(self, document: Written, result: Result) -> None:
        self._all.setdefault(result.same, (document, result))

    def told(self, asked: Asked, path: tuple[str, ...], message: str) -> None:
        rule = asked.rule
        key = asked.resolved, path
        spot = self._spots.get(key)
        if spot is None:
            spot = self._spots[key] = self.library.place(path, resolved=asked.resolved)
        severity = rule.severity
        if rule.elsewhere:
            here = relative(spot.document.source, rule.owner.source)
            severity = rule.severity_at(here, spot.path)
        if severity < 0:
            return
        said = _worded(rule.said, spot, message)
        self.add(spot.document, Result(rule.name, said, spot.path, severity, spot.document.source, url=rule.url))

    def broken(self, one: Broken) -> None:
        path = (*strings(one.path), "$ref")
        self.add(one.document, Result("invalid-ref", one.message, path, 0, one.document.source))

    def unrecognised(self, ruleset: Ruleset) -> None:
        names = ", ".join(formats.FORMATS[one][0] for one in ruleset.formats)
        said = f"The provided document does not match any of the registered formats [{names}]"
        main = self.library.main
        self.add(main, Result("unrecognized-format", said, (), 1, main.source))

    def parser(self, ruleset: Ruleset) -> None:
        """What the text of the main document says and plain data cannot."""
        main = self.library.main
        for one in diagnose(main.tree):
            severity = ruleset.parser_options[one.kind]
            if severity >= 0:
                self.add(main, Result("parser", one.message, one.path, severity, main.source, one.range))

    def results(self) -> list[Result]:
        """All of them with their ranges, in order."""
        wanted: dict[int, tuple[Written, set[Path]]] = {}
        for document, result in self._all.values():
            if result.range is NOWHERE:
                wanted.setdefault(id(document), (document, set()))[1].add(result.path)
        places: dict[int, dict[Path, Range]] = {
            key: ranges(document.tree, paths) for key, (document, paths) in wanted.items()
        }
        return ordered(
            [
                result._replace(range=places[id(document)][result.path]) if result.range is NOWHERE else result
                for document, result in self._all.values()
            ]
        )


def _worded(said: dict[str, Any], spot: Spot, message: str) -> str:
    template, description = said.get("message"), said.get("description")
    if template is None and description is not None:
        return str(description).strip()
    if "{{" not in message and (template is None or "{{" not in template):
        return (message if template is None else template).strip()
    values: dict[str, Value] = {
        "property": spot.property,
        "error": message,
        "path": pointer(spot.path),
        "description": description,
        "value": spot.value,
    }
    values["error"] = filled(message, values)
    return (values["error"] if template is None else filled(template, values)).strip()


def counts(results: Iterable[Result]) -> Counter[int]:
    """By severity."""
    return Counter(one.severity for one in results)
