"""Hosts show their gates, grant access and hand over what guests need; guests begin."""

from typing import TYPE_CHECKING

from portal.models import Clock
from portal.year.acts.registry import answers
from teams.away.actions.access import grant_access, take_access
from teams.away.actions.arriving import hand_pack, show_gate
from teams.away.models import AwayAccess, AwayGate, AwayRequest

if TYPE_CHECKING:
    from portal.year.playing import Play

CI = "https://ci.example/runs/7"


@answers("away.preflight")
def show_gates(play: "Play", request: AwayRequest, clock: Clock) -> None:
    """One after the other; here and there one is red, and one is waived."""
    for number in AwayGate.objects.filter(stay__request=request).values_list("number", flat=True):
        state = play.chance.choices(("green", "red", "waived"), (8, 1, 1))[0]
        words = "It has been so for a year." if state == "waived" else ""
        show_gate(request, by=play.awaited(clock), number=number, state=state, link=CI, words=words)


@answers("away.pack")
def hand_over(play: "Play", request: AwayRequest, clock: Clock) -> None:
    hand_pack(
        request,
        by=play.awaited(clock),
        architecture="https://docs.example/how",
        runbook="https://docs.example/run",
        contacts="Ask us in the mornings.",
    )


@answers("away.grant")
def grant(play: "Play", access: AwayAccess, clock: Clock) -> None:
    grant_access(access, by=play.awaited(clock), scope="postings/refund")


@answers("away.revoke")
def take(play: "Play", access: AwayAccess, clock: Clock) -> None:
    take_access(access, by=play.awaited(clock))
