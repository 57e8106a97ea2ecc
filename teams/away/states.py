"""How an away-team request moves. The page's forms come from this table."""

from portal.kit.moves import Move, Moves
from teams.away.models import AwayRequest

_S = AwayRequest.State
REQUEST = Moves(
    AwayRequest,
    "state",
    {
        "agree": Move({_S.ASKED, _S.ESCALATED}, _S.AGREED),
        "decline": Move({_S.ASKED, _S.ESCALATED}, _S.DECLINED),
        "withdraw": Move({_S.ASKED, _S.ESCALATED}, _S.WITHDRAWN),
        "escalate": Move({_S.ASKED}, _S.ESCALATED),
        "expire": Move({_S.ESCALATED}, _S.EXPIRED),
        "finish": Move({_S.AGREED}, _S.DONE),
        "end": Move({_S.AGREED}, _S.ENDED),
    },
)
