"""The API of demands: what a host asks for after both have signed, and the guest's word on it."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.shapes import Answer, Here, PageWords, Text, Whole, Words
from teams.away.actions import demands as actions
from teams.away.actions.demands import LONGEST_DEMAND
from teams.away.actions.given import LONGEST
from teams.away.api.views import away, request_of
from teams.away.models import AwayDemand
from teams.people.api.shapes import HOST, PersonName

path_word("demand", "The number of a demand within its request.", 3, type="integer", minimum=1, maximum=1_000_000)


class DemandAnswer(Answer):
    """One change to what was signed, and what the guest said to it."""

    number = Whole("Its number within the request.", least=1, most=1_000_000)
    text = Text("What is asked for.", most=LONGEST_DEMAND)
    why = Text("What it is good for.", most=LONGEST)
    made_by = PersonName(help_text="Who of the host asks.")
    made_at = serializers.DateTimeField(help_text="When.")
    state = serializers.ChoiceField(AwayDemand.State.choices, help_text="What became of it.")
    reply = Text("The guest's word; empty while it is open.", most=LONGEST, blank=True)
    answered_by = PersonName(allow_null=True, help_text="Who answered; null while open, and where silence refused it.")
    answered_at = serializers.DateTimeField(allow_null=True, help_text="When; null while it is open.")
    url = Here("Its address here.", "api-away-demand", "request_id", "number")

    example: ClassVar = {
        "number": 3,
        "text": "Load test at twice the Christmas peak",
        "why": "Last year's peak took us down for 11 minutes.",
        "made_by": {"login": "tom", "name": "Tom Okafor"},
        "made_at": "2026-12-09T16:10:00Z",
        "state": "refused",
        "reply": "Outside the signed scope, nine days. You may do it after the merge.",
        "answered_by": PersonName.example,
        "answered_at": "2026-12-10T09:00:00Z",
        "url": f"{HOST}/api/v1/away-requests/112/demands/3",
    }


class NewDemand(Words):
    """What the host asks for after both have signed."""

    text = Text("What is asked for: one thing.", most=LONGEST_DEMAND)
    why = Text("What it is good for, and why the charter does not say it.", most=LONGEST)

    example: ClassVar = {"text": DemandAnswer.example["text"], "why": DemandAnswer.example["why"]}


class DemandWord(Words):
    """The guest's answer."""

    accepts = serializers.BooleanField(help_text="Whether the guest does it.")
    reply = Text("A word on it.", most=LONGEST)

    example: ClassVar = {"accepts": False, "reply": DemandAnswer.example["reply"]}


@away.get(gives=DemandAnswer, many=True, asks=PageWords)
def list_demands(request: Call, away: int, words: Given) -> Rows:
    """List what was demanded after both had signed.

    In the order of their numbers. More than three call for a look back by both leads.
    """
    rows = request_of(request, away).demands.select_related("made_by", "answered_by")
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.post(takes=NewDemand, gives=DemandAnswer, status=201)
def demand_more(request: Call, away: int, words: Given) -> object:
    """Ask for more than both have signed.

    Members of the host may. The guest has three working days; its silence refuses it. Refused with
    `away-nothing-signed` while the charter can still be changed.
    """
    return actions.demand_more(request_of(request, away), by=request.user, **words)


@away.get(gives=DemandAnswer)
def get_demand(request: Call, away: int, demand: int) -> object:
    """Read one demand.

    With the guest's word on it.
    """
    return _demand_of(request, away, demand)


@away.post(takes=DemandWord, gives=DemandAnswer)
def answer_demand(request: Call, away: int, demand: int, words: Given) -> object:
    """Accept or refuse a demand, with a word.

    Members of the guest may. What is refused the host may do itself afterwards.
    """
    return actions.answer_demand(_demand_of(request, away, demand), by=request.user, **words)


def _demand_of(request: Call, away: int, demand: int) -> AwayDemand:
    found = request_of(request, away)
    one = get_object_or_404(found.demands.select_related("made_by", "answered_by"), number=demand)
    one.request = found
    return one
