"""Requests of several teams that want the same of one service are put together; one answer may count for all (F3)."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Refused
from teams.away.actions import asking_clocks, waiting
from teams.away.actions.silence import locked
from teams.away.models import AwayBundle, AwayRequest
from teams.away.reads.similar import same_for_others
from teams.away.reads.ways import ways_of
from teams.people.models import Person


def find_bundle(request: AwayRequest) -> AwayBundle | None:
    """Is the same asked by others, too? Then the host is asked whether it is. In the caller's transaction."""
    others = same_for_others(request) if ways_of(request).has("F3") else []
    if not others:
        return None
    bundle = next((one.bundle for one in others if one.bundle and one.bundle.state != AwayBundle.State.PARTED), None)
    known = bundle is not None
    if bundle is None:
        bundle = AwayBundle.objects.create(service=request.service, host=request.host)
    joined = [request, *(one for one in others if one.bundle_id is None)]
    AwayRequest.objects.filter(pk__in=[one.pk for one in joined]).update(bundle=bundle)
    request.bundle = bundle
    audit.record(None, "awaybundle.find", bundle, data={"requests": [one.pk for one in joined]})
    if not known:
        asking_clocks.await_bundle(bundle, request)
    text = f"{', '.join(str(one) for one in (request, *others))} look the same: one answer may count for all of them"
    waiting.tell_host(request, text, by=None)
    return bundle


@transaction.atomic
def judge_bundle(request: AwayRequest, *, by: Person, same: bool) -> AwayBundle:
    """The host says whether they are the same: then one answer may count for all; else each is answered alone."""
    policies.require(by, "away.decide", request)
    bundle = AwayBundle.objects.select_for_update().filter(requests=request.pk).first()
    if bundle is None or bundle.state == AwayBundle.State.PARTED:
        raise Refused("away-no-bundle", f"{request} is not put together with others. Look at it again.")
    _say(bundle, AwayBundle.State.HELD if same else AwayBundle.State.PARTED, by)
    request.bundle = bundle
    return bundle


@transaction.atomic
def hold_bundle(bundle_id: int) -> None:
    """The host was silent: they are the same. Nothing when it has said something."""
    bundle = AwayBundle.objects.select_for_update().get(pk=bundle_id)
    if bundle.state == AwayBundle.State.FOUND:
        _say(bundle, AwayBundle.State.HELD, None)


@transaction.atomic
def answer_for_all(
    request: AwayRequest, act: Callable[..., Any], *, by: Person, for_all: bool = False, **words: Any
) -> list[AwayRequest]:
    """Give the answer ``act`` to the request and, ``for_all``, to everything put together with it that still waits.

    Each guest gets the same answer, on record with its own request. All of them or none: a refusal of one refuses it.
    """
    act(request, by=by, **words)
    answered = [request]
    if for_all:
        bundle = request.bundle
        if bundle is None or bundle.state == AwayBundle.State.PARTED:
            raise Refused("away-no-bundle", f"{request} is not put together with others. Answer it alone.")
        waits = bundle.requests.filter(state__in=AwayRequest.UNDECIDED).exclude(pk=request.pk).order_by("pk")
        for pk in waits.values_list("pk", flat=True):
            other = locked(pk)
            act(other, by=by, **words)
            answered.append(other)
    return answered


def _say(bundle: AwayBundle, state: str, by: Person | None) -> None:
    bundle.state, bundle.said_by, bundle.said_at = state, by, timezone.now()
    bundle.save(update_fields=["state", "said_by", "said_at"])
    audit.record(by, "awaybundle.say", bundle, after=state)
    if by is not None:
        clocks.meet("away.bundle", bundle)
