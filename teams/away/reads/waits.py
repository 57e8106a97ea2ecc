"""Who is waited for, of a request and of all that belongs to it: each clock as a sentence with a name in it."""

from django.db.models import Q

from portal.kit import audit
from portal.models import Clock
from teams.away.models import AwayRequest

_FIRST = "gives a first answer"
_ROADMAPS = "decides between the roadmaps"
_REVIEW = "reviews a change"
DOES = {
    "away.sponsor": "confirms people and time",
    "away.first": _FIRST,
    "away.first-lead": _FIRST,
    "away.first-head": _FIRST,
    "away.bundle": "says whether requests want the same",
    "away.orphan": "finds an owner",
    "away.answer": "answers",
    "away.escalation": "answers",
    "away.queue": "makes room",
    "away.offer": "answers the offer",
    "away.promise": "keeps its promise",
    "away.grace": "keeps its promise, late",
    "away.draft": "drafts the charter",
    "away.mediate": "helps to a charter",
    "away.sign": "signs the charter",
    "away.urge": "sees to the charter, which lay",
    "away.preflight": "shows its gates",
    "away.pack": "hands over what they need",
    "away.grant": "lets a guest in",
    "away.revoke": "takes an access away",
    "away.finish": "finishes the work",
    "away.unblock": "makes room for the guests",
    "away.unblock-head": "makes room for the guests",
    "away.stall": "shows a sign of work",
    "away.reclaim": "goes on, or says how it stands",
    "away.take-back": "takes it back, or waits",
    "away.pause": "goes on",
    "away.status": "writes this week's status",
    "away.skeleton": "shows a first change in production",
    "away.react-host": "reacts to the risk",
    "away.react-guest": "reacts to the risk",
    "away.design": "reads the design",
    "away.design-advice": "advises on the design",
    "away.demand": "answers a later demand",
    "away.extend": "grants more time, or refuses it",
    "away.over": "hands over, or ends it",
    "away.review": _REVIEW,
    "away.review-late": _REVIEW,
    "away.review-deputy": _REVIEW,
    "away.review-open": _REVIEW,
    "away.review-neutral": _REVIEW,
    "away.last-look": "looks at a change once more",
    "away.ruling": "decides about a change",
    "away.rework": "works on a change",
    "away.merge": "merges a change",
    "away.advice": "reads the advice on a change",
    "away.override": "answers for a back door",
    "away.back-door": "takes a back door away",
    "away.way-back": "says how it is switched off",
    "away.window": "stands by",
    "away.warranty": "mends what breaks",
    "away.mend": "mends what broke",
    "away.handover": "hands over",
    "away.handback": "takes it back",
    "away.measure": "says what came of it",
    "away.look-back-guest": "looks back",
    "away.look-back-host": "looks back",
    "away.credit": "thanks those who did it",
    "away.wind-down": "says where its work lies",
    "away.copy-review": "says what becomes of the copy",
    "away.roadmap-host": _ROADMAPS,
    "away.roadmap-guest": _ROADMAPS,
    "away.roadmap-above": _ROADMAPS,
    "away.roadmap-top": _ROADMAPS,
}
"""What whoever is awaited does, by the kind of clock."""

TOLD = {
    "away.sponsor", "away.answer", "away.escalation", "away.queue", "away.offer", "away.promise", "away.draft",
    "away.mediate", "away.sign", "away.urge", "away.preflight", "away.pack", "away.finish", "away.unblock",
    "away.reclaim", "away.pause", "away.window", "away.warranty", "away.handover", "away.handback", "away.wind-down",
}  # fmt: skip
"""What the sentence for the state of a request, or of its stay, says already."""


BESIDE = {"away.grant", "away.revoke", "away.back-door", "away.copy-review"}
"""What goes on beside the rest: it is named as next only when nothing else is awaited."""


def clocks_here(request: AwayRequest) -> list[Clock]:
    """All clocks of the request itself, and the running ones of all that belongs to it. One query."""
    running = Q(state=Clock.State.OPEN, kind__startswith="away.", url__startswith=request.get_absolute_url())
    found = Clock.objects.filter(running | Q(subject=audit.ref(request)))
    return list(found.select_related("awaited_team", "awaited_person").order_by("pk"))


def next_first(clocks: list[Clock]) -> list[Clock]:
    """Those that run, due first, with what goes on beside the rest at the end."""
    running = [one for one in clocks if one.state == Clock.State.OPEN]
    return sorted(running, key=lambda one: (one.kind in BESIDE, one.due_at, one.pk))
