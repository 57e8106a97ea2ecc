"""How services, revisions, checks, waivers and rulesets move. The page's buttons come from these tables."""

from portal.kit.moves import Move, Moves
from services.models import Check, Revision, RulesetVersion, Service, Waiver

_L = Service.Lifecycle
SERVICE = Moves(
    Service,
    "lifecycle",
    {
        "release": Move({_L.EXPERIMENTAL}, _L.PRODUCTION),
        "deprecate": Move({_L.EXPERIMENTAL, _L.PRODUCTION}, _L.DEPRECATED),
        "revive": Move({_L.DEPRECATED}, _L.PRODUCTION),
        "retire": Move({_L.EXPERIMENTAL, _L.DEPRECATED}, _L.RETIRED),
    },
)

_R = Revision.State
REVISION = Moves(
    Revision,
    "state",
    {
        "propose": Move({_R.DRAFT}, _R.PROPOSED),
        "publish": Move({_R.DRAFT, _R.PROPOSED}, _R.PUBLISHED),
        "deprecate": Move({_R.PUBLISHED}, _R.DEPRECATED),
        "supersede": Move({_R.PUBLISHED}, _R.RETIRED),
        "retire": Move({_R.DEPRECATED}, _R.RETIRED),
        "discard": Move({_R.DRAFT, _R.PROPOSED}, _R.RETIRED),
    },
)

_C = Check.State
CHECK = Moves(
    Check,
    "state",
    {
        "start": Move({_C.WAITING, _C.RUNNING}, _C.RUNNING),
        "finish": Move({_C.RUNNING}, _C.DONE),
        "stand-aside": Move({_C.RUNNING}, _C.NOT_CHECKED),
        "fail": Move({_C.WAITING, _C.RUNNING}, _C.FAILED),
    },
)

_W = Waiver.State
WAIVER = Moves(
    Waiver,
    "state",
    {
        "expire": Move({_W.ACTIVE}, _W.EXPIRED),
        "withdraw": Move({_W.ACTIVE}, _W.WITHDRAWN),
    },
)

_V = RulesetVersion.State
RULESET = Moves(
    RulesetVersion,
    "state",
    {
        "read": Move({_V.WAITING}, _V.READ),
        "break": Move({_V.WAITING}, _V.BROKEN),
        "put-in-force": Move({_V.READ, _V.REPLACED}, _V.IN_FORCE),
        "replace": Move({_V.IN_FORCE}, _V.REPLACED),
    },
)
