"""Services are registered, changed and moved through their life; consumers are declared and ended."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies, search
from portal.kit.refusals import Invalid, Refused, refuse_reserved
from portal.kit.times import end_of_day
from services import states
from services.models import Consumer, Contract, Revision, Service
from teams.people.models import Person, Team
from teams.people.policies import is_member

CHANGEABLE = ("name", "text", "criticality", "source_url", "runbook_url", "docs_url", "on_call")


@transaction.atomic
def register_service(team: Team, slug: str, *, by: Person, name: str = "", **facts: Any) -> Service:
    """A new service of ``team``. Its slug is its name for ever, so it is refused when taken, retired or not."""
    policies.require(by, "service.register", team)
    refuse_reserved(slug, "slug")
    if Service.objects.filter(slug=slug).exists():
        raise Invalid("service-slug-taken", f"There is a service {slug} already.", slug="Taken. Choose another one.")
    unknown = set(facts) - {*CHANGEABLE, "lifecycle"}
    if unknown:
        raise TypeError(f"Not facts of a service: {sorted(unknown)}")
    try:
        with transaction.atomic():
            service = Service.objects.create(slug=slug, name=name or slug, team=team, **facts)
    except IntegrityError:
        raise Invalid("service-slug-taken", f"There is a service {slug} already.", slug="Taken.") from None
    audit.record(by, "service.register", service, after=service.lifecycle, data={"team": team.pk})
    index_service(service)
    return service


@transaction.atomic
def change_service(service: Service, *, by: Person, **facts: Any) -> Service:
    """Correct what is said about a service. The audit keeps which facts changed."""
    policies.require(by, "service.change", service)
    changed = {name: value for name, value in facts.items() if getattr(service, name) != value}
    if set(changed) - set(CHANGEABLE):
        raise TypeError(f"Not facts to change here: {sorted(set(changed) - set(CHANGEABLE))}")
    if changed:
        for name, value in changed.items():
            setattr(service, name, value)
        service.save(update_fields=list(changed))
        audit.record(by, "service.change", service, data={"fields": sorted(changed)})
        index_service(service)
    return service


@transaction.atomic
def move_service(service: Service, verb: str, *, by: Person) -> Service:
    """Release, deprecate, revive or retire. Refuses to retire while a contract of it is live or somebody uses it."""
    policies.require(by, "service.change", service)
    if verb not in states.SERVICE.moves:
        raise Invalid("service-move-unknown", f"A service cannot {verb}.")
    changes: dict[str, Any] = {}
    if verb == "retire":
        if Revision.objects.live().filter(contract__service=service).exists():
            raise Refused("service-has-live-contracts", "Deprecate and retire its contracts first.")
        if Consumer.objects.filter(contract__service=service, ended_at=None).exists():
            raise Refused("service-has-consumers", "Somebody still uses it. Their teams end that first.")
        changes["retired_at"] = timezone.now()
    states.SERVICE.move(service, verb, by=by, **changes)
    index_service(service)
    if verb == "release":
        jobs.enqueue("reviews.consider_service", service.pk)
    return service


@transaction.atomic
def close_source(service: Service, *, by: Person, reason: str, approver: Person, until: date) -> Service:
    """Source is open inside by default; closing it needs a reason, an approver from elsewhere and an end."""
    policies.require(by, "service.change", service)
    if until <= timezone.now().date():
        raise Invalid("closed-until-past", "Choose a day in the future.", until="In the past.")
    if is_member(approver, service.team):
        raise Invalid(
            "closed-by-oneself",
            f"Somebody who is not in {service.team.name} approves that the source is closed.",
            approver=f"In {service.team.name}." if approver.pk != by.pk else "Not yourself.",
        )
    service.source_open, service.closed_reason = False, reason
    service.closed_by, service.closed_until = approver, until
    service.save(update_fields=["source_open", "closed_reason", "closed_by", "closed_until"])
    audit.record(by, "service.close-source", service, before="open", after="closed", data={"until": str(until)})
    clocks.withdraw("services.source-closed", service)
    clocks.start(
        "services.source-closed",
        service,
        team=service.team,
        asked_by=approver,
        title=f"Open the source of {service.slug}, or say why not yet",
        silence="It opens by itself that day.",
        url=reverse("services:service-source", args=[service.slug]),
        due_at=end_of_day(until),
    )
    return service


@transaction.atomic
def open_source(service: Service, *, by: Person) -> Service:
    """Everybody inside can read the source again. Refused when it is open already."""
    policies.require(by, "service.change", service)
    if service.source_open:
        raise Refused("source-open-already", f"The source of {service.slug} is open already.")
    _open(service, by)
    clocks.meet("services.source-closed", service)
    return service


def end_closing(service_id: int) -> None:
    """Silence has spoken: the day has come that the closing was given until. One that was renewed stays."""
    service = Service.objects.get(pk=service_id)
    until = service.closed_until
    if not service.source_open and until is not None and end_of_day(until) <= timezone.now():
        _open(service, None)


def _open(service: Service, by: Person | None) -> None:
    service.source_open, service.closed_reason = True, ""
    service.closed_by = service.closed_until = None
    service.save(update_fields=["source_open", "closed_reason", "closed_by", "closed_until"])
    audit.record(by, "service.open-source", service, before="closed", after="open")


@transaction.atomic
def declare_consumer(
    service: Service, contract: Contract, *, by: Person, operations: list[str] | None = None, note: str = ""
) -> Consumer:
    """``service`` says that it uses ``contract``, so that its team hears of every change. Never of its own service."""
    policies.require(by, "consumer.declare", service)
    if contract.service_id == service.pk:
        raise Invalid("consumer-is-provider", "A service does not consume its own contract.", contract="Its own.")
    if not Revision.objects.live().filter(contract=contract).exists():
        raise Refused("contract-not-live", f"{contract.slug} has no published revision that could be used yet.")
    try:
        with transaction.atomic():
            consumer = Consumer.objects.create(
                service=service, contract=contract, operations=operations or [], note=note, declared_by=by
            )
    except IntegrityError:
        raise Refused("consumer-declared-already", f"{service.slug} has declared {contract.slug} already.") from None
    audit.record(by, "consumer.declare", consumer, data={"service": service.pk, "contract": contract.pk})
    return consumer


@transaction.atomic
def end_consumer(consumer: Consumer, *, by: Person) -> Consumer:
    """The service no longer uses the contract."""
    policies.require(by, "consumer.end", consumer)
    now = timezone.now()
    if not Consumer.objects.filter(pk=consumer.pk, ended_at=None).update(ended_at=now):
        raise Refused("consumer-ended-already", "This use has ended already.")
    consumer.ended_at = now
    audit.record(by, "consumer.end", consumer)
    return consumer


def index_service(service: Service) -> None:
    """Write what search knows about a service."""
    tags = f"{service.lifecycle} {service.criticality} {service.team.name}"
    search.put(
        "service",
        service.slug,
        title=service.slug,
        body=f"{service.name}: {service.text}" if service.text else service.name,
        tags=tags,
        url=service.get_absolute_url(),
        owner=service.team.name,
    )
