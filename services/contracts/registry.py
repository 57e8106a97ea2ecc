"""What a rule is, and the folder of them. `@rule` is the only registration; `rules/` is loaded whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from .model import Field, Role, Text
from .places import Place, Span
from .walk import KINDS

type Severity = Literal["error", "warning", "info", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")
GROUPS = ("reach", "safety", "understanding", "operation", "change")
"""The five groups of the score, always in this order."""
OWN_GROUP = "document"
"""What the engine itself says about the writing of a document. Not part of the score."""
RULESET_GROUP = "ruleset"
"""The rules of rulesets in Spectral's format. Not part of the score either."""


_WHOLE: Mapping[type, tuple[str, ...]] = MappingProxyType({})
"""Rules that are asked of everything they are on."""


class Problem(NamedTuple):
    """One place where a rule is broken, and one sentence about it for the person who mends it."""

    place: Place
    message: str
    span: Span | None = None


class Unjudged(NamedTuple):
    """A rule says that it cannot judge this document, and why. It then counts as not checked."""

    reason: str


class Sift(NamedTuple):
    """Of which texts a rule may have something to say. Nobody asks it about the others."""

    holding: tuple[str, ...] | Callable[[str], Iterable[str]] = ()
    """Those in which one of these pieces stands, written just so. Or a function that is told all texts at once, one
    under the other, and tells the pieces."""
    whole: frozenset[str] = frozenset()
    """And those that say nothing but one of these, in whatever letters, with or without a full stop."""
    roles: tuple[Role, ...] = ()
    """In one of these roles. Empty: in any."""
    alike: bool = True
    """Of equal texts in equal roles it says the same, wherever they stand: it is asked once."""


type Check = Callable[..., Iterator[Problem | Unjudged]]
"""`check(thing)`, or `check(thing, interface)` for a rule that has to look further. There is nothing else to see."""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    title: str
    """What holds when the rule is kept: "No inside host anywhere"."""
    group: str
    severity: Severity
    source: str
    """The guideline it comes from."""
    mend: str
    why: str
    on: tuple[type, ...] = ()
    good: Mapping[str, str] | None = None
    bad: Mapping[str, str] | None = None
    check: Check | None = None
    """None: the engine itself finds it while reading."""
    looks_further: bool = False
    sift: Sift | None = None
    """For a rule that is on texts."""
    named: Callable[[str], bool] | None = None
    """Of fields it has something to say only where this holds for their name, of which each is asked once."""
    only: Mapping[type, tuple[str, ...]] = _WHOLE
    """Of these kinds it has something to say only where one of these attributes says something. Nobody asks it of the
    others: most types of a large document are plain leaves."""


class RuleBroken(Exception):
    """A rule is not written as rules are. Raised when the rules are loaded, so that it is seen at once."""


_FOLDER = import_module(f"{__package__}.rules")
"""Imported now: the package's face has a function of the same name, which a later import would hide."""
_loading: dict[str, Rule] = {}


def rule(
    name: str,
    *,
    title: str,
    on: type | tuple[type, ...],
    group: str,
    severity: Severity,
    source: str,
    mend: str,
    good: Mapping[str, str],
    bad: Mapping[str, str],
    sift: Sift | None = None,
    named: Callable[[str], bool] | None = None,
    only: Mapping[type, tuple[str, ...]] = _WHOLE,
) -> Callable[[Check], Check]:
    """Registers a rule: its docstring is the why, `good` and `bad` are documents by format name and its tests."""

    def register(check: Check) -> Check:
        def refuse_unless(holds: object, complaint: str) -> None:
            if not holds:
                raise RuleBroken(f"The rule {name}: {complaint}.")

        kinds = on if isinstance(on, tuple) else (on,)
        arguments = check.__code__.co_argcount
        refuse_unless(name not in _loading and name not in _OWN_IDS, "there is another one of this name")
        refuse_unless(check.__module__.rpartition(".")[2] == name.replace("-", "_"), "its file has another name")
        refuse_unless(group in GROUPS, f"there is no group {group!r}")
        refuse_unless(severity in SEVERITIES, f"there is no severity {severity!r}")
        refuse_unless(kinds and all(kind in KINDS for kind in kinds), "it is on nothing the walk meets")
        refuse_unless((check.__doc__ or "").strip(), "it has no docstring, so nobody knows why")
        refuse_unless(title.strip() and source.strip() and mend.strip(), "title, source and mend are needed")
        refuse_unless(good and good.keys() == bad.keys(), "each format needs a good and a bad example")
        refuse_unless(arguments in (1, 2), "it takes the thing, and the interface if it must look further")
        refuse_unless(sift is None or kinds == (Text,), "it sifts texts, and is not on texts alone")
        refuse_unless(named is None or (Field in kinds and Field not in only), "names are those of fields")
        refuse_unless(only.keys() <= set(kinds), "it narrows what it is not on")
        for kind, names in only.items():
            known = {one.name for one in fields(kind)}
            refuse_unless(names and known.issuperset(names), f"a {kind.__name__} does not have what it asks for")
        why = " ".join((check.__doc__ or "").split())
        further = arguments == 2
        _loading[name] = Rule(
            name, title, group, severity, source, mend, why, kinds, good, bad, check, further, sift, named, only
        )
        return check

    return register


