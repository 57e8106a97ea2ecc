"""A walking skeleton (F15): a change that does nothing goes to production first."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Refused
from teams.away.actions import waiting
from teams.away.actions.awaited import await_side
from teams.away.actions.given import said, web_address
from teams.away.actions.signs import see_sign
from teams.away.actions.silence import locked
from teams.away.actions.stays import stay_at
from teams.away.models import AwayRequest, AwaySkeleton, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person


@transaction.atomic
def show_skeleton(request: AwayRequest, *, by: Person, link: str) -> AwaySkeleton:
    """The guests show where a change that does nothing is in production, behind a flag. A risk is over with that."""
    policies.require(by, "away.guest-work", request)
    address = web_address(link, "link", required=True)
    stay = stay_at(request, *AwayStay.BUILDING)
    return _shown(request, stay, address, by=by)


@transaction.atomic
def see_skeleton(request_id: int, link: str, *, at: datetime) -> None:
    """The forge tells that something of the guests is in production. Nothing when it was shown before."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state__in=AwayStay.BUILDING).first()
    if stay is not None and not AwaySkeleton.objects.filter(stay=stay, shown_at__isnull=False).exists():
        _shown(request, stay, link[:400], by=None, at=min(at, timezone.now()))


def _shown(
    request: AwayRequest, stay: AwayStay, link: str, *, by: Person | None, at: datetime | None = None
) -> AwaySkeleton:
    skeleton, _ = AwaySkeleton.objects.get_or_create(stay=stay)
    if skeleton.shown_at is not None:
        raise Refused("away-skeleton-shown", "It was shown before. What comes now are real changes.")
    skeleton.link, skeleton.shown_by, skeleton.shown_at = link, by, at or timezone.now()
    skeleton.save()
    audit.record(by, "awayrequest.skeleton", request)
    for kind in ("away.skeleton", "away.react-host", "away.react-guest"):
        clocks.meet(kind, request)
    see_sign(request)
    waiting.tell_host(request, f"{request.guest.name} has brought a first change to production: {request}", by=by)
    return skeleton


@transaction.atomic
def mark_risk(request_id: int) -> None:
    """The first change is not in production in time: the pipeline is a risk, and both leads have to react (F15)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=AwayStay.State.ACTIVE).first()
    if stay is None or clocks.is_running("away.skeleton", request):
        return
    skeleton, _ = AwaySkeleton.objects.get_or_create(stay=stay)
    if skeleton.shown_at is not None or skeleton.risk_at is not None:
        return
    AwaySkeleton.objects.filter(pk=skeleton.pk).update(risk_at=timezone.now())
    audit.record(None, "awayrequest.pipeline-risk", request)
    for side, team in (("host", request.host), ("guest", request.guest)):
        await_side(
            f"away.react-{side}",
            request,
            team.lead,
            days=ways_of(request).number("risk_days"),
            title="The pipeline is a risk: say what you do about it",
            silence="It is shown that you said nothing.",
        )
    waiting.tell_sides(
        request, f"{request} is a pipeline risk: nothing of {request.guest.name} is in production yet", by=None
    )


@transaction.atomic
def react_to_risk(request: AwayRequest, *, by: Person, words: str) -> AwaySkeleton:
    """A lead says what their side does about the pipeline (F15). Refuses while it is no risk."""
    policies.require(by, "away.lead", request)
    text = said(words, "words")
    stay = stay_at(request, *AwayStay.BUILDING)
    skeleton = AwaySkeleton.objects.filter(stay=stay).first()
    if skeleton is None or not skeleton.is_risk:
        raise Refused("away-no-risk", "The pipeline is no risk now.")
    for side, team in (("host", request.host), ("guest", request.guest)):
        if team.lead_id == by.pk:
            setattr(skeleton, f"{side}_words", text)
            clocks.meet(f"away.react-{side}", request)
    skeleton.save()
    audit.record(by, "awayrequest.react", request)
    return skeleton
