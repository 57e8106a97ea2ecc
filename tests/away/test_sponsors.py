"""Whoever asks may choose who of those above the guest confirms people and time first: in the form and by the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Invalid
from teams.away.actions.ways import set_ways
from teams.away.models import AwayDraft, AwayRequest
from teams.people.actions.teams import join_team
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


@pytest.fixture
def chief(db):
    return make.person(login="chief", name="Cleo Chief")


@pytest.fixture
def head(db):
    return make.person(login="head", name="Hal Head")


@pytest.fixture
def manager(db):
    return make.person(login="manager", name="Mo Manager")


@pytest.fixture
def mate(manager):
    return make.person(login="mate", name="Mat Mate", manager=manager)


@pytest.fixture
def guest(ben, head, chief, mate):
    """Ben's team with Mat, whom Mo manages; in a division that Hal leads, below one of Cleo's."""
    above = make.division(head=chief, name="Shop")
    team = make.team(ben, lead=ben, slug="checkout", name="Checkout", division=make.division(head=head, parent=above))
    join_team(team, mate, by=ben)
    return team


def words(**more):
    """What a browser sends when everything is said."""
    return {
        "service": "ledger",
        "guest": "checkout",
        "title": "Refunds in euro",
        "problem": "Customers abroad are refunded in pounds.",
        "measure": "Care contacts",
        "unit": "a week",
        "now_value": "1900",
        "expected_value": "400",
        "scope": "postings/refund",
        "cost_of_nothing": "Ninety calls more with every country.",
        "wanted_by": str((timezone.now() + timedelta(days=30)).date()),
        "percent-ben": "50",
        **more,
    }


def test_the_chosen_one_is_asked_first_and_the_nearest_without_a_choice(ledger, guest, head, chief):
    usual = make.away(ledger, guest, confirmed=False)
    chosen = make.away(ledger, guest, confirmed=False, sponsor=chief)
    assert (usual.state, usual.sponsor, chosen.state, chosen.sponsor) == ("sent", head, "sent", chief)
    assert clocks.waiting_for(chief).get().subject == f"away.awayrequest:{chosen.pk}"


def test_after_the_silence_of_the_chosen_one_whoever_is_next_is_asked(ledger, guest, chief, manager, mate, later):
    request = make.away(ledger, guest, confirmed=False, sponsor=chief, people=[(mate, 50)])
    later(clocks.waiting_for(chief).get().due_at - timezone.now() + timedelta(seconds=1))
    clocks.ring_due()
    jobs.run_waiting()
    request.refresh_from_db()
    assert (request.state, request.sponsor) == ("sent", manager)


def test_a_manager_who_asks_may_choose_another_to_confirm_it(ledger, guest, ben, head, chief):
    join_team(guest, head, by=ben)
    request = make.away(ledger, guest, confirmed=False, by=head, sponsor=chief)
    assert (request.state, request.sponsor) == ("sent", chief)
    request = make.away(ledger, guest, confirmed=False, by=head, sponsor=head)
    assert (request.state, request.sponsor) == ("asked", head)


def test_nobody_else_can_be_chosen_and_nothing_is_written(ledger, guest, ben, ana, head, mate):
    join_team(guest, head, by=ben)
    refused = {
        ana: "Ana Owner is not above Checkout. Those who are: Hal Head, Cleo Chief.",
        mate.manager: "Mo Manager is not above Checkout. Those who are: Hal Head, Cleo Chief.",
    }
    for person, text in refused.items():
        with pytest.raises(Invalid, match=text) as refusal:
            make.away(ledger, guest, people=[(ben, 50)], sponsor=person)
        assert (refusal.value.code, list(refusal.value.fields)) == ("away-sponsor-elsewhere", ["sponsor"])
    with pytest.raises(Invalid, match=r"Hal Head comes along\. Those who may confirm people and time: Cleo Chief\."):
        make.away(ledger, guest, people=[(head, 50)], sponsor=head)
    assert not AwayRequest.objects.exists()


def test_where_nobody_has_to_confirm_nobody_can_be_chosen(as_, ledger, guest, ben, home, head):
    assert 'name="sponsor"' in as_(ben).get("/away/new/?service=ledger&guest=checkout").content.decode()
    set_ways(None, by=make.steward(), off=["F4"], why="Everybody knows it anyway.")
    assert 'name="sponsor"' not in as_(ben).get("/away/new/?service=ledger&guest=checkout").content.decode()
    with pytest.raises(Invalid, match="Nobody has to confirm it: name no sponsor"):
        make.away(ledger, guest, sponsor=head)
    assert make.away(ledger, guest).state == "asked"


def test_the_form_offers_those_above_keeps_the_choice_and_sends_it(as_, ledger, guest, ben, chief):
    page = as_(ben).get("/away/new/?service=ledger&guest=checkout").content.decode()
    offered = page.partition('name="sponsor"')[2].partition("</select>")[0]
    for login in ("head", "chief", "manager"):
        assert f'value="{login}"' in offered
    as_(ben).post("/away/drafts/save/", words(sponsor="chief", problem=""))
    draft = AwayDraft.objects.get()
    page = as_(ben).get(draft.get_absolute_url()).content.decode()
    assert '<option value="chief" selected>' in page
    as_(ben).post("/away/new/", words(sponsor="chief", draft=str(draft.pk), saves="1"))
    assert AwayRequest.objects.get().sponsor == chief


def test_the_form_says_at_the_field_who_is_above(as_, ledger, guest, ben, ana):
    page = as_(ben).post("/away/new/", words(sponsor="ana"))
    assert page.status_code == 422
    said = page.content.decode().partition('name="sponsor"')[2].partition("</div>")[0]
    assert "Not above your team. Those who are: Hal Head, Cleo Chief, Mo Manager." in said
    page = as_(ben).post("/away/new/", words(sponsor="manager", saves="1"))  # Mat, whom Mo manages, does not come
    said = page.content.decode().partition('name="sponsor"')[2].partition("</div>")[0]
    assert "Mo Manager is not above Checkout. Those who are: Hal Head, Cleo Chief." in said
    assert '<option value="manager" selected>' in page.content.decode()
    assert not AwayRequest.objects.exists()


def test_a_program_chooses_and_is_refused_at_the_same_field(ledger, guest, ben, ana, chief):
    given = {name: text for name, text in words().items() if not name.startswith("percent-")}
    given["people"] = [{"person": "ben", "percent": 50}]
    program = Program(ben)
    for login, code in (("nobody", "person-unknown"), ("ana", "away-sponsor-elsewhere")):
        refused = program.post("/api/v1/away-requests", {**given, "sponsor": login})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert [one["field"] for one in refused.json()["errors"]] == ["sponsor"]
    made = program.post("/api/v1/away-requests", {**given, "sponsor": "chief"})
    assert (made.status_code, made.json()["state"], made.json()["sponsor"]["login"]) == (201, "sent", "chief")
