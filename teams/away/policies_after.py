"""Who does what from the release on, who leaves, and who decides where roadmaps collide. Everybody may look."""

from portal.kit.policies import policy
from teams.away.models import AwayCopy, AwayDecision, AwayRequest
from teams.people.models import Person
from teams.people.policies import is_member, member_or_why


@policy("away.release")
def away_release(person: Person, request: AwayRequest) -> str | None:
    """Either side says how it is switched off, and that it is in production."""
    return _either(person, request, "say so")


@policy("away.switch-off")
def away_switch_off(person: Person, request: AwayRequest) -> str | None:
    """Any member of the host, alone, and nobody else needs to agree."""
    return member_or_why(person, request.host)


@policy("away.incident")
def away_incident(person: Person, request: AwayRequest) -> str | None:
    """Who runs it reports what broke."""
    return member_or_why(person, request.host)


@policy("away.mend")
def away_mend(person: Person, request: AwayRequest) -> str | None:
    """Whoever mended it says so."""
    return _either(person, request, "say that it is mended")


@policy("away.hand-over")
def away_hand_over(person: Person, request: AwayRequest) -> str | None:
    return member_or_why(person, request.guest)


@policy("away.take-back")
def away_take_back(person: Person, request: AwayRequest) -> str | None:
    return member_or_why(person, request.host)


@policy("away.keep")
def away_keep(person: Person, request: AwayRequest) -> str | None:
    """Both sides write who keeps it."""
    return _either(person, request, "write who keeps it")


@policy("away.look-back")
def away_look_back(person: Person, request: AwayRequest) -> str | None:
    """Each side for itself: no steward looks back for a team."""
    if is_member(person, request.guest) or is_member(person, request.host):
        return None
    return f"Only members of {request.guest.name} and {request.host.name} look back."


@policy("away.credit")
def away_credit(person: Person, request: AwayRequest) -> str | None:
    """Either side thanks."""
    return _either(person, request, "write the thanks")


@policy("away.wind-down")
def away_wind_down(person: Person, request: AwayRequest) -> str | None:
    """The guests know where their work lies."""
    return member_or_why(person, request.guest)


@policy("away.copy")
def away_copy(person: Person, request: AwayRequest) -> str | None:
    return member_or_why(person, request.guest)


@policy("away.copy-review")
def away_copy_review(person: Person, copy: AwayCopy) -> str | None:
    return member_or_why(person, copy.request.guest)


@policy("away.conflict")
def away_conflict(person: Person, request: AwayRequest) -> str | None:
    """The guest's lead, or whoever leads its division or one above it."""
    heads: set[int | None] = {request.guest.lead_id}
    division = request.guest.division
    for _ in range(12):
        heads.add(division.head_id)
        if division.parent is None:
            break
        division = division.parent
    if person.is_steward or person.pk in heads:
        return None
    return f"Only {request.guest.lead.name} and whoever leads above {request.guest.name} may put it before managers."


@policy("away.choose")
def away_choose(person: Person, decision: AwayDecision) -> str | None:
    """Whoever is asked, and nobody for them."""
    asked = [decision.above] if decision.above is not None else [decision.host_head, decision.guest_head]
    if person in asked:
        return None
    return f"Only {' and '.join(sorted({head.name for head in asked}))}, who lead above the two teams, decide it."


def _either(person: Person, request: AwayRequest, what: str) -> str | None:
    if person.is_steward or is_member(person, request.guest) or is_member(person, request.host):
        return None
    return f"Only members of {request.guest.name} and {request.host.name} may {what}."
