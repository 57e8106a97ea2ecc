"""Away-team requests, and what was offered instead."""

from teams.away.models.offer import AwayOffer
from teams.away.models.request import AwayMember, AwayRequest, figure

__all__ = ["AwayMember", "AwayOffer", "AwayRequest", "figure"]
