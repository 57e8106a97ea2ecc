"""Homeport's own API is held to what it asks of others: linted by its own engine, without a finding."""

import json
from datetime import timedelta

import jsonschema_rs
import pytest
from django.urls import resolve
from django.utils import timezone
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate

from portal.kit import schema
from portal.kit.endpoints import Resource
from services import contracts as engine
from teams.away.actions import designs
from teams.away.actions.criteria import say_criterion
from teams.away.actions.ways import set_ways
from teams.people.actions import calendars
from teams.reviews.actions import ties
from teams.reviews.actions.answer_drafts import keep_answer
from teams.reviews.actions.budgets import set_budget
from teams.reviews.models import Review
from tests import make
from tests.away import stages
from tests.proposals import words as proposals
from tests.services.api.program import Program


@pytest.fixture(scope="module")
def document():
    schema.document.cache_clear()
    return schema.document()


@pytest.fixture(scope="module")
def told(document):
    return json.loads(document)


def operations(told):
    for path, item in told["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_our_own_engine_finds_nothing(document):
    checked = engine.lint(document)
    assert checked.reason is None
    found = [f"{one.span.line}: {one.severity}: {one.message} [{one.rule}]" for one in checked.findings]
    assert found == []
    assert checked.interface is not None
    assert len(checked.interface.operations) > 40
    unjudged = {run.rule.id for run in checked.runs if run.unjudged}
    of_events = {"receiver-can-verify", "events-carry-identity", "events-dated"}
    assert unjudged == {*of_events, "rights-told", "values-may-grow"}, "it sends nothing, has one right, closes no list"


def test_the_generator_has_nothing_to_complain_of(document):
    assert dict(GENERATOR_STATS._warn_cache) == {}
    assert dict(GENERATOR_STATS._error_cache) == {}


def test_it_keeps_to_the_specification_of_openapi(told):
    validate(told)


def test_every_example_is_true(told):
    """Whole examples of every shape and body, against the shape itself."""
    components = {"components": told["components"]}
    wrong = []

    def compare(where, shape, example):
        judge = jsonschema_rs.Draft202012Validator({**components, **shape}, validate_formats=True)
        wrong.extend(f"{where} {error.instance_path}: {error.message[:200]}" for error in judge.iter_errors(example))

    for name, shape in told["components"]["schemas"].items():
        for example in shape.get("examples", []):
            compare(name, {"$ref": f"#/components/schemas/{name}"}, example)
    for path, method, operation in operations(told):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in [one for body in bodies for one in body.get("content", {}).values()]:
            for example in content.get("examples", {}).values():
                compare(f"{method} {path}", content["schema"], example["value"])
    assert wrong == []


def test_every_operation_tells_what_it_is_for_and_how_it_fails(told):
    names = [operation["operationId"] for _, _, operation in operations(told)]
    assert sorted(set(names)) == sorted(names)
    for path, method, operation in operations(told):
        assert operation["summary"] and not operation["summary"].endswith("."), (path, method)
        assert len(operation["description"]) > 15, (path, method)
        assert {"400", "401", "422", "429", "500"} <= set(operation["responses"]), (path, method)
        assert ("404" in operation["responses"]) == ("{" in path), (path, method)
        if method != "get":
            assert {"403", "409"} <= set(operation["responses"]), (path, method)
        if "requestBody" in operation:
            assert {"413", "415"} <= set(operation["responses"]), (path, method)
        if "201" in operation["responses"]:
            assert {"$ref": "#/components/parameters/IdempotencyKey"} in operation["parameters"], (path, method)


def test_every_text_number_and_list_is_bounded(told):
    """OWASP API4:2023: what comes in and goes out has a most."""
    unbounded = []

    def walk(node, where):
        if isinstance(node, list):
            for index, one in enumerate(node):
                walk(one, f"{where}/{index}")
        if not isinstance(node, dict):
            return
        kinds = node.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        fixed = node.keys() & {"enum", "const", "format"}
        if "string" in kinds and "maxLength" not in node and not fixed:
            unbounded.append(where)
        if {"integer", "number"} & set(kinds) and not {"minimum", "maximum"} <= node.keys():
            unbounded.append(where)
        if "array" in kinds and "maxItems" not in node and where.rpartition("/")[2] not in MANY:
            unbounded.append(where)
        for name, one in node.items():
            if name not in {"examples", "example", "properties"}:
                walk(one, f"{where}/{name}")
        for name, one in node.get("properties", {}).items():
            walk(one, f"{where}/{name}")

    walk(told, "")
    assert unbounded == []


# Lists of whole things, which only the number of things there are bounds.
MANY = {"memberships", "members", "contracts", "examples", "servers", "rules", "groups"}


def test_every_operation_has_an_address_that_answers(told):
    for path, method, operation in operations(told):
        words = {one["name"]: one["example"] for one in operation.get("parameters", []) if one.get("in") == "path"}
        view = resolve(path.format(**words)).func.cls
        assert issubclass(view, Resource), path
        assert view.endpoints[method.upper()].name == operation["operationId"]


@pytest.mark.django_db
def test_it_is_told_to_whoever_has_a_token_and_only_once(document, ana):
    program = Program(ana, "read")
    first = program.get("/api/v1/openapi.json")
    assert (first.status_code, first["Content-Type"]) == (200, "application/json")
    assert json.loads(first.content)["info"]["title"] == "Homeport"
    again = program.get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_page_for_people_needs_a_login_and_no_inline_script(client, ana):
    assert client.get("/api/docs/")["Location"].startswith("/login/")
    client.force_login(ana)
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert b"swagger-ui-bundle.js" in page.content
    assert b'data-schema="/api/v1/openapi.json"' in page.content
    assert client.get("/api/")["Location"] == "/api/docs/"


@pytest.mark.django_db
def test_what_is_answered_is_what_is_described(told, ana, home):
    """Real answers of every reading operation, against their shapes."""
    revision = make.published(make.service(home, slug="orders", docs_url="https://docs.hartwell-shop.com/"), slug="api")
    make.checked(make.draft(revision.contract, make.CLEAN.replace("1.0.0", "2.0.0")))
    waiver = revision.contract.waivers.first()
    assert waiver is not None, "the example has no error to waive any more"
    use = make.service(home, slug="invoices")
    other = make.published(make.service(slug="other"), slug="api")
    consumer = make.catalog.declare_consumer(use, other.contract, by=ana)
    away = make.away_signed(revision.contract.service)
    make.demand(away)
    changed = stages.approved(away)
    say_criterion(away, 1, by=away.host.lead, met=True, change=changed)
    designs.write_design(away, by=away.guest.lead, title="Two tables", words="One each.", door="two-way")
    make.away_offered(revision.contract.service)
    draft = stages.draft(make.service(), home, by=ana)
    review = make.advised(home, slug="reviewed")
    make.answer(review.suggestions.first(), **make.ignoring())
    keep_answer(review.suggestions.last(), by=ana, words={"text": "Half a sen"})
    set_budget(None, by=make.steward(), overrides=0, waivers=0, why="None.")
    earlier = make.draft(review.revision.contract, make.CLEAN.replace("1.0.0", "0.9.0"))
    Review.objects.filter(pk=review.pk).update(compared_with=earlier)
    attachment = make.attached(home.division, slug="guide")
    make.checked(revision)
    source = make.service(home, source_url="https://git.example/home/source")
    fact = make.fact(source)
    for whose in (None, home.division):
        set_ways(whose, by=make.steward(), preset="teams-50", why="We are fifty.")
    day = timezone.now().date() + timedelta(days=9)
    absence = calendars.declare_absence(ana, by=ana, first_day=day, last_day=day)
    freeze = calendars.set_freeze(home, by=ana, first_day=day, last_day=day, reason="We move house.")
    words = {
        "proposal": proposals.looked_back(home).pk, "comment": 1, "version": 2, "before": 1,
        "absence": absence.pk, "freeze": freeze.pk, "receiver": make.receiver(source).pk,
        "fact": fact.pk, "division": home.division.slug, "ruleset": "guide", "attachment": attachment.pk,
        "topic": "data", "team": "home", "login": "ana", "service": "orders",
            "contract": "api", "number": 1, "rule": "contact-named",
        "review": review.pk, "suggestion": 1, "draw": 1, "away": away.pk, "draft": draft.pk, "charter": 1, "demand": 1,
        "change": changed.number, "criterion": 1, "signal": stages.signal(home).pk,
        "raiser": review.reviewer.login,
        "tie": ties.declare_tie(ana, by=ana, team=make.team()).pk,
        "wish": ties.state_wish(ana, by=ana, topic="data").pk, "certification": review.reviewer.certifications.get().pk,
        "design": 1, "check": revision.checks.first().pk, "waiver": waiver.pk, "consumer": consumer.pk,
    }  # fmt: skip
    program, steward = Program(ana), Program(make.steward())
    components = {"components": told["components"]}
    wrong = []
    for path, method, operation in operations(told):
        shapes = operation["responses"]["200"]["content"] if method == "get" else {}
        if "application/json" in shapes:
            asker = steward if path.endswith("/choices") else program  # no team chooses who looks at its own work
            answer = asker.get(path.format(**words))
            assert answer.status_code == 200, (path, answer.content)
            judge = jsonschema_rs.Draft202012Validator(
                {**components, **shapes["application/json"]["schema"]}, validate_formats=True
            )
            wrong += [
                f"{path} {error.instance_path}: {error.message[:200]}"
                for error in judge.iter_errors(json.loads(answer.content))
            ]
    assert wrong == []
