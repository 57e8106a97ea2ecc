"""Away-team requests, what was offered instead, the charters both sides sign, and the stays that follow."""

from teams.away.models.arrival import AwayAccess, AwayGate, AwayPack
from teams.away.models.breach import AwayBreach
from teams.away.models.bundle import AwayBundle
from teams.away.models.change import AwayChange, ChangeStep
from teams.away.models.charter import AwayCharter, CharterSignature
from teams.away.models.closing import AwayContributor, AwayCredit, AwayLookBack
from teams.away.models.criterion import AwayCriterion
from teams.away.models.decision import AwayDecision
from teams.away.models.demand import AwayDemand
from teams.away.models.draft import AwayDraft
from teams.away.models.handback import AwayHandback, AwayHandover, AwayKeeper, TrustedCommitter
from teams.away.models.leaving import AwayCopy, AwayLeaving
from teams.away.models.offer import AwayOffer
from teams.away.models.release import AwayIncident, AwayRelease
from teams.away.models.request import AwayMember, AwayRequest, figure
from teams.away.models.signal import AwaySignal
from teams.away.models.stay import AwayStay, AwayStop
from teams.away.models.strain import AwayStrain
from teams.away.models.ways import AwayWays
from teams.away.models.work import AwayDesign, AwayExtension, AwaySkeleton, AwayStatus

__all__ = [
    "AwayAccess",
    "AwayBreach",
    "AwayBundle",
    "AwayChange",
    "AwayCharter",
    "AwayContributor",
    "AwayCopy",
    "AwayCredit",
    "AwayCriterion",
    "AwayDecision",
    "AwayDemand",
    "AwayDesign",
    "AwayDraft",
    "AwayExtension",
    "AwayGate",
    "AwayHandback",
    "AwayHandover",
    "AwayIncident",
    "AwayKeeper",
    "AwayLeaving",
    "AwayLookBack",
    "AwayMember",
    "AwayOffer",
    "AwayPack",
    "AwayRelease",
    "AwayRequest",
    "AwaySignal",
    "AwaySkeleton",
    "AwayStatus",
    "AwayStay",
    "AwayStop",
    "AwayStrain",
    "AwayWays",
    "ChangeStep",
    "CharterSignature",
    "TrustedCommitter",
    "figure",
]
