"""What silence does, called by the clocks' jobs: it agrees; and it does not answer an objection."""

from portal.kit import clocks
from teams.people.reads.answering import answers_for
from teams.proposals.actions import awaited
from teams.proposals.actions.deciding import agree, end_by_silence
from teams.proposals.actions.held import locked, locked_objection, locked_with_replaced, newest, open_objections
from teams.proposals.actions.telling import tell
from teams.proposals.models import Proposal

UNANSWERED = "An objection stayed without an answer."


def remind_readers(proposal_id: int) -> None:
    """Half of the time is over: whoever it is addressed to and has not agreed is told once."""
    held = locked(proposal_id)
    if held.state != Proposal.State.OPEN or held.time_left is not None:
        return
    version = newest(held)
    left = held.addressees.filter(agreed_to__lt=version.number).select_related("person")
    people = [one.person for one in left]
    tell(people, f"Half of the time for {held}, version {version.number}, is over: {held.title}. Silence agrees.", held)


def agree_by_silence(proposal_id: int) -> None:
    """Its time is over and no objection is open: it counts as agreed. Nothing when its time began anew meanwhile."""
    held = locked_with_replaced(proposal_id)
    waits = clocks.is_running("proposals.comment", held) or held.time_left is not None or open_objections(held)
    if held.state == Proposal.State.OPEN and not waits:
        agree(held, "agree-by-silence", by=None)


def pass_objection_on(comment_id: int) -> None:
    """Its author was silent about an objection: the lead is asked."""
    objection = locked_objection(comment_id)
    if not objection.is_open or clocks.is_running("proposals.objection-lead", objection):
        return
    awaited.wait_for_lead(objection)
    tell(
        [answers_for(objection.proposal.team)],
        f"Nobody answered the objection {objection.number} to {objection.proposal}. Answer it, or it ends.",
        objection.proposal, anchor=objection.anchor,
    )  # fmt: skip


def end_unanswered(comment_id: int) -> None:
    """The lead was silent, too: the proposal is withdrawn. Only silence that nobody objects to agrees."""
    objection = locked_objection(comment_id)
    if objection.is_open and objection.proposal.state == Proposal.State.OPEN:
        end_by_silence(objection.proposal, UNANSWERED)
