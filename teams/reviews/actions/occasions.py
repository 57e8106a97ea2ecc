"""A thing is about to matter: it is written down, and what the policies of its division ask for is asked for."""

from django.db import transaction
from django.utils import timezone

from portal.kit.refusals import Refused
from portal.kit.subjects import Subject, subject
from portal.models import AuditEntry
from services.models import Revision
from teams.people.models import Person
from teams.reviews.actions.asking import open_review
from teams.reviews.models import Occasion, Review
from teams.reviews.occasions import Facts, topics_asked
from teams.reviews.reads.changes import change_of
from teams.reviews.reads.policies import Ruling


@transaction.atomic
def consider(about: str) -> list[Review]:
    """Look at a thing once, at its moment, by the policies that hold there now. The caller draws who looks.

    Run again it changes nothing: an occasion is one a thing. What is looked at already for the topic, in this version
    or an earlier one, is not asked for again. A thing that is gone, or not to be looked at, is no occasion.
    """
    found = subject(about)
    if found is None:
        return []
    before = None
    change = ""
    if isinstance(found.thing, Revision):
        change, before = change_of(found.thing)
    facts = Facts(
        found.criticality, found.reversal, found.consumers, found.critical_consumers, change=change, days=found.days
    )
    kind = about.partition(":")[0]
    division = found.team.division_id
    words = {
        "kind": kind, "subject": found.title[:300], "subject_url": found.url[:300], "team": found.team,
        "division_id": division, "facts": facts.stored(), "at": timezone.now(),
    }  # fmt: skip
    occasion, is_new = Occasion.objects.get_or_create(about=about, defaults=words)
    if not is_new:
        return []
    ruling = Ruling().in_force(division)
    made = []
    for topic, policy in topics_asked(ruling.policies, kind, facts).items():
        if _looked_at(found, topic):
            continue
        stored = ruling.stored(policy)
        try:
            review = open_review(
                found, asked_by=_asker(found), topic=topic, why=policy.says, compared_with=before, policy=stored
            )
        except Refused:  # somebody asked by hand in this moment
            continue
        occasion.asked.append({**stored, "topic": topic, "review": review.pk})
        made.append(review)
    if made:
        occasion.save(update_fields=["asked"])
    return made


def _looked_at(found: Subject, topic: str) -> bool:
    rows = Review.objects.filter(about__in=[found.ref, *found.earlier], topic=topic)
    return rows.exclude(state=Review.State.WITHDRAWN).exists()


def _asker(found: Subject) -> Person:
    """Who did what made it matter, as the audit knows; the lead of its team, should the audit not say."""
    entries = AuditEntry.objects.filter(subject=found.ref, actor__isnull=False).select_related("actor")
    entry = entries.order_by("-pk").first()
    asker: Person = entry.actor if entry is not None else found.team.lead  # type: ignore[assignment]
    return asker
