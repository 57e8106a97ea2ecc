"""Before the work: the host shows its gates (F12), hands over what guests need (F14), and they begin."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions import access, waiting
from teams.away.actions.awaited import await_side
from teams.away.actions.given import said, web_address
from teams.away.actions.silence import locked
from teams.away.actions.stays import begin_stay, move_stay, stay_at
from teams.away.models import AwayCharter, AwayGate, AwayPack, AwayRequest, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person

_A = AwayStay.State
LONGEST_GATE = 300
SHOWN = {AwayGate.State.GREEN, AwayGate.State.RED, AwayGate.State.WAIVED}
BEFORE_THE_END = (_A.ONBOARDING, *AwayStay.BUILDING)


def receive_guests(request: AwayRequest, charter: AwayCharter) -> AwayStay:
    """Both have signed: the host has some working days to show its gates (F12), in the caller's transaction."""
    stay, ways = begin_stay(request, charter), ways_of(request)
    if not ways.has("F12"):
        _welcome(request, stay, by=None)
        return stay
    lines = [("charter", line.strip()[:LONGEST_GATE]) for line in charter.gates.splitlines() if line.strip()]
    found = [*AwayGate.STANDARD.items(), *lines]
    AwayGate.objects.bulk_create(
        AwayGate(stay=stay, number=number, code=code, text=text) for number, (code, text) in enumerate(found, 1)
    )
    await_side(
        "away.preflight",
        request,
        request.host,
        days=ways.number("preflight_days"),
        title=f"Show {request.guest.name} that your own gates are green",
        silence="What is not green by then binds nobody in this charter, and the guests come.",
    )
    return stay


@transaction.atomic
def show_gate(
    request: AwayRequest, *, by: Person, number: int, state: str, link: str = "", words: str = ""
) -> AwayGate:
    """The host shows one gate: green with a link, red or waived with a sentence. The last one opens the door (F12).

    Refuses once the preflight is over: what was not shown by then binds nobody in this charter.
    """
    policies.require(by, "away.host-work", request)
    stay = stay_at(request, _A.PREFLIGHT)
    gate = stay.gates.filter(number=number).first()
    if gate is None:
        raise Invalid("away-gate-unknown", "There is no gate with this number.", number="Unknown.")
    return _shown(request, gate, state, link=link, words=words, by=by)


@transaction.atomic
def take_gate(request_id: int, code: str, *, green: bool, link: str, words: str) -> AwayGate | None:
    """The forge tells of one of the standard gates. Nothing when the preflight is over, or a person has waived it."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=_A.PREFLIGHT).first()
    gate = stay.gates.filter(code=code).exclude(state=AwayGate.State.WAIVED).first() if stay is not None else None
    if stay is None or gate is None:
        return None
    state = AwayGate.State.GREEN if green else AwayGate.State.RED
    return _shown(request, gate, state, link=link, words=words, by=None)


def _shown(request: AwayRequest, gate: AwayGate, state: str, *, link: str, words: str, by: Person | None) -> AwayGate:
    """What is said of a gate, by a person or by the forge."""
    stay = gate.stay
    if state not in SHOWN:
        raise Invalid("away-gate-state-unknown", "Say green, red or waived.", state="Green, red or waived.")
    gate.state, gate.said_by, gate.said_at = state, by, timezone.now()
    gate.source = AwayGate.Source.HAND if by is not None else AwayGate.Source.FORGE
    gate.link = web_address(link, "link", required=state == AwayGate.State.GREEN)
    gate.words = words.strip() if state == AwayGate.State.GREEN and not words.strip() else said(words, "words")
    gate.save()
    audit.record(by, "awayrequest.gate", request, data={"number": gate.number, "state": state})
    if not stay.gates.filter(state__in=AwayGate.OPEN).exists():
        clocks.meet("away.preflight", request)
        _welcome(request, stay, by=by)
    return gate


@transaction.atomic
def close_preflight(request_id: int) -> None:
    """The time to show the gates is over: those not green or waived bind nobody here, and the guests come (F12)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=_A.PREFLIGHT).first()
    if stay is None:
        return
    void = stay.gates.filter(state__in=AwayGate.OPEN)
    numbers = list(void.values_list("number", flat=True))
    void.update(state=AwayGate.State.VOID)
    audit.record(None, "awayrequest.void", request, data={"gates": ", ".join(map(str, numbers))})
    text = f"{len(numbers)} gates of {request} were not shown in time and bind nobody: {request.title}"
    waiting.tell_sides(request, text, by=None)
    _welcome(request, stay, by=None)


