"""Both sides write a charter, sign it, and change it once more; hosts ask for more than was signed."""

from typing import TYPE_CHECKING, Any

from portal.models import Clock
from portal.year.acts.registry import LET_LIE, answers, habit
from teams.away.actions.charters import draft_charter, sign_charter
from teams.away.actions.demands import answer_demand, demand_more
from teams.away.actions.requests import end_away
from teams.away.models import AwayDemand, AwayRequest
from teams.away.reads.charters import first_words, written

if TYPE_CHECKING:
    from portal.year.playing import Play


@answers("away.draft", weight=1)
def leave_lying(play: "Play", request: AwayRequest, clock: Clock) -> object:
    """Each side thinks that the other one writes it."""
    return LET_LIE


@answers("away.draft", weight=5)
@answers("away.urge", "away.mediate")
def draft(play: "Play", request: AwayRequest, clock: Clock) -> None:
    _write(play, request, clock, {})


@answers("away.sign", weight=4)
def sign(play: "Play", request: AwayRequest, clock: Clock) -> None:
    newest = request.charters.latest("number")
    sign_charter(request, by=play.awaited(clock), digest=newest.digest)


@answers("away.sign", weight=1)
def change(play: "Play", request: AwayRequest, clock: Clock) -> None:
    """Once; a third version would be asked for in vain by a real lead too."""
    newest = request.charters.latest("number")
    if newest.number > 2:
        sign(play, request, clock)
    else:
        _write(play, request, clock, {"gates": f"{newest.gates}\nThe load test is green."})


def _write(play: "Play", request: AwayRequest, clock: Clock, changes: dict[str, Any]) -> None:
    newest = request.charters.order_by("number").last()
    if newest is not None and not changes:
        sign(play, request, clock)
        return
    hosts, guests = play.members(request.host), play.members(request.guest)
    terms = written(newest) if newest is not None else first_words(request, hosts, guests)
    if newest is None and play.people.has_tried(clock):  # it was refused: an agent needs a person who answers for it
        terms["sponsor"] = terms["guest_lead"]
    after = newest.number if newest is not None else 0
    draft_charter(request, by=play.awaited(clock), after=after, **{**terms, **changes})


@habit(1.5, "active", "blocked-on-host", "released")
def demand(play: "Play", request: AwayRequest) -> None:
    demand_more(request, by=play.one_of(request.host), text="A report of the same numbers.", why="Finance likes it.")


@answers("away.demand")
def answer_demanded(play: "Play", demanded: AwayDemand, clock: Clock) -> None:
    answer_demand(demanded, by=play.awaited(clock), accepts=play.chance.random() < 0.4, reply="As far as it goes.")


@habit(0.3, "agreed")
def give_up(play: "Play", request: AwayRequest) -> None:
    side = play.chance.choice((request.guest, request.host))
    end_away(request, by=play.one_of(side), answer="Our plans have changed.")
