"""Whom the room tells what, in the words of its subject."""

from typing import Any

from portal.kit import notices
from teams.people.models import Person
from teams.reviews.models import Review
from teams.reviews.reads.chain import above, managers


def tell_lead(review: Review, text: str, *, by: Person | None = None) -> None:
    """The lead of the owning team, who answers for what is done with the advice."""
    tell([review.team.lead], text, review, by=by)


def tell_reviewer(review: Review, text: str, *, by: Person | None = None) -> None:
    """The reviewer, when there is one."""
    if review.reviewer is not None:
        tell([review.reviewer], text, review, by=by)


def tell_stewards(review: Review, text: str) -> None:
    tell(Person.objects.filter(is_steward=True, is_active=True), text, review)


def tell_managers(review: Review, text: str, *, by: Person, anchor: str) -> None:
    """Everybody in the chain above the lead, once, when advice is ignored. Not to approve: to know."""
    chain = above([review.team.lead_id], managers())
    tell(Person.objects.filter(pk__in=chain, is_active=True), text, review, by=by, anchor=anchor)


def tell(people: Any, text: str, review: Review, *, by: Person | None = None, anchor: str = "") -> None:
    url = f"{review.get_absolute_url()}#{anchor}" if anchor else review.get_absolute_url()
    notices.tell(people, text, about=review, url=url, by=by)
