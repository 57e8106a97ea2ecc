"""How teams host and visit, in figures: of teams and never of persons, each from rows that can be opened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Q

from portal.kit import audit
from portal.models import Clock
from teams.away.models import AwayChange, AwayDemand, AwayIncident, AwayRequest
from teams.people.models import Team
from teams.people.reads.calendars import hours_of

type ByTeam = dict[int, list[AwayRequest]]

YEAR = timedelta(days=365)
ANSWERED = (AwayRequest.State.DECLINED, AwayRequest.State.EXPIRED, AwayRequest.State.SETTLED)
ANSWERS = ("away.first", "away.answer")
"""The clocks of which the first begins the host's time: until then a sponsor was awaited."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, how people read it, and how many things it was counted from."""

    name: str
    said: str
    of: int = 0
    value: float | None = None
    """For whoever compares: percent, or working days."""


@dataclass(frozen=True, slots=True)
class Record:
    """A team as host and as guest over a time."""

    hosting: list[Figure]
    visiting: list[Figure]
    hosted: int
    visited: int

    @property
    def is_any(self) -> bool:
        return bool(self.hosted or self.visited)

    def figure(self, name: str) -> Figure:
        return next(one for one in (*self.hosting, *self.visiting) if one.name == name)


def record_of(team: Team, begins: datetime, ends: datetime) -> Record:
    """What was asked of this team and by it in that time: twelve queries."""
    hosted, visited = _asked(team, begins, ends)
    return Record(_hosting(team, hosted), _visiting(team, visited), len(hosted), len(visited))


def asked_of_each(begins: datetime, ends: datetime) -> tuple[ByTeam, ByTeam]:
    """What was asked in that time, by host and by guest, as ``bounded_of`` counts it: one query."""
    rows = AwayRequest.objects.filter(asked_at__gte=begins, asked_at__lt=ends).order_by()
    by_host: ByTeam = defaultdict(list)
    by_guest: ByTeam = defaultdict(list)
    for one in rows.only("host", "guest", "contact", "state", "signed_at"):
        by_host[one.host_id].append(one)
        by_guest[one.guest_id].append(one)
    return by_host, by_guest


def bounded_of(team: Team, hosted: list[AwayRequest], visited: list[AwayRequest]) -> list[Figure]:
    """Of its record what a division has bounds for: three queries, and two more where anything was reviewed."""
    return [_said_yes(hosted), _middle("Review", team, _reviews(hosted)), _moved(hosted), _mended(visited)]


def _asked(team: Team, begins: datetime, ends: datetime) -> tuple[list[AwayRequest], list[AwayRequest]]:
    """What was asked of it in that time, and by it."""
    theirs = AwayRequest.objects.filter(Q(host=team) | Q(guest=team), asked_at__gte=begins, asked_at__lt=ends)
    rows = sorted(theirs.order_by(), key=lambda one: one.pk)
    return [one for one in rows if one.host_id == team.pk], [one for one in rows if one.guest_id == team.pk]


def _hosting(team: Team, rows: list[AwayRequest]) -> list[Figure]:
    return [
        _said_yes(rows),
        _middle("First answer", team, _first_answers(rows)),
        _middle("Review", team, _reviews(rows)),
        _moved(rows),
        _kept(team, rows, "host"),
        _times("Late to answer at all", sum(one.late_at is not None for one in rows), len(rows)),
        _times("Asked for while closed", sum(one.state == AwayRequest.State.NOT_OPEN for one in rows), len(rows)),
    ]


def _visiting(team: Team, rows: list[AwayRequest]) -> list[Figure]:
    done = [one for one in rows if one.state == AwayRequest.State.DONE]
    left = [one for one in rows if one.signed_at is not None and one.state == AwayRequest.State.ENDED]
    return [
        _share("Finished", len(done), len(done) + len(left), "of those over"),
        _mended(rows),
        _met("Handed over in time", rows, ("away.handover",)),
        _kept(team, rows, "guest"),
    ]


def _said_yes(rows: list[AwayRequest]) -> Figure:
    let_in = [one for one in rows if one.contact_id is not None]
    over = [one for one in rows if one.contact_id is not None or one.state in ANSWERED]
    return _share("Said yes", len(let_in), len(over), "of those answered")


