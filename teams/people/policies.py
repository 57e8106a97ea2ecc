"""Who may change divisions, teams and people, and the relations every other room's policies ask about."""

from portal.kit.policies import once, policy
from portal.models import Hook
from teams.people.models import Division, Person, Team
from teams.people.reads.people import is_in

MOST_LEVELS = 12


def is_member(person: Person, team: Team) -> bool:
    """A member of the team now, or its lead."""
    return team.lead_id == person.pk or once(("member", person.pk, team.pk), lambda: is_in(person, team))


def member_or_why(person: Person, team: Team) -> str | None:
    """None for a member, its lead or a steward; else the sentence that says who may."""
    if person.is_steward or is_member(person, team):
        return None
    return f"Only members of {team.name} may do this. Ask {team.lead.name}, who leads it."


def head_or_why(person: Person, division: Division | None) -> str | None:
    """None for who heads the division or one above it, and for a steward; for the whole company only for a steward."""
    if person.is_steward:
        return None
    at, steps = division, 0
    while at is not None and steps < MOST_LEVELS:
        if at.head_id == person.pk:
            return None
        at, steps = at.parent, steps + 1
    who = division.head.name if division is not None and division.head is not None else "a steward"
    return f"Only {who} may do this." if division is not None else "Only stewards may do this."


def _steward(person: Person, thing: object) -> str | None:
    return None if person.is_steward else "Only stewards may do this."


@policy("division.change")
def division_change(person: Person, division: object) -> str | None:
    return _steward(person, division)


@policy("person.change")
def person_change(person: Person, other: Person) -> str | None:
    return _steward(person, other)


@policy("team.create")
def team_create(person: Person, team: object) -> str | None:
    return _steward(person, team)


@policy("team.change")
def team_change(person: Person, team: Team) -> str | None:
    """Its lead runs the team; stewards repair."""
    if person.is_steward or team.lead_id == person.pk:
        return None
    return f"Only {team.lead.name}, who leads {team.name}, may do this."


@policy("team.disband")
def team_disband(person: Person, team: Team) -> str | None:
    """Whoever leads above the team, and a steward; never its own lead alone."""
    return head_or_why(person, team.division)


@policy("absence.declare")
def absence_declare(person: Person, other: Person) -> str | None:
    """Everybody for themselves; their manager and the leads of their teams for who cannot."""
    if person.is_steward or person.pk in (other.pk, other.manager_id):
        return None
    led = Team.objects.filter(lead=person, memberships__person=other, memberships__until=None)
    if once(("leads", person.pk, other.pk), led.exists):
        return None
    return f"Only {other.name}, their manager or whoever leads their team may say when they are away."


@policy("freeze.set")
def freeze_set(person: Person, whose: Team | Division | None) -> str | None:
    """A lead for the team, a head for the division and what is below it; for the whole company a steward."""
    if person.is_steward:
        return None
    if isinstance(whose, Team):
        return None if whose.lead_id == person.pk else f"Only {whose.lead.name}, who leads {whose.name}, may do this."
    return head_or_why(person, whose)


@policy("hook.add")
def hook_add(person: Person, team: Team | None) -> str | None:
    """A lead for the team; for the whole company a steward."""
    if person.is_steward or (team is not None and team.lead_id == person.pk):
        return None
    return "Only leads may do this, for their team; for the whole company a steward."


@policy("hook.change")
def hook_change(person: Person, hook: Hook | None) -> str | None:
    return hook_add(person, hook.team if hook is not None else None)


@policy("token.create")
def token_create(person: Person, scope: object) -> str | None:
    return None if person.kind == Person.Kind.PERSON else "A machine's tokens are made by a steward on the server."


@policy("job.stop")
def job_stop(person: Person, job: object) -> str | None:
    return _steward(person, job)


@policy("job.ring")
def job_ring(person: Person, job: object) -> str | None:
    return _steward(person, job)
