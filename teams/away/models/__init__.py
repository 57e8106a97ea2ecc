"""Away-team requests."""

from teams.away.models.request import AwayMember, AwayRequest, figure

__all__ = ["AwayMember", "AwayRequest", "figure"]
