"""How the room's views look things up: always from what this person may see."""

from django.shortcuts import get_object_or_404

from teams.people.asker import Request
from teams.proposals.models import Comment, Proposal
from teams.proposals.reads.proposals import proposals


def proposal_of(request: Request, pk: int) -> Proposal:
    """The proposal of this address, or a 404: drafts of other teams are none."""
    return get_object_or_404(proposals(request.user), pk=pk)


def objection_of(request: Request, pk: int, number: int) -> Comment:
    """An objection to it by its number, or a 404."""
    proposal = proposal_of(request, pk)
    rows = Comment.objects.select_related("by", "version").filter(kind=Comment.Kind.OBJECTION)
    found = get_object_or_404(rows, proposal=proposal, number=number)
    found.proposal = proposal
    return found
