"""Rows that are about to change, locked: whoever comes second finds what the first one left."""

from portal.kit.refusals import Refused
from teams.proposals.models import Comment, Proposal, Version


def locked(proposal_id: int) -> Proposal:
    """The proposal with its team and people; others wait until this transaction ends."""
    return Proposal.objects.select_for_update(of=("self",)).whole().get(pk=proposal_id)


def locked_in_order(*proposal_ids: int) -> dict[int, Proposal]:
    """Several proposals, locked in one order: two who want the same ones never wait for each other."""
    return {pk: locked(pk) for pk in sorted(set(proposal_ids))}


def locked_with_line(proposal_id: int, replaces: int | None) -> dict[int, Proposal]:
    """The proposal with the one it is to replace, the one that this is to replace, and so on to the end.

    So no two close a circle in the same instant: whoever comes second finds what the first one left. Refuses with
    ``proposal-line-changed`` where the line was another one when it was locked.
    """
    found = locked_in_order(proposal_id, *line_of(replaces))
    if not found.keys() >= set(line_of(replaces)):
        says = "Somebody has just said anew what one of them replaces. Send it once more."
        raise Refused("proposal-line-changed", says)
    return found


def locked_with_replaced(proposal_id: int) -> Proposal:
    """The proposal, locked with the one it is to replace."""
    old = Proposal.objects.values_list("replaces", flat=True).get(pk=proposal_id)
    return locked_in_order(proposal_id, *([old] if old is not None else []))[proposal_id]


def line_of(proposal_id: int | None) -> list[int]:
    """The ids of a proposal, of what it is to replace, and so on; a circle ends where it began."""
    found: list[int] = []
    while proposal_id is not None and proposal_id not in found:
        found.append(proposal_id)
        proposal_id = Proposal.objects.values_list("replaces", flat=True).get(pk=proposal_id)
    return found


def locked_objection(comment_id: int) -> Comment:
    """An objection and its proposal, both locked: the proposal first, as everybody does."""
    proposal = locked(Comment.objects.values_list("proposal", flat=True).get(pk=comment_id))
    found = Comment.objects.select_for_update(of=("self",)).select_related("by", "version").get(pk=comment_id)
    found.proposal = proposal
    return found


def newest(proposal: Proposal) -> Version:
    """What stands for comment. There is one as soon as it was published."""
    return proposal.versions.order_by("-number")[0]


def open_objections(proposal: Proposal) -> int:
    """How many objections nobody has answered."""
    return proposal.comments.filter(state=Comment.State.OPEN).count()
