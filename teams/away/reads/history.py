"""What happened to a request, as sentences."""

from dataclasses import dataclass
from datetime import datetime

from portal.models import AuditEntry
from teams.away.models import AwayRequest, figure


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline, as its tag draws it."""

    who: str
    words: str
    icon: str
    tone: str
    note: str
    at: datetime


LOOKS = {
    "ask": ("plus", ""),
    "agree": ("ok", "good"),
    "offer": ("forward", ""),
    "accept": ("ok", "good"),
    "settle": ("ok", "good"),
    "dispute": ("overdue", "warn"),
    "miss": ("overdue", "bad"),
    "draft": ("edit", ""),
    "demand": ("plus", "warn"),
    "sign-first": ("sign", "accent"),
    "sign": ("sign", "good"),
    "urge": ("overdue", "bad"),
    "decline": ("void", ""),
    "withdraw": ("void", ""),
    "escalate": ("overdue", "bad"),
    "expire": ("overdue", "bad"),
    "finish": ("ok", "good"),
    "end": ("stop", "warn"),
}

CHARTER = {
    "demand": "asked for more than was signed: demand {number}",
    "draft": "wrote version {version} of the charter",
    "sign-first": "signed version {version} of the charter",
    "sign": "signed version {version} of the charter, the second to do so: the work begins",
}


def told(request: AwayRequest, entries: list[AuditEntry]) -> list[Step]:
    """The audit's entries about this request, newest first, each with what was said at it."""
    lines = _words(request)
    steps = []
    for entry in entries:
        verb = entry.verb.rpartition(".")[2]
        words, note = lines.get(verb, (verb, ""))
        if verb in CHARTER:
            words = CHARTER[verb].format(**entry.data)
        icon, tone = LOOKS.get(verb, ("dot", ""))
        who = entry.actor.name if entry.actor is not None else "Homeport"
        steps.append(Step(who, words, icon, tone, note, entry.at))
    return steps


def _words(request: AwayRequest) -> dict[str, tuple[str, str]]:
    guest, host = request.guest.name, request.host.name
    head = request.escalated_to.name if request.escalated_to else f"{host} once more"
    other = request.contact if request.contact_id != request.decided_by_id else None
    shows = f"{other.name} shows the guests around" if other else "shows the guests around"
    offer = request.made_offer
    kind = offer.get_kind_display().lower() if offer else ""
    day = f"{offer.promised_by:%-d %B %Y}" if offer and offer.promised_by else ""
    taken = "took it" if offer and offer.answered_by else f"took it for {guest}, which was silent"
    measured = figure(request.measured_value) if request.measured_value is not None else ""
    return {
        "ask": (f"asked for {guest} to work on {request.service.slug}", request.effect),
        "agree": (f"agreed, and {shows}", request.answer),
        "offer": (
            f"offered instead: {kind}",
            " ".join(part for part in (day and f"By {day}.", offer.words if offer else "") if part),
        ),
        "accept": (f"{taken}; {host} does it by {day}", ""),
        "settle": (taken, ""),
        "dispute": (f"did not take it; {head} is asked", offer.reply if offer else ""),
        "miss": (f"opened it to {guest}: the day {host} promised was over by ten working days", ""),
        "urge": (f"asked {request.urged.name if request.urged else 'both sides'}: the charter was left lying", ""),
        "decline": (f"declined: {request.get_reason_display().lower()}", request.answer),
        "withdraw": ("withdrew it", request.outcome),
        "escalate": (f"asked {head}: {host} did not answer in time", ""),
        "expire": (f"closed it: nobody answered, so {guest} may build its own copy", ""),
        "finish": (f"finished it: {measured} {request.unit}", request.outcome),
        "end": (f"ended it; {guest} may build its own copy", request.outcome),
    }
