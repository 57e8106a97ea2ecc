"""From the release to the thanks, and out of it, through the API: the same rules as on the page."""

import pytest

from teams.away.actions import after, leaving
from tests import make
from tests.away import endings
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
ANSWERS = {"helped": "Pairing.", "cost": "Data.", "differently": "Flags first.", "action": "Write it down."}


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


def test_from_the_way_back_to_the_thanks(ledger, guest, ana, ben):
    request = endings.signed(ledger, guest)
    one, host, visitor = f"/api/v1/away-requests/{request.pk}", Program(ana), Program(ben)
    assert visitor.post(f"{one}/release", {}).json()["code"] == "away-release-without-way-back"
    named = visitor.post(f"{one}/way-back", {"flag": "euro", "rollback": "The build before.", "switcher": "ana"})
    assert (named.status_code, named.json()["switcher"]["login"]) == (200, "ana"), named.content
    assert visitor.post(f"{one}/release", {}).json()["stay"]["state"] == "released"
    told = host.post(f"{one}/incidents", {"severity": 1, "title": "Twice", "where": "refund.py"})
    assert (told.status_code, told.json()["incidents"][0]["second_line"]) == (200, True), told.content
    assert visitor.post(f"{one}/incidents/1/mend", {"cause": "A rounding."}).json()["incidents"][0]["fixed_at"]
    assert visitor.post(f"{one}/switch-off", {"why": "Again"}).json()["code"] == "not-allowed"
    assert host.post(f"{one}/switch-off", {"why": "Again"}).json()["incidents"][1]["switched_off"]
    assert host.post(f"{one}/switch-on").json()["off_at"] is None
    after.end_window(request.pk)
    after.end_warranty(request.pk)
    for kind in ("runbook", "tests", "dashboards", "shift"):
        handed = visitor.post(f"{one}/handovers", {"kind": kind, "link": f"https://wiki.example/{kind}"})
        assert handed.status_code == 200, handed.content
    assert host.post(f"{one}/handback/missing", {"missing": "The alarm."}).json()["missing"] == "The alarm."
    assert visitor.post(f"{one}/handback/added").status_code == 200
    assert host.post(f"{one}/handback/take").json()["code"] == "away-nobody-keeps-it"
    assert host.post(f"{one}/keeper", {"side": "host", "person": "ana"}).json()["keeper"]["login"] == "ana"
    assert host.post(f"{one}/handback/take").json()["stay"]["state"] == "closing"
    for program in (host, visitor):
        back = program.post(f"{one}/look-back", ANSWERS)
        assert back.status_code == 200, back.content
    thanks = {"words": "Well done.", "contributors": [{"person": "ben", "did": "wrote it"}]}
    assert host.post(f"{one}/credit", thanks).json()["credit"] == "Well done."
    done = visitor.post(f"{one}/finish", {"measured_value": "512", "outcome": "Live."}).json()
    assert (done["state"], done["stay"]["state"]) == ("done", "closed")
    assert {row["side"] for row in Program(make.person(), "read").get(f"{one}/ending").json()["look_backs"]} == {
        "guest", "host",
    }  # fmt: skip


def test_leaving_a_copy_and_a_decision(ledger, guest, ana, ben):
    request = endings.signed(ledger, guest)
    one, visitor = f"/api/v1/away-requests/{request.pk}", Program(ben)
    assert Program(ana).post(f"{one}/end", {"answer": "We move."}).json()["stay"]["state"] == "leaving"
    left = visitor.post(f"{one}/wind-down", {"merged": "off", "archive": "https://code.example/rest"}).json()
    assert (left["state"], left["stay"]["state"]) == ("ended", "left")
    leaving.leave_silently(request.pk)
    copy = visitor.post(f"{one}/copy", {"why": "Now.", "link": "https://code.example/ours"})
    assert (copy.status_code, copy.json()["copy"]) == (200, "https://code.example/ours"), copy.content
    assert visitor.post(f"{one}/copy/review", {"outcome": "gone"}).status_code == 200
    listed = visitor.get("/api/v1/away-copies").json()["results"]
    assert [(row["request"], row["outcome"]) for row in listed] == [(str(request), "gone")]
    other = endings.copied(ledger, guest)
    chosen = visitor.post(f"/api/v1/away-requests/{other.pk}/decision/choose", {"choice": 1, "words": "Us."})
    assert chosen.json()["code"] == "not-allowed"
    asked = visitor.post(f"{one}/decision/choose", {"choice": 1, "words": "Us."})
    assert asked.json()["code"] == "away-no-decision"
