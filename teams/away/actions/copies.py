"""A guest that was refused, or could not finish, builds a copy: on record, and looked at again after a year (F32)."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.away.actions import waiting
from teams.away.actions.given import LONGEST, said, web_address
from teams.away.actions.silence import locked
from teams.away.models import AwayCopy, AwayRequest
from teams.away.reads.ways import ways_of
from teams.people.models import Person
from teams.people.reads.calendars import hours_of

REVIEW_DAYS = 10


@transaction.atomic
def declare_copy(request: AwayRequest, *, by: Person, why: str, link: str) -> AwayCopy:
    """The guest says that it builds a copy, why, and where. In a year it is asked whether it is still needed.

    Refuses while the request may still be answered or worked on, a second time, and where copies are switched off.
    """
    policies.require(by, "away.copy", request)
    words, address = said(why, "why"), web_address(link, "link", required=True)
    held = locked(request.pk)
    ways = ways_of(held)
    if not ways.has("F32"):
        raise Refused("away-no-copies", "Your company has switched off copies: a no is the end. Ask a steward.")
    if not held.may_copy:
        now = held.get_state_display().lower()
        raise Refused("away-copy-not-now", f"{held} is {now}. A copy is for whoever was refused or could not finish.")
    review_on = timezone.now().date() + timedelta(days=ways.number("copy_review_days"))
    try:
        with transaction.atomic():
            copy = AwayCopy.objects.create(request=held, why=words, link=address, declared_by=by, review_on=review_on)
    except IntegrityError:
        raise Refused("away-copied-already", "The copy is on record already. Look at it there.") from None
    audit.record(by, "awayrequest.copy", held, data={"link": address, "review_on": str(review_on)})
    jobs.enqueue("away.ask_about_copy", copy.pk, after=timedelta(days=ways.number("copy_review_days")))
    waiting.tell_host(held, f"builds a copy of {held.service.slug} after {held}, {held.title}", by=by)
    return copy


@transaction.atomic
def ask_about_copy(copy_id: int) -> None:
    """Its day has come: the guest is asked whether it keeps it. Nothing when it has said so, or is asked already."""
    copy = _held(copy_id)
    request = copy.request
    if copy.outcome or clocks.is_running("away.copy-review", copy):
        return
    clocks.start(
        "away.copy-review",
        copy,
        team=request.guest,
        asked_by=request.host.lead_id,
        title=f"Say whether your copy is still needed, or goes back into {request.service.slug}: {request.title}",
        silence="It is kept, and the register says that nobody answered.",
        url=copy.get_absolute_url(),
        days=REVIEW_DAYS,
        hours=hours_of(request.guest),
    )


@transaction.atomic
def review_copy(copy: AwayCopy, *, by: Person, outcome: str, words: str = "") -> AwayCopy:
    """The guest keeps it, brings it back into the service, or has taken it down. Refuses when that is said already."""
    policies.require(by, "away.copy-review", copy)
    known = [code for code in AwayCopy.Outcome.values if code != AwayCopy.Outcome.SILENT]
    if outcome not in known:
        raise Invalid("away-copy-outcome-unknown", f"Choose one of: {', '.join(known)}.", outcome="Unknown.")
    held = _held(copy.pk)
    if held.outcome and held.outcome != AwayCopy.Outcome.SILENT:
        raise Refused("away-copy-reviewed", f"It is said already: {held.get_outcome_display().lower()}.")
    _reviewed(held, by=by, outcome=outcome, words=storable(words.strip(), LONGEST))
    clocks.meet("away.copy-review", held)
    said_so = held.get_outcome_display().lower()
    waiting.tell_host(held.request, f"has looked at the copy after {held.request}: {said_so}", by=by)
    return held


@transaction.atomic
def keep_copy_silently(copy_id: int) -> None:
    """Nobody answered: it is kept, and the register says so. Nothing when somebody has."""
    copy = _held(copy_id)
    if not copy.outcome:
        _reviewed(copy, by=None, outcome=AwayCopy.Outcome.SILENT, words="")


def _reviewed(copy: AwayCopy, *, by: Person | None, outcome: str, words: str) -> None:
    copy.outcome, copy.words, copy.reviewed_by, copy.reviewed_at = outcome, words, by, timezone.now()
    copy.save(update_fields=["outcome", "words", "reviewed_by", "reviewed_at"])
    audit.record(by, "awayrequest.copy-review", copy.request, data={"outcome": outcome})


def _held(copy_id: int) -> AwayCopy:
    AwayCopy.objects.select_for_update().get(pk=copy_id)
    named = ("request__guest__lead", "request__host__lead", "request__service", "request__asked_by", "declared_by")
    return AwayCopy.objects.select_related(*named).get(pk=copy_id)
