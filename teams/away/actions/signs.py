"""Signs of work (F20), and the clocks that run only while the guests are at work."""

from portal.kit import clocks, jobs
from teams.away.actions.awaited import await_side
from teams.away.models import AwayRequest, AwaySkeleton, AwayStay
from teams.away.reads.loading import request_with_teams
from teams.away.reads.ways import Ways, ways_of

AT_WORK = ("away.stall", "away.status", "away.skeleton")


def follow(stay: AwayStay) -> None:
    """The stay has moved: what runs while guests are at work runs from now on, or no longer."""
    clocks.withdraw(AT_WORK, AwayRequest(pk=stay.request_id))
    if stay.state != AwayStay.State.ACTIVE:
        return
    request = request_with_teams(stay.request_id)
    if request.state != AwayRequest.State.SIGNED:
        return
    ways = ways_of(request)
    await_sign(request, ways)
    await_status(request, ways)
    if ways.has("F15") and not AwaySkeleton.objects.filter(stay=stay).exists():
        await_side(
            "away.skeleton",
            request,
            request.guest,
            days=ways.number("skeleton_days"),
            title="Bring a change that does nothing to production, behind a flag",
            silence="The pipeline is marked as a risk, and both leads say what they do about it.",
        )


def see_sign(request: AwayRequest) -> None:
    """A push, a step of a change, a design or a status: the time without a sign begins anew. Ends a stall (F20)."""
    if clocks.meet("away.stall", request):
        await_sign(request, ways_of(request))
    elif AwayStay.objects.filter(request=request, state=AwayStay.State.BLOCKED_ON_GUEST).exists():
        jobs.enqueue("away.end_stall", request.pk)


def await_sign(request: AwayRequest, ways: Ways) -> None:
    """The guests have some working days until the next sign of work (F20)."""
    if ways.has("F20"):
        await_side(
            "away.stall",
            request,
            request.guest,
            days=ways.number("stall_days"),
            title="Push, or write how it goes",
            silence=f"It counts as standing still, and {request.host.name} hears of it.",
        )


def await_status(request: AwayRequest, ways: Ways) -> None:
    """The guests write a few lines a week that both managers read (F22)."""
    if ways.has("F22"):
        await_side(
            "away.status",
            request,
            request.guest,
            days=ways.number("status_days"),
            title=f"Write this week's status, at most {ways.said('status_lines')}",
            silence="It is shown as missing.",
        )
