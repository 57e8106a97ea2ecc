"""The guild's numbers as their page shows them, and every version with what it changed."""

from dataclasses import dataclass

from teams.reviews.models import GuildWays
from teams.reviews.numbers import DEFAULT, NUMBERS, PRESETS, Number, Preset, numbers_of
from teams.reviews.reads.ways import Ways, ways


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it is."""

    number: Number
    value: int

    @property
    def is_default(self) -> bool:
        return self.value == self.number.default


@dataclass(frozen=True, slots=True)
class Version:
    """One version, with what it changed of the one before it."""

    row: GuildWays
    preset: Preset
    changes: list[str]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Everything the page of the numbers shows."""

    ways: Ways
    preset: Preset
    groups: list[tuple[str, list[Figure]]]
    versions: list[Version]


def rules_page() -> RulesPage:
    """Two queries."""
    now = ways()
    figures = [Figure(number, now.number(number.name)) for number in NUMBERS.values()]
    names = dict.fromkeys(figure.number.group for figure in figures)
    groups = [(name, [figure for figure in figures if figure.number.group == name]) for name in names]
    return RulesPage(now, PRESETS[now.preset], groups, versions())


def versions() -> list[Version]:
    """Every version, the newest first: one query."""
    found, before = [], numbers_of(DEFAULT)
    for row in GuildWays.objects.select_related("made_by").order_by("number"):
        now = {**numbers_of(DEFAULT), **row.numbers}
        changes = [
            f"{before[name]} to {now[name]} {number.unit} {number.label}"
            for name, number in NUMBERS.items()
            if now[name] != before[name]
        ]
        found.append(Version(row, PRESETS[row.preset], changes))
        before = now
    return found[::-1]
