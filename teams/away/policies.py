"""Who asks, who answers, who may stop. Everybody may look."""

from portal.kit.policies import policy
from teams.away.models import AwayDesign, AwayRequest, AwaySignal
from teams.away.reads.sponsors import sponsors_of
from teams.people.models import Division, Person, Team
from teams.people.policies import head_or_why, is_member, member_or_why


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
    if person.pk in (request.stand_in_id, head.pk if head is not None else None):
        return None
    why = member_or_why(person, request.host)
    if why is None or head is None:
        return why
    return f"Only members of {request.host.name} and {head.name}, who was asked after them, may answer."


@policy("away.draft")
def away_draft(person: Person, request: AwayRequest) -> str | None:
    """Both sides write at the charter, and whoever was asked because one of them left it lying."""
    if person.pk in {request.urged_id, request.mediator_id}:
        return None
    return _either_side(person, request, "write its charter")


def signs_for(person: Person, request: AwayRequest) -> list[str]:
    """The sides this person may sign for: their lead does; who leads above, for the one that left it lying."""
    sides = {"guest": request.guest, "host": request.host}
    found = [side for side, team in sides.items() if team.lead_id == person.pk]
    if person.pk == request.stand_in_id:
        found.append("host")
    return found or ([request.urged_side] if person.pk == request.urged_id else [])


@policy("away.sign")
def away_sign(person: Person, request: AwayRequest) -> str | None:
    """A signature is nobody else's: not a member's and not a steward's."""
    if signs_for(person, request):
        return None
    return f"Only {request.guest.lead.name} and {request.host.lead.name}, who lead the two teams, sign it."


@policy("away.sponsor")
def away_sponsor(person: Person, request: AwayRequest) -> str | None:
    """One of the guest's managers, whether asked or not; nobody who comes."""
    if person.is_steward or person.pk == request.sponsor_id or person in sponsors_of(request):
        return None
    who = f"{request.sponsor.name}, who was asked," if request.sponsor else "A manager"
    return f"{who} or another manager of {request.guest.name} confirms it."


@policy("away.escalate")
def away_escalate(person: Person, request: AwayRequest) -> str | None:
    """Either side may turn to whoever leads above."""
    return _either_side(person, request, "have it passed on")


@policy("away.duplicate")
def away_duplicate(person: Person, request: AwayRequest) -> str | None:
    """Either side may say that it is asked twice."""
    return _either_side(person, request, "say that it is a duplicate")


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


@policy("away.host-work")
def away_host_work(person: Person, request: AwayRequest) -> str | None:
    """What the hosts owe their guests: any member of the host."""
    return member_or_why(person, request.host)


@policy("away.guest-work")
def away_guest_work(person: Person, request: AwayRequest) -> str | None:
    """What the guests do at the hosts': any member of the guest."""
    return member_or_why(person, request.guest)


@policy("away.either")
def away_either(person: Person, request: AwayRequest) -> str | None:
    """What either side may say: any member of it."""
    return _either_side(person, request, "say this")


@policy("away.lead")
def away_lead(person: Person, request: AwayRequest) -> str | None:
    """What only the two leads do, for their side."""
    if person.pk in {request.guest.lead_id, request.host.lead_id}:
        return None
    return f"Only {request.guest.lead.name} and {request.host.lead.name}, who lead the two teams, may do this."


@policy("away.advise")
def away_advise(person: Person, design: AwayDesign) -> str | None:
    """Whoever was asked from outside, and nobody before them: there is one advice a design."""
    if design.adviser is None:
        return "Nobody leads above both sides, so nobody is asked for advice on it."
    return None if person.pk == design.adviser_id else f"Only {design.adviser.name}, who was asked, advises on it."


@policy("away.ways")
def away_ways(person: Person, division: Division | None) -> str | None:
    """Who heads the division or one above it says how its teams host; for the whole company a steward."""
    return head_or_why(person, division)


@policy("away.answer-signal")
def away_answer_signal(person: Person, signal: AwaySignal) -> str | None:
    """Who leads the team's division or one above it says what follows; where nobody does, the team's lead."""
    if signal.asked is None and person.pk == signal.team.lead_id:
        return None
    return head_or_why(person, signal.team.division)


def _either_side(person: Person, request: AwayRequest, what: str) -> str | None:
    if person.is_steward or is_member(person, request.guest) or is_member(person, request.host):
        return None
    return f"Only members of {request.guest.name} and {request.host.name} may {what}."
