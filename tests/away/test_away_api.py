"""Away-team requests through the API: the same rules, as problem documents."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teams.away.models import AwayRequest
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
V = "/api/v1/away-requests"


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


def asking(**words):
    return {
        "service": "ledger",
        "guest": "checkout",
        "title": "Refunds in euro",
        "problem": "Customers abroad are refunded in pounds.",
        "measure": "Care contacts",
        "unit": "contacts a week",
        "now_value": "1900.5",
        "expected_value": "400",
        "scope": "postings/refund",
        "wanted_by": str((timezone.now() + timedelta(days=30)).date()),
        "people": [{"person": "ben", "percent": 50}],
        **words,
    }


def terms(request, **words):
    return {
        "after": 0,
        "criteria": ["Refunds post in euro."],
        "scope_in": request["scope"],
        "scope_out": "All else.",
        "gates": "Build is green.",
        "reviewer": "ana",
        "guest_lead": "ben",
        "ends_on": request["wanted_by"],
        "exit_rules": "With a reason.",
        **words,
    }


def test_from_asked_to_done(ledger, guest, ana, ben):
    made = Program(ben).post(V, asking())
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["state"], told["now_value"], told["expected_value"]) == ("asked", "1900.5", "400")
    assert told["members"] == [{"person": {"login": "ben", "name": "Ben Elsewhere"}, "percent": 50}]
    one = f"{V}/{told['id']}"
    assert made["Location"].endswith(one)
    agreed = Program(ana).post(f"{one}/agree", {"contact": "ana", "answer": "Come."}).json()
    assert (agreed["state"], agreed["contact"]["login"], agreed["decided_by"]["login"]) == ("agreed", "ana", "ana")
    charter = Program(ben).post(f"{one}/charters", terms(agreed))
    assert (charter.status_code, charter.json()["version"]) == (201, 1), charter.content
    stale = Program(ben).post(f"{one}/charters", terms(agreed, after=0))
    assert stale.json()["code"] == "away-charter-changed"
    digest = charter.json()["digest"]
    assert hashlib.sha256(charter.json()["text"].encode()).hexdigest() == digest
    assert Program(ana).post(f"{one}/sign", {"digest": "0" * 64}).json()["code"] == "away-charter-outdated"
    for person in (ana, ben):
        signed = Program(person).post(f"{one}/sign", {"digest": digest}).json()
    assert [one["side"] for one in signed["signatures"]] == ["host", "guest"]
    assert Program(ana, "read").get(f"{one}/charters").json()["results"] == [signed]
    assert Program(ana, "read").get(one).json()["state"] == "signed"
    done = Program(ben).post(f"{one}/finish", {"measured_value": "512", "outcome": "Live."}).json()
    assert (done["state"], done["measured_value"], done["outcome"]) == ("done", "512", "Live.")
    assert Program(ana, "read").get(one).json() == done


def test_declining_withdrawing_and_ending(ledger, guest, ana, ben):
    words = {"reason": "too-risky", "answer": "No.", "value": "2 a month", "source": "https://metrics.example/1"}
    declined = Program(ana).post(f"{V}/{make.away(ledger, guest).pk}/decline", words).json()
    assert (declined["state"], declined["reason"], declined["may_copy"]) == ("declined", "too-risky", True)
    withdrawn = Program(ben).post(f"{V}/{make.away(ledger, guest).pk}/withdraw", {"answer": "Not needed."}).json()
    assert (withdrawn["state"], withdrawn["outcome"]) == ("withdrawn", "Not needed.")
    ended = Program(ana).post(f"{V}/{make.away_agreed(ledger, guest).pk}/end", {"answer": "No budget."}).json()
    assert (ended["state"], ended["may_copy"]) == ("ended", True)


def test_refusals_are_problem_documents_with_their_code_and_field(ledger, guest, ana, ben):
    program = Program(ben)
    for words, status, code, field in (
        ({"service": "nothing"}, 422, "service-unknown", "service"),
        ({"guest": "nothing"}, 422, "guest-unknown", "guest"),
        ({"people": [{"person": "nobody", "percent": 5}]}, 422, "person-unknown", "people"),
        ({"people": [{"person": "ana", "percent": 5}]}, 422, "away-person-elsewhere", "people"),
        ({"expected_value": "1900.50"}, 422, "away-no-effect", "expected_value"),
        ({"expected_value": 400}, 422, "fields-invalid", "expected_value"),
        ({"expected_value": "1e3"}, 422, "fields-invalid", "expected_value"),
        ({"people": []}, 422, "fields-invalid", "people"),
    ):
        answer = program.post(V, asking(**words))
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
        assert field in str(answer.json()["errors"])
    request = make.away(ledger, guest)
    refused = Program(ana).post(f"{V}/{request.pk}/decline", {"reason": "no-time", "answer": "Busy."})
    assert refused.status_code == 422
    assert program.post(f"{V}/{request.pk}/agree", {"contact": "ben"}).status_code == 403
    assert (
        Program(ana).post(f"{V}/{request.pk}/end", {"answer": "No."}).json()["code"] == "away-team-request-cannot-end"
    )
    assert AwayRequest.objects.count() == 1


def test_the_list_filters_sorts_and_asks_as_much_for_many(ledger, guest, ana):
    make.away_agreed(ledger, guest, title="Agreed one")
    make.away(ledger, guest, title="Asked one")
    make.away(title="Elsewhere")
    program = Program(ana, "read")

    def titles(query):
        return [one["title"] for one in program.get(f"{V}{query}").json()["results"]]

    assert sorted(titles("")[:2]) == ["Asked one", "Elsewhere"]  # due at the same hour, when asked outside of it
    assert titles("")[2:] == ["Agreed one"]
    assert titles("?state=agreed") == ["Agreed one"]
    assert titles("?team=checkout&sort=newest") == ["Asked one", "Agreed one"]
    assert titles("?person=ben&q=asked&service=ledger&state=open") == ["Asked one"]

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert program.get(V).status_code == 200
        return len(queries)

    few = asked()
    for number in range(9):
        make.away(ledger, guest, title=f"More {number}")
    assert asked() == few
