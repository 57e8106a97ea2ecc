"""Makes the demo company real by calling actions, and publishes its contracts once a worker has checked them."""

from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from portal.demo import LOGINS
from portal.demo.company import (
    CHIEF,
    CONTRACTS,
    DIVISIONS,
    HEADS,
    NAMES,
    NEXT_DRAFTS,
    SERVICES,
    TEAMS,
    USES,
    ContractData,
)
from portal.kit import jobs, schema
from portal.kit.refusals import Refused
from services.actions.catalog import declare_consumer, register_service
from services.actions.checks import waive_finding
from services.actions.contracts import publish_revision, register_contract, upload_revision
from services.models import Check, Contract, Revision, Service, Waiver
from services.reads.reports import reading_of
from teams.people.actions.people import add_person
from teams.people.actions.teams import create_division, create_team, join_team
from teams.people.models import Division, Person

DOCUMENTS = Path(__file__).parent / "contracts"
LOOK_AGAIN = timedelta(seconds=2)


@transaction.atomic
def seed() -> bool:
    """The company, once: where a division stands already, nothing is written. Returns whether it was."""
    if Division.objects.exists():
        return False
    people = _people()
    steward = people["sam"]
    divisions = {
        slug: create_division(slug, by=steward, name=name, head=people[head], text=text)
        for slug, (name, head, text) in DIVISIONS.items()
    }
    teams = {}
    for one in TEAMS:
        teams[one.slug] = create_team(
            one.slug,
            by=steward,
            name=one.name,
            division=divisions[one.division],
            lead=people[one.lead],
            mission=one.mission,
            email=f"{one.slug}@tideline.example",
            chat=f"#{one.slug}",
            time_zone=one.time_zone,
        )
        for login in one.members:
            join_team(teams[one.slug], people[login], by=people[one.lead], role="Developer")
    for service in SERVICES:
        team = teams[service.team]
        register_service(
            team,
            service.slug,
            by=team.lead,
            text=service.text,
            criticality=service.criticality,
            lifecycle=service.lifecycle,
            source_url=f"https://code.tideline.example/{service.team}/{service.slug}",
            runbook_url=f"https://code.tideline.example/{service.team}/{service.slug}/runbook",
            on_call=f"#{service.team}-on-call",
        )
    for contract in CONTRACTS:
        _register(contract, people[contract.by])
    _register_own(people["sam"])
    jobs.enqueue("portal.settle_demo", 1)
    return True


def _people() -> dict[str, Person]:
    chief = add_person(CHIEF[0], by=None, name=CHIEF[1], email=f"{CHIEF[0]}@tideline.example")
    people = {CHIEF[0]: chief}
    logins = {**HEADS, **NAMES}
    leads = {one.lead: DIVISIONS[one.division][1] for one in TEAMS}
    members = {login: one.lead for one in TEAMS for login in one.members}
    zones = {login: one.time_zone for one in TEAMS for login in (one.lead, *one.members)}
    for login in [*HEADS, *leads, *members]:
        if login not in people:
            above = CHIEF[0] if login in HEADS else leads.get(login) or members[login]
            people[login] = add_person(
                login,
                by=None,
                name=logins[login],
                email=f"{login}@tideline.example",
                password=LOGINS[login][0] if login in LOGINS else None,
                manager=people[above],
                time_zone=zones.get(login, "Europe/London"),
                is_steward=login == "sam",
            )
    return people


def _register(contract: ContractData, by: Person) -> None:
    register_contract(
        Service.objects.select_related("team").get(slug=contract.service),
        contract.slug,
        by=by,
        content=(DOCUMENTS / contract.document).read_bytes(),
        source=Revision.Source.UPLOAD,
        source_name=contract.document,
        audience=contract.audience,
        facts=dict(contract.facts),
    )


def _register_own(by: Person) -> None:
    """Homeport's own interface, as it is generated from the running code."""
    register_contract(
        Service.objects.select_related("team").get(slug="homeport"),
        "homeport-api",
        by=by,
        content=schema.document(),
        source=Revision.Source.API,
        source_name="openapi.json",
        audience=Contract.Audience.COMPANY,
    )


def settle() -> None:
    """Publish what a worker has checked by now, bring the next drafts, declare who uses what; come back until done."""
    waiting = Check.objects.filter(state__in=[Check.State.WAITING, Check.State.RUNNING]).exists()
    published = [one for one in CONTRACTS if one.publish]
    for one in [*published, ContractData("homeport", "homeport-api", "sam", "")]:
        _publish(one)
    if waiting:
        jobs.enqueue("portal.settle_demo", 1, after=LOOK_AGAIN)
        return
    for draft in NEXT_DRAFTS:
        contract = Contract.objects.select_related("service__team").get(service__slug=draft.service, slug=draft.slug)
        if contract.revisions.count() == 1:
            upload_revision(
                contract,
                by=Person.objects.get(login=draft.by),
                content=(DOCUMENTS / draft.document).read_bytes(),
                source=Revision.Source.UPLOAD,
                source_name=draft.document,
            )
    _declare_uses()


def _publish(one: ContractData) -> None:
    """Waive what stands in the way, as a team would, and publish. What was not checked stays a draft."""
    draft = (
        Revision.objects.select_related("contract__service__team")
        .filter(contract__service__slug=one.service, contract__slug=one.slug, number=1, state=Revision.State.DRAFT)
        .first()
    )
    reading = reading_of(draft) if draft is not None else None
    if draft is None or reading is None or not reading.checked:
        return
    lead = draft.contract.service.team.lead
    waived = set(Waiver.objects.active().filter(contract=draft.contract).values_list("fingerprint", flat=True))
    for rule in reading.by_rule(waived, rule="", most=50, page=1):
        for found in rule.findings if rule.severity == "error" else []:
            if found.fingerprint not in waived:
                waive_finding(
                    draft,
                    found.fingerprint,
                    by=lead,
                    reason="Callers have lived with it since the first release; version 5 mends it.",
                    evidence=Waiver.Evidence.METRIC,
                    value="0 support cases in 12 months",
                    baseline="2 in the year before",
                    source=f"https://metrics.tideline.example/{one.service}",
                    expires_on=(timezone.now() + timedelta(days=120)).date(),
                )
    publish_revision(draft, by=lead)


def _declare_uses() -> None:
    for user, used in USES:
        service = Service.objects.select_related("team__lead").get(slug=user)
        contract = Contract.objects.select_related("service").get(slug=used)
        try:
            declare_consumer(service, contract, by=service.team.lead)
        except Refused:
            continue
