"""When a team or a person works, put together from their week, holidays, absences and freezes."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from portal.kit import composed
from portal.kit.hours import Hours, Stretch
from portal.kit.zones import zone_of
from teams.people.models import Absence, Calendar, Division, Freeze, Membership, Person, Team

LONG_AGO = timedelta(days=400)
"""What ended before that shifts no clock that still runs."""
MOST_LEVELS = 12

_TEAMS = composed.Rows(
    lambda: (
        Membership.objects.filter(person=composed.number("person"), until=None)
        .order_by()
        .values_list("since", "pk", "team")
    )
)
_AWAY = composed.Rows(
    lambda: (
        Absence.objects.standing()
        .filter(person=composed.number("person"), last_day__gte=composed.day("since"))
        .order_by()
    )
)
_SET_BY = composed.Rows(lambda: Calendar.objects.filter(team=composed.number("team")))
_FROZEN = composed.RowsIn(
    lambda teams: (
        Freeze.objects.standing()
        .filter(Q(team__pk__in=teams) | Q(team=None), last_day__gte=composed.day("since"))
        .order_by()
    )
)


def hours_of_team(team: Team) -> Hours:
    """When a team works: two queries, and where a division freezes one for each above the team's."""
    return _hours(zone_of(team.time_zone), _set_by(team.pk) or Calendar(), _closed([team.pk]))


def hours_of_person(person: Person) -> Hours:
    """When a person works: by the calendar of the team they have been in for longest, in their own zone.

    Freezes of any of their teams count, because none of them expects an answer then.
    """
    teams = [team for _, _, team in sorted(_TEAMS(person=person.pk))]
    calendar = (_set_by(teams[0]) if teams else None) or Calendar()
    away = _AWAY(person=person.pk, since=_long_ago())
    return _hours(zone_of(person.time_zone), calendar, [*_closed(teams), *away])


def hours_of(awaited: Team | Person) -> Hours:
    return hours_of_team(awaited) if isinstance(awaited, Team) else hours_of_person(awaited)


def absent(people: Iterable[Person], day: date | None = None) -> dict[int, Absence]:
    """Who of these is away today (in UTC), by their key, with the absence that lasts longest: one query."""
    today = day or timezone.now().date()
    rows = Absence.objects.standing().filter(person__in=list(people), first_day__lte=today, last_day__gte=today)
    return {row.person_id: row for row in rows.select_related("deputy").order_by("last_day")}


def absences(person: Person) -> list[Absence]:
    """What is declared and not over, the next first: one query."""
    rows = Absence.objects.standing().filter(person=person, last_day__gte=timezone.now().date())
    return list(rows.select_related("person", "deputy"))


def freezes_over(team: Team) -> list[Freeze]:
    """Freezes of a team that are not over, whoever set them, the next first."""
    today = timezone.now().date()
    return sorted((one for one in _freezes(team) if one.last_day >= today), key=lambda one: one.first_day)


def freezes_set(division: Division) -> list[Freeze]:
    """Freezes of a division, of those above it and of the company that are not over, the next first."""
    whose = Q(division__in=above(division)) | Q(team=None, division=None)
    rows = Freeze.objects.standing().filter(whose, last_day__gte=timezone.now().date())
    return list(rows.select_related("team__lead", "division__head", "set_by"))


def above(division: Division) -> list[Division]:
    """A division and those above it, the nearest first."""
    found: list[Division] = []
    at: Division | None = division
    while at is not None and at not in found and len(found) < MOST_LEVELS:
        found.append(at)
        at = at.parent
    return found


def calendar_of(team: Team) -> Calendar:
    """The calendar the team has set, or what holds for every team."""
    return _set_by(team.pk) or Calendar(team=team)


def _set_by(team: int) -> Calendar | None:
    return next(iter(_SET_BY(team=team)), None)


def _closed(teams: list[int]) -> list[Freeze]:
    """What is frozen for these teams. Who is above them is asked only where any division freezes: it is asked often."""
    found: list[Freeze] = _FROZEN(teams or [0], since=_long_ago())
    if all(one.division_id is None for one in found):
        return found
    rows = Team.objects.filter(pk__in=teams).select_related("division")
    over = {division.pk for team in rows for division in above(team.division)}
    return [one for one in found if one.division_id is None or one.division_id in over]


def _freezes(team: Team) -> list[Freeze]:
    over = [division.pk for division in above(team.division)]
    theirs = Q(team=team) | Q(division__in=over) | Q(team=None, division=None)
    rows = Freeze.objects.standing().filter(theirs, last_day__gte=_long_ago())
    return list(rows.select_related("team__lead", "division__head", "set_by"))


def _long_ago() -> date:
    return timezone.now().date() - LONG_AGO


def _hours(zone: ZoneInfo, calendar: Calendar, closed: Iterable[Absence | Freeze]) -> Hours:
    return Hours(
        zone=zone,
        workdays=frozenset(day for day in range(7) if calendar.week >> day & 1),
        opens=calendar.opens,
        closes=calendar.closes,
        is_holiday=holidays(calendar.country, calendar.region),
        closed=tuple(_stretch(one, zone) for one in closed),
    )


def _stretch(days: Absence | Freeze, zone: ZoneInfo) -> Stretch:
    """Whole days, as they are where the people are."""
    begins = datetime.combine(days.first_day, time(), zone).astimezone(UTC)
    ends = datetime.combine(days.last_day + timedelta(days=1), time(), zone).astimezone(UTC)
    return begins, ends


@cache
def country_names() -> dict[str, str]:
    """The countries whose public holidays are known: their two letters and their English names, by name."""
    from holidays.registry import COUNTRIES

    named = {classes[1]: module.replace("_", " ").title() for module, classes in COUNTRIES.items()}
    return {code: name for code, name in sorted(named.items(), key=lambda one: one[1]) if code in countries()}


@cache
def countries() -> dict[str, list[str]]:
    """The countries whose public holidays are known, by their two letters, with their parts."""
    import holidays as library

    known: dict[str, Any] = library.list_supported_countries(include_aliases=False)
    return {code: list(parts) for code, parts in sorted(known.items()) if len(code) == 2}


def holidays(country: str, region: str = "") -> Callable[[date], bool]:
    """Whether a day is a public holiday there. No country: no day is."""
    return lambda day: day in _holidays(country, region, day.year) if country else False


@cache
def _holidays(country: str, region: str, year: int) -> frozenset[date]:
    import holidays as library  # half a second of a process's life, for companies that name a country

    try:
        return frozenset(library.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:  # a country that the library has dropped since it was chosen
        return frozenset()
