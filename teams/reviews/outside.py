"""Whom the guild lends to other rooms, and what it tells them of its looks."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from portal.kit import audit
from portal.kit.outside import Look, asking, looks, pool
from portal.kit.policies import may
from portal.kit.subjects import subject
from teams.people.models import Person
from teams.reviews.models import Review
from teams.reviews.reads.lending import free


@pool
def somebody(teams: Collection[int]) -> Person | None:
    """A bar raiser who is here, of none of these teams and leading none: who has the fewest reviews now."""
    return free(teams)


@asking
def ask(thing: object, person: Person) -> str:
    """Where whoever may ask for a look at something that a room describes does so."""
    described = subject(audit.ref(thing)) if isinstance(thing, Model) else None
    if described is None or not may(person, "review.ask", described):
        return ""
    return f"{reverse('reviews:review-new')}?{urlencode({'about': described.ref})}"


@looks
def look(thing: object) -> Look | None:
    """The newest review of a thing that can be looked at, if there is one."""
    if not isinstance(thing, Model):
        return None
    rows = Review.objects.filter(about=audit.ref(thing)).exclude(state=Review.State.WITHDRAWN)
    review = rows.select_related("reviewer").order_by("-pk").first()
    if review is None:
        return None
    waits = review.state in (Review.State.ASKED, Review.State.ASSIGNED)
    return Look(review.state, waits, review.get_absolute_url(), review.reviewer)
