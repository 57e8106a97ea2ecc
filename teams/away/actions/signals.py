"""Once a month it is looked how teams host and visit (F36), and who lives of its guests (F37). Nobody is punished."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.kit import audit, clocks, jobs, notices, outside, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions.given import said
from teams.away.actions.silence import head_above
from teams.away.models import AwayRequest, AwaySignal, AwayStrain
from teams.away.reads.records import YEAR, Figure, asked_of_each, bounded_of
from teams.away.reads.shares import work_by_guests
from teams.away.reads.ways import Ways, ways_of_each
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of

SIGNAL_DAYS = 10
"""Working days for whoever leads the division to say what they make of it."""


WATCH = "away.watch_teams"


def ask_to_watch() -> bool:
    """Once for every month that is over, a worker looks how teams do. Asked often, because it costs one query.

    Returns whether it asked now.
    """
    last = timezone.now().date().replace(day=1) - timedelta(days=1)
    month = last.year * 100 + last.month
    asks = jobs.latest(WATCH, month) is None
    if asks:
        jobs.enqueue(WATCH, month)
    return asks


def watch_teams(beat: Callable[[], None] = lambda: None) -> int:
    """Look at every standing team for the month that is over. Returns how many signals it gave. Long: it ``beat``s.

    Fairness is counted over the year up to the last month, staffing at the end of each quarter. Safe to run at any
    time and any number of times: a signal is given once a team, kind and month.
    """
    last = timezone.now().date().replace(day=1) - timedelta(days=1)
    given = 0
    involved = Q(away_as_host__asked_at__gte=_start(last)) | Q(away_as_guest__asked_at__gte=_start(last))
    teams = list(Team.objects.standing().filter(involved).distinct().select_related("division__head", "lead"))
    by_host, by_guest = asked_of_each(_start(last), _end(last))
    for team, ways in zip(teams, ways_of_each(teams), strict=True):
        beat()
        if ways.has("F36"):
            figures = bounded_of(team, by_host[team.pk], by_guest[team.pk])
            given += _signal(AwaySignal.Kind.FAIRNESS, team, last, _fairness(figures, ways))
        if ways.has("F37") and last.month % 3 == 0:
            given += _signal(AwaySignal.Kind.STAFFING, team, last, _staffing(team, last, ways))
    return given


def _start(last: date) -> datetime:
    return _end(last) - YEAR


def _end(last: date) -> datetime:
    return datetime.combine(last + timedelta(days=1), time(), UTC)


def _fairness(figures: list[Figure], ways: Ways) -> list[dict[str, Any]]:
    """What lies far out, of figures counted from enough: each with the bound it is held against."""
    least = ways.number("fair_least")
    held = [
        ("Said yes", "acceptance_percent", "at least {} %", True),
        ("Review", "slow_review_days", "at most {} working days", False),
        ("Goalposts moved", "goalpost_percent", "at most {} for 100 charters", False),
        ("Warranty kept", "warranty_percent", "at least {} %", True),
    ]
    parts, known = [], {figure.name: figure for figure in figures}
    for name, number, bound, is_least in held:
        figure, most = known[name], ways.number(number)
        crossed = figure.value is not None and (figure.value < most if is_least else figure.value > most)
        parts.append(_part(figure, bound.format(most), out=crossed and figure.of >= least))
    return parts


def _staffing(team: Team, last: date, ways: Ways) -> list[dict[str, Any]]:
    """How many guests came in a year, and how much of what was merged was theirs (where a forge tells)."""
    came = AwayRequest.objects.filter(host=team, signed_at__gte=_start(last), signed_at__lt=_end(last)).count()
    most = ways.number("guests_a_year")
    parts = [_part(Figure("Away teams in a year", str(came)), f"at most {most}", out=came > most)]
    strains = AwayStrain.objects.filter(team=team, at__gte=_start(last), at__lt=_end(last))
    if times := strains.count():
        figure = Figure("No room and nobody to review", f"{times} time{'s' * (times != 1)}")
        parts.append(_part(figure, "none", out=True))
    share, merged = work_by_guests(team, _start(last), _end(last))
    if share is not None:
        percent = ways.number("guest_work_percent")
        figure = Figure("Merged by guests", f"{share:.0f} % of {merged} changes")
        parts.append(_part(figure, f"at most {percent} %", out=share > percent))
    return parts


def _part(figure: Figure, bound: str, *, out: bool) -> dict[str, Any]:
    return {"name": figure.name, "value": figure.said, "bound": bound, "out": out}


@transaction.atomic
def _signal(kind: str, team: Team, last: date, parts: list[dict[str, Any]]) -> int:
    """Tell whoever leads the division, once; a team far out gets somebody from elsewhere who looks at it with it."""
    if not any(part["out"] for part in parts):
        return 0
    head = head_above(team.division)
    looker = outside.somebody_outside([team.pk]) if kind == AwaySignal.Kind.FAIRNESS else None
    signal, is_new = AwaySignal.objects.get_or_create(
        kind=kind,
        team=team,
        ends=last,
        defaults={"begins": _start(last).date(), "parts": parts, "asked": head, "looker": looker},
    )
    if not is_new:
        return 0
    audit.record(None, "awaysignal.give", signal, data={"kind": kind, "team": team.pk})
    _await_answer(signal, head)
    whom = [one for one in (head, looker, team.lead) if one is not None and one.is_active]
    notices.tell(dict.fromkeys(whom), signal.said, about=signal, url=signal.get_absolute_url())
    return 1


def _await_answer(signal: AwaySignal, head: Person | None) -> None:
    whom: dict[str, Any] = {"person": head} if head is not None else {"team": signal.team}
    staffing = signal.kind == AwaySignal.Kind.STAFFING
    clocks.start(
        "away.signal",
        signal,
        **whom,
        title=f"{'Fund it or split it' if staffing else 'Look at it together'}: {signal.said}",
        silence="It stays on the team's page, marked as unanswered.",
        url=signal.get_absolute_url(),
        days=SIGNAL_DAYS,
        hours=hours_of(head or signal.team),
    )


@transaction.atomic
def answer_signal(signal: AwaySignal, *, by: Person, answer: str, words: str) -> AwaySignal:
    """Whoever leads the division says what they make of it. Refuses a second answer, and one without a sentence."""
    policies.require(by, "away.answer-signal", signal)
    if answer not in AwaySignal.Answer.values:
        known = ", ".join(AwaySignal.Answer.values)
        raise Invalid("away-signal-answer-unknown", f"Choose one of: {known}.", answer="Unknown.")
    given = {"answer": answer, "words": said(words, "words"), "answered_by": by, "answered_at": timezone.now()}
    if not AwaySignal.objects.filter(pk=signal.pk, answer="").update(**given):
        raise Refused("away-signal-answered", "Somebody has answered it already. Look at it again.")
    for name, value in given.items():
        setattr(signal, name, value)
    audit.record(by, "awaysignal.answer", signal, data={"answer": answer})
    clocks.meet("away.signal", signal)
    told = [one for one in (signal.team.lead, signal.looker) if one is not None and one.is_active]
    text = f"says of {signal.team.name}: {signal.get_answer_display().lower()}"
    notices.tell(told, text, about=signal, url=signal.get_absolute_url(), by=by)
    return signal
