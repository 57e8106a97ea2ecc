"""The API of where help is welcome, of how teams host and visit, and of what was seen of it from above."""

from datetime import timedelta
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.shapes import Answer, Here, Id, PageWords, Short, Text, Whole, Words
from teams.away.actions import signals as actions
from teams.away.actions.given import LONGEST
from teams.away.api.views import away
from teams.away.models import AwaySignal
from teams.away.reads import signals as reads
from teams.away.reads.records import YEAR, Record, record_of
from teams.away.reads.welcome import welcoming
from teams.people.api.shapes import HOST, PersonName, TeamName
from teams.people.models import Team

path_word("signal", "The id of a signal.", "7", type="string", pattern="^[0-9]+$", minLength=1, maxLength=18)


class WelcomeQuery(PageWords):
    """Which services."""

    q = Text("Only services with this in their name, words or team.", most=200, required=False, blank=True)


class WelcomeAnswer(Answer):
    """A service that takes guests."""

    service = Short("Which one is open to guests.", most=80, source="service.slug")
    team = TeamName(source="service.team", help_text="Owns it, and lets guests in.")
    openness = serializers.ChoiceField(
        Team.Openness.choices, source="service.team.openness", help_text="How open its team is to contributions."
    )
    visits = Whole("How many away teams have come so far.", least=0, most=100_000)
    done = Whole("How many of them finished.", least=0, most=100_000)
    free = Whole("How many more the team lets in now; null where nobody counts.", least=0, most=1000, allow_null=True)
    page_url = Here("The service's page, for people.", "services:service", "service.slug")

    example: ClassVar = {
        "service": "ledger-entries",
        "team": {"slug": "ledger", "name": "Ledger"},
        "openness": "welcome",
        "visits": 3,
        "done": 2,
        "free": 1,
        "page_url": f"{HOST}/services/ledger-entries/",
    }


class FigureAnswer(Answer):
    """One figure of a team's record."""

    name = Text("What is counted.", most=40)
    said = Text("The figure, as people read it.", most=120)
    of = Whole("How many things it was counted from.", least=0, most=1_000_000)

    example: ClassVar = {"name": "Said yes", "said": "5 of 6 of those answered, 83 %", "of": 6}


class RecordAnswer(Answer):
    """How a team hosts and visits, over the last year; of the team, never of persons."""

    team = TeamName(help_text="Whose figures they are.")
    hosted = Whole("How often it was asked.", least=0, most=1_000_000)
    visited = Whole("How often it asked.", least=0, most=1_000_000)
    hosting = serializers.ListField(child=FigureAnswer(), max_length=20, help_text="As host.")
    visiting = serializers.ListField(child=FigureAnswer(), max_length=20, help_text="As guest.")

    example: ClassVar = {
        "team": {"slug": "ledger", "name": "Ledger"},
        "hosted": 6,
        "visited": 1,
        "hosting": [FigureAnswer.example],
        "visiting": [],
    }


class PartAnswer(Answer):
    """One figure behind a signal."""

    name = Text("What was counted.", most=40)
    value = Text("The figure, as people read it.", most=120)
    bound = Text("What it is held against.", most=120)
    out = serializers.BooleanField(help_text="Whether it lies beyond.")

    example: ClassVar = {"name": "Away teams in a year", "value": "6", "bound": "at most 4", "out": True}


class SignalAnswer(Answer):
    """What was seen of a team that somebody above should look at."""

    id = Id("Names the signal.", source="pk")
    kind = serializers.ChoiceField(AwaySignal.Kind.choices, help_text="What it is about.")
    team = TeamName(help_text="Whose figures they are.")
    begins = serializers.DateField(help_text="The first day of what was counted.")
    ends = serializers.DateField(help_text="The last day of what was counted.")
    parts = serializers.ListField(child=PartAnswer(), max_length=20, help_text="The figures it was computed from.")
    asked = PersonName(allow_null=True, help_text="Who leads its division and says what follows; null: nobody does.")
    looker = PersonName(allow_null=True, help_text="Who looks at it with the team, from elsewhere; null: nobody.")
    made_at = serializers.DateTimeField(help_text="When it was given.")
    answer = Text("What follows, as a code; empty while nobody has said.", most=10, blank=True)
    words = Text("In a sentence; empty while nobody has said.", most=LONGEST, blank=True)
    answered_by = PersonName(allow_null=True, help_text="Who said so; null while nobody has.")
    answered_at = serializers.DateTimeField(allow_null=True, help_text="When; null while nobody has.")
    url = Here("Its address here.", "api-away-signal", "pk")
    page_url = Here("Its page, for people.", "away:signal", "pk")

    example: ClassVar = {
        "id": "7",
        "kind": "staffing",
        "team": {"slug": "ledger", "name": "Ledger"},
        "begins": "2025-10-01",
        "ends": "2026-09-30",
        "parts": [PartAnswer.example],
        "asked": {"login": "ruth", "name": "Ruth Adeyemi"},
        "looker": None,
        "made_at": "2026-10-01T00:10:00Z",
        "answer": "",
        "words": "",
        "answered_by": None,
        "answered_at": None,
        "url": f"{HOST}/api/v1/away-signals/7",
        "page_url": f"{HOST}/away/signals/7/",
    }


class SignalWord(Words):
    """What follows from a signal."""

    answer = serializers.ChoiceField(AwaySignal.Answer.choices, help_text="What follows.")
    words = Text("In a sentence: what was seen, and what happens next.", most=LONGEST)

    example: ClassVar = {"answer": "fund", "words": "Two people join in January; until then no fifth guest."}


@away.get(gives=WelcomeAnswer, many=True, asks=WelcomeQuery)
def list_welcoming_services(request: Call, words: Given) -> Rows:
    """List the services that are open to contributions.

    Those whose source is open and whose team lets others in. To come, ask with `POST /away-requests`.
    """
    return rows_from(words, lambda page, size: welcoming(words.get("q", ""), page, size))


@away.get(gives=RecordAnswer)
def get_away_record(request: Call, team: str) -> object:
    """Read how a team hosts and visits.

    Over the last year, in its own working time.
    """
    found = get_object_or_404(Team.objects.visible_to(request.user).select_related("division"), slug=team)
    now = timezone.now()
    return _Told(found, record_of(found, now - YEAR, now + timedelta(seconds=1)))


class _Told:
    """A record with the team it is of, as the answer names them."""

    def __init__(self, team: Team, record: Record) -> None:
        self.team = team
        self.record = record

    def __getattr__(self, name: str) -> Any:
        return getattr(self.record, name)


@away.get(gives=SignalAnswer, many=True, asks=PageWords)
def list_away_signals(request: Call, words: Given) -> Rows:
    """List signals about how teams host and visit.

    Newest first. They are given at the end of a month, of teams and never of persons.
    """
    return rows_from(words, lambda page, size: paged(reads.signals(), page, size))


@away.get(gives=SignalAnswer)
def get_away_signal(request: Call, signal: int) -> object:
    """Read one signal.

    With the figures it was computed from, and what followed.
    """
    return get_object_or_404(reads.signals(), pk=signal)


@away.post(takes=SignalWord, gives=SignalAnswer)
def answer_away_signal(request: Call, signal: int, words: Given) -> object:
    """Say what follows from a signal.

    Whoever leads the team's division or one above it may, once: a second answer is refused with
    `away-signal-answered`.
    """
    return actions.answer_signal(get_object_or_404(reads.signals(), pk=signal), by=request.user, **words)
