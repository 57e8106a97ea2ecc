"""What somebody follows."""

from teams.people.models import Person
from teams.proposals.models import Subscription


def followed(person: Person) -> list[Subscription]:
    """Everything this person hears of, oldest first: one query."""
    return list(Subscription.objects.filter(person=person).select_related("proposal", "team", "service"))
