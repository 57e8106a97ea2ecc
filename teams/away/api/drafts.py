"""The API of drafts: a request that is being written, kept as it stands."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.shapes import Answer, Here, Id, KeptText, PageWords, Short, Text, Whole, Words
from services.models import Service
from teams.away.actions import drafts as actions
from teams.away.actions.drafts import LONGEST_FIELD, MOST_FIELDS
from teams.away.api.views import away, named
from teams.away.models import AwayDraft
from teams.away.models.draft import LONGEST_LOGIN, PERCENT
from teams.people.api.shapes import HOST, PersonName, TeamName
from teams.people.models import Team

path_word(
    "draft", "The id of a draft.", "7",
    type="string", pattern="^[0-9]+$", minLength=1, maxLength=18,
)  # fmt: skip
TEXTS = {
    "title": "What will be there afterwards.",
    "problem": "What is wrong today, and for whom.",
    "measure": "What is counted to tell the effect.",
    "unit": "In what it is counted.",
    "now_value": "The measure now, as it was typed.",
    "expected_value": "The measure afterwards, as it was typed.",
    "scope": "What will be touched, and what not.",
    "cost_of_nothing": "What happens if nobody does it.",
    "wanted_by": "By when, as it was typed.",
    "sponsor": "Who above the guest is asked first to confirm people and time: a login, or nothing.",
}
MOST_SAVES = 10_000_000


class DraftGuest(Words):
    """Somebody who would come, and for how much of their time, as it was typed."""

    person = Text("Their login.", most=LONGEST_LOGIN)
    percent = KeptText("How much of their time, in percent, as it was typed.", most=LONGEST_FIELD, default="")

    example: ClassVar = {"person": "ana", "percent": "50"}


EXAMPLE: dict[str, Any] = {
    **dict.fromkeys(TEXTS, ""),
    "title": "Refunds in several currencies",
    "measure": "Care contacts about refunds",
    "now_value": "about 1900",
    "looked": True,
    "people": [DraftGuest.example],
}


class DraftText(serializers.Serializer[Any]):
    """What was typed so far, right or wrong."""

    title = KeptText(TEXTS["title"], most=LONGEST_FIELD, default="")
    problem = KeptText(TEXTS["problem"], most=LONGEST_FIELD, default="")
    measure = KeptText(TEXTS["measure"], most=LONGEST_FIELD, default="")
    unit = KeptText(TEXTS["unit"], most=LONGEST_FIELD, default="")
    now_value = KeptText(TEXTS["now_value"], most=LONGEST_FIELD, default="")
    expected_value = KeptText(TEXTS["expected_value"], most=LONGEST_FIELD, default="")
    scope = KeptText(TEXTS["scope"], most=LONGEST_FIELD, default="")
    cost_of_nothing = KeptText(TEXTS["cost_of_nothing"], most=LONGEST_FIELD, default="")
    wanted_by = KeptText(TEXTS["wanted_by"], most=LONGEST_FIELD, default="")
    sponsor = KeptText(TEXTS["sponsor"], most=LONGEST_FIELD, default="")
    looked = serializers.BooleanField(default=False, help_text="Whether it is said that what is there was looked at.")
    people = serializers.ListField(
        child=DraftGuest(), default=list, max_length=MOST_FIELDS, help_text="Who comes, as far as it is said."
    )

    def validate_people(self, people: list[dict[str, str]]) -> list[dict[str, str]]:
        """Each once: of two numbers for the same person only one could be kept."""
        if len({one["person"] for one in people}) < len(people):
            raise serializers.ValidationError("Name each person once.")
        return people


class DraftWords(DraftText, Words):
    """A request as far as it is written."""

    service = Short("The service to be worked on.", most=80)
    guest = Short("The team that asks.", most=60)
    saves = Whole("How often it had been saved when it was read; 0 for a new one.", most=MOST_SAVES, default=0)

    example: ClassVar = {"service": "ledger-entries", "guest": "checkout", "saves": 0, **EXAMPLE}


class DraftAnswer(Answer):
    """A request that is being written. Its writer and the guest team see it."""

    id = Id("Names the draft.", source="pk")
    service = Short("The service to be worked on.", most=80, source="service.slug")
    guest = TeamName(help_text="The team that would ask.")
    made_by = PersonName(help_text="Who began it.")
    saved_by = PersonName(help_text="Who saved it last.")
    saved_at = serializers.DateTimeField(help_text="When it was saved last.")
    saves = Whole("How often it was saved.", most=MOST_SAVES)
    words = DraftText(source="told", help_text="What was typed so far.")
    url = Here("Its address here.", "api-away-draft", "pk")
    page_url = Here("Its page, for people.", "away:draft", "pk")

    example: ClassVar = {
        "id": "7",
        "service": "ledger-entries",
        "guest": TeamName.example,
        "made_by": PersonName.example,
        "saved_by": PersonName.example,
        "saved_at": "2026-11-02T09:00:00Z",
        "saves": 3,
        "words": EXAMPLE,
        "url": f"{HOST}/api/v1/away-drafts/7",
        "page_url": f"{HOST}/away/drafts/7/",
    }


@away.get(gives=DraftAnswer, many=True, asks=PageWords)
def list_away_drafts(request: Call, words: Given) -> Rows:
    """List the requests that you and your teams are writing.

    Those saved last stand at the top.
    """
    rows = AwayDraft.objects.visible_to(request.user).open().whole()
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.post(takes=DraftWords, gives=DraftAnswer, status=201)
def save_away_draft(request: Call, words: Given) -> object:
    """Keep a request as far as it is written.

    It begins your draft for this service and guest, or goes on with it; nothing in it need be right yet. Refused with
    `away-draft-changed` when it was saved since it was read. What is left out is empty from then on. Asking for the
    same service ends it.
    """
    service = named(Service.objects.visible_to(request.user), words, "service")
    guest = named(Team.objects.visible_to(request.user).select_related("lead"), words, "guest")
    saves = words.pop("saves")
    words = as_typed(words)
    kept = actions.save_draft(service, guest=guest, by=request.user, words=words, saves=saves)
    return AwayDraft.objects.whole().get(pk=kept.pk)


@away.get(gives=DraftAnswer)
def get_away_draft(request: Call, draft: int) -> object:
    """Read one draft.

    Open ones only: what was sent is a request, what was thrown away is gone.
    """
    return _draft_of(request, draft)


@away.post(gives=DraftAnswer)
def discard_away_draft(request: Call, draft: int) -> object:
    """Throw a draft away.

    Any member of the guest team may.
    """
    found = _draft_of(request, draft)
    actions.discard_draft(found, by=request.user)
    return found


def as_typed(words: Given) -> Given:
    """The words as the form sends them: a tick, and a field for each person."""
    fields = {f"{PERCENT}{one['person']}": one["percent"] for one in words.pop("people")}
    ticked = {"looked": "on"} if words.pop("looked") else {}
    return {**words, **ticked, **fields}


def _draft_of(request: Call, pk: int) -> AwayDraft:
    return get_object_or_404(AwayDraft.objects.visible_to(request.user).open().whole(), pk=pk)
