"""Bar raisers are appointed, pause, and leave the guild."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from teams.people.models import Person
from teams.reviews.models import BarRaiser
from teams.reviews.models.guild import LIMIT

MOST_AT_ONCE = 20
MOST_TOPICS = 12


@transaction.atomic
def appoint_bar_raiser(person: Person, *, by: Person, topics: Iterable[str], limit: int = LIMIT) -> BarRaiser:
    """Make somebody a bar raiser, or change what they look at and how much; one who had left comes back.

    Refuses machines and people who have left the company.
    """
    policies.require(by, "bar-raiser.appoint", person)
    if person.kind != Person.Kind.PERSON or not person.is_active:
        raise Invalid("bar-raiser-not-here", "Only people who work here now can be bar raisers.", person="Not here.")
    if not 1 <= limit <= MOST_AT_ONCE:
        raise Invalid("bar-raiser-limit", f"They take 1 to {MOST_AT_ONCE} reviews at once.", limit="Out of range.")
    words = list(dict.fromkeys(topic.strip().lower()[:40] for topic in topics if topic.strip()))[:MOST_TOPICS]
    raiser = BarRaiser.objects.select_for_update().filter(person=person).first()
    if raiser is None:
        raiser = BarRaiser(person=person, appointed_by=by)
    elif not raiser.is_standing:
        raiser.since, raiser.ended_at, raiser.paused_until, raiser.appointed_by = timezone.now(), None, None, by
    raiser.topics, raiser.limit = words, limit
    raiser.save()
    audit.record(by, "bar-raiser.appoint", raiser, after="standing", data={"person": person.pk, "limit": limit})
    return raiser


@transaction.atomic
def pause_bar_raiser(raiser: BarRaiser, *, by: Person, until: date | None) -> BarRaiser:
    """No new review until the end of that day; without a day the pause is over. Reviews they have stay theirs."""
    policies.require(by, "bar-raiser.pause", raiser)
    if not raiser.is_standing:
        raise Refused("bar-raiser-ended", "They are no longer in the guild.")
    if until is not None and until < timezone.now().date():
        raise Invalid("pause-in-the-past", "The pause lasts until a day to come.", until="In the past.")
    raiser.paused_until = until
    raiser.save(update_fields=["paused_until"])
    audit.record(by, "bar-raiser.pause", raiser, after="paused" if until else "standing", data={"until": str(until)})
    return raiser


@transaction.atomic
def end_bar_raiser(raiser: BarRaiser, *, by: Person) -> BarRaiser:
    """They leave the guild. Reviews they have stay theirs; clocks see to those."""
    policies.require(by, "bar-raiser.end", raiser)
    if not raiser.is_standing:
        raise Refused("bar-raiser-ended", "They are no longer in the guild.")
    raiser.ended_at = timezone.now()
    raiser.save(update_fields=["ended_at"])
    audit.record(by, "bar-raiser.end", raiser, after="ended", data={"person": raiser.person_id})
    return raiser
