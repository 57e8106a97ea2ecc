"""What waits for the person who looks at a request: each with the words of a button, and where it is done."""

from dataclasses import dataclass

from django.urls import reverse

from portal.kit import clocks
from teams.away.models import AwayRequest
from teams.away.reads.charters import CharterPage
from teams.people.models import Person

ANSWER = ("Answer it", "#answer")
GOES_ON = ("See what it waits for", "#work")
ACTS: dict[str, tuple[str, str]] = {
    "away.sponsor": ("Confirm it, or give it back", "#sponsor"),
    "away.first": ANSWER,
    "away.first-lead": ANSWER,
    "away.first-head": ANSWER,
    "away.answer": ANSWER,
    "away.escalation": ANSWER,
    "away.orphan": ANSWER,
    "away.queue": ANSWER,
    "away.bundle": ("Say whether they are the same", "#bundle"),
    "away.offer": ("Answer the offer", "#answer"),
    "away.promise": ("Say what came of it", "#answer"),
    "away.grace": ("Say what came of it", "#answer"),
    "away.draft": ("Draft the charter", "charter"),
    "away.mediate": ("Help with the charter", "charter"),
    "away.urge": ("See to the charter", "charter"),
    "away.sign": ("Read and sign the charter", "charter"),
    "away.preflight": ("Show the gates", "#gates"),
    "away.pack": ("Hand over what they need", "#pack"),
    "away.grant": ("Give them access", "#access"),
    "away.revoke": ("Take the access away", "#access"),
    "away.unblock": ("Make room, so that it goes on", "#work"),
    "away.unblock-head": ("Make room, so that it goes on", "#work"),
    "away.stall": ("Write how it goes", "#statuses"),
    "away.status": ("Write how it goes", "#statuses"),
    "away.reclaim": ("Go on, or say how it stands", "#work"),
    "away.take-back": ("Take it back, or wait", "#work"),
    "away.pause": GOES_ON,
    "away.skeleton": ("Show a first change", "#skeleton"),
    "away.react-host": ("Say what you do about it", "#skeleton"),
    "away.react-guest": ("Say what you do about it", "#skeleton"),
    "away.design": ("Read the design", "#designs"),
    "away.design-advice": ("Advise on the design", "#designs"),
    "away.extend": ("Grant more time, or refuse it", "#work"),
    "away.over": ("Hand over, or end it", "#release"),
    "away.demand": ("Answer the demand", "#h-later"),
    "away.way-back": ("Say how it is switched off", "#release"),
    "away.finish": ("Say how it is switched off, and release it", "#release"),
    "away.mend": ("Mend what broke", "#h-incidents"),
    "away.handover": ("Hand over", "#handback"),
    "away.handback": ("Take it back", "#handback"),
    "away.measure": ("Say what came of it", "#answer"),
    "away.look-back-guest": ("Look back", "#looking-back"),
    "away.look-back-host": ("Look back", "#looking-back"),
    "away.credit": ("Thank those who did it", "#looking-back"),
    "away.wind-down": ("Say where your work lies", "#leaving"),
    "away.copy-review": ("Say what becomes of the copy", "#h-copy"),
    "away.roadmap-host": ("Decide", "#h-decision"),
    "away.roadmap-guest": ("Decide", "#h-decision"),
    "away.roadmap-above": ("Decide", "#h-decision"),
    "away.roadmap-top": ("Decide", "#h-decision"),
}
OF_CHANGE = {
    "away.review": "Review change {}",
    "away.review-late": "Review change {}",
    "away.review-deputy": "Review change {}",
    "away.review-open": "Review change {}",
    "away.review-neutral": "Review change {}",
    "away.ruling": "Decide about change {}",
    "away.last-look": "Look at change {} once more",
    "away.rework": "Work on change {}",
    "away.merge": "Merge change {}",
    "away.advice": "Wait for advice on change {}, or see it",
    "away.override": "Answer for the back door of change {}",
    "away.back-door": "Take the back door of change {} away",
}
LATER = {"away.status": 1, "away.stall": 1, "away.finish": 2}
PASSES = {"away.window", "away.warranty"}
"""Clocks that run by themselves: whoever they are awaited of stands by, and does nothing."""


@dataclass(frozen=True, slots=True)
class Mine:
    """One thing that waits for whoever looks: ``place`` is where on the page it is done, or the address of a page."""

    label: str
    place: str


def waits_for_me(request: AwayRequest, person: Person, charter: CharterPage | None) -> list[Mine]:
    """What waits for them of this request and all that belongs to it, due first; each place once. One query.

    What comes every week, and the last day of the work, come after what somebody else waits for. A lead who has not
    signed the newest ``charter`` may do so while the other one is awaited.
    """
    mine = clocks.waiting_for(person).filter(kind__startswith="away.", url__startswith=request.get_absolute_url())
    found: dict[str, Mine] = {}
    for clock in sorted(mine, key=lambda clock: (LATER.get(clock.kind, 0), clock.due_at, clock.pk)):
        if clock.kind in PASSES:
            continue
        label, place = ACTS.get(clock.kind, ("See what waits", clock.url))
        if clock.kind in OF_CHANGE:
            label, place = OF_CHANGE[clock.kind].format(clock.url.rstrip("/").rpartition("/")[2]), clock.url
        found.setdefault(place, Mine(label, clock.url if place == "charter" else place))
    unsigned = charter is not None and any(
        one.signature is None and one.team.lead_id == person.pk for one in charter.signings
    )
    if request.state == AwayRequest.State.AGREED and unsigned:
        charters = reverse("away:charter", args=[request.pk])
        found.setdefault("charter", Mine(ACTS["away.sign"][0], charters))
    return list(found.values())
