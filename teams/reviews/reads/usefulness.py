"""When a team can say whether a look was useful."""

from dataclasses import dataclass

from django.utils import timezone

from teams.people.models import Person
from teams.reviews.models import Answer, Review, Usefulness
from teams.reviews.reads.answerers import why_not


def is_due(review: Review) -> bool:
    """Closed, and no number that advice was ignored with still waits for its day: one query."""
    if review.state != Review.State.CLOSED:
        return False
    ignored = Answer.objects.filter(suggestion__review=review, kind=Answer.Kind.IGNORE, outcome="")
    return not ignored.filter(look_again_on__gt=timezone.now().date()).exists()


@dataclass(frozen=True, slots=True)
class Question:
    """Whether somebody is asked how useful a look was. ``said``: that it was, never what."""

    review: Review
    asked: bool
    due: bool
    said: bool


def question(review: Review, person: Person) -> Question:
    """Four queries at most."""
    due, said = is_due(review), Usefulness.objects.filter(review=review).exists()
    return Question(review, due and not said and why_not(person, review) is None, due, said)


def is_asked(review: Review, person: Person) -> bool:
    """Whether this person is asked now, and nobody has said it: four queries at most."""
    return question(review, person).asked
