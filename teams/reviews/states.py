"""How a review, the seats in it, its suggestions, a place in the guild and a certification move."""

from portal.kit.moves import Move, Moves
from teams.reviews.models import BarRaiser, Certification, Review, Seat, Suggestion

_R = Review.State
REVIEW = Moves(
    Review,
    "state",
    {
        "assign": Move({_R.ASKED}, _R.ASSIGNED),
        "assign-by-hand": Move({_R.ASKED, _R.NOBODY}, _R.ASSIGNED),
        "find-nobody": Move({_R.ASKED}, _R.NOBODY),
        "decline": Move({_R.ASSIGNED}, _R.ASKED),
        "advise": Move({_R.ASSIGNED}, _R.ADVISED),
        "lapse": Move({_R.ASSIGNED}, _R.SILENT),
        "close": Move({_R.ADVISED}, _R.CLOSED),
        "withdraw": Move({_R.ASKED, _R.ASSIGNED, _R.ADVISED}, _R.WITHDRAWN),
    },
)

_T = Seat.State
SEAT = Moves(
    Seat,
    "state",
    {
        "take": Move({_T.OFFERED}, _T.TAKEN),
        "send": Move({_T.OFFERED, _T.TAKEN}, _T.SENT),
        "decline": Move({_T.OFFERED, _T.TAKEN}, _T.DECLINED),
        "pass-on": Move({_T.OFFERED}, _T.UNANSWERED),
        "lapse": Move({_T.OFFERED, _T.TAKEN}, _T.SILENT),
        "release": Move({_T.OFFERED, _T.TAKEN}, _T.RELEASED),
    },
)

_S = Suggestion.State
SUGGESTION = Moves(
    Suggestion,
    "state",
    {
        "accept": Move({_S.OPEN}, _S.ACCEPTED),
        "adapt": Move({_S.OPEN}, _S.ADAPTED),
        "ignore": Move({_S.OPEN}, _S.IGNORED),
        "leave": Move({_S.OPEN}, _S.UNANSWERED),
    },
)

_B = BarRaiser.State
RAISER = Moves(
    BarRaiser,
    "state",
    {
        "pause": Move({_B.STANDING, _B.PAUSED}, _B.PAUSED),
        "come-back": Move({_B.PAUSED}, _B.STANDING),
        "end": Move({_B.STANDING, _B.PAUSED}, _B.ENDED),
        "join-again": Move({_B.ENDED}, _B.STANDING),
    },
)

_C = Certification.State
CERTIFICATION = Moves(
    Certification,
    "state",
    {
        "accept": Move({_C.NOMINATED}, _C.READING),
        "readmit": Move({_C.NOMINATED}, _C.LEADING),
        "decline": Move({_C.NOMINATED}, _C.DECLINED),
        "shadow": Move({_C.READING}, _C.SHADOWING),
        "lead": Move({_C.SHADOWING}, _C.LEADING),
        "assess": Move({_C.LEADING}, _C.ASSESSMENT),
        "certify": Move({_C.ASSESSMENT}, _C.CERTIFIED),
        "once-more": Move({_C.ASSESSMENT}, _C.LEADING),
        "ask-renewal": Move({_C.CERTIFIED}, _C.RENEWAL),
        "renew": Move({_C.RENEWAL}, _C.CERTIFIED),
        "rest": Move({_C.CERTIFIED, _C.RENEWAL}, _C.RESTING),
        "return": Move({_C.RESTING}, _C.CERTIFIED),
        "lapse": Move({_C.READING, _C.SHADOWING, _C.LEADING, _C.RENEWAL}, _C.LAPSED),
        "end": Move(set(_C) - set(Certification.OVER), _C.ENDED),
        "nominate": Move(Certification.OVER, _C.NOMINATED),
        "appoint": Move(set(_C) - {_C.CERTIFIED, _C.RENEWAL}, _C.CERTIFIED),
    },
)
