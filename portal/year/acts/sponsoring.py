"""Sponsors confirm people and time, hosts say that they have seen it and what is the same, services change hands."""

from typing import TYPE_CHECKING

from portal.models import Clock
from portal.year.acts.registry import LET_LIE, answers, habit
from services.actions.handing_over import hand_over_service
from teams.away.actions.bundles import judge_bundle
from teams.away.actions.first_answers import acknowledge_away
from teams.away.actions.passing_on import declare_duplicate, escalate_away
from teams.away.actions.signals import answer_signal
from teams.away.actions.sponsoring import confirm_sponsored, refuse_sponsored
from teams.away.models import AwayBundle, AwayRequest, AwaySignal
from teams.people.actions.disbanding import disband_team
from teams.people.models import Team

if TYPE_CHECKING:
    from portal.year.playing import Play


@answers("away.sponsor", weight=12)
def confirm(play: "Play", request: AwayRequest, clock: Clock) -> None:
    confirm_sponsored(request, by=play.awaited(clock))


@answers("away.sponsor", weight=1)
def refuse(play: "Play", request: AwayRequest, clock: Clock) -> None:
    refuse_sponsored(request, by=play.awaited(clock), answer="They are needed here until spring.")


@answers("away.first", "away.first-lead", "away.first-head")
def acknowledge(play: "Play", request: AwayRequest, clock: Clock) -> None:
    acknowledge_away(request, by=play.awaited(clock), answer="We have seen it.")


@answers("away.bundle")
def judge(play: "Play", bundle: AwayBundle, clock: Clock) -> None:
    request = AwayRequest.objects.with_teams().filter(bundle=bundle).latest("pk")
    judge_bundle(request, by=play.awaited(clock), same=play.chance.random() < 0.5)


@habit(0.4, "asked", "offered", "agreed")
def pass_on(play: "Play", request: AwayRequest) -> None:
    escalate_away(request, by=play.one_of(request.guest), answer="It is needed before the sale.")


@habit(1.5, "asked")
def say_again(play: "Play", request: AwayRequest) -> None:
    other = AwayRequest.objects.open().exclude(pk=request.pk).order_by("pk").first()
    if other is not None:
        declare_duplicate(request, by=play.one_of(request.guest), of=other, answer="They ask for the same.")


@habit(0.3, "asked", "agreed", "active", "warranty")
def change_hands(play: "Play", request: AwayRequest) -> None:
    """A reorganisation: the service gets another owner, and the away team moves with it."""
    hand_over_service(request.service, by=play.company.steward, to=_another(play, request))


@habit(0.05, "asked", "agreed", "active", "warranty")
def disband(play: "Play", request: AwayRequest) -> None:
    """Two teams become one."""
    if len(play.company.teams) > 4:
        disband_team(request.host, by=play.company.steward, why="Two teams become one.")
        play.company.teams.remove(request.host)


@answers("away.orphan", weight=2)
def adopt(play: "Play", request: AwayRequest, clock: Clock) -> None:
    hand_over_service(request.service, by=play.awaited(clock), to=_another(play, request))


@answers("away.orphan", weight=1)
def leave_alone(play: "Play", request: AwayRequest, clock: Clock) -> object:
    """Nobody wants it."""
    return LET_LIE


def _another(play: "Play", request: AwayRequest) -> Team:
    """A team that is neither side of it."""
    sides = {request.host_id, request.guest_id}
    return play.chance.choice([team for team in play.company.teams if team.pk not in sides])


@answers("away.signal")
def look_at_team(play: "Play", signal: AwaySignal, clock: Clock) -> None:
    answer = play.chance.choice(AwaySignal.Answer.values)
    answer_signal(signal, by=play.awaited(clock), answer=answer, words="We have talked about it.")