def _moved(rows: list[AwayRequest]) -> Figure:
    """Later demands for each hundred charters."""
    signed = [one for one in rows if one.signed_at is not None]
    demands = AwayDemand.objects.filter(request__in=[one.pk for one in rows]).count()
    said = f"{demands} in {len(signed)} charter{'s' * (len(signed) != 1)}"
    return Figure("Goalposts moved", said, len(signed), demands / len(signed) * 100 if signed else None)


def _share(name: str, part: int, whole: int, of: str) -> Figure:
    if not whole:
        return Figure(name, "none yet")
    return Figure(name, f"{part} of {whole} {of}, {part / whole:.0%}".replace("%", " %"), whole, part / whole * 100)


def _times(name: str, count: int, of: int) -> Figure:
    return Figure(name, f"{count} time{'s' * (count != 1)}", of if count else 0)


def _middle(name: str, team: Team, waits: Iterable[tuple[datetime, datetime]]) -> Figure:
    """The median of waits in the team's own working time."""
    waits = list(waits)
    if not waits:
        return Figure(name, "none yet")
    hours = hours_of(team)
    worked = [hours.between(start, end) / hours.day for start, end in waits]
    days = median(worked)
    said = f"{days:.1f} working days" if days >= 1 else f"{days * hours.day.total_seconds() / 3600:.1f} working hours"
    return Figure(name, f"{said}, median of {len(worked)}", len(worked), days)


def _first_answers(rows: list[AwayRequest]) -> list[tuple[datetime, datetime]]:
    """From when the host was asked to its first answer, whatever it said."""
    asked = {audit.ref(one): one for one in rows if one.first_answer_at is not None}
    began: dict[str, datetime] = {}
    for clock in Clock.objects.filter(subject__in=asked, kind__in=ANSWERS).order_by("started_at"):
        began.setdefault(clock.subject, clock.started_at)
    return [
        (began.get(ref, one.asked_at), one.first_answer_at)
        for ref, one in asked.items()
        if one.first_answer_at is not None
    ]


def _reviews(rows: list[AwayRequest]) -> list[tuple[datetime, datetime]]:
    """From when a review was asked for to the host's first word, of every round."""
    reviews = AwayChange.objects.filter(request__in=[one.pk for one in rows]).order_by("request", "pk")
    told = reviews.values_list("asked_at", "answered_at")
    return [(asked, answered) for asked, answered in told if asked is not None and answered is not None]


def _mended(rows: list[AwayRequest]) -> Figure:
    """How many of the incidents that counted for the guests were mended in time."""
    counted = AwayIncident.objects.filter(request__in=[one.pk for one in rows], switched_off=False)
    told = [late is None for late, fixed in counted.values_list("late_at", "fixed_at") if late or fixed]
    return _share("Warranty kept", sum(told), len(told), "mended in time")


def _met(name: str, rows: list[AwayRequest], kinds: tuple[str, ...]) -> Figure:
    """How many clocks of these kinds were met before they ran out."""
    closed = Clock.objects.filter(kind__in=kinds, subject__in=[audit.ref(one) for one in rows]).exclude(
        state__in=[Clock.State.OPEN, Clock.State.WITHDRAWN]
    )
    told = list(closed.values_list("due_rung_at", flat=True))
    return _share(name, sum(one is None for one in told), len(told), "in time")


def _kept(team: Team, rows: list[AwayRequest], side: str) -> Figure:
    """How many of all the clocks that waited for this side it met in time."""
    subjects = [audit.ref(one) for one in rows]
    mine = Q(awaited_team=team) | Q(awaited_person__memberships__team=team, awaited_person__memberships__until=None)
    closed = Clock.objects.filter(mine, subject__in=subjects).exclude(
        state__in=[Clock.State.OPEN, Clock.State.WITHDRAWN]
    )
    told = list(closed.distinct().values_list("pk", "due_rung_at"))
    return _share(f"In time as {side}", sum(due is None for _, due in told), len(told), "answers")
