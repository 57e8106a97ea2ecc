"""Who may confirm a guest's people and time: its managers, the nearest first (F4)."""

from collections.abc import Collection

from teams.away.models import AwayRequest
from teams.people.models import Division, Person, Team

MOST_LEVELS = 12


def sponsors_above(guest: Team, coming: Collection[Person]) -> list[Person]:
    """Whoever leads the guest's division, those above, then the managers of those who come. Nobody who comes.

    Two queries and one for each level above. Empty where nobody is above the guest: then nobody is waited for.
    """
    ids = {person.pk for person in coming}
    return [person for person in perhaps_above(guest, coming) if person.pk not in ids]


def perhaps_above(guest: Team, members: Collection[Person]) -> list[Person]:
    """The same, and those of them who come: what can be chosen from while it is not yet said who comes."""
    found: list[Person] = []
    at: Division | None = guest.division
    for _ in range(MOST_LEVELS):
        if at is None:
            break
        if at.head is not None:
            found.append(at.head)
        at = at.parent
    theirs = Person.objects.filter(reports__in=[person.pk for person in members]).order_by("pk").distinct()
    return list({person.pk: person for person in (*found, *theirs) if person.is_active}.values())


def sponsors_of(request: AwayRequest) -> list[Person]:
    """Those of a request, in the order in which they are asked."""
    return sponsors_above(request.guest, [one.person for one in request.members.select_related("person")])


def next_sponsor(request: AwayRequest) -> Person | None:
    """Whoever is asked after the one who was silent; None at the top."""
    line = sponsors_of(request)
    at = next((place for place, person in enumerate(line) if person.pk == request.sponsor_id), -1)
    return line[at + 1] if at + 1 < len(line) else None
