"""By which rules a team hosts: asked by every action and clock of an away team before a failsafe bites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse

from services.models import Service
from teams.away.failsafes import FAILSAFES, NUMBERS
from teams.away.models import AwayRequest, AwayWays
from teams.away.presets import DEFAULT, numbers_of
from teams.people.models import Division, Team

type Hosted = AwayRequest | Service | Team | Division | None


@dataclass(frozen=True, slots=True)
class Ways:
    """What is on, and every number, of one version."""

    preset: str
    off: frozenset[str]
    numbers: dict[str, int]
    row: AwayWays | None = None
    """None where nobody ever chose."""

    @property
    def version(self) -> str:
        """As people read it: "Payments, version 3"."""
        return str(self.row) if self.row is not None else "Nobody has chosen yet: all are on"

    @property
    def url(self) -> str:
        """Where they stand, for people."""
        return rules_url(self.row.division if self.row is not None else None)

    def has(self, code: str) -> bool:
        """Whether the failsafe is on. KeyError for a code there is none of."""
        return FAILSAFES[code].code not in self.off

    def number(self, name: str) -> int:
        """The number in force. KeyError for a name there is none of."""
        return self.numbers[name]

    def said(self, name: str) -> str:
        """The number with what it counts, in a sentence: "five working days"."""
        value = self.number(name)
        return NUMBERS[name].counted(value).replace(str(value), str(apnumber(value)), 1)


IN_FORCE = "SELECT * FROM away_awayways WHERE id IN (SELECT MAX(id) FROM away_awayways GROUP BY division_id)"
"""``AwayWays.objects.newest()`` by hand: it is asked before most failsafes, and composing it cost more than asking."""
NEVER_CHOSEN = Ways(DEFAULT.code, DEFAULT.off, numbers_of(DEFAULT))


def ways_of(hosted: Hosted) -> Ways:
    """The rules of the host's division, or the nearest above it that has its own, or the company's: two queries.

    The host's division decides about everything, also about what binds the guests: both sides read the same numbers.
    None asks for those of the whole company.
    """
    return ways_of_each([hosted])[0]


def ways_of_each(hosted: Sequence[Hosted]) -> list[Ways]:
    """The rules of each of these, in their order: two queries for all of them."""
    rows = {row.division_id: row for row in AwayWays.objects.raw(IN_FORCE)}
    parents: Mapping[int, int | None] = {}
    if set(rows) - {None}:  # asks for the tree only when it matters
        tree = Division.objects.in_bulk()
        parents = {pk: division.parent_id for pk, division in tree.items()}
        for own in rows.values():
            own.division = tree[own.division_id] if own.division_id is not None else None
    found = []
    for one in hosted:
        row = next((rows[pk] for pk in _way(_division_of(one), parents) if pk in rows), None)
        found.append(as_ways(row, rows.get(None)) if row is not None else NEVER_CHOSEN)
    return found


def as_ways(row: AwayWays, company: AwayWays | None = None) -> Ways:
    """What one version says, with the default of every number it does not name.

    What only the company may switch off is off when the ``company`` says so, whatever the division has chosen.
    """
    numbers = {**numbers_of(DEFAULT), **row.numbers}
    above = {code for code in company.off if not FAILSAFES[code].by_division} if company is not None else set()
    return Ways(row.preset, frozenset(row.off) | above, numbers, row)


def ruled_by(row: AwayWays) -> list[Team]:
    """The standing teams that host by this version, with their leads: three queries."""
    own = set(AwayWays.objects.newest().values_list("division", flat=True))
    parents = dict(Division.objects.values_list("pk", "parent_id"))
    teams = Team.objects.standing().select_related("lead")
    return [
        team
        for team in teams
        if next((at for at in _way(team.division_id, parents) if at in own), 0) == row.division_id
    ]


def rules_url(division: Division | None) -> str:
    """The page of a division's rules, or of the company's."""
    return reverse("away:rules", args=[division.slug]) if division is not None else reverse("away:company-rules")


def _division_of(hosted: Hosted) -> int | None:
    match hosted:
        case AwayRequest():
            return hosted.host.division_id
        case Service():
            return hosted.team.division_id
        case Team():
            return hosted.division_id
        case Division():
            return hosted.pk
        case _:
            return None


def _way(division: int | None, parents: Mapping[int, int | None]) -> list[int | None]:
    """This division, those above it, and the company at last."""
    way: list[int | None] = []
    at = division
    while at is not None and at not in way:
        way.append(at)
        at = parents.get(at)
    return [*way, None]
