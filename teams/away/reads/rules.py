"""What the page of a division's away-team rules shows: the forty in their groups, and who changed what and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from teams.away.failsafes import FAILSAFES, Failsafe, Group, Number, of_group
from teams.away.models import AwayWays
from teams.away.presets import DEFAULT, PRESETS, Preset, numbers_of
from teams.away.reads.ways import Ways, as_ways, ways_of
from teams.people.models import Division

MOST_VERSIONS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its value in force."""

    number: Number
    value: int

    @property
    def unit(self) -> str:
        """What it counts, as many as there are."""
        return self.number.counted(self.value).partition(" ")[2]

    @property
    def is_default(self) -> bool:
        return self.value == self.number.default


@dataclass(frozen=True, slots=True)
class Line:
    """One failsafe: whether it is on, and its numbers in force."""

    failsafe: Failsafe
    is_on: bool
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class Part:
    """A group with its failsafes."""

    group: Group
    lines: list[Line]

    @property
    def on(self) -> int:
        return sum(line.is_on for line in self.lines)


@dataclass(frozen=True, slots=True)
class Version:
    """A version with what it changed of the one before it, or of the defaults."""

    row: AwayWays
    changes: list[str]

    @property
    def preset(self) -> Preset:
        """Where it began."""
        return PRESETS[self.row.preset]


@dataclass(frozen=True)
class RulesPage:
    """Everything the page shows. ``division`` is None for the whole company."""

    division: Division | None
    ways: Ways
    versions: list[Version]

    @property
    def is_own(self) -> bool:
        """Whether it goes by rules of its own; else by those of a division above it, the company's or the defaults."""
        return self.ways.row is not None and self.ways.row.division_id == (self.division.pk if self.division else None)

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.ways)

    @property
    def on(self) -> int:
        return len(FAILSAFES) - len(self.ways.off)

    @property
    def preset(self) -> Preset:
        """Where the rules in force began."""
        return PRESETS[self.ways.preset]

    @property
    def last(self) -> int:
        """The number of its own newest version; 0 where it has none."""
        return self.versions[0].row.number if self.versions else 0


def rules_page(division: Division | None) -> RulesPage:
    """At most three queries."""
    ways = ways_of(division)
    return RulesPage(division, ways, with_changes(versions(division)[:MOST_VERSIONS]))


def versions(division: Division | None) -> QuerySet[AwayWays]:
    """Every version of these rules, the newest first."""
    return AwayWays.objects.filter(division=division).select_related("made_by", "division")


def with_changes(rows: Iterable[AwayWays]) -> list[Version]:
    """Neighbouring versions, the newest first, each with what it changed. Version 1 is held against the defaults."""
    known = list(rows)
    pairs = zip(known, [*known[1:], None], strict=False)
    return [Version(row, changed(old, row)) for row, old in pairs if old is not None or row.number == 1]


def parts_of(ways: Ways) -> list[Part]:
    """The forty in their groups, each as it stands in these rules."""
    return [Part(group, [line_of(each, ways) for each in of_group(group)]) for group in Group]


def line_of(failsafe: Failsafe, ways: Ways) -> Line:
    figures = [Figure(number, ways.number(number.name)) for number in failsafe.numbers]
    return Line(failsafe, ways.has(failsafe.code), figures)


def changed(before: AwayWays | None, after: AwayWays) -> list[str]:
    """What a version changed, in words: "F18: 3 to 2 rounds of review a change"; of the defaults at first."""
    old = as_ways(before) if before is not None else Ways(DEFAULT.code, DEFAULT.off, numbers_of(DEFAULT))
    new = as_ways(after)
    codes = [
        f"{code} {FAILSAFES[code].name}: {'off' if code in new.off else 'on'}"
        for code in FAILSAFES
        if (code in new.off) != (code in old.off)
    ]
    figures = [
        f"{each.code}: {old.number(number.name)} to {number.counted(new.number(number.name))} {number.label}"
        for each in FAILSAFES.values()
        for number in each.numbers
        if new.number(number.name) != old.number(number.name)
    ]
    return codes + figures
