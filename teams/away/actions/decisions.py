"""Two roadmaps collide: those who lead above both teams decide between options in numbers, by a day (F33)."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions import waiting
from teams.away.actions.given import said
from teams.away.actions.silence import MOST_LEVELS, head_above, locked
from teams.away.models import AwayDecision, AwayRequest
from teams.away.reads.ways import ways_of
from teams.people.models import Division, Person
from teams.people.reads.calendars import hours_of

_S = AwayRequest.State
LEAST_OPTIONS, MOST_OPTIONS = 2, 5


@transaction.atomic
def open_decision(
    request: AwayRequest, *, by: Person, question: str, options: Sequence[tuple[str, str]]
) -> AwayDecision:
    """Put what two roadmaps disagree about before the heads of both sides, who have ten working days.

    ``options`` are two to five, each with its numbers. Refuses to all but the guest's lead and whoever leads above
    them, before the request was passed on or declined, a second time, and where nobody leads above both.
    """
    policies.require(by, "away.conflict", request)
    asks = said(question, "question", 300)
    found = [{"option": said(what, "options", 300), "numbers": _in_numbers(much)} for what, much in options]
    if not LEAST_OPTIONS <= len(found) <= MOST_OPTIONS:
        text = "A decision is between two to five options, each with its numbers."
        raise Invalid("away-options-missing", text, options="Two to five.")
    held = locked(request.pk)
    if not ways_of(held).has("F33"):
        raise Refused("away-no-decisions", "Your division does without decision records. Talk to whoever leads it.")
    if held.state not in {_S.ESCALATED, _S.DECLINED}:
        raise Refused("away-no-conflict", "Two roadmaps collide when a request was passed on or declined, not before.")
    host_head, guest_head = head_above(held.host.division), head_above(held.guest.division)
    if host_head is None or guest_head is None:
        whose = held.guest.division if guest_head is None else held.host.division
        raise Refused("away-nobody-decides", f"Nobody leads {whose.name} or above it. Ask a steward to name a head.")
    try:
        with transaction.atomic():
            decision = AwayDecision.objects.create(
                request=held, question=asks, options=found, opened_by=by, host_head=host_head, guest_head=guest_head
            )
    except IntegrityError:
        raise Refused("away-decision-open", "There is a decision record already. Read it there.") from None
    audit.record(by, "awayrequest.conflict", held, data={"to": sorted({host_head.pk, guest_head.pk})})
    _await(decision, host_head, "away.roadmap-host")
    if guest_head != host_head:
        _await(decision, guest_head, "away.roadmap-guest")
    _tell(decision, f"puts a conflict of roadmaps about {held} before you: {asks}", by=by)
    return decision


@transaction.atomic
def choose_option(decision: AwayDecision, *, by: Person, choice: int, words: str) -> AwayDecision:
    """One of those asked chooses. The two heads have to agree; when they do not, whoever leads above both decides.

    Refuses everybody else, an option there is none of, and when it is decided.
    """
    policies.require(by, "away.choose", decision)
    why = said(words, "words")
    held = _held(decision.pk)
    if held.decided_at is not None:
        raise Refused("away-decided-already", f"It is decided: {held.chosen}.")
    policies.require(by, "away.choose", held)
    if not 1 <= choice <= len(held.options):
        raise Invalid("away-option-unknown", f"Choose one of 1 to {len(held.options)}.", choice="Unknown.")
    audit.record(by, "awayrequest.choose", held.request, data={"choice": choice, "why": why})
    if held.level > 1:
        _decide(held, by=by, choice=choice, words=why)
        return held
    if by.pk == held.host_head_id:
        held.host_choice = choice
        clocks.meet("away.roadmap-host", held)
    if by.pk == held.guest_head_id:
        held.guest_choice = choice
        clocks.meet("away.roadmap-guest", held)
    held.save(update_fields=["host_choice", "guest_choice"])
    if held.host_choice == held.guest_choice:
        _decide(held, by=by, choice=choice, words=why)
    elif held.host_choice and held.guest_choice:
        _go_up(held)
    return held


@transaction.atomic
def raise_decision(decision_id: int, kind: str) -> None:
    """One of those asked was silent: it goes a level up. Nothing when it is decided, or has gone up meanwhile."""
    decision = _held(decision_id)
    if decision.decided_at is not None:
        return
    above = any(clocks.is_running(one, decision) for one in ("away.roadmap-above", "away.roadmap-top"))
    if decision.level == 1 if kind in {"away.roadmap-host", "away.roadmap-guest"} else not above:
        _go_up(decision)


def _go_up(decision: AwayDecision) -> None:
    """Whoever leads above all who were asked decides alone; where nobody does, those asked last stay asked, late."""
    clocks.close_all(decision, met=False)
    last = decision.above or decision.host_head
    asked = {decision.host_head_id, decision.guest_head_id, decision.above_id}
    higher = _above_both(decision.request, asked) if decision.above is None else head_above(_of(last), but=asked)
    decision.level += 1
    audit.record(None, "awayrequest.conflict-up", decision.request, data={"to": higher.pk if higher else last.pk})
    decision.above = higher or last
    decision.save(update_fields=["level", "above"])
    _await(decision, decision.above, "away.roadmap-above" if higher else "away.roadmap-top")
    _tell(decision, f"The conflict about {decision.request} was not decided in time: {decision.above.name} is asked")


def _decide(decision: AwayDecision, *, by: Person, choice: int, words: str) -> None:
    decision.choice, decision.words, decision.decided_by, decision.decided_at = choice, words, by, timezone.now()
    decision.save(update_fields=["choice", "words", "decided_by", "decided_at"])
    clocks.close_all(decision, met=True)
    _tell(decision, f"decides the conflict about {decision.request}: {decision.chosen}", by=by)


def _await(decision: AwayDecision, person: Person, kind: str) -> None:
    top = kind == "away.roadmap-top"
    clocks.start(
        kind,
        decision,
        person=person,
        asked_by=decision.opened_by_id,
        title=f"Decide between {decision.request.guest.name} and {decision.request.host.name}: {decision.question}",
        silence="It stays open, late and for everybody to see." if top else "It goes to whoever leads above.",
        url=decision.get_absolute_url(),
        days=ways_of(decision.request).number("roadmap_days"),
        hours=hours_of(person),
    )


def _tell(decision: AwayDecision, text: str, by: Person | None = None) -> None:
    waiting.tell_sides(decision.request, text, by=by)
    heads = [decision.host_head, decision.guest_head, *filter(None, [decision.above])]
    notices.tell(heads, text, about=decision.request, url=decision.get_absolute_url(), by=by)


def _above_both(request: AwayRequest, asked: set[int | None]) -> Person | None:
    """Whoever leads the nearest division that holds both teams, and was not asked before."""
    of_guest = {division.pk for division in _upwards(request.guest.division)}
    common = next((one for one in _upwards(request.host.division) if one.pk in of_guest), None)
    return head_above(common, but=asked) if common is not None else None


def _of(head: Person) -> Division:
    """The division above the ones this person leads, or the one they lead where there is none above."""
    led = Division.objects.filter(head=head).select_related("parent").order_by("pk").first()
    if led is None:
        raise Refused("away-nobody-decides", f"{head.name} leads no division any more. Ask a steward to name a head.")
    return led.parent or led


def _upwards(division: Division) -> list[Division]:
    way: list[Division] = []
    at: Division | None = division
    while at is not None and len(way) < MOST_LEVELS:
        way.append(at)
        at = at.parent
    return way


def _in_numbers(text: str) -> str:
    words = said(text, "options", 200)
    if not any(letter.isdigit() for letter in words):
        raise Invalid("away-option-without-number", "Each option says its cost or effect in numbers.", options="Which?")
    return words


def _held(decision_id: int) -> AwayDecision:
    AwayDecision.objects.select_for_update().get(pk=decision_id)
    found = AwayDecision.objects.select_related("host_head", "guest_head", "above", "opened_by").get(pk=decision_id)
    found.request = locked(found.request_id)
    return found