def _own(name: str, title: str, severity: Severity, *, source: str, mend: str, why: str) -> Rule:
    return Rule(name, title, OWN_GROUP, severity, source, mend, why)


OWN_RULES = (
    _own(
        "format-invalid",
        "The document keeps to its format",
        "error",
        source="The specification of the format",
        mend="Change the document as the message says; the specification of the format has the details.",
        why="Tools read a contract by its format. What breaks it is read differently by each of them, or not at all.",
    ),
    _own(
        "duplicate-key",
        "No key stands twice",
        "error",
        source="YAML 1.2, 3.2.1.3; RFC 8259, 4",
        mend="Keep one of the two, or put their contents together under one key.",
        why="When a key stands twice, one of the two is lost without a word, and which one depends on the reader.",
    ),
    _own(
        "reference-missing",
        "Every reference leads somewhere",
        "error",
        source="RFC 6901; the specification of the format",
        mend="Define what is referred to, or correct the name.",
        why="A reference that leads nowhere leaves a hole where a caller needs a type or a parameter.",
    ),
    _own(
        "reference-not-followed",
        "The document stands alone",
        "warning",
        source="Zalando 234",
        mend="Bring what is referred to into this document, so that it says everything by itself.",
        why="Files and addresses outside are never opened: a contract that needs them is not judged wholly here, and a "
        "stranger may not be able to open them either.",
    ),
    _own(
        "file-not-read",
        "Every file of the contract can be read",
        "error",
        source="The specification of the format",
        mend="Mend the file as the message says, save it as UTF-8, or take it out if it is no part of the contract.",
        why="What stands in a file that cannot be read was judged by nobody. The other files were, but nothing counts "
        "as passed while one of them is unknown.",
    ),
    _own(
        "rule-crashed",
        "Every rule could run",
        "warning",
        source="Homeport",
        mend="This is a fault of the portal, not of the contract. Tell the portal's makers which document it was.",
        why="A rule that fails on a document has judged nothing. It counts as not checked, which is never green.",
    ),
)
_OWN_IDS = frozenset(one.id for one in OWN_RULES)


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id, in the order of the groups, then the engine's own. Raises RuleBroken."""
    for module in sorted(found.name for found in iter_modules(_FOLDER.__path__)):
        import_module(f"{_FOLDER.__name__}.{module}")
        if module.replace("_", "-") not in _loading:
            raise RuleBroken(f"The file rules/{module}.py holds no rule.")
    scored = sorted(_loading.values(), key=lambda one: (GROUPS.index(one.group), one.id))
    return {one.id: one for one in (*scored, *OWN_RULES)}


def describe(one: Rule) -> dict[str, Any]:
    """A rule as plain data, for a page or the command."""
    return {
        "id": one.id,
        "title": one.title,
        "group": one.group,
        "severity": one.severity,
        "why": one.why,
        "mend": one.mend,
        "source": one.source,
        "good": dict(one.good or {}),
        "bad": dict(one.bad or {}),
    }
