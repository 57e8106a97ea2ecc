"""Away-team requests through the API: the same rules, as problem documents."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.kit import audit
from teams.away.actions.demands import answer_demand, demand_more
from teams.away.actions.requests import withdraw_away
from teams.away.models import AwayRequest
from tests import make
from tests.away import endings, stages
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
        "cost_of_nothing": "Ninety calls more with every country.",
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


def _arrive(one, ana, ben):
    """What comes between the second signature and the work: the gates, the pack, access."""
    gates = Program(ana, "read").get(f"{one}/gates").json()["results"]
    assert [gate["state"] for gate in gates] == ["not-shown"] * 5
    first = f"{one}/gates/1"
    assert Program(ana).post(first, {"state": "green"}).json()["code"] == "away-link-unusable"
    assert Program(ben).post(first, {"state": "waived", "words": "We know."}).status_code == 403
    for gate in gates:
        words = {"state": "green", "link": "https://ci.example/7"}
        assert Program(ana).post(f"{one}/gates/{gate['number']}", words).json()["state"] == "green"
    assert Program(ben, "read").get(one).json()["stay"]["state"] == "onboarding"
    assert Program(ana).post(f"{one}/accesses/nobody/grant", {"scope": "all"}).json()["code"] == "away-access-unknown"
    granted = Program(ana).post(f"{one}/accesses/ben/grant", {"scope": "postings/refund"}).json()
    assert (granted["person"]["login"], granted["granted_by"]["login"]) == ("ben", "ana")
    pack = {"architecture": "Two services.", "runbook": "https://docs.example/run", "contacts": "Ana"}
    assert Program(ana).post(f"{one}/pack", pack).json()["stay"]["state"] == "active"
    assert Program(ben).post(f"{one}/begin", {}).json()["code"] == "away-stay-elsewhere"
    assert Program(ana).post(f"{one}/accesses/ben/end", {}).json()["end"] == "by-hand"
    assert Program(ana).post(f"{one}/accesses/ben/take", {}).json()["code"] == "away-access-not-now"
    assert len(Program(ben, "read").get(f"{one}/accesses").json()["results"]) == 1


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
    _arrive(one, ana, ben)
    finish = {"measured_value": "512", "outcome": "Live."}
    assert Program(ben).post(f"{one}/finish", finish).json()["code"] == "away-not-over-yet"
    endings.to_the_last_words(AwayRequest.objects.with_sides().get(pk=told["id"]))
    done = Program(ben).post(f"{one}/finish", finish).json()
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
    make.away(ledger, guest, title="Asked one", people=[(guest.lead, 20)])
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


def test_programs_bring_review_and_merge_a_change(home, ana, ben):
    guest = make.team(ben, lead=ben, slug="checkout", name="Checkout")
    signed = make.away_signed(make.service(home, slug="ledger", criticality="critical"), guest)
    one = f"/api/v1/away-requests/{signed.pk}"
    new = {"title": "Post refunds", "link": "https://forge.example/7", "lines": 40, "paths": ["a.py"]}
    made = Program(ben).post(f"{one}/changes", new)
    assert (made.status_code, made.json()["number"], made.json()["state"]) == (201, 1, "open")
    known = Program(ben).post(f"{one}/changes", new)
    assert (known.status_code, known.json()["code"]) == (422, "away-change-known")
    change = f"{one}/changes/1"
    assert Program(ana).post(f"{change}/ask", {}).status_code == 403
    assert Program(ben).post(f"{change}/ask", {}).json()["rounds"] == 1
    assert Program(ana).post(f"{change}/review", {"verdict": "approved"}).json()["state"] == "approved"
    silent = Program(ben).post(f"{change}/merge", {"back_door": True})
    assert [one["field"] for one in silent.json()["errors"]] == ["back_door_says"]
    door = Program(ben).post(f"{change}/merge", {"back_door": True, "back_door_says": "Reads the table."})
    assert (door.status_code, door.json()["code"]) == (409, "away-back-door")
    said = Program(ben).post(f"{change}/back-door", {"adds": False, "words": "By the contract now."})
    assert said.json()["back_door"] is False
    coming = make.checked(make.draft(signed.service, slug="postings"))
    touch = {"contracts": ["postings"], "contract": "postings", "revision": coming.number}
    assert Program(ben).post(f"{change}/touch", touch).json()["contracts"] == ["postings"]
    waits = Program(ben).post(f"{change}/merge", {"back_door": False})
    assert (waits.status_code, waits.json()["code"]) == (409, "away-change-advice-awaited")
    assert Program(ben).post(f"{change}/touch", {"contracts": ["nothing"]}).json()["code"] == "away-contract-unknown"
    assert Program(ben).post(f"{change}/touch", {"contracts": []}).json()["contracts"] == []
    assert Program(ana).post(f"{change}/gates", {"green": True}).json()["gates"] == "green"
    assert Program(ben).post(f"{change}/merge", {"back_door": False}).json()["state"] == "merged"
    steps = Program(ana).get(f"{change}/steps").json()["results"]
    assert [step["verb"] for step in steps][:3] == ["open", "ask", "approve"]
    met = Program(ana).post(f"{one}/criteria/1", {"met": True, "change": 1}).json()
    assert (met["met"], met["change"]) == (True, 1)
    assert Program(ben).get(f"{one}/criteria").json()["criteria"][0] == met
    assert Program(ben).get(f"{one}/turns").json()["turns"][-1]["side"] == "guest"
    assert Program(ben).get(f"{one}/changes").json()["results"][0]["state"] == "merged"


def test_programs_allow_a_back_door_until_a_day_and_take_it_away(home, ana, ben):
    guest = make.team(ben, lead=ben, slug="checkout", name="Checkout")
    signed = make.away_signed(make.service(home, slug="ledger"), guest)
    stages.approved(signed)
    change = f"/api/v1/away-requests/{signed.pk}/changes/1"
    Program(ana).post(f"{change}/back-door", {"adds": True, "words": "Reads the table."})
    day = str((timezone.now() + timedelta(days=30)).date())
    asked = Program(ben).post(f"{change}/override", {"reason": "Late.", "ends_on": day}).json()["override"]
    assert (asked["state"], asked["asked_by"]["login"]) == ("asked", "ben")
    assert Program(ana).post(f"{change}/override/answer", {"agrees": True}).json()["override"]["state"] == "agreed"
    assert Program(ben).post(f"{change}/merge", {"back_door": True, "back_door_says": "x"}).json()["state"] == "merged"
    ended = Program(ben).post(f"{change}/back-door/end", {"words": "Gone."}).json()["override"]
    assert ended["state"] == "ended"
    assert Program(ana).post(f"{change}/rule", {"ruling": "merge"}).status_code == 403
    assert Program(ben).post(f"{change}/close", {"words": "No."}).status_code == 409


def test_a_request_says_who_is_waited_for_and_what_silence_means(ana, ben, ledger, guest):
    request = make.away(ledger, guest)
    waits = Program(make.person()).get(f"/api/v1/away-requests/{request.pk}").json()["waits"]
    assert [one["awaited"]["team"]["slug"] for one in waits] == [request.host.slug] * 2
    assert waits[0]["silence"] == f"Everybody of {request.host.name} is nudged."
    assert waits[0]["started_at"] < waits[0]["due_at"] < waits[1]["due_at"]
    withdraw_away(request, by=ben, answer="Never mind.")
    assert Program(ana).get(f"/api/v1/away-requests/{request.pk}").json()["waits"] == []


def test_what_happened_is_told_from_the_beginning_with_what_became_of_demands(ana, ben, ledger, guest):
    request = make.away_signed(ledger, guest)
    demands = [demand_more(request, by=ana, text=f"Number {number}.", why="They asked.") for number in (1, 2)]
    answer_demand(demands[0], by=ben, accepts=True, reply="Gladly.")
    answer_demand(demands[1], by=ben, accepts=False, reply="It was not signed.")
    for number in range(60):
        audit.record(ana if number % 2 else ben, "awayrequest.gate", request, data={"number": 1, "state": "green"})
    rows = Program(ana, "read").get(f"/api/v1/away-requests/{request.pk}/history?limit=100").json()["results"]
    said = {one["words"]: one["note"] for one in rows}
    assert (said["accepted demand 1"], said["refused demand 2"]) == ("Gladly.", "It was not signed.")
    assert rows[-1]["words"] == "asked for Checkout to work on ledger"


def test_what_happened_is_told_in_the_words_of_the_page(as_, ana, ledger, guest):
    request = make.away_agreed(ledger, guest)
    rows = Program(ana, "read").get(f"/api/v1/away-requests/{request.pk}/history?limit=1").json()
    assert rows["count"] == 2
    [last] = rows["results"]
    assert (last["who"], last["words"].split(",")[0]) == (request.decided_by.name, "agreed")
    assert last["words"] in as_(ana).get(request.get_absolute_url()).content.decode()
