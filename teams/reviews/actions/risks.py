"""A reviewer marks one thing, once a review, as a serious risk: both sides' words go to whoever heads the division."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.people.reads.calendars import above as divisions_above
from teams.people.reads.calendars import hours_of
from teams.reviews.actions.telling import tell, tell_lead, tell_reviewer
from teams.reviews.models import Review, SeriousRisk, Suggestion
from teams.reviews.reads.chain import above, managers
from teams.reviews.reasons import LEAST_WORDS, words_of

READ_DAYS = 5
"""Working days of whoever heads the division."""
LONGEST = 4000


@transaction.atomic
def mark_risk(suggestion: Suggestion, *, by: Person, words: str) -> SeriousRisk:
    """Say that leaving this as it is is a serious risk. Whoever heads the division reads both sides, no more.

    Once a review, after the advice was sent, about what was not accepted.
    """
    review = suggestion.review
    policies.require(by, "review.mark-risk", review)
    if not review.is_sent:
        raise Refused("risk-before-advice", "Send the advice first: the team has not seen it.")
    if suggestion.state == Suggestion.State.ACCEPTED:
        raise Refused("risk-accepted", "The team does what you advise. There is nothing to bring before anybody.")
    said = storable(words.strip(), LONGEST)
    if len(words_of(said)) < LEAST_WORDS:
        raise Invalid("risk-without-words", "Say what can happen, to whom, and how you know.", words="In a sentence.")
    head = reader_of(review)
    try:
        with transaction.atomic():
            risk = SeriousRisk.objects.create(review=review, suggestion=suggestion, words=said, by=by, head=head)
    except IntegrityError:
        raise Refused("risk-marked", "One thing was marked in this review already; that is all there is.") from None
    audit.record(by, "review.mark-risk", review, data={"suggestion": suggestion.pk, "head": head.pk})
    clocks.start(
        "reviews.risk",
        risk,
        person=head,
        asked_by=by,
        title=f"Read both sides: {suggestion.text}",
        silence="The record says that it was not read. Nothing is stopped either way.",
        url=f"{review.get_absolute_url()}risk/",
        days=READ_DAYS,
        hours=hours_of(head),
    )
    words = f"calls suggestion {suggestion.number} about {review.subject} a serious risk; {head.name} reads both sides"
    tell_lead(review, words, by=by)
    return risk


@transaction.atomic
def acknowledge_risk(risk: SeriousRisk, *, by: Person, note: str) -> SeriousRisk:
    """Both sides were read. What is noted decides nothing: the team does. Once."""
    policies.require(by, "risk.read", risk)
    if not SeriousRisk.objects.filter(pk=risk.pk, read_at=None).update(
        read_at=timezone.now(), note=storable(note.strip(), 400)
    ):
        raise Refused("risk-read", "It is written down already that this was read.")
    risk.refresh_from_db(fields=["read_at", "note"])
    audit.record(by, "risk.read", risk)
    clocks.meet("reviews.risk", risk)
    words = f"has read both sides of the risk in {risk.review}"
    tell_lead(risk.review, words, by=by)
    tell_reviewer(risk.review, words, by=by)
    return risk


def miss_risk(risk_id: int) -> None:
    """Nobody read it in time: that is written down, and both sides are told."""
    risk = SeriousRisk.objects.select_related("review__team__lead", "review__reviewer", "head").get(pk=risk_id)
    if risk.read_at is not None or risk.silent_at is not None:
        return
    SeriousRisk.objects.filter(pk=risk.pk, read_at=None).update(silent_at=timezone.now())
    audit.record(None, "risk.miss", risk)
    people = [one for one in (risk.review.team.lead, risk.review.reviewer) if one is not None]
    tell(
        people, f"{risk.head.name} did not read the risk in {risk.review} in time. It stays in the ledger.", risk.review
    )


def reader_of(review: Review) -> Person:
    """Whoever heads the team's division or the nearest above it; without one the nearest manager of the lead.

    Neither side reads for itself: not the lead, not the reviewer.
    """
    sides = {review.team.lead_id, review.reviewer_id}
    for division in divisions_above(review.team.division):
        head: Person | None = division.head
        if head is not None and head.is_active and head.pk not in sides:
            return head
    chain = [pk for pk in above([review.team.lead_id], managers()) if pk not in sides]
    present: dict[int, Person] = Person.objects.filter(pk__in=chain, is_active=True).in_bulk()
    for pk in chain:
        if pk in present:
            return present[pk]
    raise Refused("risk-nobody-above", "Nobody heads this division or manages its lead. Tell a steward.")
