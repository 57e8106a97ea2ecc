"""How the room's views look things up: always from what this person may see."""

from django.shortcuts import get_object_or_404

from teams.people.asker import Request
from teams.people.models import Person
from teams.reviews.models import BarRaiser, Review, Suggestion
from teams.reviews.reads.reviews import reviews, seen_by


def review_of(request: Request, pk: int) -> Review:
    """The review of this address with its team, revision and reviewer, or a 404."""
    return get_object_or_404(reviews(request.user), pk=pk)


def suggestion_of(request: Request, pk: int, number: int) -> Suggestion:
    """A suggestion this person may see: one that was sent, or their own draft; else a 404."""
    review = review_of(request, pk)
    rows = Suggestion.objects.filter(seen_by(request.user, review)).select_related("answer__landing", "seat__person")
    found = get_object_or_404(rows, review=review, number=number)
    found.review = review
    return found


def raiser_of(request: Request, login: str) -> BarRaiser:
    """Somebody of the guild, or a 404."""
    people = Person.objects.visible_to(request.user)
    return get_object_or_404(BarRaiser.objects.select_related("person"), person__in=people, person__login=login)
