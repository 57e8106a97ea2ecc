"""The API of what counts as done and how it stands, of whose turn it was, and of what happened."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit import audit
from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_of
from portal.kit.shapes import Answer, PageWords, Text, Whole, Words
from portal.models import Clock
from teams.away.actions.charters import LONGEST_CRITERION, MOST_CRITERIA
from teams.away.actions.criteria import say_criterion
from teams.away.actions.given import LONGEST
from teams.away.api.views import away, request_of
from teams.away.models import AwayRequest
from teams.away.reads.changes import Criterion, criteria_of
from teams.away.reads.history import history_of
from teams.away.reads.turns import turns_of
from teams.people.api.shapes import PersonName

path_word("criterion", "The number of a criterion in the charter.", 2, type="integer", minimum=1, maximum=MOST_CRITERIA)

MOST_TURNS = 100_000
SIDES = [("guest", "The guest"), ("host", "The host"), ("above", "Those above"), ("nobody", "Nobody")]


class CriterionAnswer(Answer):
    """One sentence of what counts as done, and how it stands."""

    number = Whole("Its number in the charter.", least=1, most=MOST_CRITERIA)
    text = Text("The sentence, as both signed it.", most=LONGEST_CRITERION)
    met = serializers.BooleanField(source="is_met", help_text="Whether the host has said that it is met.")
    met_by = PersonName(allow_null=True, help_text="Who said so; null until then.")
    met_at = serializers.DateTimeField(allow_null=True, help_text="When; null until then.")
    change = Whole(
        "The number of the change that met it; null when it was something else.", least=1, most=1_000_000,
        allow_null=True,
    )  # fmt: skip
    words = Text("By what one sees it; may be empty.", most=LONGEST, blank=True)

    example: ClassVar = {
        "number": 2,
        "text": "Rounding follows the policy for all 31 currencies.",
        "met": True,
        "met_by": {"login": "tom", "name": "Tom Okafor"},
        "met_at": "2026-11-20T09:00:00Z",
        "change": 4,
        "words": "",
    }


class CriteriaAnswer(Answer):
    """What counts as done, in the charter's order."""

    criteria = serializers.ListField(
        child=CriterionAnswer(), max_length=MOST_CRITERIA, help_text="All of them; none while there is no charter."
    )

    example: ClassVar = {"criteria": [CriterionAnswer.example]}


class CriterionWords(Words):
    """What the host says of a criterion."""

    met = serializers.BooleanField(help_text="Whether it is met.")
    change = Whole("The number of the change that met it.", least=1, most=1_000_000, required=False)
    words = Text("By what one sees it; required without a change.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"met": True, "change": 4}


class TurnAnswer(Answer):
    """One stretch in which one side was awaited."""

    side = serializers.ChoiceField(SIDES, help_text="Whose turn it was.")
    why = Text("What was awaited.", most=LONGEST)
    began_at = serializers.DateTimeField(help_text="From when.")
    ended_at = serializers.DateTimeField(help_text="Until when; now, for the last one of a request that goes on.")
    hours = serializers.FloatField(min_value=0, max_value=1_000_000, help_text="In working hours of that side.")

    example: ClassVar = {
        "side": "host",
        "why": "reviews change 4",
        "began_at": "2026-11-17T10:00:00Z",
        "ended_at": "2026-11-18T11:00:00Z",
        "hours": 9.0,
    }


class TurnsAnswer(Answer):
    """How long a request has waited for each side, in working hours of that side."""

    guest_hours = serializers.FloatField(min_value=0, max_value=1_000_000, help_text="For the guest.")
    host_hours = serializers.FloatField(min_value=0, max_value=1_000_000, help_text="For the host.")
    above_hours = serializers.FloatField(min_value=0, max_value=1_000_000, help_text="For those who decide above both.")
    nobody_hours = serializers.FloatField(min_value=0, max_value=1_000_000, help_text="For nobody: it stood still.")
    turns = serializers.ListField(child=TurnAnswer(), max_length=MOST_TURNS, help_text="Each, in order of time.")

    example: ClassVar = {
        "guest_hours": 96.0,
        "host_hours": 9.0,
        "above_hours": 0.0,
        "nobody_hours": 0.0,
        "turns": [TurnAnswer.example],
    }


class TellingAnswer(Answer):
    """One thing that happened to a request."""

    at = serializers.DateTimeField(help_text="When.")
    who = Text("Who did it, by name; Homeport where a clock ran out.", most=120)
    words = Text("What they did: it follows the name.", most=LONGEST)
    note = Text("What was said at it; may be empty.", most=LONGEST, blank=True)

    example: ClassVar = {
        "at": "2026-11-04T10:30:00Z",
        "who": "Priya Raman",
        "words": "agreed, and Tom Okafor shows the guests around",
        "note": "Come on Monday; read the posting rules first.",
    }


@away.get(gives=CriteriaAnswer)
def get_criteria(request: Call, away: int) -> object:
    """Read what counts as done, and what of it is met.

    As both have signed it, or as the newest version of the charter says.
    """
    return {"criteria": _criteria(request_of(request, away))}


@away.post(takes=CriterionWords, gives=CriterionAnswer)
def say_criterion_met(request: Call, away: int, criterion: int, words: Given) -> object:
    """Say that a criterion is met, or that it is not after all.

    Members of the host may, once both have signed.
    """
    found = request_of(request, away)
    number = words.get("change")
    change = get_object_or_404(found.changes.all(), number=number) if number is not None else None
    say_criterion(found, criterion, by=request.user, met=words["met"], change=change, words=words["words"])
    return _criteria(found)[criterion - 1]


@away.get(gives=TurnsAnswer)
def get_turns(request: Call, away: int) -> object:
    """Read whose turn it was, and for how long.

    At each moment it is one side's turn: what stands still first, then who decides above, the host, the guest.
    """
    found = request_of(request, away)
    told = turns_of(found, Clock.objects.filter(subject=audit.ref(found)).order_by("pk"))
    return {**{f"{side}_hours": hours for side, hours in told.totals.items()}, "turns": told.turns}


@away.get(gives=TellingAnswer, many=True, asks=PageWords)
def list_away_history(request: Call, away: int, words: Given) -> Rows:
    """List what happened to a request.

    The newest first, with all that was said and decided. What happened to a change stands in its steps.
    """
    found = request_of(request, away)
    return rows_of(words, history_of(found, list(found.demands.all())))


def _criteria(found: AwayRequest) -> list[Criterion]:
    stay = found.told_stay
    return criteria_of(found, stay.charter if stay is not None else found.charters.first())
