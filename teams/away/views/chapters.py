"""In which order the page of a request tells its parts: what matters now is open, what is over is folded to a line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from portal.models import Clock
from portal.templatetags.words import plural
from teams.away.models import AwayRequest, AwayStay
from teams.away.reads.after import AfterPart
from teams.away.reads.requests import RequestPage
from teams.away.views.steps import STEPS
from teams.people.models import Team

_S = AwayStay.State
_R = AwayRequest.State


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some panels of the page under one heading; ``is_open`` without a fold around them, else folded to ``summary``."""

    name: str
    title: str
    panels: tuple[str, ...]
    summary: str = ""
    is_open: bool = True
    unfolds: bool = False
    """Folded, but something in it waits for whoever looks, or came back with what is wrong."""

    @property
    def templates(self) -> list[str]:
        return [f"away/_{name}.html" for name in self.panels]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two teams with what waits for it or for its managers now, and what did."""

    role: str
    mark: str
    team: Team
    running: list[Clock]
    over: list[Clock]


def sides(request: AwayRequest, page: RequestPage) -> list[Side]:
    """The host, then the guest, each with everything that is awaited of it now, and of each kind the last that was."""
    return [
        Side(
            role,
            mark,
            team,
            running=[one for one in page.waits if _side_of(one, request) == role],
            over=_over(one for one in page.clocks if _side_of(one, request) == role),
        )
        for role, mark, team in (("host", "b", request.host), ("guest", "a", request.guest))
    ]


def _side_of(clock: Clock, request: AwayRequest) -> str:
    """With the guest stands what is awaited of it, of its sponsor, its lead and its head; all else with the host."""
    guests = clock.kind in {"away.sponsor", "away.roadmap-guest"} or clock.awaited_person_id == request.guest.lead_id
    return "guest" if guests or clock.awaited_team_id == request.guest_id else "host"


def _over(clocks: Iterable[Clock]) -> list[Clock]:
    """What was asked of persons in vain is left out: who was asked in their place stands there."""
    said = [one for one in clocks if not (one.awaited_person_id and one.state == Clock.State.WITHDRAWN)]
    last = {(one.kind, one.awaited_person_id): one for one in said}
    return [one for one in last.values() if one.state != Clock.State.OPEN]


TITLES = {
    "answer": "The answer",
    "result": "What came of it",
    "looking-back": "Looking back",
    "handback": "Handback",
    "release": "Release and what broke since",
    "criteria": "What counts as done",
    "work": "The work",
    "arrival": "Before the work",
    "ask": "What was asked and answered",
}
PLACES = {
    "arrival": {"#gates", "#pack", "#access"},
    "work": {"#work", "#skeleton", "#designs", "#statuses", "#h-later"},
    "release": {"#release", "#h-incidents"},
    "handback": {"#handback"},
    "looking-back": {"#looking-back"},
}
ARRIVING, ARRIVED = ("gates", "access", "pack"), ("pack", "access", "gates")
WORKING = ("work", "changes", "criteria", "demands", "designs", "statuses", "skeleton")
WORKED = ("changes", "demands", "designs", "statuses", "skeleton", "work")

NOW: dict[str, tuple[str, ...]] = {
    _S.PREFLIGHT: ("arrival",),
    _S.ONBOARDING: ("arrival",),
    **dict.fromkeys(AwayStay.BUILDING, ("work", "release")),
    _S.RELEASED: ("release", "handback"),
    _S.WARRANTY: ("release", "handback"),
    _S.HANDBACK: ("handback", "release"),
    _S.CLOSING: ("answer", "looking-back", "handback"),
    _S.CLOSED: ("result", "looking-back"),
    _S.LEFT: ("result",),
}
"""What is open for each state of a stay; the rest follows folded, the latest first."""

BOUND = {
    **dict.fromkeys(("gate", "pack", "begin", "grant", "end_access", "take"), "arrival"),
    **dict.fromkeys(
        ("block", "resume", "pause", "reclaim", "status", "design", "answer_design", "advise", "skeleton", "react",
         "extend", "answer_extension", "change", "demand"), "work"),
    **{verb: {"incidents": "release"}.get(step.panel, step.panel) for verb, step in STEPS.items()},
    "mend": "release",
}  # fmt: skip
"""In which chapter a form stands that came back."""


def chapters(
    request: AwayRequest, page: RequestPage, after: AfterPart, *, places: Collection[str], bound: Iterable[str]
) -> list[Chapter]:
    """The chapters of this request as it is now. ``places`` wait for whoever looks, ``bound`` forms came back."""
    stay = request.told_stay
    if stay is None:
        return [Chapter("ask", TITLES["ask"], _before(request))]
    now = NOW.get(stay.state, ())
    shown = {*now, "criteria"} if "work" in now else set(now)  # the criteria stand with the work
    told = [name for name in TITLES if name not in shown and name in _begun(request, page, after)]
    back = {BOUND.get(name, "") for name in bound}
    return [
        *(Chapter(name, TITLES[name], _panels(name, stay, is_now=True)) for name in now),
        *(
            Chapter(
                name,
                TITLES[name],
                _panels(name, stay, is_now=False),
                _summary(name, request, page, after),
                is_open=False,
                unfolds=bool(PLACES.get(name, set()) & set(places)) or name in back,
            )
            for name in told
        ),
    ]


def _before(request: AwayRequest) -> tuple[str, ...]:
    """Without a stay: what is to be answered comes first, and what is answered before what was asked."""
    if request.state in (_R.OFFERED, _R.PROMISED):
        return ("answered", "answer", "ask", "effect")
    if request.is_open:
        return ("ask", "effect", "answer", "answered")
    return ("outcome", "answered", "effect", "ask")


def _begun(request: AwayRequest, page: RequestPage, after: AfterPart) -> set[str]:
    """The chapters of which there is something to tell."""
    begun = {"ask", "criteria"}
    if page.arrival is not None:
        begun.add("arrival")
    if page.work is not None:
        begun.add("work")
    if after.release is not None or after.incidents:
        begun.add("release")
    if after.handovers or after.handback is not None or after.kept is not None:
        begun.add("handback")
    if after.look_backs or after.credit is not None:
        begun.add("looking-back")
    if request.outcome:
        begun.add("result")
    return begun


def _panels(name: str, stay: AwayStay, *, is_now: bool) -> tuple[str, ...]:
    if name == "arrival":
        return ARRIVING if stay.state == _S.PREFLIGHT else ARRIVED
    if name == "work":
        return WORKING if is_now else WORKED
    return {
        "answer": ("answer",),
        "result": ("effect", "outcome"),
        "looking-back": ("looking_back",),
        "handback": ("handback",),
        "release": ("release", "warranty") if stay.released_at is None else ("warranty", "release"),
        "criteria": ("criteria",),
        "ask": ("effect", "ask", "answered"),
    }[name]


def _summary(name: str, request: AwayRequest, page: RequestPage, after: AfterPart) -> str:
    """What is in it, in so few words that nobody has to open it for a number."""
    if name == "arrival" and page.arrival is not None:
        gates, accesses = page.arrival.gates, page.arrival.accesses
        taken = sum(one.is_to_be_taken for one in accesses)
        parts = [f"{page.arrival.shown} of {plural(len(gates), 'gate')} shown" if gates else "", _access(accesses)]
        return _joined([*parts, f"access of {taken} still to be taken away" if taken else ""])
    if name == "work" and page.work is not None:
        written = sum(bool(one.words) for one in page.work.statuses)
        counts = [(len(page.changes.lines), "change"), (len(page.demands), "later demand"), (written, "weekly status")]
        return _joined([_counted(*count) for count in counts if count[0]]) or "nothing was written down"
    if name == "criteria":
        met = sum(one.is_met for one in page.criteria)
        return f"{met} of {len(page.criteria)} said to be met"
    if name == "release":
        broke = after.incidents
        return _joined(["in production" if request.told_stay and request.told_stay.released_at else "not released",
                        _counted(len(broke), "incident") if broke else ""])  # fmt: skip
    if name == "handback":
        return f"{len(after.handovers)} of 4 handed over"
    return request.effect if name == "ask" else ""


def _access(accesses: list[Any]) -> str:
    writing = sum(one.granted_at is not None and one.ended_at is None for one in accesses)
    return f"{writing} may write" if writing else ""


def _counted(count: int, what: str) -> str:
    return plural(count, what) if not what.endswith("status") else f"{count} weekly status{'es' * (count != 1)}"


def _joined(parts: list[str]) -> str:
    return ", ".join(filter(None, parts))
