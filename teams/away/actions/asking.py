"""A team asks to work on a service of another team: sent to its sponsor first, then asked of the host."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, notices, policies
from portal.kit.refusals import Invalid, Refused
from services.models import Service
from teams.away.actions import asking_clocks, waiting
from teams.away.actions.bundles import find_bundle
from teams.away.actions.drafts import end_draft
from teams.away.actions.finding import index_request
from teams.away.actions.given import MOST, Faults, Number, day_given, number, said, works_in
from teams.away.models import AwayDraft, AwayMember, AwayRequest
from teams.away.reads.sponsors import sponsors_above
from teams.away.reads.ways import ways_of
from teams.people.models import Person, Team

MOST_PEOPLE = 12
COUNTED = ("away-host-closed", "away-source-closed")
"""What is closed is asked nobody, but counted."""


def why_not_ask(service: Service, guest: Team) -> Refused | None:
    """Why nobody of ``guest`` can ask to work on this service now, whatever they write; None when they can.

    A team that takes no contributions, and a service whose source is closed, are not asked: the sentence says who
    closed it, until when where there is an end, and whom to talk to.
    """
    host = service.team
    if host.pk == guest.pk:
        return Refused("away-own-service", f"{service.slug} is {guest.name}'s own. Change it, nobody needs to agree.")
    if service.lifecycle == Service.Lifecycle.RETIRED:
        return Refused("away-service-retired", f"{service.slug} has ended. Ask about the service that took its place.")
    if host.openness == Team.Openness.CLOSED:
        head = host.division.head
        above = f" {head.name} leads {host.division.name} and can be asked why." if head is not None else ""
        return Refused(
            "away-host-closed",
            f"{host.name} takes no contributions now. Ask {host.lead.name}, who leads it, when that changes.{above}",
        )
    until = service.closed_until
    closed = not service.source_open and until is not None and until >= timezone.now().date()
    if closed and until is not None and ways_of(service).has("F39"):
        by = service.closed_by
        return Refused(
            "away-source-closed",
            f"The source of {service.slug} is closed until {until:%-d %B %Y}; {by.name if by else 'nobody'} approved "
            f"that. Ask {host.lead.name}, who leads {host.name}, to do it, or wait for that day.",
        )
    return None


@transaction.atomic
def ask_away(
    service: Service,
    *,
    guest: Team,
    by: Person,
    title: str,
    problem: str,
    measure: str,
    unit: str,
    now_value: Number,
    expected_value: Number,
    scope: str,
    people: Sequence[tuple[Person, int]],
    wanted_by: date,
    cost_of_nothing: str = "",
    looked: bool = False,
    sponsor: Person | None = None,
    draft: AwayDraft | None = None,
) -> AwayRequest:
    """``guest`` asks to change a service of another team: sent to the guest's manager (F4), then asked of the host.

    The manager is ``sponsor``, else whoever asks where they are one, else the nearest above the guest. One for a
    closed service is answered at once with until when and whom to ask, and counted (F39). Refuses, with all fields at
    fault at once, without words (F1), without an effect in numbers, without people of the guest's own, and with a
    sponsor who is not above them; for the guest's own or a retired service, and while the same request is open.
    """
    policies.require(by, "away.ask", guest)
    refusal, ways = why_not_ask(service, guest), ways_of(service)
    closed = refusal is not None and refusal.code in COUNTED and ways.has("F39")
    if refusal is not None and not closed:
        raise refusal
    whole, faults = ways.has("F1"), Faults()
    words: dict[str, Any] = {}
    given = {"problem": problem, "measure": measure, "unit": unit, "scope": scope, "cost_of_nothing": cost_of_nothing}
    for name, text in {"title": title, **given}.items():
        with faults:
            words[name] = said(text, name, MOST[name], required=whole or name == "title")
    with faults:
        words |= effect_given(now_value, expected_value)
    with faults:
        words["wanted_by"] = day_given(wanted_by, "wanted_by")
    with faults:
        coming = _coming(guest, people, required=whole)
        persons = [person for person, _ in coming]
        sponsors = sponsors_above(guest, persons) if ways.has("F4") else []
        if sponsor is not None:
            require_above(sponsor, guest, sponsors, coming=persons)
    faults.tell()
    first = sponsor or (by if by in sponsors else next(iter(sponsors), None))
    state, now = _first_state(closed, by, first), timezone.now()
    begun: dict[str, Any] = {"state": state, "asked_at": now, "looked": looked}
    if state == AwayRequest.State.SENT:
        begun["sponsor"] = first
    elif state == AwayRequest.State.ASKED:
        begun |= {"sponsor": first, "sponsored_at": now}
    elif refusal is not None:
        begun |= {"answer": refusal.message, "closed_at": now}
    try:
        with transaction.atomic():
            request = AwayRequest.objects.create(
                service=service,
                host=service.team,
                guest=guest,
                asked_by=by,
                **words,
                **begun,
            )
    except IntegrityError:
        raise Invalid(
            "away-asked-already",
            f"{guest.name} has asked this already and it is still open. Go on there, or say what is different.",
            title="The same as an open request.",
        ) from None
    AwayMember.objects.bulk_create([AwayMember(request=request, person=who, percent=much) for who, much in coming])
    facts = {"service": service.pk, "guest": guest.pk, "host": request.host_id, "people": [who.pk for who, _ in coming]}
    audit.record(by, "awayrequest.ask", request, after=request.state, data=facts)
    end_draft(request, draft, by=by)
    if state == AwayRequest.State.SENT and first is not None:
        asking_clocks.await_sponsor(request)
        text = f"asks you to confirm people and time for {request}, {request.title}"
        notices.tell([first], text, about=request, url=request.get_absolute_url(), by=by)
    elif state == AwayRequest.State.ASKED:
        ask_host(request, by=by)
    else:
        waiting.tell_host(request, f"wants to work on {service.slug}, which is not open: {request.title}", by=by)
    index_request(request)
    return request


def effect_given(now_value: Number, expected_value: Number) -> dict[str, Decimal]:
    """The effect in numbers: two that differ."""
    effect = {"now_value": number(now_value, "now_value"), "expected_value": number(expected_value, "expected_value")}
    if effect["now_value"] == effect["expected_value"]:
        raise Invalid(
            "away-no-effect",
            "Now and expected are the same number. Say what will be different for the customer.",
            expected_value="The same as now.",
        )
    return effect


def ask_host(request: AwayRequest, *, by: Person | None) -> None:
    """Now the host is asked, and its time begins. In the caller's transaction."""
    asking_clocks.await_first(request)
    waiting.await_answer(request)
    text = f"asks for {request.guest.name} to work on {request.service.slug}: {request.title}"
    waiting.tell_host(request, text, by=by)
    find_bundle(request)


