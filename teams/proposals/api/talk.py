"""The API of what is said about proposals: comments, yeses, objections and their answers."""

from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_of
from teams.proposals.actions import saying
from teams.proposals.api import shapes, words
from teams.proposals.api.views import proposal_of, proposals
from teams.proposals.models import Comment, Proposal
from teams.proposals.reads.proposals import comments

path_word("comment", "The comment's number within the proposal.", 3, type="integer", minimum=1, maximum=999_999_999)


@proposals.get(gives=shapes.ProposalCommentAnswer, many=True)
def list_proposal_comments(request: Call, proposal: int, words: Given) -> Rows:
    """List what was said about a proposal.

    Comments, yeses and objections to all of its versions, by their numbers.
    """
    return rows_of(words, comments(proposal_of(request, proposal)))


@proposals.post(takes=words.NewProposalComment, gives=shapes.ProposalCommentAnswer, status=201)
def comment_on_proposal(request: Call, proposal: int, words: Given) -> Comment:
    """Comment on a paragraph, or answer a comment.

    Everybody may while it is open. Frozen when sent. Refused with `comment-on-another-version` when a newer one is out.
    """
    made = saying.comment_on(proposal_of(request, proposal), by=request.user, **words)
    return _comment(proposal_of(request, proposal), made.number)


@proposals.post(takes=words.Consent, gives=shapes.ProposalCommentAnswer, status=201)
def agree_to_version(request: Call, proposal: int, words: Given) -> Comment:
    """Say yes to a version.

    Everybody but its author may, once for each version.
    """
    made = saying.agree_to(proposal_of(request, proposal), by=request.user, **words)
    return _comment(proposal_of(request, proposal), made.number)


@proposals.post(takes=words.NewObjection, gives=shapes.ProposalCommentAnswer, status=201)
def object_to_proposal(request: Call, proposal: int, words: Given) -> Comment:
    """Object to a version.

    Everybody but its author may, once for each version. It says why and what would satisfy it. No veto: the time stops
    until its author has answered.
    """
    made = saying.object_to(proposal_of(request, proposal), by=request.user, **words)
    return _comment(proposal_of(request, proposal), made.number)


@proposals.get(gives=shapes.ProposalCommentAnswer)
def get_proposal_comment(request: Call, proposal: int, comment: int) -> Comment:
    """Read one comment.

    With what was answered, when it is an objection.
    """
    return _comment(proposal_of(request, proposal), comment)


@proposals.post(takes=words.WordOnObjection, gives=shapes.ProposalCommentAnswer)
def answer_objection(request: Call, proposal: int, comment: int, words: Given) -> Comment:
    """Answer an objection.

    Its author or the team's lead may, never whoever objected. `taken` and `adapted` need a version that came after it,
    else it is `objection-answer-without-version`. With the last answer the time goes on.
    """
    found = proposal_of(request, proposal)
    saying.answer_objection(_objection(found, comment), by=request.user, **words)
    return _comment(found, comment)


@proposals.post(gives=shapes.ProposalCommentAnswer)
def take_back_objection(request: Call, proposal: int, comment: int) -> Comment:
    """Take one's objection back.

    Whoever objected may. What they said stays to be read.
    """
    found = proposal_of(request, proposal)
    saying.take_back_objection(_objection(found, comment), by=request.user)
    return _comment(found, comment)


def _comment(proposal: Proposal, number: int) -> Comment:
    rows = proposal.comments.select_related("by", "version", "reply_to", "answered_by", "answered_in")
    return get_object_or_404(rows, number=number)


def _objection(proposal: Proposal, number: int) -> Comment:
    rows = proposal.comments.select_related("by", "version").filter(kind=Comment.Kind.OBJECTION)
    found = get_object_or_404(rows, number=number)
    found.proposal = proposal
    return found
