"""What a change touches, and the brake for wide blasts (F24): a checked revision, and advice from outside in time."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.refusals import Invalid
from services.models import Contract, Revision
from teams.away.actions import change_clocks as waits
from teams.away.actions import waiting
from teams.away.actions.change_steps import Said, held_change, note_step, refuse_over
from teams.away.models import AwayChange
from teams.away.reads.merging import brake_of, recognised
from teams.people.models import Person

COMING = (Revision.State.DRAFT, Revision.State.PROPOSED, Revision.State.PUBLISHED)
SILENT = "Advice had not come in time: it may be merged without."


@transaction.atomic
def say_touches(
    change: AwayChange, *, by: Person, contracts: Sequence[Contract], revision: Revision | None = None
) -> AwayChange:
    """Which contracts it touches, and the revision that one of them would become.

    Where the brake holds, somebody from outside is asked to look at that revision; the guests wait three working days
    at most. Refuses a revision of another contract, and one that has ended.
    """
    change = held_change(change)
    policies.require(by, "away.merge", change.request)
    refuse_over(change)
    if revision is not None and revision.contract_id not in {one.pk for one in contracts}:
        raise Invalid("away-revision-elsewhere", "Name a revision of a contract it touches.", revision="Of another.")
    if revision is not None and revision.state not in COMING:
        state = revision.get_state_display().lower()
        raise Invalid("away-revision-over", "Name the revision that is to come.", revision=f"This one is {state}.")
    change.contracts.set(contracts)
    is_other = revision is not None and revision.pk != change.revision_id
    AwayChange.objects.filter(pk=change.pk).update(
        revision=revision, advice_passed_at=None if is_other else change.advice_passed_at
    )
    change.revision, change.advice_passed_at = revision, None if is_other else change.advice_passed_at
    facts = {"number": change.number, "contracts": [one.pk for one in contracts]}
    audit.record(by, "awaychange.touch", change, data=facts)
    note_step(change, "touch", Said(by), words=", ".join(one.slug for one in contracts))
    _ask_advice(change, is_other=is_other)
    return change


def recognise_contracts(change: AwayChange) -> None:
    """The contracts whose document it touches, by their paths, beside those somebody named. Called when paths come."""
    found = recognised(change.request.service, change.paths)
    if found:
        change.contracts.add(*found)


def _ask_advice(change: AwayChange, *, is_other: bool) -> None:
    ways = waits.ways_for(change)
    brake = brake_of(change, ways)
    if brake is None or change.revision is None:
        clocks.withdraw("away.advice", change)
        return
    if is_other:
        clocks.withdraw("away.advice", change)
        jobs.enqueue("reviews.look_at_draft", change.revision.pk)
        if not brake.is_advised:
            waits.await_advice(change, ways)
        waiting.tell_host(change.request, f"{change} waits for a look from outside: {brake.why}", by=None)


@transaction.atomic
def pass_advice(change_id: int) -> None:
    """Its time is over: the change may be merged without advice, and that is on record. Nothing when it is over."""
    change = held_change(AwayChange.objects.get(pk=change_id))
    if not change.is_open or change.advice_passed_at is not None:
        return
    AwayChange.objects.filter(pk=change.pk).update(advice_passed_at=timezone.now())
    note_step(change, "pass-advice", Said(None), words=SILENT)
    waiting.tell_sides(change.request, f"{change}: {SILENT}", by=None)
