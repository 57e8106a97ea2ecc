"""The API of what comes before a charter: sponsor, first answer, what is the same, passing on, duplicates."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given
from portal.kit.shapes import Day, Short, Text, Words
from teams.away.actions import sponsoring
from teams.away.actions.bundles import judge_bundle
from teams.away.actions.first_answers import acknowledge_away as acknowledge
from teams.away.actions.given import LONGEST
from teams.away.actions.passing_on import declare_duplicate as duplicate
from teams.away.actions.passing_on import escalate_away as escalate
from teams.away.api import shapes, words
from teams.away.api.views import away, person_named, request_of, whole
from teams.away.models import AwayRequest


class Sponsor(Words):
    """Which manager of the guest is asked instead."""

    sponsor = Short("Their login.", most=60)

    example: ClassVar = {"sponsor": "ruth"}


class Acknowledgement(Words):
    """That the host has seen it, and by when it decides."""

    answer = Text("In a word.", most=LONGEST, blank=True, default="")
    decides_on = Day(required=False, help_text="Not after the decision is due, which it is where nothing is said.")

    example: ClassVar = {"answer": "We read it on Thursday.", "decides_on": "2026-11-06"}


class Sameness(Words):
    """Whether what was put together is the same."""

    same = serializers.BooleanField(help_text="Whether one answer may count for all of them.")

    example: ClassVar = {"same": True}


class Duplicate(Words):
    """Which other request it is the same as."""

    of = serializers.RegexField(r"^[0-9]+$", max_length=18, help_text="The id of the other request.")
    answer = Text("In a word.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"of": "98", "answer": "Basket asked for the same hold a week before."}


@away.post(gives=shapes.AwayRequestWhole)
def confirm_away_sponsored(request: Call, away: int) -> object:
    """Confirm people and time.

    The guest's managers may. The host is asked from then on, and its time begins.
    """
    return whole(sponsoring.confirm_sponsored(request_of(request, away), by=request.user))


@away.post(takes=words.Ending, gives=shapes.AwayRequestWhole)
def refuse_away_sponsored(request: Call, away: int, words: Given) -> object:
    """Do not confirm people and time, with a reason.

    The guest's managers may. It goes back to whoever asked, as a draft; the host hears nothing.
    """
    return whole(sponsoring.refuse_sponsored(request_of(request, away), by=request.user, **words))


@away.post(takes=Sponsor, gives=shapes.AwayRequestWhole)
def name_away_sponsor(request: Call, away: int, words: Given) -> object:
    """Ask another manager of the guest instead.

    Members of the guest may. Refused with `away-sponsor-elsewhere` for whoever is not above it.
    """
    sponsor = person_named(request, words["sponsor"], "sponsor")
    return whole(sponsoring.name_sponsor(request_of(request, away), by=request.user, sponsor=sponsor))


@away.post(takes=Acknowledgement, gives=shapes.AwayRequestWhole)
def acknowledge_away(request: Call, away: int, words: Given) -> object:
    """Say that the host has seen it, and by when it decides.

    Whoever may answer may. It is a first answer, and stops the nudging; the decision is still due.
    """
    return whole(acknowledge(request_of(request, away), by=request.user, **words))


@away.post(takes=Sameness, gives=shapes.AwayRequestWhole)
def judge_away_bundle(request: Call, away: int, words: Given) -> object:
    """Say whether requests that were put together want the same.

    Whoever may answer may. If they do, an answer with `for_all` counts for all of them; else each is answered alone.
    """
    found = request_of(request, away)
    judge_bundle(found, by=request.user, same=words["same"])
    return whole(found)


@away.post(takes=words.Ending, gives=shapes.AwayRequestWhole)
def escalate_away(request: Call, away: int, words: Given) -> object:
    """Have what waits passed on, with a reason.

    Members of either side may. Whoever leads above those who are waited for is asked now.
    """
    return whole(escalate(request_of(request, away), by=request.user, **words))


@away.post(takes=Duplicate, gives=shapes.AwayRequestWhole)
def declare_away_duplicate(request: Call, away: int, words: Given) -> object:
    """Say that it is the same as another request.

    Members of either side may while nothing has begun. It closes, with a link to the other one.
    """
    other = AwayRequest.objects.visible_to(request.user).with_sides()
    of = get_object_or_404(other, pk=int(words["of"]))
    return whole(duplicate(request_of(request, away), by=request.user, of=of, answer=words["answer"]))
