"""How a review and its suggestions move."""

from portal.kit.moves import Move, Moves
from teams.reviews.models import Review, Suggestion

_R = Review.State
REVIEW = Moves(
    Review,
    "state",
    {
        "assign": Move({_R.ASKED}, _R.ASSIGNED),
        "find-nobody": Move({_R.ASKED}, _R.NOBODY),
        "decline": Move({_R.ASSIGNED}, _R.ASKED),
        "advise": Move({_R.ASSIGNED}, _R.ADVISED),
        "lapse": Move({_R.ASSIGNED}, _R.SILENT),
        "close": Move({_R.ADVISED}, _R.CLOSED),
        "withdraw": Move({_R.ASKED, _R.ASSIGNED, _R.ADVISED}, _R.WITHDRAWN),
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
