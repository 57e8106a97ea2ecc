"""Who may do what in the guild: its leads and stewards keep it; ties and wishes are everybody's own."""

from portal.kit.policies import once, policy
from teams.people.models import Person, Team
from teams.reviews.models import Certification, Pool, Topic


def keeps(person: Person, topic: str) -> bool:
    """Whether they keep the pool of this topic: a steward, or its guild lead."""
    rows = Pool.objects.filter(topic=topic, lead=person)
    return person.is_steward or once(("guild-lead", person.pk, topic), rows.exists)


def _keeper(person: Person, certification: Certification) -> str | None:
    if certification.person_id == person.pk:
        return "Nobody decides about themselves. Ask the guild lead of the topic, or a steward."
    if keeps(person, certification.topic):
        return None
    return f"Only the guild lead of {Topic(certification.topic).label.lower()} and stewards may do this."


def _themself(person: Person, other: Person, what: str) -> str | None:
    return None if person.pk == other.pk else f"Only {other.name} may {what}."


@policy("guild.nominate")
def guild_nominate(person: Person, other: Person | None) -> str | None:
    """Everybody themselves; who leads a team of theirs, their manager, guild leads and stewards somebody else."""
    if other is None or person.is_steward or person.pk in (other.pk, other.manager_id):
        return None
    led = Team.objects.filter(lead=person, memberships__person=other, memberships__until=None)
    guild = Pool.objects.filter(lead=person)
    if once(("leads", person.pk, other.pk), led.exists) or once(("guild-lead", person.pk, ""), guild.exists):
        return None
    return (
        f"Only {other.name}, who leads their team, their manager or a guild lead may nominate them. Tell one of them."
    )


@policy("review-form.change")
def review_form_change(person: Person, topic: str) -> str | None:
    if keeps(person, topic):
        return None
    return f"Only the guild lead of {Topic(topic).label.lower()} and stewards change these questions."


@policy("guild.decide")
def guild_decide(person: Person, certification: Certification) -> str | None:
    return _keeper(person, certification)


@policy("guild.read")
def guild_read(person: Person, certification: Certification) -> str | None:
    return _themself(person, certification.person, "say what a review taught them")


@policy("guild.mentor")
def guild_mentor(person: Person, certification: Certification) -> str | None:
    return _keeper(person, certification)


@policy("guild.assess")
def guild_assess(person: Person, certification: Certification) -> str | None:
    """The mentor has the last word; who keeps the pool may say it, too."""
    return None if certification.mentor_id == person.pk else _keeper(person, certification)


@policy("guild.renew")
def guild_renew(person: Person, certification: Certification) -> str | None:
    """Oneself, with what has to be done; who keeps the pool without it, with a reason."""
    return None if certification.person_id == person.pk else _keeper(person, certification)


@policy("guild.leave")
def guild_leave(person: Person, certification: Certification) -> str | None:
    """Everybody leaves a topic when they like; who keeps the pool ends it for somebody, with a reason."""
    return None if certification.person_id == person.pk else _keeper(person, certification)


@policy("guild.own")
def guild_own(person: Person, other: Person) -> str | None:
    """Ties and wishes are declared by nobody else."""
    return _themself(person, other, "say this of themselves")


@policy("guild.lead")
def guild_lead(person: Person, topic: object) -> str | None:
    return None if person.is_steward else "Only stewards say who leads the guild of a topic."


@policy("guild.ways")
def guild_ways(person: Person, thing: object) -> str | None:
    return None if person.is_steward else "Only stewards set the numbers of the guild."