def require_above(sponsor: Person, guest: Team, above: Sequence[Person], *, coming: Sequence[Person]) -> None:
    """Refuse a sponsor who is not one of those above the guest, and say who is."""
    if sponsor in above:
        return
    why = "comes along" if sponsor in coming else f"is not above {guest.name}"
    names = ", ".join(person.name for person in above)
    others = f"Those who are: {names}." if above else "Nobody has to confirm it: name no sponsor."
    if above and sponsor in coming:
        others = f"Those who may confirm people and time: {names}."
    text = f"{sponsor.name} {why}. {others}"
    raise Invalid("away-sponsor-elsewhere", text, sponsor="Not above the guests.")


def _first_state(closed: bool, by: Person, first: Person | None) -> str:
    """A sponsor who asks has confirmed by asking; where nobody is above the guest, the host is asked at once."""
    if closed:
        return AwayRequest.State.NOT_OPEN
    return AwayRequest.State.ASKED if first in {None, by} else AwayRequest.State.SENT


def _coming(guest: Team, people: Sequence[tuple[Person, int]], *, required: bool) -> list[tuple[Person, int]]:
    coming = {person.pk: (person, percent) for person, percent in people}
    if required and not coming:
        raise Invalid("away-nobody-comes", "Say who would come, and for how much of their time.", people="Nobody yet.")
    if len(coming) != len(people) or len(coming) > MOST_PEOPLE:
        raise Invalid("away-people-unusable", f"Name each person once, at most {MOST_PEOPLE}.", people="Look again.")
    for person, percent in coming.values():
        if not works_in(person, guest):
            raise Invalid(
                "away-person-elsewhere",
                f"{person.name} is not in {guest.name}. Only its own members come; others ask with their own team.",
                people=f"{person.name} is in another team.",
            )
        if not 1 <= percent <= 100:
            raise Invalid("away-percent-unusable", "How much of their time is 1 to 100 percent.", people="1 to 100.")
    return list(coming.values())
