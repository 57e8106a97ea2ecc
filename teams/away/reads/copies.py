"""The copies on record."""

from django.db.models import QuerySet

from teams.away.models import AwayCopy
from teams.people.models import Person


def copies(person: Person) -> QuerySet[AwayCopy]:
    """Every copy with its request, the next to be looked at again first: everybody who may log in sees all."""
    named = ("request__guest", "request__host", "request__service", "declared_by", "reviewed_by")
    return AwayCopy.objects.select_related(*named).order_by("outcome", "review_on", "pk")
