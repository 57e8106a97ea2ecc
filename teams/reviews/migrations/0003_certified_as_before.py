"""Whoever is in the guild is certified for the topics they looked at; no topic meant every one of them."""

import calendar
from datetime import date

from django.db import migrations
from django.utils import timezone

TOPICS = ("contract", "design", "operations", "data", "customer", "security", "collaboration")
MONTHS = 18
WHY = "In the guild before there were certificates."


def certify(apps, schema_editor):
    """Their certificates and their time as lead begin today, so that nobody runs out by the migration."""
    BarRaiser = apps.get_model("reviews", "BarRaiser")
    Certification = apps.get_model("reviews", "Certification")
    now = timezone.now()
    today = now.date()
    for raiser in BarRaiser.objects.order_by("pk"):
        ended = raiser.ended_at is not None
        if ended:
            raiser.state, raiser.paused_until = "ended", None
        elif raiser.paused_until is not None and raiser.paused_until >= today:
            raiser.state, raiser.paused_since = "paused", today
        else:
            raiser.paused_until = None
        raiser.save()
        known = [topic for topic in TOPICS if topic in raiser.topics]
        other = ", ".join(str(topic) for topic in raiser.topics if topic not in TOPICS)
        words = f"Looked at {other} as well, which is no topic of its own now."[:500] if other else ""
        # Words that are no topic: they looked at something, so the pool of contracts keeps them.
        for topic in known or (["contract"] if raiser.topics else TOPICS):
            facts = dict(
                state="ended" if ended else "certified",
                since=raiser.ended_at or raiser.since,
                nominated_by_id=raiser.appointed_by_id,
                nominated_at=raiser.since,
                why=WHY,
                words=words,
                certified_on=min(today, raiser.since.date()),
                until=_months_after(today, MONTHS),
                lead_since=today,
            )
            Certification.objects.get_or_create(person_id=raiser.person_id, topic=topic, defaults=facts)


def put_back(apps, schema_editor):
    """Their topics as words again."""
    BarRaiser = apps.get_model("reviews", "BarRaiser")
    Certification = apps.get_model("reviews", "Certification")
    for raiser in BarRaiser.objects.order_by("pk"):
        rows = Certification.objects.filter(person_id=raiser.person_id, until__isnull=False)
        topics = set(rows.values_list("topic", flat=True))
        raiser.topics = [topic for topic in TOPICS if topic in topics]
        raiser.save(update_fields=["topics"])


def _months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Migration(migrations.Migration):

    dependencies = [
        ("reviews", "0002_guild"),
    ]

    operations = [migrations.RunPython(certify, put_back)]
