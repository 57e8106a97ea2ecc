"""Who looks at it: ties rule out, then a score, then a lot among the best three. Pure."""

from teams.reviews.routing.given import Brief, Candidate, Pool
from teams.reviews.routing.kept import Replay, digest_of, kept, replay
from teams.reviews.routing.picking import ENGINE, Drawn, Seat, draw, hindrances, mentor_of
from teams.reviews.routing.reasons import GAVE_WAY, HARD, SOFT, TIES, TOLD, said

__all__ = [
    "ENGINE",
    "GAVE_WAY",
    "HARD",
    "SOFT",
    "TIES",
    "TOLD",
    "Brief",
    "Candidate",
    "Drawn",
    "Pool",
    "Replay",
    "Seat",
    "digest_of",
    "draw",
    "hindrances",
    "kept",
    "mentor_of",
    "replay",
    "said",
]
