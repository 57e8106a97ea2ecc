"""A request is kept while it is written: every pause, every mistake, and nothing is lost on the way to sending it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit.refusals import Denied, Refused
from teams.away.actions.drafts import discard_draft, save_draft
from teams.away.actions.sponsoring import refuse_sponsored
from teams.away.models import AwayDraft, AwayRequest
from tests import make
from tests.away import stages
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
V = "/api/v1/away-drafts"


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def form(ledger, guest, ben):
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
        "wanted_by": str((timezone.now() + timedelta(days=60)).date()),
        "percent-ben": "50",
    }


def typed(client, **words):
    """What htmx sends after a pause in typing, and the piece it gets."""
    headers = {"HX-Request": "true", "HX-Target": "saved"}
    return client.post("/away/drafts/save/", words, headers=headers, follow=True)


def test_what_is_typed_is_kept_and_there_again_after_the_page_was_closed(as_, form, ben):
    piece = typed(as_(ben), service="ledger", guest="checkout", title="Refunds", now_value="about 1900")
    assert piece.content.strip().startswith(b'<div class="stack" id="saved"')
    page = as_(ben).get("/away/new/?service=ledger", follow=True)
    assert page.redirect_chain == [(AwayDraft.objects.get().get_absolute_url(), 302)]
    assert 'value="Refunds"' in page.content.decode()
    assert 'value="about 1900"' in page.content.decode()


def test_the_piece_says_what_is_still_to_be_said(as_, form, ben):
    said = {**form, "scope": "", "percent-ben": ""}
    assert "Still to say: scope, who comes." in typed(as_(ben), **said).content.decode()
    number = AwayDraft.objects.get().saves
    assert "Still to say" not in typed(as_(ben), **form, saves=str(number)).content.decode()


def test_what_is_like_it_is_shown_within_the_piece_that_typing_replaces(as_, ledger, guest, ben):
    make.away(ledger, make.team(), title="Refunds in several currencies")
    piece = typed(as_(ben), service="ledger", guest="checkout", title="Refunds in several currencies")
    text = piece.content.decode().strip()
    assert "Perhaps it is there already" in text
    assert text.endswith("</div>"), "a second element would be left behind at every pause"


def test_ten_thousand_characters_are_refused_beside_the_field_and_all_of_them_kept(as_, form, ben):
    long = "word " * 1999 + "end!!"
    page = as_(ben).post("/away/new/", {**form, "problem": long})
    text = page.content.decode()
    assert page.status_code == 422
    assert "At most 1000 characters; these are 10000. Nothing of it is lost." in text
    assert "Too long: Why, 10,000 of 1,000 characters." in text
    assert long in text
    assert AwayDraft.objects.get().words["problem"] == long
    assert not AwayRequest.objects.exists()
    assert "maxlength" not in text.partition('id="ask"')[2]  # the browser would cut off what is pasted


def test_saved_without_javascript_it_is_kept_and_gone_on_with(as_, form, ben):
    answer = as_(ben).post("/away/drafts/save/", {"service": "ledger", "guest": "checkout", "title": "Refunds"})
    assert answer.url == AwayDraft.objects.get().get_absolute_url()
    assert "Refunds" in as_(ben).get("/away/drafts/").content.decode()


def test_sent_it_is_over_and_leads_to_what_it_became(as_, form, ben):
    typed(as_(ben), service="ledger", guest="checkout", title="Refunds")
    draft = AwayDraft.objects.get()
    as_(ben).post("/away/new/", {**form, "draft": str(draft.pk), "saves": "1"})
    made = AwayRequest.objects.get()
    draft.refresh_from_db()
    assert (draft.request, draft.ended_at is not None) == (made, True)
    assert as_(ben).get(draft.get_absolute_url()).url == made.get_absolute_url()
    assert not AwayDraft.objects.open().exists()


def test_the_guest_team_reads_and_goes_on_with_it_and_nobody_else_sees_it(as_, ledger, guest, ana):
    mate = make.person()
    make.join_team(guest, mate, by=guest.lead)
    draft = stages.draft(ledger, guest)
    assert "Refunds" in as_(mate).get("/away/drafts/").content.decode()
    assert "Refunds" in as_(mate).get(draft.get_absolute_url()).content.decode()
    save_draft(ledger, guest=guest, by=mate, words={"title": "Refunds in euro"}, draft=draft, saves=1)
    draft.refresh_from_db()
    assert (draft.title, draft.saved_by, draft.made_by) == ("Refunds in euro", mate, guest.lead)
    assert as_(ana).get(draft.get_absolute_url()).status_code == 404
    with pytest.raises(Denied):
        save_draft(ledger, guest=guest, by=ana, words={"title": "Mine"}, draft=draft, saves=2)


def test_of_two_writers_the_second_is_told_and_writes_over_nothing(ledger, guest, ben):
    draft = stages.draft(ledger, guest)
    save_draft(ledger, guest=guest, by=ben, words={"title": "First"}, draft=draft, saves=1)
    with pytest.raises(Refused) as refusal:
        save_draft(ledger, guest=guest, by=ben, words={"title": "Second"}, draft=draft, saves=1)
    assert refusal.value.code == "away-draft-changed"
    draft.refresh_from_db()
    assert draft.title == "First"
    with pytest.raises(Refused):  # in another tab that was opened before there was a draft
        save_draft(ledger, guest=guest, by=ben, words={"title": "Third"})


def test_thrown_away_it_is_gone_once(ledger, guest, ben):
    draft = stages.draft(ledger, guest)
    discard_draft(draft, by=ben)
    with pytest.raises(Refused):
        discard_draft(draft, by=ben)
    with pytest.raises(Refused):
        save_draft(ledger, guest=guest, by=ben, words={"title": "Late"}, draft=draft, saves=1)
    assert stages.draft(ledger, guest).pk != draft.pk


def test_a_program_keeps_who_comes_and_what_else_a_form_keeps_and_reads_the_same(as_, ledger, guest, ben):
    program = Program(ben)
    people = [{"person": "ben", "percent": "50"}, {"person": "mia", "percent": "half of it"}]
    given = {"title": "Refunds", "looked": True, "people": people, "sponsor": "ruth", "problem": "They call.\n"}
    made = program.post(V, {"service": "ledger", "guest": "checkout", **given})
    assert made.status_code == 201, made.content
    empty = dict.fromkeys(
        ("measure", "unit", "now_value", "expected_value", "scope", "cost_of_nothing", "wanted_by"), ""
    )
    assert made.json()["words"] == {**empty, **given}
    assert program.get(f"{V}/{made.json()['id']}").json()["words"] == {**empty, **given}
    page = as_(ben).get(AwayDraft.objects.get().get_absolute_url()).content.decode()
    assert "checked" in page.partition('name="looked"')[2].partition(">")[0]
    assert 'value="50"' in page.partition('name="percent-ben"')[2].partition(">")[0]


def test_a_program_reads_who_comes_as_the_browser_kept_it_and_gives_it_back(as_, form, ben):
    typed(as_(ben), **{**form, "percent-ben": "a third", "looked": "on"})
    program, draft = Program(ben), AwayDraft.objects.get()
    words = program.get(f"{V}/{draft.pk}").json()["words"]
    assert (words["looked"], words["people"]) == (True, [{"person": "ben", "percent": "a third"}])
    same = program.post(V, {"service": "ledger", "guest": "checkout", "saves": 1, **words})
    assert (same.status_code, same.json()["saves"]) == (201, 1), "what is the same is not saved anew"
    less = program.post(V, {"service": "ledger", "guest": "checkout", "saves": 1, "title": "Refunds"}).json()["words"]
    assert (less["looked"], less["people"]) == (False, [])


def test_a_program_names_each_person_once(ledger, guest, ben):
    people = [{"person": "ben", "percent": "50"}, {"person": "ben", "percent": "20"}]
    answer = Program(ben).post(V, {"service": "ledger", "guest": "checkout", "people": people})
    assert (answer.status_code, answer.json()["errors"]) == (
        422, [{"field": "people", "message": "Name each person once."}]
    )  # fmt: skip
    assert not AwayDraft.objects.exists()


def test_a_request_that_comes_back_is_a_draft_in_which_they_have_looked(ledger, ben):
    request = stages.sent(ledger, looked=True)
    refuse_sponsored(request, by=request.sponsor, answer="Not now.")
    assert AwayDraft.objects.open().get().told["looked"] is True


def test_a_program_saves_reads_and_throws_away_the_same_draft(ledger, guest, ben, ana):
    program = Program(ben)
    made = program.post(V, {"service": "ledger", "guest": "checkout", "title": "Refunds", "now_value": "about 1900"})
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["words"]["now_value"], body["saves"]) == ("about 1900", 1)
    late = program.post(V, {"service": "ledger", "guest": "checkout", "title": "Refunds in euro"})
    assert (late.status_code, late.json()["code"]) == (409, "away-draft-changed")
    one = f"{V}/{body['id']}"
    assert Program(ana).get(one).status_code == 404
    assert program.get(V).json()["results"][0]["id"] == body["id"]
    assert program.post(f"{one}/discard", None).status_code == 200
    assert program.get(one).status_code == 404
