"""Who leads the guild of a topic, and the alarms of pools that are too small or too one-sided."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, notices, policies
from portal.kit.refusals import Invalid
from teams.people.models import Person
from teams.reviews.actions.guild import require_person, require_topics
from teams.reviews.models import Pool, PoolAlarm, Topic
from teams.reviews.reads.keepers import guild_lead
from teams.reviews.reads.pools import Need, needs, standings
from teams.reviews.reads.ways import ways


@transaction.atomic
def name_guild_lead(topic: str, *, by: Person, lead: Person | None) -> Pool:
    """Who leads the guild of this topic; nobody: stewards do it. Running clocks stay with whom they wait for."""
    policies.require(by, "guild.lead", topic)
    found = require_topics([topic])
    if not found:
        raise Invalid("topic-unknown", "Choose a topic.", topic="Choose one.")
    if lead is not None:
        require_person(lead)
    pool, _ = Pool.objects.select_for_update().get_or_create(topic=found[0])
    if pool.lead_id == (lead.pk if lead is not None else None):
        return pool
    pool.lead, pool.since = lead, timezone.now()
    pool.save()
    audit.record(by, "pool.lead", pool, data={"topic": pool.topic, "lead": pool.lead_id})
    if lead is not None:
        alarm = PoolAlarm(topic=pool.topic)
        text = f"made you the guild lead of {Topic(pool.topic).label.lower()}"
        notices.tell([lead], text, about=pool, url=alarm.get_absolute_url(), by=by)
    return pool


def watch_pools() -> int:
    """Raise what is wrong with a pool, once from its first day on; end what is so no more. Returns how many changed."""
    rules = ways()
    return sum(_watch(pool.topic, needs(pool, rules)) for pool in standings(rules))


@transaction.atomic
def _watch(topic: str, found: list[Need]) -> int:
    today = timezone.now().date()
    standing = {one.kind: one for one in PoolAlarm.objects.standing().select_for_update().filter(topic=topic)}
    changed = 0
    for need in found:
        alarm = standing.pop(need.kind, None)
        facts = {"value": need.value, "bound": need.bound, "text": need.text, "seen_on": today}
        if alarm is None:
            _raise(topic, need, facts)
            changed += 1
        elif any(getattr(alarm, name) != value for name, value in facts.items()):
            PoolAlarm.objects.filter(pk=alarm.pk).update(**facts)
    for alarm in standing.values():
        PoolAlarm.objects.filter(pk=alarm.pk).update(ended_on=today)
        audit.record(None, "poolalarm.end", alarm, data={"topic": topic, "kind": alarm.kind})
        changed += 1
    return changed


def _raise(topic: str, need: Need, facts: dict[str, object]) -> None:
    """A row with a date on the page of the pools, and one notice; it is not said again."""
    alarm = PoolAlarm.objects.create(topic=topic, kind=need.kind, since=timezone.now().date(), **facts)
    audit.record(None, "poolalarm.raise", alarm, data={"topic": topic, "kind": need.kind, "value": need.value})
    lead = guild_lead(topic)
    told = {person.pk: person for person in Person.objects.present().filter(is_steward=True)}
    if lead is not None:
        told[lead.pk] = lead
    text = f"The pool of {Topic(topic).label.lower()}: {need.text}"
    notices.tell(told.values(), text, about=alarm, url=alarm.get_absolute_url())
