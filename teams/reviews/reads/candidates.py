"""The guild as a draw sees it, at one moment: what they are certified for, carry, wish, and when they are away."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from portal.kit.zones import zone_of
from services.models import Contract, Revision
from teams.people.models import Absence, Division, Membership
from teams.reviews.models import BarRaiser, Certification, Seat, Wish
from teams.reviews.routing import Candidate

YEAR, YEARS, FORGOTTEN = timedelta(days=365), timedelta(days=730), timedelta(days=1095)
"""Reviews age in steps of a year: a whole one, a half, a quarter, nothing."""
COUNTING = (Seat.State.OFFERED, Seat.State.TAKEN, Seat.State.SENT, Seat.State.SILENT)
"""Seats that were theirs: not those they gave back, left unanswered, or that were taken away again."""
WRITES = ("lead", "second", "deputy")
SIZES = {"light": 0.5, "normal": 1.0, "deep": 2.0}
PARTS = {"lead": 1.0, "second": 0.5, "deputy": 0.5, "shadow": 0.25, "mentor": 0.25}


def size_of(depth: str, role: str) -> float:
    """How much a seat weighs: a normal review as its lead is one."""
    return SIZES[depth] * PARTS[role]


def moment(at: datetime) -> str:
    """A moment as a draw keeps it: UTC, whole seconds, without the zone."""
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()


def minutes_ahead(zone: str, at: datetime) -> int:
    """How far the clocks of a zone are ahead of UTC then, in minutes."""
    ahead = zone_of(zone).utcoffset(at.replace(tzinfo=None))
    return int(ahead.total_seconds()) // 60 if ahead is not None else 0


def candidates(at: datetime, *, lock: bool = False) -> list[Candidate]:
    """Everybody who has a place in the guild now: a dozen queries, whatever its size.

    With ``lock`` their places are locked, so that two draws at once cannot both give somebody the last review they
    take; then it has to be called in a transaction.
    """
    rows = BarRaiser.objects.standing().select_related("person").order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    raisers = list(rows)
    people = [one.person_id for one in raisers]
    homes, heads = _homes(people), _heads()
    held, wishes, away = _certifications(people), _wishes(people), _absences(people, at)
    open_, year, practice, last, gave_back = _open(people), _year(people, at), _practice(people, at), *_last(people)
    formats, owned = _contracts({team for teams in homes.values() for team, _ in teams})
    return [
        Candidate(
            person=one.person_id,
            teams=tuple(sorted(team for team, _ in mine)),
            divisions=tuple(sorted({division for _, division in mine})),
            manager=one.person.manager_id,
            heads=tuple(sorted({heads[division] for _, division in mine if heads.get(division)})),
            limit=one.limit,
            days=max(0, min(YEAR.days, (at - one.since).days)),
            present=one.person.is_active and not one.is_paused,
            absences=tuple(away[one.person_id]),
            zone=minutes_ahead(one.person.time_zone, at),
            formats=tuple(sorted({name for team, _ in mine for name in formats[team]})),
            owned=_owned(sum(owned[team] for team, _ in mine)),
            practice=tuple(practice[one.person_id]),
            year=year[one.person_id],
            rotated=one.person_id in gave_back,
            **open_[one.person_id],
            **last.get(one.person_id, {}),
            **held[one.person_id],
            **wishes[one.person_id],
        )
        for one in raisers
        for mine in [homes[one.person_id]]
    ]


def _owned(contracts: int) -> tuple[tuple[str, int], ...]:
    return (("contract", contracts),) if contracts else ()


def _homes(people: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = Membership.objects.filter(person__in=people, until=None)
    for person, team, division in rows.values_list("person", "team", "team__division"):
        found[person].append((team, division))
    return found


def _heads() -> dict[int, int]:
    """Division -> who heads it, or the nearest one above it that has a head."""
    above = {pk: (head, parent) for pk, head, parent in Division.objects.values_list("pk", "head", "parent")}
    found = {}
    for division in above:
        at: int | None = division
        for _ in above:
            head, at = above[at] if at is not None else (None, None)
            if head is not None:
                found[division] = head
                break
    return found


def head_of(division: int) -> int | None:
    """Who heads a division, or the nearest one above it that has a head: one query."""
    return _heads().get(division)


def _certifications(people: Collection[int]) -> dict[int, dict[str, Any]]:
    kinds = ("certificates", "trains", "mentored")
    found: dict[int, dict[str, Any]] = {person: dict.fromkeys(kinds, ()) for person in people}
    state = Certification.State
    for one in Certification.objects.filter(person__in=people).open().order_by("topic"):
        mine = found[one.person_id]
        if one.state in Certification.CERTIFIED and one.certified_on and one.until:
            mine["certificates"] += ((one.topic, one.certified_on.isoformat(), one.until.isoformat()),)
        elif one.state == state.SHADOWING:
            mine["trains"] += (one.topic,)
        elif one.state == state.LEADING and one.mentor_id:
            mine["mentored"] += ((one.topic, one.mentor_id),)
    return found


def _wishes(people: Collection[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {person: {"wishes": (), "wished_teams": ()} for person in people}
    rows = Wish.objects.standing().filter(person__in=people).order_by("topic", "team")
    for person, topic, team in rows.values_list("person", "topic", "team"):
        found[person]["wishes" if topic else "wished_teams"] += (topic or team,)
    return found


def _absences(people: Collection[int], at: datetime) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Absence.objects.standing().filter(person__in=people, last_day__gte=at.date()).order_by("first_day", "pk")
    for person, first, last in rows.values_list("person", "first_day", "last_day"):
        found[person].append((first.isoformat(), last.isoformat()))
    return found


def _seats(people: Collection[int]) -> QuerySet[Seat]:
    return Seat.objects.filter(person__in=people, state__in=COUNTING).order_by()


def _open(people: Collection[int]) -> dict[int, dict[str, Any]]:
    """What they hold: how many to write, how many to learn from, and how much it weighs."""
    found: dict[int, dict[str, Any]] = {person: {"open": 0, "shadowing": 0, "load": 0.0} for person in people}
    rows = Seat.objects.carried().filter(person__in=people).order_by().values_list("person", "role", "review__depth")
    for person, role, depth, number in rows.annotate(number=Count("pk")):
        mine = found[person]
        mine["load"] += number * size_of(depth, role)
        if role in WRITES:
            mine["open"] += number
        elif role == "shadow":
            mine["shadowing"] += number
    return found


def _year(people: Collection[int], at: datetime) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    rows = _seats(people).filter(offered_at__gt=at - YEAR).values_list("person", "role", "review__depth")
    for person, role, depth, number in rows.annotate(number=Count("pk")):
        found[person] += number * size_of(depth, role)
    return found


def _practice(people: Collection[int], at: datetime) -> dict[int, list[tuple[str, int, int, int]]]:
    found: dict[int, list[tuple[str, int, int, int]]] = defaultdict(list)
    first, second = Q(offered_at__gt=at - YEAR), Q(offered_at__gt=at - YEARS)
    rows = (
        _seats(people)
        .filter(role__in=WRITES, offered_at__gt=at - FORGOTTEN)
        .values_list("person", "review__topic")
        .annotate(
            this=Count("pk", filter=first),
            before=Count("pk", filter=second & ~first),
            older=Count("pk", filter=~second),
        )
    )
    for person, *row in sorted(rows):
        found[person].append(tuple(row))
    return found


def _last(people: Collection[int]) -> tuple[dict[int, dict[str, Any]], set[int]]:
    """The last seat that was theirs, and who gave back the last one of all."""
    theirs = Seat.objects.filter(person=OuterRef("person")).order_by("-offered_at", "-pk")
    pk = theirs.filter(state__in=COUNTING).values("pk")[:1]
    any_pk = theirs.filter(state__in=[*COUNTING, Seat.State.DECLINED]).values("pk")[:1]
    rows = list(
        BarRaiser.objects.filter(person__in=people)
        .order_by()
        .annotate(last_pk=Subquery(pk), any_pk=Subquery(any_pk))
        .values_list("last_pk", "any_pk")
    )
    wanted = {one for row in rows for one in row if one}
    seats = Seat.objects.filter(pk__in=wanted).values_list("pk", "person", "offered_at", "review__depth")
    last: dict[int, dict[str, Any]] = {
        person: {"last": moment(offered), "last_depth": depth}
        for seat, person, offered, depth in seats
        if any(seat == row[0] for row in rows)
    }
    returned = Seat.objects.filter(pk__in={row[1] for row in rows if row[1]}, state=Seat.State.DECLINED)
    return last, set(returned.values_list("person", flat=True))


def _contracts(teams: Iterable[int]) -> tuple[dict[int, set[str]], dict[int, int]]:
    """Of each team: the formats of its contracts that are in use, and how many of them there are."""
    formats: dict[int, set[str]] = defaultdict(set)
    owned: dict[int, int] = defaultdict(int)
    live = Revision.objects.live().filter(contract=OuterRef("pk"))
    rows = Contract.objects.filter(service__team__in=set(teams)).annotate(live=Subquery(live.values("pk")[:1]))
    counts = rows.exclude(live=None).order_by().values_list(F("service__team"), "technology")
    for team, technology, number in counts.annotate(number=Count("pk")):
        owned[team] += number
        if technology:
            formats[team].add(technology)
    return formats, owned
