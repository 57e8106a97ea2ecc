"""A design first (F16): a short note is read before much is written; silence agrees, and that is on record."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions import waiting
from teams.away.actions.awaited import await_side
from teams.away.actions.given import said, web_address
from teams.away.actions.mediating import mediator_of
from teams.away.actions.signs import see_sign
from teams.away.actions.silence import locked
from teams.away.actions.stays import stay_at
from teams.away.models import AwayDesign, AwayRequest, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person

LONGEST_TITLE = 120
SILENT = "Nobody said anything in time, so it counts as agreed."


@transaction.atomic
def write_design(request: AwayRequest, *, by: Person, title: str, words: str, door: str, link: str = "") -> AwayDesign:
    """The guests write what they mean to build. The host reads it in some days; its silence agrees (F16).

    What cannot be taken back is looked at by somebody from outside as well, in the same time. Refuses a second one
    while one is being read.
    """
    policies.require(by, "away.guest-work", request)
    facts = {"title": said(title, "title", LONGEST_TITLE), "words": said(words, "words")}
    facts["link"] = web_address(link, "link", required=False)
    if door not in AwayDesign.Door.values:
        raise Invalid("away-door-unknown", "Say whether it can be taken back.", door="two-way or one-way.")
    stay = stay_at(request, *AwayStay.BUILDING)
    if stay.designs.filter(state=AwayDesign.State.OPEN).exists():
        raise Refused("away-design-being-read", "One design is being read. Wait for the answer, or its time.")
    is_one_way = door == AwayDesign.Door.ONE_WAY
    adviser = mediator_of(request) if is_one_way else None
    design = AwayDesign.objects.create(
        stay=stay, number=stay.designs.count() + 1, door=door, written_by=by, adviser=adviser, **facts
    )
    audit.record(by, "awayrequest.design", request, data={"number": design.number, "door": door})
    see_sign(request)
    ways = ways_of(request)
    if ways.has("F16"):
        days = ways.number("design_days")
        said_so = "It counts as agreed, and that is on record."
        await_side(
            "away.design", request, request.host, days=days, title=f"Read design {design.number}", silence=said_so
        )
        clocks.withdraw("away.design-advice", request)  # on the one before, which was answered meanwhile
        if adviser is not None:
            await_side(
                "away.design-advice",
                request,
                adviser,
                days=days,
                title=f"Advise on design {design.number}, which cannot be taken back",
                silence="They go on without your advice, and that is on record.",
            )
    waiting.tell_host(request, f"asks you to read design {design.number} of {request}: {design.title}", by=by)
    return design


@transaction.atomic
def answer_design(
    request: AwayRequest, *, by: Person, agrees: bool, reply: str, number: int | None = None
) -> AwayDesign:
    """The host agrees, or says what has to be written anew. Refuses when none (of this number) is being read."""
    policies.require(by, "away.host-work", request)
    words = said(reply, "reply")
    stay = stay_at(request, *AwayStay.BUILDING)
    design = stay.designs.filter(state=AwayDesign.State.OPEN).first()
    if design is None or number not in {None, design.number}:
        others = "The last one is answered already" if stay.designs.exists() else "The guests have written none yet"
        text = (
            f"Design {design.number} is being read now, not this one." if design else f"{others}: none is being read."
        )
        raise Refused("away-no-design", f"{text} Look at it again.")
    clocks.meet("away.design", request)
    return _answered(request, design, agrees=agrees, reply=words, by=by)


@transaction.atomic
def advise_on_design(request: AwayRequest, *, by: Person, number: int, advice: str) -> AwayDesign:
    """Whoever was asked from outside says what they think of what cannot be taken back. It binds nobody (F16)."""
    known = AwayDesign.objects.select_related("adviser")
    design = known.filter(stay__request=request, number=number, door=AwayDesign.Door.ONE_WAY).first()
    if design is None:
        raise Refused("away-no-design", "Advice is asked for designs that cannot be taken back.")
    policies.require(by, "away.advise", design)
    words = said(advice, "advice")
    stay_at(request, *AwayStay.BUILDING)
    design.refresh_from_db(fields=["advice"])
    if design.advice:
        raise Refused("away-advised-already", "There is advice already.")
    AwayDesign.objects.filter(pk=design.pk).update(advice=words, advised_by=by)
    audit.record(by, "awayrequest.design-advice", request, data={"number": number})
    if not design.stay.designs.filter(number__gt=number).exists():
        clocks.meet("away.design-advice", request)
    waiting.tell_guest(request, f"advises on design {number} of {request}", by=by)
    design.refresh_from_db()
    return design


@transaction.atomic
def agree_silently(request_id: int) -> None:
    """The host was silent: the design counts as agreed (F16). Nothing when it has answered."""
    request = locked(request_id)
    if clocks.is_running("away.design", request):
        return
    design = AwayDesign.objects.filter(stay__request=request, state=AwayDesign.State.OPEN).first()
    if design is not None and request.state == AwayRequest.State.SIGNED:
        _answered(request, design, agrees=True, reply=SILENT, by=None)


def _answered(request: AwayRequest, design: AwayDesign, *, agrees: bool, reply: str, by: Person | None) -> AwayDesign:
    design.state = AwayDesign.State.AGREED if agrees else AwayDesign.State.REFUSED
    design.reply, design.answered_by, design.answered_at = reply, by, timezone.now()
    design.save()
    audit.record(by, "awayrequest.design-answer", request, data={"number": design.number, "state": design.state})
    done = "agrees to" if agrees else "asks to write anew"
    text = f"{done} design {design.number}" if by else f"Design {design.number} counts as agreed: nobody answered"
    waiting.tell_guest(request, f"{text}: {request}", by=by)
    return design
