"""Whom the room tells what, in the words of its subject."""

from collections.abc import Iterable
from typing import Any

from portal.kit import notices
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.reviews.models import Review


def tell_lead(review: Review, text: str, *, by: Person | None = None) -> None:
    """Who answers for the owning team and for what is done with the advice."""
    tell([answers_for(review.team)], text, review, by=by)


def tell_reviewer(review: Review, text: str, *, by: Person | None = None) -> None:
    """The reviewer, when there is one."""
    if review.reviewer is not None:
        tell([review.reviewer], text, review, by=by)


def tell_seats(people: Iterable[Person], review: Review, text: str) -> None:
    """Whoever has, or had, a seat in it."""
    tell(list(people), text, review)


def tell_stewards(review: Review, text: str) -> None:
    tell(Person.objects.filter(is_steward=True, is_active=True), text, review)


def tell(people: Any, text: str, review: Review, *, by: Person | None = None) -> None:
    notices.tell(people, text, about=review, url=review.get_absolute_url(), by=by)
