"""Hosts and their heads answer; guests answer what is offered instead."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.models import Clock
from portal.year.acts.registry import LET_LIE, answers
from portal.year.company import SLOW
from teams.away.actions.offers import dispute_offered, offer_instead, take_offered
from teams.away.actions.requests import agree_to_away, decline_away, finish_away
from teams.away.models import AwayOffer, AwayRequest

if TYPE_CHECKING:
    from portal.year.playing import Play

DECIDING = ("away.answer", "away.escalation")


@answers(*DECIDING, weight=6)
def agree(play: "Play", request: AwayRequest, clock: Clock) -> None:
    """Slow hosts say no instead, here and there."""
    if play.company.tempers.get(request.host_id) is SLOW and play.chance.random() < 0.3:
        decline(play, request, clock)
    else:
        agree_to_away(request, by=play.awaited(clock), contact=play.one_of(request.host), answer="Come on Monday.")


@answers(*DECIDING, weight=1.5)
def decline(play: "Play", request: AwayRequest, clock: Clock) -> None:
    """Some try it without data, or for want of time, and are told what a no rests on."""
    slip = play.chance.choices(("", "no-time", "no-data"), (6, 1, 1))[0]
    decline_away(
        request,
        by=play.awaited(clock),
        reason=slip if slip == "no-time" else play.chance.choice([*AwayRequest.Reason.values, "no-reviewer"]),
        answer="It would not help you.",
        value="" if slip == "no-data" else "3 of 1,900 contacts",
        source="" if slip == "no-data" else "https://metrics.example/contacts",
    )


@answers(*DECIDING, weight=3)
def offer(play: "Play", request: AwayRequest, clock: Clock) -> None:
    kind = play.chance.choice([*AwayOffer.Kind.values, AwayOffer.Kind.WILL_DO])
    promised = (timezone.now() + timedelta(days=play.chance.randint(5, 40))).date()
    offer_instead(
        request,
        by=play.awaited(clock),
        kind=kind,
        words="This is better for both of us.",
        promised_by=promised if kind == AwayOffer.Kind.WILL_DO else None,
        link="https://docs.example/extend" if kind == AwayOffer.Kind.EXTENSION else "",
    )


@answers("away.offer", weight=3)
def take(play: "Play", request: AwayRequest, clock: Clock) -> None:
    take_offered(request, by=play.awaited(clock))


@answers("away.offer", weight=1)
def dispute(play: "Play", request: AwayRequest, clock: Clock) -> None:
    dispute_offered(request, by=play.awaited(clock), answer="That is after the sale this is for.")


@answers("away.promise", "away.grace", weight=3)
def break_promise(play: "Play", request: AwayRequest, clock: Clock) -> object:
    """Something else came first."""
    return LET_LIE


@answers("away.promise", "away.grace", weight=2)
def keep(play: "Play", request: AwayRequest, clock: Clock) -> None:
    finish_away(request, by=play.awaited(clock), outcome="It is live.", measured_value=request.expected_value)
