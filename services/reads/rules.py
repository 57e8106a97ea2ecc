"""A rule's examples as its page shows them: per technology what breaks it beside what keeps it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from services import contracts as engine
from services.reads.catalog import technology_label
from services.reads.colours import highlight, language_of


@dataclass(frozen=True, slots=True)
class Example:
    """Two documents that differ in this rule only, as markup; what only one of them has is marked."""

    format: str
    label: str
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule in the list, and the technologies it has examples in."""

    rule: engine.Rule
    technologies: str


def listed(rule: engine.Rule) -> Listed:
    return Listed(rule, ", ".join(technology_label(name) for name in _formats(rule)))


def examples_of(rule: engine.Rule) -> list[Example]:
    """One for each technology."""
    bad, good = rule.bad or {}, rule.good or {}
    return [Example(name, technology_label(name), *_beside(bad[name], good[name], name)) for name in _formats(rule)]


def _formats(rule: engine.Rule) -> list[str]:
    """The technology that most people read comes first."""
    return sorted(rule.bad or {}, key=lambda name: (name != "openapi", name))


def _beside(bad: str, good: str, technology: str) -> tuple[str, str]:
    broken, kept = bad.strip("\n").split("\n"), good.strip("\n").split("\n")
    drawn = [highlight(lines, language_of("\n".join(lines).encode(), technology)) for lines in (broken, kept)]
    same = SequenceMatcher(None, broken, kept, autojunk=False).get_matching_blocks()
    in_bad = {at for block in same for at in range(block.a, block.a + block.size)}
    in_good = {at for block in same for at in range(block.b, block.b + block.size)}
    return _lines(drawn[0], in_bad, "del"), _lines(drawn[1], in_good, "ins")


def _lines(drawn: list[str], same: set[int], tag: str) -> str:
    return "".join(
        f"<span>{line or ' '}</span>" if at in same else f"<{tag}>{line or ' '}</{tag}>"
        for at, line in enumerate(drawn)
    )
