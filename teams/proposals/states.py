"""How a proposal and an objection move."""

from portal.kit.moves import Move, Moves
from teams.proposals.models import Comment, Proposal

_P = Proposal.State
PROPOSAL = Moves(
    Proposal,
    "state",
    {
        "publish": Move({_P.DRAFT}, _P.OPEN),
        "agree-by-silence": Move({_P.OPEN}, _P.SILENT),
        "agree": Move({_P.OPEN}, _P.AGREED),
        "reject": Move({_P.OPEN}, _P.REJECTED),
        "withdraw": Move({_P.DRAFT, _P.OPEN}, _P.WITHDRAWN),
        "supersede": Move({_P.OPEN, _P.SILENT, _P.AGREED, _P.REOPENED, _P.LOOKED_BACK}, _P.SUPERSEDED),
        "reopen": Move({_P.SILENT, _P.AGREED, _P.LOOKED_BACK}, _P.REOPENED),
        "look-back": Move({_P.REOPENED}, _P.LOOKED_BACK),
    },
)

_C = Comment.State
OBJECTION = Moves(
    Comment,
    "state",
    {
        "take": Move({_C.OPEN}, _C.TAKEN),
        "adapt": Move({_C.OPEN}, _C.ADAPTED),
        "overrule": Move({_C.OPEN}, _C.OVERRULED),
        "take-back": Move({_C.OPEN}, _C.TAKEN_BACK),
        "close": Move({_C.OPEN}, _C.MOOT),
    },
)
