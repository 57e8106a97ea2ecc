"""The API of who could be asked by hand, and what speaks against everybody else."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit import policies
from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, rows_of
from portal.kit.shapes import Answer, Text
from teams.people.api.shapes import PersonName
from teams.reviews.api.views import review_of, reviews
from teams.reviews.models import Seat
from teams.reviews.reads.by_hand import choices, roles_free
from teams.reviews.routing import HARD


class ChoiceAnswer(Answer):
    """Somebody of the guild, and whether they could be asked by hand."""

    person = PersonName(help_text="Who.")
    free = serializers.BooleanField(help_text="Independent, certified for the topic, with room.")
    against = serializers.ListField(
        child=serializers.ChoiceField(list(HARD.items()), help_text="A reason."), source="codes", max_length=len(HARD),
        help_text="What would rule them out in a draw.",
    )  # fmt: skip
    why_not = Text("The same as one sentence; empty when nothing is against.", most=2000, blank=True)
    never = serializers.BooleanField(help_text="No steward can set it aside: it is their own work, say.")
    roles = serializers.ListField(
        child=serializers.ChoiceField(Seat.Role.choices, help_text="A seat."), max_length=len(Seat.Role),
        help_text="As what they can be asked now; a steward says why in spite of what is against.",
    )  # fmt: skip

    example: ClassVar = {
        "person": PersonName.example, "free": False, "against": ["member"], "why_not": "Is in the team.",
        "never": False, "roles": ["lead"],
    }  # fmt: skip


@reviews.get(gives=ChoiceAnswer, many=True)
def list_review_choices(request: Call, review: int, words: Given) -> Rows:
    """List who could be asked by hand.

    Everybody in the guild, who is free first, with what the draw would say of each of them now. Who may ask somebody by
    hand reads it.
    """
    found = review_of(request, review)
    policies.require(request.user, "review.assign", found)
    roles, everybody = roles_free(found), rows_of(words, choices(found))
    names = ("person", "free", "codes", "why_not", "never")
    told = [
        {name: getattr(one, name) for name in names} | {"roles": [] if one.never else roles} for one in everybody.rows
    ]
    return Rows(told, everybody.total)
