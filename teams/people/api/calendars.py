"""The API of calendars: when teams work, who is away, and which days are frozen."""

from datetime import time
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from portal.kit.refusals import Invalid
from teams.people.actions import calendars as actions
from teams.people.api import calendar_shapes as shapes
from teams.people.models import Absence, Division, Freeze, Person, Team
from teams.people.reads import calendars as reads

ID: dict[str, Any] = {"type": "string", "pattern": "^[0-9]+$", "minLength": 1, "maxLength": 18}
path_word("absence", "The id of an absence.", "31", **ID)
path_word("freeze", "The id of a freeze.", "8", **ID)


def hold_team(request: Call, team: str) -> None:
    """Nobody else changes its calendar until the transaction ends."""
    Team.objects.visible_to(request.user).select_for_update(of=("self",)).filter(slug=team).first()


calendars = Group("Calendars", "When teams work, who is away, and days on which nobody is waited for.")


@calendars.get(gives=shapes.CalendarAnswer)
def get_calendar(request: Call, team: str) -> object:
    """Read when a team works.

    A team that has said nothing works Monday to Friday from 9 to 17 and keeps no public holidays.
    """
    return reads.calendar_of(_team(request, team))


@calendars.patch(takes=shapes.CalendarWords, gives=shapes.CalendarAnswer, holds=hold_team)
def change_calendar(request: Call, team: str, words: Given) -> object:
    """Change when a team works.

    Its lead may, and stewards. Everything that waits for the team or its people is reckoned again.
    """
    found = _team(request, team)
    now = reads.calendar_of(found)
    names = {name: week for week, name in shapes.WEEKS.items()}
    week = names[words.pop("week")] if "week" in words else now.week
    known = {name: getattr(now, name) for name in ("opens", "closes", "country", "region")}
    given = {name: time.fromisoformat(text) if name in {"opens", "closes"} else text for name, text in words.items()}
    return actions.set_calendar(found, by=request.user, week=week, **{**known, **given})


@calendars.get(gives=shapes.AbsenceAnswer, many=True)
def list_absences(request: Call, login: str, words: Given) -> Rows:
    """List when somebody is away.

    What is declared and not over, the next first.
    """
    return rows_of(words, reads.absences(_person(request, login)))


@calendars.post(takes=shapes.NewAbsence, gives=shapes.AbsenceAnswer, status=201)
def declare_absence(request: Call, login: str, words: Given) -> object:
    """Say that somebody is away.

    They may themselves, their manager, whoever leads one of their teams, and stewards. What waits for them waits until
    they are back, or for their deputy.
    """
    deputy = words.pop("deputy", None)
    stands_in = Person.objects.filter(login=deputy).first() if deputy else None
    if deputy and stands_in is None:
        raise Invalid("person-unknown", f"There is nobody with the login {deputy}.", deputy="Unknown.")
    return actions.declare_absence(_person(request, login), by=request.user, deputy=stands_in, **words)


@calendars.get(gives=shapes.AbsenceAnswer)
def get_absence(request: Call, absence: int) -> object:
    """Read one absence.

    It is never deleted: one that was taken back says when.
    """
    return _absence(absence)


@calendars.post(gives=shapes.AbsenceAnswer)
def take_back_absence(request: Call, absence: int) -> object:
    """Say that somebody is here after all.

    Whoever may declare it may. It ends with yesterday; refused with `absence-over` when it is over already.
    """
    return actions.take_back_absence(_absence(absence), by=request.user)


@calendars.get(gives=shapes.FreezeAnswer, many=True)
def list_team_freezes(request: Call, team: str, words: Given) -> Rows:
    """List the freezes of a team.

    Whoever set them: the team, a division above it, or the company. Those that are not over, the next first.
    """
    return rows_of(words, reads.freezes_over(_team(request, team)))


@calendars.post(takes=shapes.NewFreeze, gives=shapes.FreezeAnswer, status=201)
def freeze_team(request: Call, team: str, words: Given) -> object:
    """Freeze days of a team.

    Its lead may, and stewards. Nobody of the team is waited for on these days.
    """
    return actions.set_freeze(_team(request, team), by=request.user, **words)


@calendars.get(gives=shapes.FreezeAnswer, many=True)
def list_division_freezes(request: Call, division: str, words: Given) -> Rows:
    """List the freezes of a division.

    Its own, those of divisions above it, and the company's. Those that are not over, the next first.
    """
    return rows_of(words, reads.freezes_set(_division(division)))


@calendars.post(takes=shapes.NewFreeze, gives=shapes.FreezeAnswer, status=201)
def freeze_division(request: Call, division: str, words: Given) -> object:
    """Freeze days of a division.

    Whoever heads it or one above it may, and stewards. It holds for every team below it.
    """
    return actions.set_freeze(_division(division), by=request.user, **words)


@calendars.get(gives=shapes.FreezeAnswer, many=True)
def list_freezes(request: Call, words: Given) -> Rows:
    """List all freezes.

    Of every team, division and of the company. Those that are not over, the next first.
    """
    return rows_of(words, _freezes().filter(last_day__gte=timezone.now().date(), lifted_at=None))


@calendars.post(takes=shapes.NewFreeze, gives=shapes.FreezeAnswer, status=201)
def freeze_company(request: Call, words: Given) -> object:
    """Freeze days of the whole company.

    Stewards may. Nobody at all is waited for on these days.
    """
    return actions.set_freeze(None, by=request.user, **words)


@calendars.get(gives=shapes.FreezeAnswer)
def get_freeze(request: Call, freeze: int) -> object:
    """Read one freeze.

    It is never deleted: one that was lifted says when.
    """
    return get_object_or_404(_freezes(), pk=freeze)


@calendars.post(gives=shapes.FreezeAnswer)
def lift_freeze(request: Call, freeze: int) -> object:
    """Lift a freeze.

    Whoever may set it may. Days that have passed stay; refused with `freeze-lifted` when it is over already.
    """
    return actions.lift_freeze(get_object_or_404(_freezes(), pk=freeze), by=request.user)


def _team(request: Call, slug: str) -> Team:
    rows = Team.objects.visible_to(request.user).select_related("lead", "division__head")
    return get_object_or_404(rows, slug=slug)


def _person(request: Call, login: str) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.user).select_related("manager"), login=login)
    return found


def _division(slug: str) -> Division:
    return get_object_or_404(Division.objects.select_related("head"), slug=slug)


def _absence(pk: int) -> Absence:
    return get_object_or_404(Absence.objects.select_related("person", "deputy"), pk=pk)


def _freezes() -> Any:
    return Freeze.objects.select_related("team__lead", "division__head", "set_by")
