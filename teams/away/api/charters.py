"""The API of charters: what both sides sign before the work begins."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.refusals import Invalid
from portal.kit.shapes import Answer, Here, Id, PageWords, Short, Text, Whole, Words
from teams.away.actions import charters as actions
from teams.away.actions.charters import LONGEST_CRITERION, MOST_CRITERIA
from teams.away.actions.given import LONGEST
from teams.away.api.shapes import ComingDay
from teams.away.api.views import away, request_of
from teams.away.models import AwayCharter, CharterSignature
from teams.people.api.shapes import HOST, PersonName
from teams.people.models import Person

path_word("charter", "The number of a version of a charter.", 2, type="integer", minimum=1, maximum=1_000_000)

DIGEST = "c41d77e2" * 8


class SignatureAnswer(Answer):
    """The lead of one side has signed."""

    side = serializers.ChoiceField(CharterSignature.Side.choices, help_text="For which side.")
    by = PersonName(help_text="Who signed.")
    at = serializers.DateTimeField(help_text="When.")

    example: ClassVar = {"side": "guest", "by": PersonName.example, "at": "2026-11-05T09:00:00Z"}


class CharterAnswer(Answer):
    """One version of a charter. It is never changed: an edit is a new version."""

    id = Id("Names this version: a look at it is asked for with `away.awaycharter:` and this.", source="pk")
    version = Whole("Which version, from 1.", least=1, most=1_000_000, source="number")
    digest = Text("SHA-256 of `text`, in hexadecimal digits: what both leads sign.", most=64)
    text = Text("The canonical text, to the letter.", most=100_000)
    criteria = serializers.ListField(
        child=Text(most=LONGEST_CRITERION), max_length=MOST_CRITERIA, help_text="What counts as done, in order."
    )
    scope_in = Text("What is in scope.", most=LONGEST)
    scope_out = Text("What is not.", most=LONGEST)
    gates = Text("What has to be green before a change is merged.", most=LONGEST)
    reviewer = PersonName(help_text="Who of the host reviews.")
    deputy = PersonName(allow_null=True, help_text="Who does when the reviewer is silent; null when nobody is named.")
    guest_lead = PersonName(help_text="Who leads the guests.")
    branching = Text("How changes come in, and behind which flag; empty in old ones.", most=LONGEST, blank=True)
    security = serializers.ChoiceField(
        [("", "not said"), *AwayCharter.Security.choices], help_text="What the guests get to see; empty in old ones."
    )
    sponsor = PersonName(allow_null=True, help_text="Who answers for the agents among the guests; null without any.")
    on_call = serializers.ChoiceField(AwayCharter.OnCall.choices, help_text="Who is called when it breaks.")
    warranty_days = Whole(
        "For how many days from production the guest mends it: 30, 45, 60 or 100.", least=30, most=100
    )
    keeper = serializers.ChoiceField(AwayCharter.Keeper.choices, help_text="Which side keeps it afterwards.")
    ends_on = serializers.DateField(help_text="The day the work ends.")
    exit_rules = Text("What holds when it ends early.", most=LONGEST)
    drafted_by = PersonName(help_text="Who wrote this version.")
    drafted_at = serializers.DateTimeField(help_text="When.")
    signatures = serializers.ListField(
        child=SignatureAnswer(), max_length=2, source="signatures.all", help_text="Who has signed this version."
    )
    url = Here("Its address here.", "api-away-charter", "request_id", "number")

    example: ClassVar = {
        "id": "58",
        "version": 2,
        "digest": DIGEST,
        "text": "Charter of AT-112, version 2\n\nIn scope\npostings/refund and its tests.\n",
        "criteria": ["A refund posts in the currency of the order.", "p95 of a posting stays below 40 ms."],
        "scope_in": "postings/refund and its tests.",
        "scope_out": "Everything else of ledger-entries.",
        "gates": "Build, tests and checks of contracts are green.",
        "reviewer": {"login": "tom", "name": "Tom Okafor"},
        "deputy": None,
        "guest_lead": PersonName.example,
        "branching": "Short branches, behind a flag that is off.",
        "security": "internal",
        "sponsor": None,
        "on_call": "host",
        "warranty_days": 30,
        "keeper": "host",
        "ends_on": "2027-01-29",
        "exit_rules": "Either side may end it with a reason.",
        "drafted_by": PersonName.example,
        "drafted_at": "2026-11-04T12:00:00Z",
        "signatures": [SignatureAnswer.example],
        "url": f"{HOST}/api/v1/away-requests/112/charters/2",
    }


class CharterWords(Words):
    """All terms of the next version."""

    after = Whole("The version you have read; 0 when there is none yet.", most=10_000)
    criteria = serializers.ListField(
        child=Text(most=LONGEST_CRITERION), min_length=1, max_length=MOST_CRITERIA, help_text="What counts as done."
    )
    scope_in = Text("What is in scope.", most=LONGEST)
    scope_out = Text("What is not.", most=LONGEST)
    gates = Text("What has to be green before a change is merged.", most=LONGEST)
    reviewer = Short("The login of who of the host reviews.", most=60)
    deputy = Short("The login of who does when they are silent.", most=60, required=False)
    guest_lead = Short("The login of who leads the guests.", most=60)
    branching = Text("How changes come in, and behind which flag.", most=LONGEST, default=actions.BRANCHING)
    security = serializers.ChoiceField(
        AwayCharter.Security.choices, default="internal", help_text="What the guests get to see."
    )
    sponsor = Short("The login of who answers for the agents among the guests.", most=60, required=False)
    on_call = serializers.ChoiceField(AwayCharter.OnCall.choices, default="host", help_text="Who is called.")
    warranty_days = Whole("Days of warranty from production: 30, 45, 60 or 100.", least=30, most=100, default=30)
    keeper = serializers.ChoiceField(AwayCharter.Keeper.choices, default="host", help_text="Who keeps it afterwards.")
    ends_on = ComingDay(help_text="The day the work ends: in the coming year.")
    exit_rules = Text("What holds when it ends early.", most=LONGEST)

    example: ClassVar = {
        "after": 1,
        **{
            name: CharterAnswer.example[name]
            for name in ("criteria", "scope_in", "scope_out", "gates", "ends_on", "exit_rules")
        },
        "reviewer": "tom",
        "guest_lead": "ana",
    }


class Signing(Words):
    """Which text is signed."""

    digest = serializers.RegexField(
        r"^[0-9a-f]{64}$", max_length=64, min_length=64, help_text="The digest of the version you have read."
    )

    example: ClassVar = {"digest": DIGEST}


@away.get(gives=CharterAnswer, many=True, asks=PageWords)
def list_charters(request: Call, away: int, words: Given) -> Rows:
    """List the versions of a request's charter.

    The newest comes first; it is the one that can be signed, or that both have signed.
    """
    rows = _versions(request, away)
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.get(gives=CharterAnswer)
def get_charter(request: Call, away: int, charter: int) -> object:
    """Read one version of a charter.

    With its canonical text, its digest and who has signed it.
    """
    return get_object_or_404(_versions(request, away), number=charter)


@away.post(takes=CharterWords, gives=CharterAnswer, status=201)
def draft_charter(request: Call, away: int, words: Given) -> object:
    """Write the first or the next version of a charter.

    Members of either side may, until both have signed. Signatures stay with the version they were given to. Refused
    with `away-charter-changed` when another version was written since the one in `after`.
    """
    found = request_of(request, away)
    people: dict[str, Any] = {"deputy": None}
    for name in ("reviewer", "deputy", "guest_lead", "sponsor"):
        if login := words.pop(name, None):
            people[name] = Person.objects.visible_to(request.user).filter(login=login).first()
            if people[name] is None:
                raise Invalid("person-unknown", f"There is nobody with the login {login}.", **{name: "Unknown."})
    return actions.draft_charter(found, by=request.user, **people, **words)


@away.post(takes=Signing, gives=CharterAnswer)
def sign_charter(request: Call, away: int, words: Given) -> object:
    """Sign the newest version of a charter.

    The leads of the two sides do. Refused with `away-charter-outdated` when the digest is not the newest version's.
    """
    return actions.sign_charter(request_of(request, away), by=request.user, digest=words["digest"])


def _versions(request: Call, away: int) -> QuerySet[AwayCharter]:
    people = ("reviewer", "deputy", "guest_lead", "sponsor", "drafted_by")
    return request_of(request, away).charters.select_related(*people).prefetch_related("signatures__by")
