"""A person says how they want to be written to."""

from datetime import time
from typing import Any

from django.db import transaction

from portal.kit.refusals import Invalid
from portal.models import Wishes

TOPICS = {
    "services": "Services and contracts",
    "away": "Away teams",
    "reviews": "Reviews and advice",
    "proposals": "Proposals",
    "people": "Teams and people",
}
"""The rooms of which one hears, as the first word of what a notice is about."""


def wishes_of(person: Any) -> Wishes:
    """What they said, or what holds for everybody."""
    return Wishes.objects.filter(person=person).first() or Wishes(person=person)


@transaction.atomic
def wish(
    *, by: Any, mail: bool, digest_at: time, warn: bool, quiet_from: time, quiet_until: time, topics: dict[str, str]
) -> Wishes:
    """From now on they are written to like this. Everybody decides for themselves alone."""
    unknown = [topic for topic, how in topics.items() if topic not in TOPICS or how not in Wishes.How.values]
    if unknown:
        raise Invalid("wishes-topic-unknown", "Choose among what is offered.", topics=f"Unknown: {unknown[0][:40]}.")
    wishes, _ = Wishes.objects.update_or_create(
        person=by,
        defaults={
            "mail": mail,
            "digest_at": digest_at,
            "warn": warn,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "topics": {topic: how for topic, how in topics.items() if how != Wishes.How.DIGEST},
        },
    )
    return wishes
