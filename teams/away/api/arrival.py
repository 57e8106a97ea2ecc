"""The API of the time before the work: gates, access, the onboarding pack."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.shapes import Answer, Link, PageWords, Short, Text, Whole, Words
from teams.away.actions import access as access_actions
from teams.away.actions import arriving as actions
from teams.away.actions.given import LONGEST
from teams.away.api.shapes import AwayRequestWhole
from teams.away.api.views import away, get_away_request, request_of
from teams.away.models import AwayAccess, AwayGate
from teams.people.api.shapes import PersonName

path_word("gate", "The number of a gate within its request.", 2, type="integer", minimum=1, maximum=1_000)


class GateAnswer(Answer):
    """One thing that has to hold at the host's before the guests come."""

    number = Whole("Its number within the request.", least=1, most=1_000)
    code = Short("build, tests, docs, local-run; charter for a line of the charter.", most=20)
    text = Text("What has to hold.", most=300)
    state = serializers.ChoiceField(AwayGate.State.choices, help_text="Whether it does; `void` binds nobody here.")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        AwayGate.Source.choices, help_text="Who said so: a person or the forge."
    )
    link = Link("Where others can look; null when there is nothing to see.", allow_null=True)
    words = Text("Why it is red or waived; may be empty.", most=LONGEST, blank=True)
    said_by = PersonName(allow_null=True, help_text="Who said so; null while nobody has, and for the forge.")
    said_at = serializers.DateTimeField(allow_null=True, help_text="When; null while nobody has.")

    example: ClassVar = {
        "number": 2,
        "code": "tests",
        "text": "Its tests are green.",
        "state": "green",
        "source": "hand",
        "link": "https://ci.hartwell.example/ledger/4711",
        "words": "",
        "said_by": {"login": "tom", "name": "Tom Okafor"},
        "said_at": "2026-11-06T09:00:00Z",
    }


class GateWords(Words):
    """What the host says of one gate."""

    state = serializers.ChoiceField(["green", "red", "waived"], help_text="Whether it holds.")
    link = Link("Where others can look; required for green.", blank=True, required=False)
    words = Text("Why; required for red and waived.", most=LONGEST, blank=True, required=False)

    example: ClassVar = {"state": "green", "link": GateAnswer.example["link"]}


class PackWords(Words):
    """What a guest would otherwise have to ask for: links, or a few lines."""

    architecture = Text("How it is built, and why so.", most=LONGEST)
    runbook = Text("How it is run and mended.", most=LONGEST)
    contacts = Text("Who answers what, and when.", most=LONGEST)

    example: ClassVar = {
        "architecture": "https://docs.hartwell.example/ledger/how",
        "runbook": "https://docs.hartwell.example/ledger/run",
        "contacts": "Tom for postings, mornings; Priya for months that close.",
    }


class AccessAnswer(Answer):
    """What one guest may write to, and until when."""

    person = PersonName(help_text="Who it is.")
    scope = Text("The paths they may write to.", most=LONGEST)
    granted_at = serializers.DateTimeField(allow_null=True, help_text="When the host let them in; null until then.")
    granted_by = PersonName(allow_null=True, help_text="Who did; null until then.")
    ended_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null until then.")
    end = serializers.ChoiceField(
        [("", "not ended"), *AwayAccess.End.choices], help_text="Why it ended; empty until then."
    )
    taken_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was taken away in the forge as well; null until then."
    )

    example: ClassVar = {
        "person": PersonName.example,
        "scope": "postings/refund and its tests.",
        "granted_at": "2026-11-09T09:00:00Z",
        "granted_by": {"login": "tom", "name": "Tom Okafor"},
        "ended_at": None,
        "end": "",
        "taken_at": None,
    }


class GrantWords(Words):
    """What a guest may write to."""

    scope = Text("Only the paths in scope; no secrets of production.", most=LONGEST)

    example: ClassVar = {"scope": AccessAnswer.example["scope"]}


@away.get(gives=GateAnswer, many=True, asks=PageWords)
def list_gates(request: Call, away: int, words: Given) -> Rows:
    """List the gates the host shows before the guests come.

    Standard ones first, then each line of the charter's. None where nothing is signed or none are asked for.
    """
    rows = AwayGate.objects.filter(stay__request=request_of(request, away)).select_related("said_by")
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.post(takes=GateWords, gives=GateAnswer)
def show_gate(request: Call, away: int, gate: int, words: Given) -> object:
    """Say whether a gate is green, red or waived.

    Members of the host may, while the request is in preflight. The last one that is green or waived opens the door;
    what is not shown in time binds nobody in this charter.
    """
    return actions.show_gate(request_of(request, away), by=request.user, number=gate, **words)


@away.post(takes=PackWords, gives=AwayRequestWhole)
def hand_pack(request: Call, away: int, words: Given) -> object:
    """Hand the guests what they need to begin.

    Members of the host may, until the work is done. In time it begins the work; late it is counted.
    """
    found = request_of(request, away)
    actions.hand_pack(found, by=request.user, **words)
    return get_away_request.run(request, away)


@away.post(gives=AwayRequestWhole)
def begin_work(request: Call, away: int) -> object:
    """Begin without the onboarding pack.

    Members of the guest may, once the door is open. The host still owes it.
    """
    actions.begin_work(request_of(request, away), by=request.user)
    return get_away_request.run(request, away)


@away.get(gives=AccessAnswer, many=True, asks=PageWords)
def list_accesses(request: Call, away: int, words: Given) -> Rows:
    """List who may write to what is in scope.

    It ends by itself with the work, with its last day, and when somebody leaves the guest team.
    """
    rows = AwayAccess.objects.filter(stay__request=request_of(request, away)).select_related("person", "granted_by")
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.post(takes=GrantWords, gives=AccessAnswer)
def grant_access(request: Call, away: int, login: str, words: Given) -> object:
    """Say that a guest may write to what is in scope.

    Members of the host may, when they have let them in, in their forge.
    """
    found = request_of(request, away)
    return access_actions.grant_access(access_actions.access_of(found, login), by=request.user, **words)


@away.post(gives=AccessAnswer)
def end_access(request: Call, away: int, login: str) -> object:
    """End a guest's access.

    Members of the host may, when they have taken it away in their forge.
    """
    return access_actions.end_access(access_actions.access_of(request_of(request, away), login), by=request.user)


@away.post(gives=AccessAnswer)
def take_access(request: Call, away: int, login: str) -> object:
    """Say that an access that is over is taken away in the forge as well.

    Members of the host may.
    """
    return access_actions.take_access(access_actions.access_of(request_of(request, away), login), by=request.user)
