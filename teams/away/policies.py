"""Who asks, who answers, who may stop. Everybody may look."""

from portal.kit.policies import policy
from teams.away.models import AwayRequest
from teams.people.models import Person, Team
from teams.people.policies import is_member, member_or_why


@policy("away.ask")
def away_ask(person: Person, guest: Team) -> str | None:
    """A member asks for their own team."""
    if guest.retired_at is not None:
        return f"{guest.name} no longer exists. Ask for a team that does."
    return member_or_why(person, guest)


@policy("away.decide")
def away_decide(person: Person, request: AwayRequest) -> str | None:
    """Any member of the host; once it was silent, also whoever leads its division."""
    head = request.escalated_to if request.state == AwayRequest.State.ESCALATED else None
    if head is not None and head.pk == person.pk:
        return None
    why = member_or_why(person, request.host)
    if why is None or head is None:
        return why
    return f"Only members of {request.host.name} and {head.name}, who was asked after them, may answer."


@policy("away.draft")
def away_draft(person: Person, request: AwayRequest) -> str | None:
    """Both sides write at the charter, and whoever was asked because one of them left it lying."""
    if person.pk == request.urged_id:
        return None
    return _either_side(person, request, "write its charter")


def signs_for(person: Person, request: AwayRequest) -> list[str]:
    """The sides this person may sign for: their lead does; who leads above, for the one that left it lying."""
    sides = {"guest": request.guest, "host": request.host}
    found = [side for side, team in sides.items() if team.lead_id == person.pk]
    return found or ([request.urged_side] if person.pk == request.urged_id else [])


@policy("away.sign")
def away_sign(person: Person, request: AwayRequest) -> str | None:
    """A signature is nobody else's: not a member's and not a steward's."""
    if signs_for(person, request):
        return None
    return f"Only {request.guest.lead.name} and {request.host.lead.name}, who lead the two teams, sign it."


@policy("away.demand")
def away_demand(person: Person, request: AwayRequest) -> str | None:
    """The host asks for more, and in the open."""
    return member_or_why(person, request.host)


@policy("away.withdraw")
def away_withdraw(person: Person, request: AwayRequest) -> str | None:
    return member_or_why(person, request.guest)


@policy("away.take")
def away_take(person: Person, request: AwayRequest) -> str | None:
    """Whoever asked answers what was offered: any member of the guest."""
    return member_or_why(person, request.guest)


@policy("away.finish")
def away_finish(person: Person, request: AwayRequest) -> str | None:
    """Whoever does the work: the guest, or the host that promised to do it itself."""
    promised = request.state == AwayRequest.State.PROMISED
    return member_or_why(person, request.host if promised else request.guest)


@policy("away.end")
def away_end(person: Person, request: AwayRequest) -> str | None:
    """Either side may leave; but a promise binds whoever gave it, so only the guest lets go of it."""
    if request.state == AwayRequest.State.PROMISED:
        return member_or_why(person, request.guest)
    return _either_side(person, request, "end it")


def _either_side(person: Person, request: AwayRequest, what: str) -> str | None:
    if person.is_steward or is_member(person, request.guest) or is_member(person, request.host):
        return None
    return f"Only members of {request.guest.name} and {request.host.name} may {what}."
