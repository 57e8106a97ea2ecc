"""The API of who looks: seats, one given by hand, every draw and the same draw again; what happened, what is read."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Finished, Given, Rows, finished_bytes, path_word, rows_of
from portal.kit.shapes import Answer, Here, Short, Text, Words
from teams.people.api.shapes import HOST, PersonName
from teams.people.models import Person
from teams.reviews.actions.by_hand import LONGEST_WHY, assign_by_hand
from teams.reviews.api import shapes
from teams.reviews.api.views import review_of, reviews
from teams.reviews.models import Draw, Review, Seat
from teams.reviews.reads import draws
from teams.reviews.reads import reviews as reads
from teams.reviews.reads import seats as seat_reads
from teams.reviews.reads.texts import text_of
from teams.reviews.routing import HARD, TOLD

path_word("draw", "The draw's number within the review, from 1.", 1, type="integer", minimum=1, maximum=999_999_999)

MANY = 2**31 - 1
MOST_PEOPLE = 10_000
LAST_SEED = 2**53 - 1


def _mark(words: str, part: str) -> serializers.FloatField:
    return serializers.FloatField(source=f"marks.{part}", min_value=0, max_value=1_000_000, help_text=words)


class NewAssignment(Words):
    """Who is asked by hand, and why."""

    person = Short("Their login; somebody of the guild.", most=60)
    role = serializers.ChoiceField(
        [(one, Seat.Role(one).label) for one in (Seat.Role.LEAD, Seat.Role.SECOND, Seat.Role.DEPUTY)],
        default="lead", required=False, help_text="As what; `deputy` beside a lead whose time is over.",
    )  # fmt: skip
    why = Text("Why by hand, and why them, in a sentence.", most=LONGEST_WHY)
    in_spite = Text(
        "A steward: why in spite of what would have ruled them out.", most=LONGEST_WHY, blank=True, default=""
    )

    example: ClassVar = {"person": "jonas", "role": "lead", "why": "Nobody else knows this protocol.", "in_spite": ""}


class SeatAnswer(Answer):
    """One place in a review, drawn or given by hand."""

    role = serializers.ChoiceField(Seat.Role.choices, help_text="As what they look.")
    person = PersonName(help_text="Whose it is or was.")
    state = serializers.ChoiceField(Seat.State.choices, help_text="Where it is.")
    reason = Text("Why it was handed back, or taken back; else empty.", most=400, blank=True)
    offered_at = serializers.DateTimeField(help_text="When it was offered.")
    taken_at = serializers.DateTimeField(allow_null=True, help_text="When they said yes; null until then.")
    sent_at = serializers.DateTimeField(allow_null=True, help_text="When they sent what they saw; null until then.")
    ended_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it is theirs.")
    given_by = PersonName(allow_null=True, help_text="Who gave it by hand; null when the lot did.")
    given_why = Text("Why by hand; else empty.", most=LONGEST_WHY, blank=True)
    in_spite_of = serializers.ListField(
        child=serializers.ChoiceField(list(HARD.items()), help_text="A reason."), max_length=len(HARD),
        help_text="What would have ruled them out in a draw; a steward set it aside.",
    )  # fmt: skip
    in_spite_why = Text("Why in spite of it; else empty.", most=LONGEST_WHY, blank=True)
    review_url = Here("The review.", "api-review", "review_id")

    example: ClassVar = {
        "role": "lead", "person": {"login": "jonas", "name": "Jonas Lindqvist"}, "state": "taken", "reason": "",
        "offered_at": "2026-11-20T09:00:02Z", "taken_at": "2026-11-20T11:00:00Z", "sent_at": None, "ended_at": None,
        "given_by": None, "given_why": "", "in_spite_of": [], "in_spite_why": "",
        "review_url": f"{HOST}/api/v1/reviews/418",
    }  # fmt: skip


class DrawAnswer(Answer):
    """One drawing of seats."""

    number = serializers.IntegerField(min_value=1, max_value=MANY, help_text="Its number within the review.")
    at = serializers.DateTimeField(help_text="When it was drawn.")
    engine = serializers.IntegerField(min_value=1, max_value=MANY, help_text="By which rules.")
    seed = serializers.IntegerField(min_value=0, max_value=LAST_SEED, help_text="What the lot was drawn from.")
    digest = Text("SHA-256 of all that it was given.", most=64, blank=True)
    url = Here("Its address here.", "api-review-draw", "review_id", "number")

    example: ClassVar = {
        "number": 1, "at": "2026-11-20T09:00:02Z", "engine": 2, "seed": 4503599627370495, "digest": "9f86d081884c7d65",
        "url": f"{HOST}/api/v1/reviews/418/draws/1",
    }  # fmt: skip


class StoodAnswer(Answer):
    """Somebody who stood for a seat, with what their chance was made of; each part from 0 to 1."""

    person = PersonName(help_text="Who.")
    expertise = _mark("Expertise in the topic.", "expertise")
    fit = _mark("How well they know these formats.", "fit")
    fresh = _mark("How fresh their eyes are.", "fresh")
    hours = _mark("Working hours in common.", "hours")
    wish = _mark("Whether they wished for it.", "wish")
    load = _mark("What they held, by size.", "load")
    score = _mark("The score, made of all these.", "score")
    year = _mark("What they carried in the year before, by size.", "year")
    chance = _mark("Their part of the lot.", "chance")

    example: ClassVar = {
        "person": {"login": "jonas", "name": "Jonas Lindqvist"}, "expertise": 0.8, "fit": 1.0, "fresh": 1.0,
        "hours": 0.7, "wish": 0.0, "load": 1.0, "score": 0.52, "year": 9.5, "chance": 0.36,
    }  # fmt: skip


class RefusedAnswer(Answer):
    """Everybody who did not stand for the same reason."""

    code = serializers.ChoiceField(list(TOLD.items()), help_text="The reason.")
    why = Text("The same in words.", most=200)
    people = serializers.ListField(child=PersonName(), max_length=MOST_PEOPLE, help_text="Who, by name.")

    example: ClassVar = {"code": "member", "why": "Is in the team", "people": [PersonName.example]}


class SeatDrawnAnswer(Answer):
    """One seat of a draw."""

    role = serializers.ChoiceField(Seat.Role.choices, help_text="Which seat.")
    picked = PersonName(allow_null=True, help_text="On whom the lot fell; null when there was nobody.")
    gave_way = serializers.ListField(
        child=Text("A sentence.", most=200), max_length=9, help_text="What gave way so that somebody stood."
    )
    stood = serializers.ListField(child=StoodAnswer(), max_length=MOST_PEOPLE, help_text="Who stood, the best first.")
    refused = serializers.ListField(child=RefusedAnswer(), max_length=99, help_text="Who did not, by reason.")

    example: ClassVar = {
        "role": "lead", "picked": StoodAnswer.example["person"], "gave_way": [], "stood": [StoodAnswer.example],
        "refused": [RefusedAnswer.example],
    }  # fmt: skip


class DrawWhole(DrawAnswer):
    """One drawing of seats, with everybody in the guild."""

    seats = serializers.ListField(child=SeatDrawnAnswer(), max_length=9, help_text="In the order they were drawn.")

    example: ClassVar = {**DrawAnswer.example, "seats": [SeatDrawnAnswer.example]}

    def to_representation(self, instance: Draw) -> Any:
        instance.seats = draws.seats_of(instance.outcome)  # type: ignore[attr-defined]
        return super().to_representation(instance)


class ReplayAnswer(Answer):
    """What came of drawing again from what was stored."""

    same = serializers.BooleanField(allow_null=True, help_text="Whether it is the same draw; null: cannot be said.")
    why = Text("The same in words.", source="words", most=400)
    sealed = serializers.BooleanField(help_text="Whether what it was given is what the audit noted then.")
    differs = serializers.ListField(
        child=Text("A place.", most=200), source="replay.differs", max_length=99, help_text="Where they differ."
    )
    seats = serializers.ListField(child=SeatDrawnAnswer(), max_length=9, help_text="What came out now.")
    draw_url = Here("The draw as it was stored.", "api-review-draw", "draw.review_id", "draw.number")

    example: ClassVar = {
        "same": True, "why": "The same draw came out.", "sealed": True, "differs": [],
        "seats": [SeatDrawnAnswer.example], "draw_url": f"{HOST}/api/v1/reviews/418/draws/1",
    }  # fmt: skip


class HappenedAnswer(Answer):
    """One thing that happened."""

    at = serializers.DateTimeField(help_text="When.")
    who = Text("Who did it, by name; Homeport where nobody did.", most=120)
    words = Text("What they did.", most=400)

    example: ClassVar = {"at": "2026-11-21T15:20:00Z", "who": "Jonas Lindqvist", "words": "sent the advice"}


@reviews.get(gives=SeatAnswer, many=True)
def list_seats(request: Call, review: int, words: Given) -> Rows:
    """List the seats of a review.

    Who looks, or did: the first drawn first, with who gave one by hand, why, and in spite of what.
    """
    return rows_of(words, seat_reads.seats(review_of(request, review)))


@reviews.post(takes=NewAssignment, gives=shapes.ReviewAnswer)
def assign_review(request: Call, review: int, words: Given) -> Review:
    """Ask somebody by hand.

    Who keeps the pool of its topic may, when nobody was found or the time of whoever looks is over. Refused with
    `assigned-tied` for whom a draw rules out, unless a steward says why in spite of that, and with `assigned-never` for
    one's own work.
    """
    said = dict(words)
    person = get_object_or_404(Person.objects.visible_to(request.user), login=said.pop("person"))
    assign_by_hand(review_of(request, review), by=request.user, person=person, **{"role": "lead", **said})
    return review_of(request, review)


@reviews.get(gives=DrawAnswer, many=True)
def list_draws(request: Call, review: int, words: Given) -> Rows:
    """List the draws of a review.

    The newest first; there is another one each time a seat had to be given again.
    """
    return rows_of(words, draws.draws(review_of(request, review)))


@reviews.get(gives=DrawWhole)
def get_draw(request: Call, review: int, draw: int) -> Draw:
    """Read one draw.

    Everybody in the guild: who stood with which score and chance, and of everybody else why not. Of a declared tie and
    of an absence only the kind is told.
    """
    return _draw(request, review, draw)


@reviews.get(gives=ReplayAnswer)
def replay_draw(request: Call, review: int, draw: int) -> draws.Again:
    """Draw again.

    From what was stored and with the same seed; it writes nothing. Whether the same comes out, and whether what it was
    given is what the audit noted when it was drawn.
    """
    return draws.again(_draw(request, review, draw))


@reviews.get(gives=HappenedAnswer, many=True)
def list_review_history(request: Call, review: int, words: Given) -> Rows:
    """List what happened in a review.

    The newest first, as far as it is everybody's: what the reviewer writes before sending is not in it.
    """
    return rows_of(words, reads.history(reads.head(request.user, review_of(request, review))))


@reviews.get(gives=Finished("The text that is looked at.", "text/plain"))
def get_review_text(request: Call, review: int) -> HttpResponse:
    """Download the text that is looked at.

    As it was when the review was asked for: the lines of its suggestions are lines of this.
    """
    return finished_bytes(request, text_of(review_of(request, review)).content, "text/plain")


def _draw(request: Call, review: int, number: int) -> Draw:
    return get_object_or_404(Draw.objects.select_related("review"), review=review_of(request, review), number=number)
