"""What the page of a request draws: its stages, and its effect as bars on one scale."""

from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from teams.away.models import AwayRequest, AwayStay, figure

AT_WORK = ("signed", AwayStay.State.PREFLIGHT, AwayStay.State.ONBOARDING, *AwayStay.BUILDING)
AFTER_RELEASE = ("warranty", "handback", "closing", "leaving")


@dataclass(frozen=True, slots=True)
class Bar:
    """One value of the effect: where its bar begins and how long it is, of 100."""

    name: str
    said: str
    start: str
    width: str
    kind: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a request would change, in numbers: now, expected and, once it is done, measured."""

    bars: list[Bar]
    change: str
    reached: str = ""


def effect(request: AwayRequest) -> Effect:
    """The effect as bars on one scale that holds nought, and as words."""
    now, expected, measured = request.now_value, request.expected_value, request.measured_value
    values = [("Now", now, "now"), ("Expected", expected, "expected")]
    if measured is not None:
        values.append(("Measured", measured, "measured"))
    numbers = [Decimal(0), *(value for _, value, _ in values)]
    low, high = min(numbers), max(numbers)
    whole = (high - low) or Decimal(1)
    bars = [
        Bar(
            name=name,
            said=figure(value),
            start=f"{(min(value, Decimal(0)) - low) / whole * 100:.2f}",
            width=f"{max(abs(value) / whole * 100, Decimal('0.4')):.2f}",
            kind=kind,
        )
        for name, value, kind in values
    ]
    if measured is None:
        return Effect(bars, _change(now, expected))
    part = (measured - now) / (expected - now) * 100
    if part < 0:  # a negative part of what was hoped for is nothing anybody can picture
        reached = "the other way than expected"
    elif part == 0:
        reached = "as it was before, nothing of what was expected"
    else:
        reached = f"{part:.0f} % of what was expected"
    change = _change(now, measured) if part else "no change"
    return Effect(bars, change, reached)


def _change(now: Decimal, then: Decimal) -> str:
    if not now:
        return f"{figure(abs(then))} {'more' if then > 0 else 'fewer'}"
    part = abs((then - now) / now * 100)
    return f"{part:.{0 if part >= 1 else 1}f} % {'more' if then > now else 'less'}"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a request: passed, now, or still to come."""

    name: str
    state: str
    at: Any = None


def _asked(request: AwayRequest) -> list[tuple[str, str, Any]]:
    """Sent to a sponsor first, where somebody else than the asker had to confirm."""
    if request.sponsor_id is None or request.sponsored_at == request.asked_at:
        return [("Asked", "asked", request.asked_at)]
    sent = [("Sent to its sponsor", "sent", request.asked_at)]
    return [*sent, ("Asked", "asked", request.sponsored_at)] if request.sponsored_at else sent


def stages(request: AwayRequest) -> list[Stage]:
    """What it went through in order of time: asked, passed on, offered, promised, agreed; and done, or how it ended."""
    state = AwayRequest.State(request.state)
    offer = request.made_offer
    way: list[tuple[str, str, Any]] = _asked(request)
    if request.escalated_at is not None:
        way.append(("Passed on", "escalated", request.escalated_at))
    if offer is not None:
        way.append(("Offered instead", "offered", offer.made_at))
    promised = offer is not None and offer.is_promise and offer.accepted
    if offer is not None and promised:
        way.append(("Promised", "promised", offer.answered_at))
    if request.contact_id is not None and (offer is None or not promised or offer.missed_at is not None):
        waited = state == "queued"
        said = "Agreed, waits for a place" if waited else "Agreed, to be signed" if state == "agreed" else "Agreed"
        way.append((said, "queued" if waited else "agreed", request.decided_at))
    if request.signed_at is not None:
        way.append(("Signed, at work" if request.stands in AT_WORK else "Signed", "signed", request.signed_at))
    stands = request.stands
    stay = request.told_stay
    if stay is not None and stay.released_at is not None:
        way.append(("Released", "released", stay.released_at))
        if stay.state in AFTER_RELEASE and state == "signed":
            way.append((stay.get_state_display(), stay.state, stay.since))
    way.sort(key=itemgetter(2))
    here = stands if any(code == stands for _, code, _ in way) else state
    seen = [Stage(name, "now" if code == here else "done", at) for name, code, at in way]
    if state == "done":
        return [*seen, Stage("Done", "done", request.closed_at)]
    if not request.is_open:
        return [*seen, Stage(state.label, "over", request.closed_at)]
    signed = ["Agreed", "Signed"]
    before = {
        "asked": signed,
        "escalated": signed,
        "sent": ["Asked", *signed],
        "queued": ["Signed"],
        "agreed": ["Signed"],
    }
    coming = [*before.get(state, []), "Done"]
    return [*seen, *(Stage(name, "") for name in coming)]
