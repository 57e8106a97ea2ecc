"""How a proposal ends being open: agreed, rejected, withdrawn, or superseded by another. Silence is in silence.py."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import clocks, jobs, policies
from portal.kit.refusals import Invalid, Refused
from teams.people.models import Person
from teams.proposals import states
from teams.proposals.actions import awaited
from teams.proposals.actions.finding import index_proposal
from teams.proposals.actions.given import said
from teams.proposals.actions.held import locked, locked_in_order, locked_with_replaced, newest, open_objections
from teams.proposals.actions.telling import tell_head, tell_watchers
from teams.proposals.models import Comment, Proposal

_S = Proposal.State


@transaction.atomic
def agree_to_proposal(proposal: Proposal, *, by: Person) -> Proposal:
    """Close it before its time is over: everybody it is addressed to has agreed, and no objection is open.

    Where somebody has not, or it is addressed to nobody, its time decides.
    """
    policies.require(by, "proposal.agree", proposal)
    held = locked_with_replaced(proposal.pk)
    _require_open(held)
    if open_objections(held):
        raise Refused("proposal-objection-open", "An objection is open. Answer it first; that does not need a yes.")
    version = newest(held)
    addressees = list(held.addressees.select_related("person"))
    left = [one.person.name for one in addressees if one.agreed_to < version.number]
    if left:
        who = ", ".join(left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
        raise Refused("proposal-not-everybody", f"{who} did not agree to version {version.number} yet. Time decides.")
    if not addressees:
        raise Refused("proposal-addressed-to-nobody", "It is addressed to nobody who could agree early. Time decides.")
    agree(held, "agree", by=by)
    return held


def agree(held: Proposal, verb: str, *, by: Person | None) -> None:
    """It holds from now on: what it replaces is superseded, and its day is waited for. ``by=None``: silence."""
    overruled = held.comments.filter(state=Comment.State.OVERRULED).count()
    states.PROPOSAL.move(
        held, verb, by=by, data={"version": held.versions.count(), "overruled": overruled},
        decided_at=timezone.now(), decided_by=by, decided_as=states.PROPOSAL.moves[verb].target, overruled=overruled,
    )  # fmt: skip
    _end_clocks(held)
    if held.replaces_id is not None:
        old = locked(held.replaces_id)
        if old.state in states.PROPOSAL.moves["supersede"].sources:
            _supersede(old, held, by=by, reason=f"{held} says what holds now.")
    if held.check_on is not None:
        wait_until(held, held.check_on)
    index_proposal(held)
    how = "was agreed to by silence" if by is None else "is agreed"
    tell_watchers(held, f"{held} {how}: {held.title}" if by is None else f"closed {held}, agreed: {held.title}", by=by)
    if held.is_one_way and overruled:
        many = "an objection" if overruled == 1 else f"{overruled} objections"
        tell_head(held, f"{held} of {held.team.name} is a one-way door and was decided over {many}: {held.title}")


def wait_until(proposal: Proposal, day: date) -> None:
    """The record opens itself on that day: a job row, due when the day begins in UTC."""
    begins = datetime.combine(day, time(), UTC)
    jobs.enqueue("proposals.reopen", proposal.pk, after=max(timedelta(seconds=1), begins - timezone.now()))


@transaction.atomic
def reject_proposal(proposal: Proposal, *, by: Person, reason: str) -> Proposal:
    """The team will not do it, and says why."""
    policies.require(by, "proposal.reject", proposal)
    words = said(reason, "reason", hint="Say why, for whoever has the same idea in a year.")
    held = locked(proposal.pk)
    _require_open(held)
    return _end(held, "reject", by=by, reason=words, told=f"rejects {held}, {held.title}")


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Person, reason: str) -> Proposal:
    """Its author or lead takes it back: a draft, or one that is open for comment."""
    policies.require(by, "proposal.withdraw", proposal)
    words = said(reason, "reason", hint="Say why, for whoever has the same idea in a year.")
    held = locked(proposal.pk)
    return _end(held, "withdraw", by=by, reason=words, told=f"withdraws {held}, {held.title}")


def end_by_silence(held: Proposal, reason: str) -> None:
    """Homeport withdraws it: an objection stayed without an answer."""
    _end(held, "withdraw", by=None, reason=reason, told=f"{held} ended: {reason[0].lower()}{reason[1:]}")


@transaction.atomic
def supersede_proposal(proposal: Proposal, *, by: Person, other: Proposal, reason: str) -> Proposal:
    """Another proposal that is agreed says what holds now. Refuses one that is not, and itself."""
    policies.require(by, "proposal.supersede", proposal)
    words = said(reason, "reason")
    if other.pk == proposal.pk:
        raise Invalid("proposal-superseded-by-itself", "Name the other proposal.", other="This is the same one.")
    rows = locked_in_order(proposal.pk, other.pk)
    held, newer = rows[proposal.pk], rows[other.pk]
    if not newer.is_in_force:
        now = newer.get_state_display().lower()
        raise Invalid("proposal-superseded-by-nothing", f"{newer} is {now}, so it does not hold.", other=f"Is {now}.")
    _supersede(held, newer, by=by, reason=words)
    return held


def _supersede(held: Proposal, newer: Proposal, *, by: Person | None, reason: str) -> None:
    _end(
        held, "supersede", by=by, reason=reason, superseded_by=newer,
        told=f"{held} is superseded by {newer}, {newer.title}" if by is None else f"superseded {held} by {newer}",
    )  # fmt: skip


def _end(held: Proposal, verb: str, *, by: Person | None, reason: str, told: str, **changes: Any) -> Proposal:
    if not held.decided_as:  # what was decided once and is superseded later keeps its own day
        changes |= {"decided_as": states.PROPOSAL.moves[verb].target, "decided_at": timezone.now(), "decided_by": by}
    states.PROPOSAL.move(held, verb, by=by, reason=reason, time_left=None, **changes)
    _end_clocks(held)
    if held.is_published:
        index_proposal(held)
        tell_watchers(held, told, by=by)
    return held


def _end_clocks(held: Proposal) -> None:
    """Nothing is awaited any more; objections that nobody answered end with it."""
    awaited.stop(held)
    clocks.withdraw("proposals.look-back", held)
    for objection in held.comments.filter(state=Comment.State.OPEN):
        states.OBJECTION.move(objection, "close", by=None, data={"proposal": held.pk})
        clocks.close_all(objection, met=False)


def _require_open(held: Proposal) -> None:
    if held.state != _S.OPEN:
        now = held.get_state_display().lower()
        raise Refused("proposal-not-open", f"{held} is {now} now, so there is nothing to decide. Look at it again.")
