"""Real rows for tests: plain functions, made by the same actions that people use, every fact overridable."""

import itertools
from typing import Any

from django.utils import timezone

from portal.kit import jobs
from portal.models import Job
from services import contracts as engine
from services.actions import catalog, contracts
from services.actions.checks import run_check
from services.models import Attachment, Contract, Revision, RulesetVersion, Service
from teams.people.actions.people import add_person
from teams.people.actions.teams import create_division, create_team, join_team
from teams.people.models import Division, Person, Team
from tests.answers import ignoring, told  # noqa: F401 - asked of make by tests

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


def receiver(of: Service | Team | None = None, forge: str = "github", **facts: Any) -> Any:
    """An address by which a forge tells what happens in the repository of a service, of a team's, or of all."""
    from services.forge.actions.receivers import add_receiver

    by = facts.pop("by", None) or (steward() if of is None else of.team.lead if isinstance(of, Service) else of.lead)
    whose = {"service": of} if isinstance(of, Service) else {"team": of}
    return add_receiver(forge, by=by, **whose)


def fact(of: Service, **said: Any) -> Any:
    """Something that happened in the repository of a service, said by the lead of its team."""
    from services.forge.actions.facts import tell_fact

    return tell_fact(of, **{"by": of.team.lead, "kind": "pushed", "branch": "main", **said})


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
    """The same revision after a worker has done what waits. Our own documents are judged here: starting a child process
    for each takes longer than most tests; tests/services/contracts and the corpus have it judged by the child."""
    waiting = Job.objects.filter(name="services.run_check", state=Job.State.WAITING)
    for job_id in waiting.values_list("pk", flat=True):
        if claim := jobs.take(job_id):
            run_check(claim.subject_id, claim, judge=engine.check_here)
    jobs.run_waiting()
    return Revision.objects.select_related("contract__service__team__lead").get(pk=revision.pk)


RULES = """\
formats: [oas3]
documentationUrl: https://guide.example
rules:
  info-licence:
    description: The API says under which licence it may be used.
    given: $.info
    severity: error
    then: {field: license, function: truthy}
  no-trailing-slash:
    description: No path ends with a slash.
    given: $.paths[*]~
    then: {function: pattern, functionOptions: {notMatch: "/$"}}
"""


def ruleset(content: str | bytes = RULES, **facts: Any) -> RulesetVersion:
    """A version of a new ruleset, or the next one of ``of``, read by a worker that needs no child for our own."""
    from datetime import timedelta

    from services.actions import rulesets

    data = content.encode() if isinstance(content, str) else content
    by = facts.pop("by", None) or steward()
    if of := facts.pop("of", None):
        version = rulesets.upload_version(of, by=by, content=data)
    else:
        facts.setdefault("owner", by)
        facts.setdefault("review_on", (timezone.now() + timedelta(days=100)).date())
        slug = facts.pop("slug", f"ruleset-{next(_numbers)}")
        version = rulesets.register_ruleset(slug, by=by, name=facts.pop("name", slug), content=data, **facts)
    for job_id in Job.objects.filter(name="services.read_ruleset", state="waiting").values_list("pk", flat=True):
        if claim := jobs.take(job_id):
            rulesets.read_version(claim.subject_id, claim, reader=_read_here)
    return RulesetVersion.objects.select_related("ruleset").get(pk=version.pk)


def _read_here(data: bytes, **_: Any) -> engine.RulesetRead:
    return engine.read_ruleset_here(data)


def in_force(content: str | bytes = RULES, **facts: Any) -> RulesetVersion:
    from services.actions.rulesets import put_in_force

    return put_in_force(ruleset(content, **facts), by=steward())


def attached(to: Division | None = None, content: str | bytes = RULES, **facts: Any) -> Attachment:
    """A ruleset in force, attached to a division or to the company."""
    from services.actions.attaching import attach_ruleset

    blocks = facts.pop("blocks", False)
    version = in_force(content, **facts)
    return attach_ruleset(version.ruleset, to, by=steward(), reason="The company agreed on it.", blocks=blocks)


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


def away(owned: Service | None = None, guest: Team | None = None, *, confirmed: bool = True, **facts: Any) -> Any:
    """An away-team request that waits for its host, or, not ``confirmed``, for whoever is above its guests."""
    from datetime import timedelta

    from teams.away.actions.asking import ask_away
    from teams.away.actions.sponsoring import confirm_sponsored

    owned = owned or service()
    guest = guest or team()
    words = {
        "by": guest.lead,
        "title": f"Refunds in several currencies {next(_numbers)}",
        "problem": "Customers abroad are refunded in pounds and call us.",
        "measure": "Care contacts about refunds",
        "unit": "contacts a week",
        "now_value": 1900,
        "expected_value": 400,
        "scope": "postings/refund and its tests",
        "cost_of_nothing": "Ninety calls more with every new country.",
        "people": [(_free(guest), 50)],
        "wanted_by": (timezone.now() + timedelta(days=60)).date(),
        **facts,
    }
    request = ask_away(owned, guest=guest, **words)
    return confirm_sponsored(request, by=request.sponsor) if confirmed and request.state == "sent" else request


def _free(guest: Team) -> Person:
    """Its lead, or once they are in an away team somebody new: one is in one at a time."""
    from teams.away.models import AwayMember

    if not AwayMember.objects.filter(person=guest.lead, request__state__in=["agreed", "signed"]).exists():
        return guest.lead
    came = person()
    join_team(guest, came, by=guest.lead)
    return came


