"""Who may set up receiving addresses and say by hand what happened in a repository."""

from collections.abc import Callable

from portal.kit.policies import policy
from services.forge.models import Receiver
from services.models import Service
from teams.people.models import Person, Team
from teams.people.policies import member_or_why

type Knows = Callable[[Person, Service], bool]
knows: list[Knows] = []
"""Higher rooms say here who else works in a service's repository: the guests of an away team."""


@policy("receiver.add")
def receiver_add(person: Person, whose: Service | Team | None) -> str | None:
    """Members for a service of their team and for the team; for the whole company a steward."""
    if whose is None:
        return None if person.is_steward else "Only stewards may do this for the whole company."
    return member_or_why(person, whose.team if isinstance(whose, Service) else whose)


@policy("receiver.change")
def receiver_change(person: Person, receiver: Receiver) -> str | None:
    return receiver_add(person, receiver.service or receiver.team)


@policy("fact.tell")
def fact_tell(person: Person, service: Service) -> str | None:
    """Members of the owning team, and whoever works in its repository with them."""
    why = member_or_why(person, service.team)
    return None if why is None or any(one(person, service) for one in knows) else why


@policy("forge-login.say")
def forge_login_say(person: Person, other: Person) -> str | None:
    """Everybody for themselves; stewards repair."""
    if person.is_steward or person.pk == other.pk:
        return None
    return f"Only {other.name} or a steward may say what they are called on a forge."
