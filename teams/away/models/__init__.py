"""Away-team requests, what was offered instead, and the charters that both sides sign."""

from teams.away.models.charter import AwayCharter, CharterSignature
from teams.away.models.demand import MOST_BEFORE_LOOKING_BACK, AwayDemand
from teams.away.models.offer import AwayOffer
from teams.away.models.request import AwayMember, AwayRequest, figure

__all__ = [
    "MOST_BEFORE_LOOKING_BACK",
    "AwayCharter",
    "AwayDemand",
    "AwayMember",
    "AwayOffer",
    "AwayRequest",
    "CharterSignature",
    "figure",
]