def _welcome(request: AwayRequest, stay: AwayStay, *, by: Person | None) -> None:
    """The door is open: access is asked for (F13), and the onboarding pack (F14); without one they begin at once."""
    ways = ways_of(request)
    move_stay(stay, "welcome", by=by)
    if not clocks.is_late("away.finish", request):  # after the last day nobody writes any more
        access.ask_access(request, stay)
    if not ways.has("F14"):
        _begin(request, stay, by=by)
        return
    AwayPack.objects.create(stay=stay)
    await_side(
        "away.pack",
        request,
        request.host,
        days=ways.number("pack_days"),
        title=f"Hand {request.guest.name} what they need: architecture, runbook, contacts",
        silence="They begin without it, and it is counted as late.",
    )
    waiting.tell_guest(request, f"The door is open for {request}: {request.host.name} hands you what you need", by=by)


@transaction.atomic
def hand_pack(request: AwayRequest, *, by: Person, architecture: str, runbook: str, contacts: str) -> AwayPack:
    """The host hands over architecture, runbook and contacts, as links or text; the guests can begin (F14).

    Late is better than never: until the work is handed back it may still come, or be written anew.
    """
    policies.require(by, "away.host-work", request)
    words = {"architecture": architecture, "runbook": runbook, "contacts": contacts}
    words = {field: said(text, field) for field, text in words.items()}
    stay = stay_at(request, *BEFORE_THE_END)
    pack = AwayPack.objects.filter(stay=stay).first()
    if pack is None:
        raise Refused("away-no-pack-asked", f"{request.host.division.name} asks for no onboarding pack.")
    for field, text in words.items():
        setattr(pack, field, text)
    pack.handed_by, pack.handed_at = by, timezone.now()
    pack.save()
    audit.record(by, "awayrequest.pack", request)
    clocks.meet("away.pack", request)
    waiting.tell_guest(request, f"hands over what you need for {request}: architecture, runbook, contacts", by=by)
    if stay.state == _A.ONBOARDING:
        _begin(request, stay, by=by)
    return pack


@transaction.atomic
def begin_work(request: AwayRequest, *, by: Person) -> AwayStay:
    """The guests begin without the onboarding pack; the host still owes it (F14)."""
    policies.require(by, "away.guest-work", request)
    stay = stay_at(request, _A.ONBOARDING)
    _begin(request, stay, by=by)
    return stay


def nudge_pack(request_id: int) -> None:
    """Half of the time for the pack has gone: the host's lead hears of it."""
    request = locked(request_id)
    pack = AwayPack.objects.filter(stay__request=request, handed_at=None).exists()
    if pack and request.state == AwayRequest.State.SIGNED:
        text = f"{request.guest.name} waits for what they need to begin with {request}: half of the time has gone"
        notices.tell([request.host.lead], text, about=request, url=request.get_absolute_url())


@transaction.atomic
def miss_pack(request_id: int) -> None:
    """No pack in time: it counts as late against the host, and the work begins without it (F14)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state__in=BEFORE_THE_END).first()
    if stay is None or not AwayPack.objects.filter(stay=stay, handed_at=None, late_at=None).update(
        late_at=timezone.now()
    ):
        return
    audit.record(None, "awayrequest.pack-late", request)
    waiting.tell_host(request, f"{request} has had no onboarding pack in time; it is counted as late", by=None)
    if stay.state == _A.ONBOARDING:
        _begin(request, stay, by=None)


def _begin(request: AwayRequest, stay: AwayStay, *, by: Person | None) -> None:
    move_stay(stay, "begin", by=by, began_at=timezone.now())
    waiting.tell_guest(request, f"{request} has begun: {request.title}", by=by)
    waiting.tell_host(request, f"{request.guest.name} has begun {request}: {request.title}", by=by)
