"""Work reaches production, is mended, handed back and thanked for; or it is left, copied, and decided about above."""

from typing import TYPE_CHECKING

from portal.models import Clock
from portal.year.acts.registry import answers, habit
from teams.away.actions.closing import finish_stay, look_back, write_credit
from teams.away.actions.copies import declare_copy, review_copy
from teams.away.actions.decisions import choose_option, open_decision
from teams.away.actions.handing_back import ask_missing, hand_over, name_keeper, take_back
from teams.away.actions.incidents import mend_incident, report_incident
from teams.away.actions.leaving import leave_stay, wind_down
from teams.away.actions.releasing import name_way_back, release_stay, switch_off, switch_on
from teams.away.models import AwayCopy, AwayDecision, AwayHandover, AwayIncident, AwayLeaving, AwayRelease, AwayRequest

if TYPE_CHECKING:
    from portal.year.playing import Play


@habit(2, "active", "blocked-on-host", work=True)
def release(play: "Play", request: AwayRequest) -> None:
    """The first change reaches production; most have said before how it comes back."""
    if play.chance.random() < 0.8:
        _name(play, request)
    release_stay(request, by=play.one_of(request.guest))


@answers("away.finish", work=True)
def release_in_time(play: "Play", request: AwayRequest, clock: Clock) -> None:
    if request.stands in ("active", "blocked-on-host"):
        release(play, request)


@answers("away.way-back")
def name(play: "Play", request: AwayRequest, clock: Clock) -> None:
    _name(play, request)


def _name(play: "Play", request: AwayRequest) -> None:
    by = play.one_of(request.guest)
    name_way_back(request, by=by, flag="refunds-v2", rollback="Take the flag away.", switcher=play.one_of(request.host))


@habit(3, "released", "warranty")
def break_something(play: "Play", request: AwayRequest) -> None:
    severity = play.chance.choice(AwayIncident.Severity.values)
    by = play.one_of(request.host)
    report_incident(request, by=by, severity=severity, title="Refunds doubled", where="postings/refund")


@habit(1, "released", "warranty")
def turn_off(play: "Play", request: AwayRequest) -> None:
    switch_off(request, by=play.one_of(request.host), why="Postings fail for some.")


@habit(10, "released", "warranty")
def turn_on(play: "Play", request: AwayRequest) -> None:
    if AwayRelease.objects.filter(request=request, off_at__isnull=False).exists():
        switch_on(request, by=play.one_of(request.host))


@answers("away.mend")
def mend(play: "Play", incident: AwayIncident, clock: Clock) -> None:
    mend_incident(incident, by=play.awaited(clock), cause="A fee was counted twice.")


@answers("away.handover")
def hand(play: "Play", request: AwayRequest, clock: Clock) -> None:
    for kind in AwayHandover.Kind.values:
        hand_over(request, by=play.awaited(clock), kind=kind, link=f"https://docs.example/{kind}")


@answers("away.handback", weight=3)
def take(play: "Play", request: AwayRequest, clock: Clock) -> None:
    name_keeper(request, by=play.awaited(clock), side="host", person=play.one_of(request.host))
    take_back(request, by=play.awaited(clock))


@answers("away.handback", weight=1)
def ask_more(play: "Play", request: AwayRequest, clock: Clock) -> None:
    ask_missing(request, by=play.awaited(clock), missing="The board does not show refunds.")


@answers("away.measure")
def measure(play: "Play", request: AwayRequest, clock: Clock) -> None:
    finish_stay(request, by=play.awaited(clock), outcome="It is live.", measured_value=request.expected_value)


@answers("away.look-back-guest", "away.look-back-host")
def look(play: "Play", request: AwayRequest, clock: Clock) -> None:
    look_back(
        request,
        by=play.awaited(clock),
        side=clock.kind.rpartition("-")[2],
        helped="The pack.",
        cost="Reviews.",
        differently="Begin smaller.",
        action="Answer within a day.",
    )


@answers("away.credit")
def thank(play: "Play", request: AwayRequest, clock: Clock) -> None:
    did = [(member.person, "the postings") for member in request.members.select_related("person")]
    write_credit(request, by=play.awaited(clock), words="A third of the calls are gone.", contributors=did)


@habit(0.5, "preflight", "onboarding", "active", "blocked-on-host", "blocked-on-guest", "paused", "released")
@answers("away.over", weight=2)
def leave(play: "Play", request: AwayRequest, clock: Clock | None = None) -> None:
    side = play.chance.choice((request.guest, request.host)) if clock is None else request.guest
    leave_stay(request, by=play.one_of(side), answer="Our plans have changed.")


@answers("away.wind-down")
def wind(play: "Play", request: AwayRequest, clock: Clock) -> None:
    merged = play.chance.choice(AwayLeaving.Merged.values)
    archive = "https://git.example/archive"
    wind_down(request, by=play.awaited(clock), merged=merged, archive=archive, words="All is said in the branch.")


@habit(12, "declined", "expired", "ended")
def copy(play: "Play", request: AwayRequest) -> None:
    declare_copy(request, by=play.one_of(request.guest), why="We could not wait.", link="https://git.example/copy")


@answers("away.copy-review")
def look_at_copy(play: "Play", copied: AwayCopy, clock: Clock) -> None:
    review_copy(copied, by=play.awaited(clock), outcome=AwayCopy.Outcome.KEEP, words="It works well.")


@habit(8, "declined", "escalated")
def raise_above(play: "Play", request: AwayRequest) -> None:
    options = [("The host builds it in spring", "14 days"), ("The guest builds a copy", "30 days, and its upkeep")]
    open_decision(request, by=request.guest.lead, question="Who builds it?", options=options)


@answers("away.roadmap-host", "away.roadmap-guest", "away.roadmap-above", "away.roadmap-top")
def choose(play: "Play", decision: AwayDecision, clock: Clock) -> None:
    choose_option(decision, by=play.awaited(clock), choice=play.chance.choice((1, 2)), words="It serves more people.")