def away_agreed(owned: Service | None = None, guest: Team | None = None, **facts: Any) -> Any:
    """A request that its host has agreed to; its lead is the contact."""
    from teams.away.actions.requests import agree_to_away

    request = away(owned, guest, **facts)
    return agree_to_away(request, by=request.host.lead, contact=request.host.lead, answer="Come on Monday.")


def charter(request: Any, by: Person | None = None, **facts: Any) -> Any:
    """The next version of a request's charter, made of the request; the guest's lead writes it."""
    from teams.away.actions.charters import draft_charter
    from teams.away.reads import charters as reads

    hosts, guests = (
        [one.person for one in side.memberships.filter(until=None)] for side in (request.host, request.guest)
    )
    newest = next(iter(reads.versions(request)), None)
    terms = reads.written(newest) if newest else reads.first_words(request, hosts, guests)
    after = newest.number if newest else 0
    return draft_charter(request, by=by or request.guest.lead, **{"after": after, **terms, **facts})


def away_signed(owned: Service | None = None, guest: Team | None = None, **facts: Any) -> Any:
    """A request whose charter both leads have signed, whose gates are shown and whose pack is there: work has begun."""
    from tests.away import stages

    return stages.begun(stages.signed(owned, guest, **facts))


def away_met(owned: Service | None = None, guest: Team | None = None, **facts: Any) -> Any:
    """A request whose charter both leads have signed a moment ago."""
    from teams.away.actions.charters import sign_charter

    request = away_agreed(owned, guest, **facts)
    digest = charter(request).digest
    for lead in {request.guest.lead, request.host.lead}:
        sign_charter(request, by=lead, digest=digest)
    request.refresh_from_db()
    return request


def demand(request: Any) -> Any:
    """Something the host asks for after both have signed; the guest has not answered."""
    from teams.away.actions.demands import demand_more

    return demand_more(request, by=request.host.lead, text="Load test at twice the peak", why="It took us down once.")


def away_offered(owned: Service | None = None, guest: Team | None = None, **offer: Any) -> Any:
    """A request whose host offers to do it itself in thirty days; the guest has not answered."""
    from datetime import timedelta

    from teams.away.actions.offers import offer_instead

    request = away(owned, guest)
    day = (timezone.now() + timedelta(days=30)).date()
    promise = {"kind": "will-do", "words": "We are in these files anyway.", "promised_by": day}
    offer_instead(request, by=request.host.lead, **(offer or promise))
    return request


def again(revision: Revision) -> Revision:
    """The same revision as the database has it now."""
    return Revision.objects.select_related("contract__service__team__lead", "uploaded_by").get(pk=revision.pk)


def bar_raiser(who: Person | None = None, **facts: Any) -> Any:
    """Somebody who looks at contracts of others; of a team of their own."""
    from teams.reviews.actions.guild import appoint_bar_raiser

    who = who or person(name=f"Raiser {next(_numbers)}")
    if not who.memberships.exists():
        team(who)
    return appoint_bar_raiser(who, by=steward(), **{"topics": ["contract"], **facts})


def proposed(owner: Team | None = None, content: str | bytes = CLEAN, **facts: Any) -> Revision:
    """A proposed revision of a critical service; no worker has looked at it yet."""
    by = facts.pop("by", None)
    revision = checked(draft(service(owner or team(), criticality="critical"), content, **facts))
    waive_errors(revision)
    revision = again(revision)
    return contracts.propose_revision(revision, by=by or revision.contract.service.team.lead)


def review(owner: Team | None = None, **facts: Any) -> Any:
    """A review that a worker has given to somebody; appoints a bar raiser where nobody may look at this team again."""
    from teams.reviews.models import BarRaiser, Review, Seat

    met = Seat.objects.filter(review__team=owner).count() if owner is not None else 0
    if BarRaiser.objects.count() * 2 <= met:  # who has looked at a team twice looks at others for six months
        bar_raiser()
    revision = proposed(owner, **facts)
    jobs.run_waiting()
    return Review.objects.select_related("team__lead", "reviewer", "revision__contract").get(revision=revision)


def suggestion(of: Any, **facts: Any) -> Any:
    """One suggestion of the review's reviewer."""
    from teams.reviews.actions.reviews import suggest

    words = {"line": 7, "weight": "should", "text": "Say what happens twice.", "why": "Three of five retry.", **facts}
    return suggest(of, by=of.reviewer, **words)


def advised(owner: Team | None = None, count: int = 2, **facts: Any) -> Any:
    """A review whose advice was sent, with so many suggestions."""
    from teams.reviews.actions.reviews import send_advice

    found = review(owner, **facts)
    for line in range(1, count + 1):
        suggestion(found, line=line, end_line=line)
    return send_advice(found, by=found.reviewer, summary="Clear, with some things to think of.")


def soon(days: int = 9) -> Any:
    """A day to come."""
    from datetime import timedelta

    return (timezone.now() + timedelta(days=days)).date()


def answer(suggestion: Any, **facts: Any) -> Any:
    """The lead's answer to a suggestion."""
    from teams.reviews.actions.answering import answer_suggestion

    words = {"by": suggestion.review.team.lead, "kind": "accept", "text": "Done.", **facts}
    return answer_suggestion(suggestion, **told(words))
