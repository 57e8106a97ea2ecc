"""The record that comes back: on its day it opens itself, and somebody says what came of it."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.proposals import states
from teams.proposals.actions import awaited
from teams.proposals.actions.deciding import wait_until
from teams.proposals.actions.finding import index_proposal
from teams.proposals.actions.given import Number, day_to_come, number, said
from teams.proposals.actions.held import locked
from teams.proposals.actions.telling import tell, tell_watchers
from teams.proposals.models import LookBack, Proposal

DAY_CAME = "The day that was set for it has come."


def reopen_on_its_day(proposal_id: int) -> None:
    """The day has come. Nothing before it, and nothing when it does not hold any more or is open already."""
    held = locked(proposal_id)
    day = next_day(held)
    if day is None or day > timezone.now().date() or held.state not in states.PROPOSAL.moves["reopen"].sources:
        return
    _reopen(held, by=None, why=DAY_CAME)


def next_day(proposal: Proposal) -> date | None:
    """The day on which it opens itself: of the last look back, else of its prediction."""
    last = proposal.look_backs.order_by("-number").first()
    return last.again_on if last is not None else proposal.check_on


@transaction.atomic
def reopen_proposal(proposal: Proposal, *, by: Person, reason: str) -> Proposal:
    """Look back before the day, or at a proposal that named none."""
    policies.require(by, "proposal.reopen", proposal)
    words = said(reason, "reason", hint="Say what makes you look again.")
    held = locked(proposal.pk)
    _reopen(held, by=by, why=words)
    return held


def _reopen(held: Proposal, *, by: Person | None, why: str) -> None:
    states.PROPOSAL.move(held, "reopen", by=by, reopened_why=why)
    awaited.wait_for_look(held)
    index_proposal(held)
    times = held.look_backs.count() + 1
    told = (
        f"opened {held} again, {held.title}: {why}" if by else f"{held} has opened itself, look {times}: {held.title}"
    )
    tell_watchers(held, told, by=by)


@transaction.atomic
def look_back(
    proposal: Proposal,
    *,
    by: Person,
    verdict: str,
    then: str,
    text: str,
    value: Number | None = None,
    again_on: date | None = None,
) -> LookBack:
    """Say what came of it, in the number that was predicted, and what the team does now. Frozen when sent.

    A proposal with a prediction needs the number, unless nobody can tell. ``again_on`` lets it open itself once more.
    """
    policies.require(by, "proposal.look-back", proposal)
    if verdict not in LookBack.Verdict.values:
        raise Invalid("look-back-verdict-unknown", "Say whether it came as predicted.", verdict="Choose one.")
    if then not in LookBack.Then.values:
        raise Invalid("look-back-then-unknown", "Say what you do now.", then="Keep it, change it, or take it back.")
    words = said(text, "text", hint="Say what was learned, for a reader in a year.")
    held = locked(proposal.pk)
    if held.state != Proposal.State.REOPENED:
        now = held.get_state_display().lower()
        raise Refused("look-back-not-now", f"{held} is {now}. It is looked back at once it has been opened again.")
    measured = number(value, "value") if value not in ("", None) else None
    if measured is None and held.has_prediction and verdict != LookBack.Verdict.UNKNOWN:
        raise Invalid("look-back-without-number", f"Say what {held.metric} is now.", value="The number as it is now.")
    day = day_to_come(again_on, "again_on") if again_on is not None else None
    states.PROPOSAL.move(held, "look-back", by=by, data={"verdict": verdict, "then": then})
    last = held.look_backs.aggregate(most=Max("number"))["most"] or 0
    made = LookBack.objects.create(
        proposal=held, number=last + 1, verdict=verdict, then=then, value=measured, text=words, again_on=day, by=by,
        at=timezone.now(),
    )  # fmt: skip
    audit.record(by, "look-back.write", made, after=verdict, data={"proposal": held.pk, "number": made.number})
    clocks.meet("proposals.look-back", held)
    if day is not None:
        wait_until(held, day)
    index_proposal(held)
    tell_watchers(held, f"looked back at {held}, {held.title}: {made.get_verdict_display().lower()}", by=by)
    return made


def miss_look_back(proposal_id: int) -> None:
    """Nobody has said what came of it: the lead is told, and it stays late for everybody to see."""
    held = locked(proposal_id)
    if held.state == Proposal.State.REOPENED:
        tell(
            [answers_for(held.team)],
            f"Nobody has looked back at {held} in time: {held.title}. It stays open and late.",
            held,
        )
