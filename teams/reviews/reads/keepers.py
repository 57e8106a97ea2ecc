"""Who keeps the pool of a topic: its guild lead, and a steward where there is none."""

from teams.people.models import Person
from teams.reviews.models import Pool


def guild_lead(topic: str) -> Person | None:
    """Who leads the guild of this topic and works here: one query."""
    pool = Pool.objects.filter(topic=topic, lead__is_active=True).select_related("lead").first()
    return pool.lead if pool is not None else None


def keeper_of(topic: str, *, but: Person) -> Person | None:
    """The guild lead, or the steward who has been here longest; nobody decides about themselves. Two queries."""
    lead = guild_lead(topic)
    if lead is not None and lead.pk != but.pk:
        return lead
    steward: Person | None = Person.objects.present().filter(is_steward=True).exclude(pk=but.pk).order_by("pk").first()
    return steward
