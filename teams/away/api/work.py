"""The API of the work: what it stands still for, statuses, designs, the first change, more time."""

from typing import ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.shapes import Answer, Here, Link, PageWords, Text, Whole, Words
from teams.away.actions import boxes, designs, skeletons, standing, weekly
from teams.away.actions.designs import LONGEST_TITLE
from teams.away.actions.given import LONGEST
from teams.away.actions.weekly import LONGEST_STATUS
from teams.away.api.shapes import AwayRequestWhole, ComingDay
from teams.away.api.views import away, get_away_request, request_of
from teams.away.models import AwayDesign, AwayExtension, AwayStatus
from teams.people.api.shapes import HOST, PersonName

path_word("design", "The number of a design within its request.", 1, type="integer", minimum=1, maximum=1_000)
TOM = {"login": "tom", "name": "Tom Okafor"}


class Why(Words):
    """A reason everybody can read."""

    why = Text("What is missing, or why.", most=LONGEST)

    example: ClassVar = {"why": "The test database of the postings is down."}


class Pause(Words):
    """Why it is paused, and when it goes on by itself."""

    why = Text("The reason, in a sentence.", most=LONGEST)
    resumes_on = ComingDay(help_text="The day on which it goes on by itself; before its last day.")

    example: ClassVar = {"why": "Both are at the fair.", "resumes_on": "2026-12-14"}


class StatusWords(Words):
    """How it goes, in a few lines."""

    words = Text("What is done, what is next, what is in the way.", most=LONGEST_STATUS)

    example: ClassVar = {"words": "Refunds post in euro.\nNext: the tests."}


class StatusAnswer(Answer):
    """What was written for a week; without words it was due and did not come."""

    words = Text("How it goes; empty when it is missing.", most=LONGEST_STATUS, blank=True)
    by = PersonName(allow_null=True, help_text="Who wrote it; null when it is missing.")
    at = serializers.DateTimeField(help_text="When it was written, or was due.")

    example: ClassVar = {**StatusWords.example, "by": PersonName.example, "at": "2026-11-20T15:00:00Z"}


class DesignWords(Words):
    """What the guests mean to build, before they write much."""

    title = Text("What is to be built.", most=LONGEST_TITLE)
    words = Text("How: what changes, what does not, what else was thought of.", most=LONGEST)
    door = serializers.ChoiceField(AwayDesign.Door.choices, help_text="Whether it can be taken back.")
    link = Link("To more of it, if any.", blank=True, required=False)

    example: ClassVar = {"title": "Two tables", "words": "One for each kind of posting.", "door": "two-way"}


class DesignWord(Words):
    """The host's word on a design."""

    agrees = serializers.BooleanField(help_text="Whether it may be built so.")
    reply = Text("A word on it.", most=LONGEST)

    example: ClassVar = {"agrees": True, "reply": "Gladly; mind the index."}


class DesignAdvice(Words):
    """What somebody from outside thinks of it."""

    advice = Text("It binds nobody.", most=LONGEST)

    example: ClassVar = {"advice": "Keep the old table for a month."}


class DesignAnswer(Answer):
    """A short design, and what was said to it."""

    number = Whole("Its number within the request.", least=1, most=1_000)
    title = Text("What is to be built.", most=LONGEST_TITLE)
    words = Text("What changes, and what does not.", most=LONGEST)
    door = serializers.ChoiceField(AwayDesign.Door.choices, help_text="Whether it can be taken back.")
    link = Link("To more of it; null when there is none.", allow_null=True)
    state = serializers.ChoiceField(AwayDesign.State.choices, help_text="What became of it.")
    written_by = PersonName(help_text="Who wrote it.")
    written_at = serializers.DateTimeField(help_text="When.")
    reply = Text("The host's word; empty while it is open.", most=LONGEST, blank=True)
    answered_by = PersonName(allow_null=True, help_text="Who answered; null while open, and where silence agreed.")
    advice = Text("What was advised from outside; may be empty.", most=LONGEST, blank=True)
    advised_by = PersonName(allow_null=True, help_text="Who advised; null while nobody has.")
    url = Here("Its address here.", "api-away-design", "stay.request_id", "number")

    example: ClassVar = {
        "number": 1,
        **DesignWords.example,
        "link": None,
        "state": "agreed",
        "written_by": PersonName.example,
        "written_at": "2026-11-12T10:00:00Z",
        "reply": DesignWord.example["reply"],
        "answered_by": TOM,
        "advice": "",
        "advised_by": None,
        "url": f"{HOST}/api/v1/away-requests/112/designs/1",
    }


