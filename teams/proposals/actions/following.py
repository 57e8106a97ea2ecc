"""Who wants to hear of what. Everybody decides for themselves alone."""

from typing import Any

from django.db import transaction

from portal.kit.refusals import Refused
from services.models import Service
from teams.people.models import Person, Team
from teams.proposals.models import Proposal, Subscription

MOST = 200

type Followed = Proposal | Team | Service | None


def _of(thing: Followed) -> dict[str, Any]:
    return {
        "proposal": thing if isinstance(thing, Proposal) else None,
        "team": thing if isinstance(thing, Team) else None,
        "service": thing if isinstance(thing, Service) else None,
    }


@transaction.atomic
def follow(thing: Followed, *, by: Person) -> Subscription:
    """From now on they hear of this proposal, of this team's, of those that touch this service, or (None) of all.

    Doing it twice changes nothing. Refuses beyond 200: whoever wants as much as that wants all.
    """
    made, is_new = Subscription.objects.get_or_create(person=by, **_of(thing))
    if is_new and Subscription.objects.filter(person=by).count() > MOST:
        raise Refused("following-too-many", f"You follow {MOST} things. Follow all proposals instead, or fewer.")
    return made


@transaction.atomic
def unfollow(thing: Followed, *, by: Person) -> None:
    """They hear of it no longer; what they never followed is no error."""
    Subscription.objects.filter(person=by, **_of(thing)).delete()
