"""What happened to a request, as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from portal.kit import audit
from portal.models import AuditEntry
from teams.away.models import AwayDemand, AwayRequest, figure
from teams.away.reads.before import told_before
from teams.away.reads.history_after import AFTER, after_step


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
    "meet": ("ok", "good"),
    "unmeet": ("void", "warn"),
    "look-back": ("overdue", "warn"),
    "sign-first": ("sign", "accent"),
    "sign": ("sign", "good"),
    "urge": ("overdue", "bad"),
    "decline": ("void", ""),
    "withdraw": ("void", ""),
    "escalate": ("overdue", "bad"),
    "expire": ("overdue", "bad"),
    "finish": ("ok", "good"),
    "end": ("stop", "warn"),
    "gate": ("check", ""),
    "void": ("void", "warn"),
    "pack": ("forward", "good"),
    "design": ("edit", ""),
    "design-answer": ("review", ""),
    "design-advice": ("review", ""),
    "last-day": ("clock", "warn"),
    "ask-time": ("clock", ""),
    "time": ("clock", ""),
    "mediate": ("forward", "warn"),
    "status": ("edit", ""),
    "status-missing": ("overdue", "warn"),
    "skeleton": ("ok", "good"),
    "pipeline-risk": ("warning", "bad"),
    "react": ("edit", ""),
    "pass-on-block": ("overdue", "bad"),
    "reclaimable": ("overdue", "bad"),
    "reclaim": ("back", "warn"),
    "pack-late": ("overdue", "bad"),
    "grant": ("lock", ""),
    "access-end": ("lock", ""),
    "access-on": ("lock", ""),
    "take": ("lock", ""),
}

CHARTER = {
    "meet": "said that criterion {number} is met",
    "unmeet": "said that criterion {number} is not met after all",
    "look-back": "asked both leads to look back: so many demands have come",
    "demand": "asked for more than was signed: demand {number}",
    "draft": "wrote version {version} of the charter",
    "sign-first": "signed version {version} of the charter",
    "sign": "signed version {version} of the charter, the second to do so: the stay begins",
    "gate": "showed gate {number}: {state}",
    "design": "wrote design {number}: {door}",
    "design-answer": "answered design {number}: {state}",
    "design-advice": "advised on design {number}, from outside",
    "last-day": "moved the last day from {from} to {until}",
    "ask-time": "asked for more time, until {until}",
    "time": "answered: more time is {state}",
    "void": "let the time for the gates run out; not shown: {gates}",
}


STAY = {
    "begin": ("began the work", "half", "accent"),
    "welcome": ("opened the door: what has to be green is", "ok", "good"),
    "block": ("waits for the hosts", "pause", "warn"),
    "stall": ("waits for the guests", "pause", "warn"),
    "pause": ("paused it", "pause", ""),
    "resume": ("went on", "half", "accent"),
    "release": ("saw the first change in production", "ok", "good"),
    "warrant": ("began the warranty", "clock", ""),
    "hand-back": ("began to hand it back", "forward", ""),
    "close": ("took it back: both look back on it", "ok", "good"),
    "finish": ("closed the stay", "ok", "good"),
    "leave": ("leaves it", "stop", "warn"),
    "part": ("ended the stay", "stop", "warn"),
}
DEMAND = {"accept": ("accepted", "ok", ""), "refuse": ("refused", "void", "")}
QUIET = {"finish", "part"}  # the request's own entry, of the same moment, says it


MOST = 1000
"""Entries: a year of work has some two hundred. Were it the fifty of a panel, how it began would be missing."""


def history_of(request: AwayRequest, demands: Sequence[AwayDemand]) -> list[Step]:
    """Everything that happened to a request, its stay and to the demands made later, newest first: one query."""
    entries = audit.history(request, *filter(None, [request.told_stay]), *demands, most=MOST)
    return told(request, list(entries), demands)


def told(request: AwayRequest, entries: list[AuditEntry], demands: Sequence[AwayDemand]) -> list[Step]:
    """The audit's entries about this request, newest first, each with what was said at it; the same again only once."""
    lines, demanded = _words(request), {audit.ref(one): one for one in demands}
    steps = []
    for entry in entries:
        what, _, verb = entry.verb.rpartition(".")
        who = entry.actor.name if entry.actor is not None else "Homeport"
        if what == "awaystay":
            if verb not in QUIET:
                said, icon, tone = STAY.get(verb, (verb, "dot", ""))
                steps.append(Step(who, said, icon, tone, str(entry.data.get("why", "")), entry.at))
            continue
        if what == "awaydemand":
            demand = demanded[entry.subject]
            said, icon, tone = DEMAND[verb]
            steps.append(Step(who, f"{said} demand {demand.number}", icon, tone, demand.reply, entry.at))
            continue
        if what == "awayrequest" and (before := told_before(verb, entry.data, request)):
            said, note, icon, tone = before
            steps.append(Step(who, said, icon, tone, note, entry.at))
            continue
        if verb in AFTER:
            said, icon, tone, note = after_step(verb, entry.data)
            steps.append(Step(who, said, icon, tone, note, entry.at))
            continue
        words, note = lines.get(verb, (verb, ""))
        if verb in CHARTER:
            words = CHARTER[verb].format(**entry.data)
        icon, tone = LOOKS.get(verb, ("dot", ""))
        steps.append(Step(who, words, icon, tone, note, entry.at))
    return _once(steps)


def _once(steps: list[Step]) -> list[Step]:
    """What the same person did several times in a row, without a word to it, as one line with how often."""
    rows = [list(same) for _, same in groupby(steps, key=lambda step: (step.who, step.words, step.note))]
    return [
        replace(same[0], words=f"{same[0].words}, {len(same)} times") if len(same) > 1 else same[0] for same in rows
    ]


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
        "miss": (f"opened it to {guest}: the day {host} promised was long over", ""),
        "urge": (f"asked {request.urged.name if request.urged else 'both sides'}: the charter was left lying", ""),
        "decline": (f"declined: {request.get_reason_display().lower()}", request.answer),
        "withdraw": ("withdrew it", request.outcome),
        "escalate": (f"asked {head}: {host} did not answer in time", ""),
        "expire": (f"closed it: nobody answered, so {guest} may build its own copy", ""),
        "finish": (
            f"finished it: {measured} {request.unit}" if measured else "closed it: nobody measured it",
            request.outcome,
        ),
        "mediate": (f"asked {request.mediator.name if request.mediator else 'somebody'} to help both to a charter", ""),
        "status": ("wrote a status", ""),
        "status-missing": ("missed a status", ""),
        "skeleton": ("showed a first change in production", ""),
        "pipeline-risk": ("marked the pipeline as a risk: nothing is in production yet", ""),
        "react": ("said what they do about the pipeline", ""),
        "pass-on-block": (f"passed it on: {host} did not make room", ""),
        "reclaimable": (f"opened the work to {host}: nothing was seen of {guest}", ""),
        "reclaim": ("took the work back", ""),
        "pack": (f"handed {guest} architecture, runbook and contacts", ""),
        "pack-late": (f"counted the onboarding pack of {host} as late", ""),
        "grant": (f"let one of {guest} write to what is in scope", ""),
        "access-end": (f"ended the access of one of {guest}", ""),
        "access-on": (f"let one of {guest} go on writing: it is under warranty", ""),
        "take": (f"took the access of one of {guest} away in the forge", ""),
        "end": (f"ended it; {guest} may build its own copy", request.outcome),
    }
