"""Guests show signs of work and write how it goes; both sides stop and go on; designs are looked at; time runs out."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.models import Clock
from portal.year.acts.registry import LET_LIE, answers, habit
from teams.away.actions.boxes import answer_extension, ask_extension
from teams.away.actions.designs import advise_on_design, answer_design, write_design
from teams.away.actions.skeletons import react_to_risk, show_skeleton
from teams.away.actions.standing import block_on_host, pause_work, reclaim_work, resume_work
from teams.away.actions.weekly import write_status
from teams.away.models import AwayDesign, AwayRequest, AwayStay

if TYPE_CHECKING:
    from portal.year.playing import Play

DATA = "https://metrics.example/contacts"


@answers("away.skeleton", weight=4, work=True)
def show(play: "Play", request: AwayRequest, clock: Clock) -> None:
    show_skeleton(request, by=play.awaited(clock), link="https://deploys.example/1")


@answers("away.skeleton", weight=1, work=True)
def wait_for_pipeline(play: "Play", request: AwayRequest, clock: Clock) -> object:
    """The hosts' pipeline does not take it."""
    return LET_LIE


@answers("away.react-guest", "away.react-host")
def react(play: "Play", request: AwayRequest, clock: Clock) -> None:
    react_to_risk(request, by=play.awaited(clock), words="We borrow a builder until Friday.")


@answers("away.status", "away.stall", "away.reclaim", work=True)
def write(play: "Play", request: AwayRequest, clock: Clock) -> None:
    write_status(request, by=play.awaited(clock), words="Two steps are merged.\nThe third waits for a review.")


@habit(1.2, "active", work=True)
def vanish(play: "Play", request: AwayRequest) -> None:
    """The guests are needed at home, and say nothing for a while."""
    play.people.be_quiet(request, timedelta(days=play.chance.randint(8, 40)))


@habit(3, "active", work=True)
def block(play: "Play", request: AwayRequest) -> None:
    block_on_host(request, by=play.one_of(request.guest), why="The test database of the hosts is down.")


@answers("away.unblock", "away.unblock-head")
def unblock(play: "Play", request: AwayRequest, clock: Clock) -> None:
    resume_work(request, by=play.awaited(clock))


@habit(1, "active", "blocked-on-host")
def pause(play: "Play", request: AwayRequest) -> None:
    day = (timezone.now() + timedelta(days=play.chance.randint(3, 20))).date()
    pause_work(request, by=request.guest.lead, why="Our sale comes first.", resumes_on=day)


@habit(4, "blocked-on-guest", work=True)
def come_back(play: "Play", request: AwayRequest) -> None:
    resume_work(request, by=play.one_of(request.guest))


@answers("away.take-back", weight=1)
def wait_on(play: "Play", request: AwayRequest, clock: Clock) -> object:
    """The guests may come back."""
    return LET_LIE


@answers("away.take-back", weight=2)
def reclaim(play: "Play", request: AwayRequest, clock: Clock) -> None:
    reclaim_work(request, by=play.awaited(clock), why="We finish it ourselves.")


@habit(3, "active", work=True)
def design(play: "Play", request: AwayRequest) -> None:
    door = play.chance.choice(AwayDesign.Door.values)
    title = f"How step {play.number()} goes"
    write_design(request, by=play.one_of(request.guest), title=title, words="One table more.", door=door)


@answers("away.design")
def answer_written(play: "Play", request: AwayRequest, clock: Clock) -> None:
    agrees = play.chance.random() < 0.7
    answer_design(request, by=play.awaited(clock), agrees=agrees, reply="It fits." if agrees else "Keep it in one.")


@answers("away.design-advice")
def advise(play: "Play", request: AwayRequest, clock: Clock) -> None:
    newest = AwayDesign.objects.filter(stay__request=request, door=AwayDesign.Door.ONE_WAY).latest("pk")
    advise_on_design(request, by=play.awaited(clock), number=newest.number, advice="Think of how it goes back.")


@habit(1, "active", work=True)
@answers("away.over", weight=1)
def ask_for_more(play: "Play", request: AwayRequest, clock: Clock | None = None) -> None:
    ends = AwayStay.objects.get(request=request).ends_on
    ask_extension(
        request,
        by=play.one_of(request.guest),
        ends_on=max(ends, timezone.now().date()) + timedelta(days=play.chance.randint(5, 30)),
        why="Reviews took longer than we thought.",
        value="6 of 9 steps merged",
        source=DATA,
    )


@answers("away.extend")
def answer_more(play: "Play", request: AwayRequest, clock: Clock) -> None:
    grants = play.chance.random() < 0.7
    answer_extension(
        request, by=play.awaited(clock), grants=grants, reply="Go on." if grants else "We need the branch."
    )


@answers("away.pause", weight=3)
def stay_paused(play: "Play", request: AwayRequest, clock: Clock) -> object:
    return LET_LIE


@answers("away.pause", weight=1)
def go_on(play: "Play", request: AwayRequest, clock: Clock) -> None:
    """Sooner than they thought; only a lead ends a pause."""
    resume_work(request, by=play.chance.choice((request.guest, request.host)).lead)
