"""Real rows for tests: plain functions, made by the same actions that people use, every fact overridable."""

import itertools
from typing import Any

from portal.kit import jobs
from services.actions import catalog, contracts
from services.models import Contract, Revision, Service
from teams.people.actions.people import add_person
from teams.people.actions.teams import create_division, create_team, join_team
from teams.people.models import Division, Person, Team

_numbers = itertools.count(1)

CLEAN = """\
openapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      summary: Read one order
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: The order.}
"""


def steward() -> Person:
    """The one steward, made when first asked for."""
    return Person.objects.filter(is_steward=True).first() or person(login="steward", is_steward=True)


def person(**facts: Any) -> Person:
    number = next(_numbers)
    login = facts.pop("login", f"person-{number}")
    return add_person(login, by=None, **{"name": facts.pop("name", f"Person {number}"), **facts})


def division(**facts: Any) -> Division:
    number = next(_numbers)
    slug = facts.pop("slug", f"division-{number}")
    return create_division(slug, by=steward(), **{"name": f"Division {number}", **facts})


def team(*members: Person, **facts: Any) -> Team:
    """A team with its lead and these members."""
    number = next(_numbers)
    slug = facts.pop("slug", f"team-{number}")
    facts.setdefault("name", f"Team {number}")
    facts.setdefault("lead", None)
    facts["lead"] = facts["lead"] or person(name=f"Lead {number}")
    facts["division"] = facts.get("division") or division()
    made = create_team(slug, by=steward(), **facts)
    for member in members:
        if member == made.lead:
            continue
        join_team(made, member, by=made.lead)
    return made


def service(owner: Team | None = None, **facts: Any) -> Service:
    owner = owner or team()
    slug = facts.pop("slug", f"service-{next(_numbers)}")
    return catalog.register_service(owner, slug, by=owner.lead, **facts)


def draft(of: Service | Contract | None = None, content: str | bytes = CLEAN, **facts: Any) -> Revision:
    """A draft revision: of a new contract of a service, or the next one of a contract. Not checked yet."""
    data = content.encode() if isinstance(content, str) else content
    if isinstance(of, Contract):
        by = facts.pop("by", of.service.team.lead)
        return contracts.upload_revision(of, by=by, content=data, source=Revision.Source.API, **facts)
    owner = of or service()
    slug = facts.pop("slug", f"contract-{next(_numbers)}")
    by = facts.pop("by", owner.team.lead)
    return contracts.register_contract(owner, slug, by=by, content=data, source=Revision.Source.API, **facts)


def checked(revision: Revision) -> Revision:
    """The same revision after a worker has done what waits: a real check in a real child process."""
    jobs.run_waiting()
    return Revision.objects.select_related("contract__service__team__lead").get(pk=revision.pk)


def published(of: Service | Contract | None = None, content: str | bytes = CLEAN, **facts: Any) -> Revision:
    """A published revision; its errors, if it has any, are waived by its team."""
    revision = checked(draft(of, content, **facts))
    waive_errors(revision)
    return contracts.publish_revision(revision, by=revision.contract.service.team.lead)


def waive_errors(revision: Revision) -> None:
    """Waive every error of the newest report."""
    from services.reads.reports import reading_of

    reading = reading_of(revision)
    assert reading is not None
    waived = set(revision.contract.waivers.filter(state="active").values_list("fingerprint", flat=True))
    for rule in reading.by_rule(waived, rule="", most=1000, page=1):
        for found in rule.findings if rule.severity == "error" else []:
            if found.fingerprint not in waived:
                waive(revision, found.fingerprint)


def waive(revision: Revision, fingerprint: str, **facts: Any) -> Any:
    """Waive one finding with good words."""
    from datetime import timedelta

    from django.utils import timezone

    from services.actions.checks import waive_finding

    words = {
        "by": revision.contract.service.team.lead,
        "reason": "Nobody has been hurt by it.",
        "evidence": "metric",
        "value": "0 cases",
        "source": "https://metrics.example/1",
        "expires_on": (timezone.now() + timedelta(days=30)).date(),
        **facts,
    }
    return waive_finding(revision, fingerprint, **words)
