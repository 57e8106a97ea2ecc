"""Who brings a change, who reviews it, who decides about it. Everybody may look."""

from portal.kit.policies import policy
from services.forge.policies import knows
from services.models import Service
from teams.away.models import AwayChange, AwayRequest
from teams.people.models import Person
from teams.people.policies import is_member, member_or_why


@policy("away.change")
def away_change(person: Person, request: AwayRequest) -> str | None:
    """The guests bring it, ask for its review and close it."""
    return member_or_why(person, request.guest)


@policy("away.review")
def away_review(person: Person, change: AwayChange) -> str | None:
    """The reviewer and the deputy both signed; once both were silent any member of the host, and somebody neutral.

    A critical path is never opened that far, and nobody reviews their own.
    """
    request = change.request
    if change.author_id == person.pk or is_member(person, request.guest):
        return f"{request.guest.name} brings it: somebody of {request.host.name} reviews it."
    charter = request.stay.charter
    named = {charter.reviewer_id, charter.deputy_id or request.host.lead_id}
    if person.pk in named or person.is_steward:
        return None
    if change.stage == AwayChange.Stage.ANYBODY and (person.pk == change.neutral_id or is_member(person, request.host)):
        return None
    deputy = charter.deputy or request.host.lead
    return f"{charter.reviewer.name} and {deputy.name} review it; once both were silent for too long, others may."


@policy("away.merge")
def away_merge(person: Person, request: AwayRequest) -> str | None:
    """Either side merges what is approved."""
    if person.is_steward or is_member(person, request.guest) or is_member(person, request.host):
        return None
    return f"Only members of {request.guest.name} and {request.host.name} may do this."


@policy("away.back-door")
def away_back_door(person: Person, change: AwayChange) -> str | None:
    """Either side says so, and whoever reviews it."""
    return None if away_review(person, change) is None else away_merge(person, change.request)


@policy("away.rule")
def away_rule(person: Person, change: AwayChange) -> str | None:
    """The mediator alone decides."""
    if person.pk == change.mediator_id:
        return None
    return f"Only {change.mediator.name if change.mediator else 'the mediator'} decides about it."


@policy("away.criterion")
def away_criterion(person: Person, request: AwayRequest) -> str | None:
    """The host says what is met."""
    return member_or_why(person, request.host)


def works_there(person: Person, service: Service) -> bool:
    """Guests say what happened in the repository where they work, as its own team does."""
    at_work = AwayRequest.objects.filter(service=service, state=AwayRequest.State.SIGNED)
    return at_work.filter(guest__memberships__person=person, guest__memberships__until=None).exists()


knows.append(works_there)
