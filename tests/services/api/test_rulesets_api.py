"""Rulesets through the API: registered, put in force, attached and taken off, with what each rule did."""

import pytest

from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
GUIDE = "/api/v1/rulesets/guide"


def registered(program, **words):
    body = {"slug": "guide", "content": make.RULES, "person": "steward", "review_on": "2027-05-01", **words}
    return program.post("/api/v1/rulesets", body)


@pytest.fixture
def steward(home):
    return Program(make.steward())


def test_a_steward_registers_a_ruleset_and_is_led_to_its_version(steward):
    answer = registered(steward)
    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")
    assert answer["Location"].endswith(f"{GUIDE}/versions/1")


def test_rules_without_an_owner_are_refused(steward):
    answer = registered(steward, person="")
    assert answer.status_code == 422


def test_others_do_not_register(home, ana):
    assert registered(Program(ana), person="ana").status_code == 403


def test_what_is_in_force_is_attached_and_a_revision_tells_how_it_fared(steward):
    make.in_force(slug="guide")
    answer = steward.post(f"{GUIDE}/attachments", {"reason": "We agreed on it."})
    assert (answer.status_code, answer.json()["division"]) == (201, None)
    assert steward.post(f"{GUIDE}/attachments", {"reason": "Again."}).status_code == 409
    revision = make.published()
    address = f"/api/v1/contracts/{revision.contract.service.slug}/{revision.contract.slug}/revisions/1"
    told = steward.get(f"{address}/rulesets").json()["results"]
    assert [(one["ruleset"]["slug"], one["state"], one["error_findings"]) for one in told] == [("guide", "asked", 1)]
    found = steward.get(f"{address}/findings?rule=guide:info-licence").json()["results"]
    assert [one["rule"] for one in found] == ["guide:info-licence"]
    rules = steward.get(f"{GUIDE}/rules").json()["results"]
    assert [(one["name"], one["fired"], one["judged"]) for one in rules] == [
        ("info-licence", 1, 1),
        ("no-trailing-slash", 0, 1),
    ]


def test_it_is_taken_off_once(steward):
    attachment = make.attached(None, slug="guide")
    address = f"/api/v1/attachments/{attachment.pk}/detach"
    assert steward.post(address, {}).json()["detached_at"] is not None
    assert steward.post(address, {}).status_code == 409
