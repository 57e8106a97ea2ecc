"""How an away-team request moves. The page's forms come from this table.

An offer that is taken is a promise (``accept``), or settles the matter at once (``settle``); one that is not is passed
on (``dispute``). A promise that is not kept becomes an agreement by itself (``miss``).
"""

from portal.kit.moves import Move, Moves
from teams.away.models import AwayDemand, AwayRequest

_S = AwayRequest.State
REQUEST = Moves(
    AwayRequest,
    "state",
    {
        "agree": Move({_S.ASKED, _S.ESCALATED}, _S.AGREED),
        "offer": Move({_S.ASKED, _S.ESCALATED}, _S.OFFERED),
        "decline": Move({_S.ASKED, _S.ESCALATED}, _S.DECLINED),
        "accept": Move({_S.OFFERED}, _S.PROMISED),
        "settle": Move({_S.OFFERED}, _S.SETTLED),
        "dispute": Move({_S.OFFERED}, _S.ESCALATED),
        "withdraw": Move({_S.ASKED, _S.ESCALATED, _S.OFFERED}, _S.WITHDRAWN),
        "escalate": Move({_S.ASKED}, _S.ESCALATED),
        "expire": Move({_S.ESCALATED}, _S.EXPIRED),
        "miss": Move({_S.PROMISED}, _S.AGREED),
        "sign": Move({_S.AGREED}, _S.SIGNED),
        "finish": Move({_S.SIGNED, _S.PROMISED}, _S.DONE),
        "end": Move({_S.AGREED, _S.SIGNED, _S.PROMISED}, _S.ENDED),
    },
)

_D = AwayDemand.State
DEMAND = Moves(AwayDemand, "state", {"accept": Move({_D.OPEN}, _D.ACCEPTED), "refuse": Move({_D.OPEN}, _D.REFUSED)})
