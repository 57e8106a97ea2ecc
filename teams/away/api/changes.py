"""The API of changes: merge requests of the guests, their review, what stops a merge, who decides."""

from typing import Any

from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.refusals import Invalid
from portal.kit.shapes import PageWords
from services.models import Contract, Revision
from teams.away.actions import back_doors, brakes, mediating
from teams.away.actions import changes as actions
from teams.away.api import change_shapes as shapes
from teams.away.api.change_shapes import ChangeAnswer
from teams.away.api.views import away, request_of
from teams.away.models import AwayBreach, AwayChange, AwayRequest

path_word("change", "The number of a change within its request.", 4, type="integer", minimum=1, maximum=1_000_000)

PEOPLE = ("author", "neutral", "mediator")


@away.get(gives=ChangeAnswer, many=True, asks=PageWords)
def list_changes(request: Call, away: int, words: Given) -> Rows:
    """List the guests' changes.

    In the order of their numbers.
    """
    found = request_of(request, away)
    rows = found.changes.select_related(*PEOPLE).prefetch_related("contracts", "breaches__asked_by")

    def page(number: int, size: int) -> Any:
        part = paged(rows, number, size)
        for change in part.rows:
            _told(change)
        return part

    return rows_from(words, page)


@away.post(takes=shapes.NewChange, gives=ChangeAnswer, status=201)
def open_change(request: Call, away: int, words: Given) -> object:
    """Name a merge request of the guests.

    Members of the guest may, while they are at work. Refused with `away-change-known` when its address is known.
    """
    return _told(actions.open_change(request_of(request, away), by=request.user, **words))


@away.get(gives=ChangeAnswer)
def get_change(request: Call, away: int, change: int) -> object:
    """Read one change.

    With how far its review is.
    """
    return _told(_change_of(request, away, change))


@away.get(gives=shapes.StepAnswer, many=True, asks=PageWords)
def list_change_steps(request: Call, away: int, change: int, words: Given) -> Rows:
    """List what happened to a change.

    In order of time; what the forge told names its fact.
    """
    rows = _change_of(request, away, change).steps.select_related("by")
    return rows_from(words, lambda page, size: paged(rows, page, size))


@away.post(takes=shapes.SayWords, gives=ChangeAnswer)
def ask_review(request: Call, away: int, change: int, words: Given) -> object:
    """Ask for the review of a change.

    Members of the guest may. A round begins; after so many the mediator decides instead.
    """
    return _told(actions.ask_review(_change_of(request, away, change), by=request.user, **words))


@away.post(takes=shapes.ReviewWords, gives=ChangeAnswer)
def give_review(request: Call, away: int, change: int, words: Given) -> object:
    """Approve a change, ask for changes or comment.

    The charter's reviewer and deputy may; once both were silent any member of the host and somebody from outside.
    Refused with `away-change-decided` when more is asked for after a mediator has decided.
    """
    return _told(actions.give_review(_change_of(request, away, change), by=request.user, **words))


@away.post(takes=shapes.RulingWords, gives=ChangeAnswer)
def decide_change(request: Call, away: int, change: int, words: Given) -> object:
    """Decide about a change as its mediator.

    Only they may. It binds both sides.
    """
    return _told(mediating.decide_change(_change_of(request, away, change), by=request.user, **words))


@away.post(takes=shapes.MergeWords, gives=ChangeAnswer)
def merge_change(request: Call, away: int, change: int, words: Given) -> object:
    """Say that a change is merged.

    Members of either side may, when it is approved and the charter does not stand in the way: refused with
    `away-change-not-approved`, `away-change-unchecked`, `away-change-advice-awaited` or `away-back-door`.
    """
    return _told(actions.merge_change(_change_of(request, away, change), by=request.user, **words))


@away.post(takes=shapes.NeededWords, gives=ChangeAnswer)
def close_change(request: Call, away: int, change: int, words: Given) -> object:
    """Close a change that is not merged.

    Members of the guest may, with a word.
    """
    return _told(actions.close_change(_change_of(request, away, change), by=request.user, **words))


@away.post(takes=shapes.GateSaid, gives=ChangeAnswer)
def say_change_gates(request: Call, away: int, change: int, words: Given) -> object:
    """Say whether the gates of a change are green.

    Members of either side may, while it is open; the newest word counts. Later it is refused with `away-change-over`.
    """
    return _told(actions.say_gates(_change_of(request, away, change), by=request.user, **words))


@away.post(takes=shapes.TouchWords, gives=ChangeAnswer)
def say_touches(request: Call, away: int, change: int, words: Given) -> object:
    """Say which contracts a change touches.

    Members of either side may. Where many use one, or it is critical, somebody from outside is asked to look at the
    revision; the guests wait a few days at most.
    """
    found = _change_of(request, away, change)
    contracts = _contracts(found.request, words["contracts"])
    revision = None
    if words.get("revision") is not None:
        of = _contracts(found.request, [words.get("contract", "")])
        revision = get_object_or_404(Revision, contract=of[0], number=words["revision"])
    return _told(brakes.say_touches(found, by=request.user, contracts=contracts, revision=revision))


@away.post(takes=shapes.BackDoorWords, gives=ChangeAnswer)
def say_back_door(request: Call, away: int, change: int, words: Given) -> object:
    """Say whether a change reads a store past its contract.

    Members of either side and whoever reviews may. A yes is taken back by who said it, or by a lead.
    """
    return _told(back_doors.say_back_door(_change_of(request, away, change), by=request.user, **words))


@away.post(takes=shapes.OverrideWords, gives=ChangeAnswer)
def ask_override(request: Call, away: int, change: int, words: Given) -> object:
    """Ask to allow the back door of a change until a day.

    One of the two leads may; the other answers, and silence refuses.
    """
    found = _change_of(request, away, change)
    back_doors.ask_override(found, by=request.user, **words)
    return _told(found)


@away.post(takes=shapes.OverrideSaid, gives=ChangeAnswer)
def answer_override(request: Call, away: int, change: int, words: Given) -> object:
    """Allow or refuse the back door of a change.

    The lead of the other side may.
    """
    found = _change_of(request, away, change)
    back_doors.answer_override(found, by=request.user, **words)
    return _told(found)


@away.post(takes=shapes.NeededWords, gives=ChangeAnswer)
def end_back_door(request: Call, away: int, change: int, words: Given) -> object:
    """Say that the back door of a change is taken away.

    Members of either side may.
    """
    found = _change_of(request, away, change)
    back_doors.end_back_door(found, by=request.user, **words)
    return _told(found)


def _change_of(request: Call, away: int, number: int) -> AwayChange:
    found = request_of(request, away)
    change = get_object_or_404(found.changes.select_related(*PEOPLE), number=number)
    change.request = found
    return change


def _contracts(found: AwayRequest, slugs: list[str]) -> list[Contract]:
    rows = {one.slug: one for one in Contract.objects.filter(service=found.service, slug__in=slugs)}
    missing = [slug for slug in slugs if slug not in rows]
    if missing:
        text = f"{found.service.slug} has no contract named {missing[0] or 'nothing'}."
        raise Invalid("away-contract-unknown", text, contracts="Not of this service.")
    return [rows[slug] for slug in slugs]


def _told(change: AwayChange) -> AwayChange:
    """The change with what it touches and what its leads wrote."""
    standing = [one for one in change.breaches.all() if one.state != AwayBreach.State.REFUSED]
    change.told_contracts = [one.slug for one in change.contracts.all()]  # type: ignore[attr-defined]
    change.told_breach = standing[-1] if standing else None  # type: ignore[attr-defined]
    return change
