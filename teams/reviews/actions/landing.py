"""What was accepted is looked for in what is published; a clock asks the lead when it does not come."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from portal.kit.times import end_of_day
from services.models import Revision
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.reviews.actions.telling import tell_lead, tell_reviewer
from teams.reviews.models import Answer, Landing, Review
from teams.reviews.reads.landing import seen_in

USUAL_DAYS = 60
LONGEST = timedelta(days=365)
LONGEST_WORDS = 300
_S = Landing.State


def await_landing(answer: Answer, review: Review, *, number: int | None, land_by: date | None) -> Landing:
    """From now on it is looked for, in the caller's transaction: in the revision of this ``number`` or the next.

    Refuses a day that is not within a year, and a revision that is not there or not later than the one reviewed.
    """
    today = timezone.now().date()
    due = land_by or today + timedelta(days=USUAL_DAYS)
    if not today <= due <= today + LONGEST:
        raise Invalid("landing-too-late", "Say by when: a day within a year.", land_by="A day within a year.")
    revision = _named(review, number) if number is not None else None
    landing = Landing.objects.create(answer=answer, revision=revision, due_on=due)
    clocks.start(
        "reviews.landing",
        landing,
        person=answers_for(review.team),
        asked_by=review.reviewer,
        title=f"Do what you accepted: {answer.suggestion.text}",
        silence="The record says that it was not done by then; a later revision can still show it.",
        url=f"{review.get_absolute_url()}#{answer.suggestion.anchor}",
        due_at=end_of_day(due),
    )
    for one in _later(review, revision):
        if landing.state in (_S.AWAITED, _S.UNCHANGED):
            _look(landing, one)
    return landing


def check_landings(revision_id: int) -> None:
    """A revision is published: look for everything accepted of earlier ones. Run again, it finds the same."""
    revision = Revision.objects.select_related("contract").get(pk=revision_id)
    rows = Landing.objects.select_for_update(of=("self",)).hoped_for()
    rows = rows.filter(answer__suggestion__review__revision__contract=revision.contract_id)
    rows = rows.filter(answer__suggestion__review__revision__number__lt=revision.number)
    loaded = rows.select_related(
        "answer__suggestion__review__revision__contract", "answer__suggestion__review__team__lead",
        "answer__suggestion__review__reviewer", "revision",
    )  # fmt: skip
    for landing in loaded.order_by("pk"):
        if landing.revision is None or landing.revision.number <= revision.number:
            _look(landing, revision)


def _look(landing: Landing, revision: Revision) -> None:
    suggestion = landing.answer.suggestion
    review = suggestion.review
    if review.revision is None or landing.landed_in_id == revision.pk:
        return
    seen = seen_in(suggestion, review.revision, revision)
    if not seen.changed and landing.state == _S.MISSED:
        return
    landing.state = _S.VERIFIED if seen.changed else _S.UNCHANGED
    landing.landed_in, landing.found, landing.at = revision, seen.words[:LONGEST_WORDS], timezone.now()
    landing.save()
    audit.record(None, "landing.look", landing, after=landing.state, data={"revision": revision.pk})
    if seen.changed:
        clocks.meet("reviews.landing", landing)
        tell_reviewer(review, f"Suggestion {suggestion.number} of {review} was done: {seen.words}.")
    else:
        words = f"You accepted suggestion {suggestion.number} of {review}, but {seen.words}."
        tell_lead(review, words)


def miss_landing(landing_id: int) -> None:
    """The day has come. What no revision has shown is written down as not done by then; the lead is told."""
    rows = Landing.objects.select_for_update(of=("self",)).select_related(
        "answer__suggestion__review__team__lead", "answer__suggestion__review__revision__contract"
    )  # fmt: skip
    landing = rows.get(pk=landing_id)
    if landing.state not in (_S.AWAITED, _S.UNCHANGED):
        return
    unseen = landing.state == _S.AWAITED
    if unseen:
        landing.state, landing.at = _S.MISSED, timezone.now()
        landing.save(update_fields=["state", "at"])
    audit.record(None, "landing.miss", landing, after=landing.state)
    suggestion = landing.answer.suggestion
    words = f"Suggestion {suggestion.number} of {suggestion.review}, which you accepted, is not seen in any revision."
    tell_lead(suggestion.review, f"{words} Publish it, or say where it was done.")


@transaction.atomic
def say_landed(landing: Landing, *, by: Person, words: str) -> Landing:
    """It was done where no revision shows it: the record says that the team says so. Once."""
    policies.require(by, "answer.judge", landing.answer)
    said = storable(words.strip(), LONGEST_WORDS)
    if len(said.split()) < 3:
        raise Invalid("landing-said-nothing", "Say where it was done, in a sentence.", words="Say where it was done.")
    held = Landing.objects.select_for_update().get(pk=landing.pk)
    if held.state in (_S.VERIFIED, _S.SAID):
        raise Refused("landing-known", "It is written down already that this was done.")
    held.state, held.found, held.at, held.said_by = _S.SAID, said, timezone.now(), by
    held.save()
    audit.record(by, "landing.say", held, after=held.state)
    clocks.meet("reviews.landing", held)
    return held


def _named(review: Review, number: int) -> Revision:
    """The revision a lead has named."""
    found = None
    if review.revision is not None:
        found = Revision.objects.filter(contract=review.revision.contract_id, number=number).first()
        if found is not None and found.number > review.revision.number:
            return found
    says = "Name a later revision of the same contract, or leave it empty for the next one."
    raise Invalid("landing-nowhere", says, revision=says)


def _later(review: Review, named: Revision | None) -> list[Revision]:
    """What was published of the contract since the revision that was reviewed, oldest first."""
    place = Review.objects.filter(pk=review.pk, revision__isnull=False).values("revision__contract", "revision__number")
    known = place.first()
    if known is None:  # it is about something that is never published
        return []
    rows = Revision.objects.filter(contract=known["revision__contract"], number__gt=known["revision__number"])
    rows = rows.exclude(published_at=None).select_related("contract").order_by("number")
    return [one for one in rows if named is None or one.number >= named.number]
