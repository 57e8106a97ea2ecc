"""A charter is drafted, changed and signed. Both leads sign the same digest; then the work begins."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.refusals import Invalid, Refused
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.arriving import receive_guests
from teams.away.actions.boxes import within_cap
from teams.away.actions.finding import index_request
from teams.away.actions.given import day_given, said, works_in
from teams.away.actions.silence import locked
from teams.away.models import AwayCharter, AwayRequest, CharterSignature
from teams.away.policies import signs_for
from teams.away.reads.ways import Ways, ways_of
from teams.people.models import Membership, Person, Team
from teams.people.policies import is_member

MOST_CRITERIA = 20
LONGEST_CRITERION = 300
BRANCHING = "Short branches, merged in small steps, behind a flag that is off until both say so."


@transaction.atomic
def draft_charter(
    request: AwayRequest,
    *,
    by: Person,
    after: int,
    scope_in: str,
    scope_out: str,
    criteria: Sequence[str],
    gates: str,
    reviewer: Person,
    deputy: Person | None,
    guest_lead: Person,
    branching: str = BRANCHING,
    security: str = AwayCharter.Security.INTERNAL,
    sponsor: Person | None = None,
    on_call: str,
    warranty_days: int,
    keeper: str,
    ends_on: date,
    exit_rules: str,
) -> AwayCharter:
    """Write the first version, or the next one ``after`` the one that was read. Signatures stay with the old one.

    Refuses once both have signed, when another version was written meanwhile, and when nothing would change.
    """
    policies.require(by, "away.draft", request)
    before = _newest(_held(request))
    if before is not None and before.number != after:
        raise Refused(
            "away-charter-changed",
            f"{f'You read version {after}' if after else 'You had read none'}. {_what_changed(request, after)}",
        )
    _of(request.host, reviewer, "reviewer")
    _of(request.guest, guest_lead, "guest_lead")
    if deputy is not None:
        _of(request.host, deputy, "deputy")
        if deputy.pk == reviewer.pk:
            raise Invalid("away-deputy-same", "A deputy is somebody else.", deputy="The same as the reviewer.")
    charter = AwayCharter(
        request=request,
        number=after + 1 if before is not None else 1,
        scope_in=said(scope_in, "scope_in"),
        scope_out=said(scope_out, "scope_out"),
        criteria=_criteria(criteria, ways_of(request)),
        gates=said(gates, "gates"),
        reviewer=reviewer,
        deputy=deputy,
        guest_lead=guest_lead,
        branching=said(branching, "branching"),
        security=_one_of(security, AwayCharter.Security.values, "security"),
        sponsor=_sponsor(request, sponsor),
        on_call=_one_of(on_call, AwayCharter.OnCall.values, "on_call"),
        warranty_days=_one_of(warranty_days, AwayCharter.Warranty.values, "warranty_days"),
        keeper=_one_of(keeper, AwayCharter.Keeper.values, "keeper"),
        ends_on=within_cap(request, day_given(ends_on, "ends_on")),
        exit_rules=said(exit_rules, "exit_rules"),
        drafted_by=by,
    )
    if before is not None and not charter.changed_from(before):
        raise Refused("away-charter-same", f"Nothing differs from version {before.number}. Sign it, or change it.")
    charter.digest = charter.digest_now()
    charter.save()
    voided = before.signatures.count() if before is not None else 0
    audit.record(by, "awayrequest.draft", request, data={**_facts(charter), "voided": voided})
    waiting.stop_waiting(request, met=True)
    to_sign = request.guest if is_member(by, request.host) else request.host
    waiting.await_signature(request, to_sign.lead, to_sign)
    jobs.enqueue("reviews.consider_charter", charter.pk)
    text = f"writes version {charter.number} of the charter of {request}, {request.title}"
    text += "; it has to be signed again" if voided else ""
    waiting.tell_sides(request, text, by=by)
    return charter


@transaction.atomic
def sign_charter(request: AwayRequest, *, by: Person, digest: str) -> AwayCharter:
    """A lead signs the version whose digest they read. With the second signature the work and its clock begin (F11).

    Where F11 is off the host's is enough. Refuses a digest that is not the newest version's, and says what has
    changed since; and a version whose last day is over, or that names somebody who has left their team meanwhile.
    """
    policies.require(by, "away.sign", request)
    charter = _newest(_held(request))
    if charter is None:
        raise Refused("away-charter-missing", "There is no charter yet. Draft one: it takes a minute.")
    if digest != charter.digest:
        read = request.charters.filter(digest=digest).first()
        which = f"You read version {read.number}" if read is not None else "This is the digest of no version"
        changes = _what_changed(request, read.number if read is not None else 0)
        raise Refused("away-charter-outdated", f"{which}. {changes}")
    if charter.is_over:
        text = f"Its last day was {charter.ends_on:%-d %B %Y}. Write a new version with a later one, and sign that."
        raise Refused("away-charter-day-over", text)
    _all_there(request, charter)
    signed = set(charter.signatures.values_list("side", flat=True))
    sides = [side for side in signs_for(by, request) if side not in signed]
    if not sides:
        raise Refused("away-signed-already", f"Your side has signed version {charter.number} already.")
    for side in sides:
        CharterSignature.objects.create(charter=charter, side=side, by=by)
        signed.add(side)
    ways = ways_of(request)
    whole = CharterSignature.Side.HOST in signed and (len(signed) == 2 or not ways.has("F11"))
    waiting.stop_waiting(request, met=whole or waiting.is_signature_awaited(request, of=by))
    if whole:
        states.REQUEST.move(request, "sign", by=by, data=_facts(charter), signed_at=timezone.now())
        waiting.await_finish(request, charter.ends_on)
        receive_guests(request, charter)
        who = "both have signed" if len(signed) == 2 else "the host has signed"
        text = f"signs the charter of {request}, {request.title}: {who}, and the work begins"
    else:
        audit.record(by, "awayrequest.sign-first", request, data=_facts(charter))
        other = request.host if sides[0] == CharterSignature.Side.GUEST else request.guest
        waiting.await_signature(request, other.lead, other)
        rest = f"has {ways.said('sign_days')}" if ways.has("F11") else "is next"
        text = f"signs version {charter.number} of the charter of {request}; {other.lead.name} {rest}"
    waiting.tell_sides(request, text, by=by)
    index_request(request)
    return charter


def _held(request: AwayRequest) -> AwayRequest:
    """The request, held until the transaction ends, while its charter may still be written and signed."""
    held = locked(request.pk)
    if held.state != AwayRequest.State.AGREED:
        now = held.get_state_display().lower()
        why = "What both have signed is frozen." if held.signed_at else "A charter follows an agreement."
        if held.state == AwayRequest.State.QUEUED:
            why = "Write the charter when a place is free; both sides are told then."
        raise Refused("away-charter-not-now", f"{request} is now: {now}. {why}")
    return held


def _newest(request: AwayRequest) -> AwayCharter | None:
    return request.charters.first()


def _what_changed(request: AwayRequest, since: int) -> str:
    """Who wrote the newest version, and which terms differ from the one that was read."""
    newest = _newest(request)
    if newest is None:
        return "There is no version yet."
    read = request.charters.filter(number=since).first()
    labels = [label.lower() for label, _, _ in newest.changed_from(read)] if read is not None else []
    what = f": {', '.join(labels)}" if labels else ""
    return f"{newest.drafted_by.name} has written version {newest.number}{what}. Read it first."


def _facts(charter: AwayCharter) -> dict[str, Any]:
    return {"version": charter.number, "digest": charter.digest}


def _criteria(criteria: Sequence[str], ways: Ways) -> list[str]:
    """What counts as done; at least one sentence of it (F10)."""
    found = [said(text, "criteria", LONGEST_CRITERION) for text in criteria if text.strip()]
    least = 1 if ways.has("F10") else 0
    if not least <= len(found) <= MOST_CRITERIA:
        raise Invalid("away-criteria-missing", "Say what counts as done.", criteria=f"One to {MOST_CRITERIA} lines.")
    return found


def _sponsor(request: AwayRequest, sponsor: Person | None) -> Person | None:
    """Who of the guests answers for the agents among them: a person. Refuses agents for whom nobody does (F38)."""
    agents = [member.person.name for member in request.members.select_related("person") if member.person.is_agent]
    if sponsor is None:
        if agents and ways_of(request).has("F38"):
            text = f"{', '.join(agents)} is an agent: name a person of {request.guest.name} who answers for it."
            raise Invalid("away-agent-without-sponsor", text, sponsor="Name a person.")
        return None
    _of(request.guest, sponsor, "sponsor")
    if sponsor.is_agent:
        raise Invalid(
            "away-sponsor-is-an-agent", "A person answers for agents, not another agent.", sponsor="An agent."
        )
    return sponsor


def _all_there(request: AwayRequest, charter: AwayCharter) -> None:
    """Nobody whom the charter names has left; a team that is gone as a whole is another matter (F40)."""
    named = (
        (request.host, charter.reviewer, "reviewer"),
        (request.host, charter.deputy, "deputy"),
        (request.guest, charter.guest_lead, "lead of the guests"),
    )
    for team, person, what in named:
        if person is None or team.retired_at is not None or works_in(person, team):
            continue
        if Membership.objects.filter(person=person, team=team).exists():
            text = f"{person.name} has left {team.name}. Write a new version with another {what}, and sign that."
            raise Refused("away-charter-person-left", text)


def _of(team: Team, person: Person, field: str) -> None:
    if not works_in(person, team):
        text = f"{person.name} is not in {team.name}. Name one of its members."
        raise Invalid("away-person-elsewhere", text, **{field: "In another team."})


def _one_of[T](value: T, known: Sequence[T], field: str) -> T:
    if value not in known:
        names = ", ".join(str(one) for one in known)
        raise Invalid("away-term-unknown", f"Choose one of: {names}.", **{field: "Unknown."})
    return value
