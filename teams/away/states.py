"""How an away-team request moves. The page's forms come from this table.

An offer that is taken is a promise (``accept``), or settles the matter at once (``settle``); one that is not is passed
on (``dispute``). A promise that is not kept becomes an agreement by itself (``miss``). A request that both have signed
stays signed while its stay goes through the work.
"""

from portal.kit.moves import Move, Moves
from teams.away.models import AwayBreach, AwayChange, AwayDemand, AwayRequest, AwayStay

_S = AwayRequest.State
REQUEST = Moves(
    AwayRequest,
    "state",
    {
        "confirm": Move({_S.SENT}, _S.ASKED),
        "return": Move({_S.SENT}, _S.RETURNED),
        "agree": Move({_S.ASKED, _S.ESCALATED}, _S.AGREED),
        "queue": Move({_S.ASKED, _S.ESCALATED}, _S.QUEUED),
        "start": Move({_S.QUEUED}, _S.AGREED),
        "offer": Move({_S.ASKED, _S.ESCALATED}, _S.OFFERED),
        "decline": Move({_S.ASKED, _S.ESCALATED}, _S.DECLINED),
        "accept": Move({_S.OFFERED}, _S.PROMISED),
        "settle": Move({_S.OFFERED}, _S.SETTLED),
        "dispute": Move({_S.OFFERED}, _S.ESCALATED),
        "withdraw": Move(AwayRequest.BEFORE, _S.WITHDRAWN),
        "duplicate": Move(AwayRequest.BEFORE, _S.DUPLICATE),
        "escalate": Move({_S.ASKED, _S.QUEUED}, _S.ESCALATED),
        "expire": Move(AwayRequest.BEFORE, _S.EXPIRED),
        "miss": Move({_S.PROMISED}, _S.AGREED),
        "sign": Move({_S.AGREED}, _S.SIGNED),
        "finish": Move({_S.SIGNED, _S.PROMISED}, _S.DONE),
        "end": Move({_S.AGREED, _S.SIGNED, _S.PROMISED}, _S.ENDED),
    },
)

_D = AwayDemand.State
DEMAND = Moves(AwayDemand, "state", {"accept": Move({_D.OPEN}, _D.ACCEPTED), "refuse": Move({_D.OPEN}, _D.REFUSED)})

_A = AwayStay.State
STAY = Moves(
    AwayStay,
    "state",
    {
        "welcome": Move({_A.PREFLIGHT}, _A.ONBOARDING),
        "begin": Move({_A.PREFLIGHT, _A.ONBOARDING}, _A.ACTIVE),
        "block": Move({_A.ACTIVE}, _A.BLOCKED_ON_HOST),
        "stall": Move({_A.ACTIVE}, _A.BLOCKED_ON_GUEST),
        "pause": Move({_A.ACTIVE, _A.BLOCKED_ON_HOST, _A.BLOCKED_ON_GUEST}, _A.PAUSED),
        "resume": Move({_A.BLOCKED_ON_HOST, _A.BLOCKED_ON_GUEST, _A.PAUSED}, _A.ACTIVE),
        "release": Move(AwayStay.BUILDING, _A.RELEASED),
        "warrant": Move({_A.RELEASED}, _A.WARRANTY),
        "hand-back": Move({_A.RELEASED, _A.WARRANTY}, _A.HANDBACK),
        "close": Move({_A.RELEASED, _A.WARRANTY, _A.HANDBACK}, _A.CLOSING),
        "finish": Move({*AwayStay.BUILDING, _A.CLOSING}, _A.CLOSED),
        "leave": Move(set(_A) - {_A.CLOSED, _A.LEFT, _A.LEAVING}, _A.LEAVING),
        "part": Move(set(_A) - {_A.CLOSED, _A.LEFT}, _A.LEFT),
    },
)

_C = AwayChange.State
_LIVE = set(_C) - set(AwayChange.OVER)
CHANGE = Moves(
    AwayChange,
    "state",
    {
        "ask": Move({_C.OPEN, _C.CHANGES_ASKED, _C.APPROVED}, _C.IN_REVIEW),
        "approve": Move({_C.OPEN, _C.IN_REVIEW, _C.CHANGES_ASKED, _C.WITH_MEDIATOR}, _C.APPROVED),
        "ask-changes": Move({_C.OPEN, _C.IN_REVIEW, _C.APPROVED}, _C.CHANGES_ASKED),
        "mediate": Move({_C.CHANGES_ASKED, _C.APPROVED, _C.IN_REVIEW}, _C.WITH_MEDIATOR),
        "rule-merge": Move({_C.WITH_MEDIATOR}, _C.APPROVED),
        "rule-last-change": Move({_C.WITH_MEDIATOR}, _C.CHANGES_ASKED),
        "rule-close": Move({_C.WITH_MEDIATOR}, _C.CLOSED),
        "merge": Move({_C.APPROVED}, _C.MERGED),
        "see-merged": Move({*_LIVE, _C.CLOSED}, _C.MERGED),
        "close": Move(_LIVE, _C.CLOSED),
        "reopen": Move({_C.CLOSED}, _C.OPEN),
    },
)

_B = AwayBreach.State
BREACH = Moves(
    AwayBreach,
    "state",
    {
        "agree": Move({_B.ASKED}, _B.AGREED),
        "refuse": Move({_B.ASKED}, _B.REFUSED),
        "find": Move({_B.ASKED}, _B.FOUND),
        "end": Move({_B.AGREED, _B.FOUND}, _B.ENDED),
    },
)