class SkeletonWords(Words):
    """Where a change that does nothing is in production."""

    link = Link("The release, or the flag.")

    example: ClassVar = {"link": "https://ci.hartwell.example/ledger/releases/812"}


class Reaction(Words):
    """What a lead does about a pipeline that is a risk."""

    words = Text("In a sentence.", most=LONGEST)

    example: ClassVar = {"words": "The pipeline is rebuilt until Friday."}


class SkeletonAnswer(Answer):
    """A change that does nothing, on its way to production."""

    link = Link("Where it is; null until then.", allow_null=True)
    shown_at = serializers.DateTimeField(allow_null=True, help_text="When; null until then.")
    risk_at = serializers.DateTimeField(allow_null=True, help_text="When the pipeline was marked a risk; or null.")
    host_words = Text("What the host's lead does about it; may be empty.", most=LONGEST, blank=True)
    guest_words = Text("What the guest's lead does about it; may be empty.", most=LONGEST, blank=True)

    example: ClassVar = {
        **SkeletonWords.example,
        "shown_at": "2026-11-13T10:00:00Z",
        "risk_at": None,
        "host_words": "",
        "guest_words": "",
    }


class ExtensionWords(Words):
    """More time: once, and with data."""

    ends_on = ComingDay(help_text="Until when.")
    why = Text("The reason, in a sentence.", most=LONGEST)
    value = Text("What was measured, with its unit.", most=120)
    source = Link("Where others can look.")  # type: ignore[assignment]

    example: ClassVar = {
        "ends_on": "2027-02-26",
        "why": "The move of the ledger took a month.",
        "value": "4 of 5 tables moved",
        "source": "https://metrics.hartwell.example/d/postings",
    }


class ExtensionWord(Words):
    """The host's answer to it."""

    grants = serializers.BooleanField(help_text="Whether it is granted.")
    reply = Text("A word on it.", most=LONGEST)

    example: ClassVar = {"grants": True, "reply": "Gladly."}


class ExtensionAnswer(Answer):
    """More time, and what became of it."""

    ends_on = serializers.DateField(help_text="Until when.")
    before = serializers.DateField(help_text="The last day until then.")
    why = Text("The reason, in a sentence.", most=LONGEST)
    value = Text("What was measured, with its unit.", most=120)
    source = Link("Where others can look.")  # type: ignore[assignment]
    state = serializers.ChoiceField(AwayExtension.State.choices, help_text="What became of it.")
    reply = Text("The host's word; empty while it is open.", most=LONGEST, blank=True)

    example: ClassVar = {**ExtensionWords.example, "before": "2027-01-29", "state": "granted", "reply": "Gladly."}


@away.post(takes=Why, gives=AwayRequestWhole)
def block_on_host(request: Call, away: int, words: Given) -> object:
    """Say that the guests wait for the hosts.

    Members of the guest may, while they are at work. The time is added to their last day.
    """
    standing.block_on_host(request_of(request, away), by=request.user, **words)
    return get_away_request.run(request, away)


@away.post(takes=Pause, gives=AwayRequestWhole)
def pause_work(request: Call, away: int, words: Given) -> object:
    """Pause the work until a day.

    The leads of both sides may. It goes on by itself on that day; the last day of the work stays.
    """
    standing.pause_work(request_of(request, away), by=request.user, **words)
    return get_away_request.run(request, away)


@away.post(gives=AwayRequestWhole)
def resume_work(request: Call, away: int) -> object:
    """Say that the work goes on.

    Either side may when the hosts stood in the way, the guests when they did, the leads when it was paused.
    """
    standing.resume_work(request_of(request, away), by=request.user)
    return get_away_request.run(request, away)


