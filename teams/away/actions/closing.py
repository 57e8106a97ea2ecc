"""The last words: what came of it is measured, both sides look back, those who did it are thanked (F34, F35)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid, Refused
from portal.models import Clock
from teams.away import states
from teams.away.actions import after, handing_back, waiting
from teams.away.actions.finding import index_request
from teams.away.actions.given import Number, number, said
from teams.away.actions.silence import head_above, locked
from teams.away.actions.stays import end_stay, held_stay
from teams.away.models import AwayContributor, AwayCredit, AwayLookBack, AwayRequest, AwayStay, figure
from teams.away.reads.ways import ways_of
from teams.people.models import Person
from teams.people.policies import is_member

_S = AwayStay.State
UNMEASURED = "Nobody measured it in time."
LAST_WORDS = ("away.measure", "away.look-back-guest", "away.look-back-host", "away.credit")


@transaction.atomic
def finish_stay(request: AwayRequest, *, by: Person, outcome: str, measured_value: Number) -> AwayRequest:
    """The guests say what came of it, in the number that was promised. With the last word the request is done.

    From the work itself only where a division does without warranty, handback and look back; else it is refused with
    what has to happen before.
    """
    policies.require(by, "away.finish", request)
    measured = number(measured_value, "measured_value")
    words = said(outcome, "outcome")
    held, stay = locked(request.pk), held_stay(request.pk)
    left = after.what_is_left(held, stay)
    if stay.state not in (*AwayStay.BUILDING, _S.CLOSING) or left:
        text = " ".join(left) or "It is not at work and not being closed."
        raise Refused("away-not-over-yet", f"{held} is not done before this has happened: {text}")
    if held.outcome:
        raise Refused(
            "away-measured-already",
            "What came of it is said already. It closes when both have looked back and thanks are said.",
        )
    facts = {"measured_value": measured, "outcome": words, "closed_by": by}
    _set(held, **facts)
    audit.record(by, "awayrequest.measure", held, data={"measured": str(measured)})
    clocks.meet("away.measure", held)
    if stay.state != _S.CLOSING:
        handing_back.keep_as_signed(held, stay)
    close_when_all_is_said(held, by=by)
    return held


@transaction.atomic
def look_back(
    request: AwayRequest, *, by: Person, helped: str, cost: str, differently: str, action: str, side: str = ""
) -> AwayLookBack:
    """One side answers the three questions and names one thing it will do (F34).

    ``side`` is asked for only of somebody who is in both. Refuses when nobody looks back now, and a second answer.
    """
    policies.require(by, "away.look-back", request)
    answers = {"helped": said(helped, "helped"), "cost": said(cost, "cost")}
    answers |= {"differently": said(differently, "differently"), "action": said(action, "action", 300)}
    held, _ = _closing(request)
    mine = [code for code, team in (("guest", held.guest), ("host", held.host)) if is_member(by, team)]
    chosen = side if side in mine else next(iter(mine), "host")
    if held.look_backs.filter(side=chosen).exists():
        raise Refused("away-looked-back-already", "Your side has looked back already. Read what the other one says.")
    if not clocks.is_running(f"away.look-back-{chosen}", held):
        raise Refused("away-no-look-back", "Nobody looks back here: it is switched off, or its time is over.")
    row = AwayLookBack.objects.create(request=held, side=chosen, by=by, **answers)
    audit.record(by, "awayrequest.looked-back", held, data={"side": chosen})
    clocks.meet(f"away.look-back-{chosen}", held)
    text = f"looks back on {held}, {held.title}: {answers['action']}"
    waiting.tell_sides(held, text, by=by)
    close_when_all_is_said(held, by=by)
    return row


@transaction.atomic
def write_credit(
    request: AwayRequest, *, by: Person, words: str, contributors: Sequence[tuple[Person, str]]
) -> AwayCredit:
    """Thank those who did it by name; they and their managers get it when all is closed (F35).

    Refuses without anybody to thank, and when it is written already.
    """
    policies.require(by, "away.credit", request)
    text = said(words, "words")
    named = {person.pk: (person, said(did, "contributors", 120)) for person, did in contributors}
    if not named:
        raise Invalid("away-nobody-thanked", "Name at least one who did it, and what.", contributors="Nobody yet.")
    held, _ = _closing(request)
    if not clocks.is_running("away.credit", held):
        raise Refused("away-thanked-already", "It is written already, or its time is over. Read it on the page.")
    credit = _credit(held, by=by, words=text, contributors=list(named.values()))
    clocks.meet("away.credit", held)
    close_when_all_is_said(held, by=by)
    return credit


@transaction.atomic
def close_silently(request_id: int, kind: str) -> None:
    """Nobody said this last word in time: its silence is written, and shown as such. Nothing when it was said."""
    request, stay = locked(request_id), held_stay(request_id)
    if stay.state != _S.CLOSING or clocks.is_running(kind, request):
        return
    side = kind.removeprefix("away.look-back-")
    if kind == "away.measure" and not request.outcome:
        _set(request, outcome=UNMEASURED)
    elif kind == "away.credit" and not AwayCredit.objects.filter(request=request).exists():
        credit_from_facts(request)
    elif side in {"guest", "host"}:
        _silent(request, side)
    close_when_all_is_said(request, by=None)


def close_when_all_is_said(request: AwayRequest, *, by: Person | None) -> None:
    """With the last word the request is done; until then it waits for the others. The request is held by the caller."""
    if not request.outcome or any(clocks.is_running(kind, request) for kind in LAST_WORDS):
        index_request(request)
        return
    for side in ("guest", "host"):  # both may have run out at one moment, and the other one's job comes after this
        _silent(request, side)
    if ways_of(request).has("F35"):
        credit = AwayCredit.objects.filter(request=request).first() or credit_from_facts(request)
        _send(request, credit)
    states.REQUEST.move(request, "finish", by=by, closed_at=timezone.now())
    end_stay(request, "finish", by=by)
    waiting.stop_waiting(request, met=True)
    text = f"{request}, {request.title}, is done: {came_of_it(request)}"
    waiting.tell_sides(request, text, by=None)
    index_request(request)


def came_of_it(request: AwayRequest) -> str:
    """What was expected and what was measured, in numbers."""
    if request.measured_value is None:
        return f"{request.effect} expected, and nobody measured"
    return f"{request.effect} expected, {figure(request.measured_value)} measured"


def credit_from_facts(request: AwayRequest) -> AwayCredit:
    """A thank-you made of what is known: who came, for how much of their time, and for what."""
    members = list(request.members.select_related("person"))
    names = ", ".join(member.person.name for member in members)
    words = f"Thank you, {names}, for {request.title} in {request.service.slug} of {request.host.name}."
    did = [(member.person, f"came for {member.percent} % of their time") for member in members]
    return _credit(request, by=None, words=words, contributors=did)


def _credit(
    request: AwayRequest, *, by: Person | None, words: str, contributors: list[tuple[Person, str]]
) -> AwayCredit:
    credit = AwayCredit.objects.create(request=request, words=words, written_by=by)
    rows = [AwayContributor(credit=credit, person=person, did=did) for person, did in contributors]
    AwayContributor.objects.bulk_create(rows)
    audit.record(by, "awayrequest.credit", request, data={"people": [person.pk for person, _ in contributors]})
    return credit


def _send(request: AwayRequest, credit: AwayCredit) -> None:
    """A copy to everybody who did it and to their managers, with the effect in numbers."""
    for one in credit.contributors.select_related("person__manager"):
        text = f"{request}, {came_of_it(request)}. {credit.words}"
        notices.tell([one.person], text, about=request, url=request.get_absolute_url())
        above = one.person.manager or head_above(request.guest.division, but=(one.person_id,))
        about = f"{one.person.name} {one.did} for {request}, {came_of_it(request)}. {credit.words}"
        notices.tell(filter(None, [above]), about, about=request, url=request.get_absolute_url())
    AwayCredit.objects.filter(pk=credit.pk).update(sent_at=timezone.now())


def _silent(request: AwayRequest, side: str) -> None:
    """A side whose time for looking back ran out gave no answer; that is written, once."""
    ran_out = Clock.objects.filter(
        kind=f"away.look-back-{side}", subject=audit.ref(request), state=Clock.State.LAPSED
    ).exists()
    if ran_out and not request.look_backs.filter(side=side).exists():
        AwayLookBack.objects.create(request=request, side=side)
        audit.record(None, "awayrequest.looked-back-silent", request, data={"side": side})


def _set(request: AwayRequest, **facts: object) -> None:
    AwayRequest.objects.filter(pk=request.pk).update(**facts)
    for name, value in facts.items():
        setattr(request, name, value)


def _closing(request: AwayRequest) -> tuple[AwayRequest, AwayStay]:
    """The request and its stay, both held, while the last words are said."""
    held = locked(request.pk)
    if held.told_stay is None or held.told_stay.state != _S.CLOSING:
        text = "Both look back and thank after the hosts have taken it back, and before it is closed."
        raise Refused("away-closing-not-now", text)
    return held, held_stay(held.pk)