@away.post(takes=Why, gives=AwayRequestWhole)
def reclaim_work(request: Call, away: int, words: Given) -> object:
    """Take the work back from guests who stall.

    Members of the host may, when nothing was seen of the guests for too long. Refused with
    `away-reclaim-too-early` before.
    """
    standing.reclaim_work(request_of(request, away), by=request.user, **words)
    return get_away_request.run(request, away)


@away.get(gives=StatusAnswer, many=True, asks=PageWords)
def list_statuses(request: Call, away: int, words: Given) -> Rows:
    """List what was written week by week.

    The newest comes first; a missing one has no words.
    """
    rows = AwayStatus.objects.filter(stay__request=request_of(request, away)).select_related("by")
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.post(takes=StatusWords, gives=StatusAnswer)
def write_status(request: Call, away: int, words: Given) -> object:
    """Write how it goes.

    Members of the guest may. The managers of both sides read the same.
    """
    return weekly.write_status(request_of(request, away), by=request.user, **words)


@away.get(gives=DesignAnswer, many=True, asks=PageWords)
def list_designs(request: Call, away: int, words: Given) -> Rows:
    """List the designs of a request.

    In the order of their numbers.
    """
    rows = _designs(request, away)
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.post(takes=DesignWords, gives=DesignAnswer, status=201)
def write_design(request: Call, away: int, words: Given) -> object:
    """Have a design read before much is written.

    Members of the guest may; one at a time. The host's silence agrees.
    """
    return designs.write_design(request_of(request, away), by=request.user, **words)


@away.get(gives=DesignAnswer)
def get_design(request: Call, away: int, design: int) -> object:
    """Read one design.

    With what was said to it.
    """
    return get_object_or_404(_designs(request, away), number=design)


@away.post(takes=DesignWord, gives=DesignAnswer)
def answer_design(request: Call, away: int, design: int, words: Given) -> object:
    """Agree to a design, or ask to write it anew.

    Members of the host may, while it is being read.
    """
    found = get_object_or_404(_designs(request, away), number=design)
    return designs.answer_design(request_of(request, away), by=request.user, number=found.number, **words)


@away.post(takes=DesignAdvice, gives=DesignAnswer)
def advise_on_design(request: Call, away: int, design: int, words: Given) -> object:
    """Advise on a design that cannot be taken back.

    Whoever was asked for it may: who leads the nearest division above both sides. It binds nobody.
    """
    return designs.advise_on_design(request_of(request, away), by=request.user, number=design, **words)


@away.post(takes=SkeletonWords, gives=SkeletonAnswer)
def show_skeleton(request: Call, away: int, words: Given) -> object:
    """Show that a change which does nothing is in production.

    Members of the guest may, once.
    """
    return skeletons.show_skeleton(request_of(request, away), by=request.user, **words)


@away.post(takes=Reaction, gives=SkeletonAnswer)
def react_to_risk(request: Call, away: int, words: Given) -> object:
    """Say what your side does about a pipeline that is a risk.

    The leads of both sides do.
    """
    return skeletons.react_to_risk(request_of(request, away), by=request.user, **words)


@away.post(takes=ExtensionWords, gives=ExtensionAnswer)
def ask_extension(request: Call, away: int, words: Given) -> object:
    """Ask for more time.

    Members of the guest may, once, with data. The host's silence grants it. Refused with `away-box-too-long` beyond
    the cap.
    """
    return boxes.ask_extension(request_of(request, away), by=request.user, **words)


@away.post(takes=ExtensionWord, gives=ExtensionAnswer)
def answer_extension(request: Call, away: int, words: Given) -> object:
    """Grant or refuse more time.

    Members of the host may.
    """
    return boxes.answer_extension(request_of(request, away), by=request.user, **words)


def _designs(request: Call, away: int) -> QuerySet[AwayDesign]:
    rows = AwayDesign.objects.filter(stay__request=request_of(request, away))
    return rows.select_related("stay", "written_by", "answered_by", "advised_by")
