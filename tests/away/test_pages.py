"""The pages of away-team requests: list, asking, one request, and the answers in it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from services.actions import catalog
from teams.away.actions import requests, standing
from teams.away.models import AwayRequest
from teams.people.actions.teams import change_team
from tests import make
from tests.away import endings, stages
from tests.queries import same

pytestmark = pytest.mark.django_db

NO = {"reason": "too-risky", "answer": "Not now.", "value": "2 a month", "source": "https://metrics.example/1"}


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
        "now_value": "1900",
        "expected_value": "400",
        "scope": "postings/refund",
        "cost_of_nothing": "Ninety calls more with every country.",
        "wanted_by": str((timezone.now() + timedelta(days=30)).date()),
        "percent-ben": "50",
        **words,
    }


def text_of(answer):
    return " ".join(answer.content.decode().split())


def titles(answer):
    return [row.title for row in answer.context["page"].rows]


def test_an_empty_list_says_what_away_teams_are_for(as_, ana):
    assert "Nobody has asked yet" in text_of(as_(ana).get("/away/"))


def test_the_list_shows_what_is_due_first_and_keeps_its_filters_in_the_address(as_, ana, ben, ledger, guest):
    make.away(ledger, guest, title="First")
    agreed = make.away_signed(ledger, guest, title="Second")
    day = (timezone.now() + timedelta(days=30)).date()
    standing.pause_work(agreed, by=ana, why="Later.", resumes_on=day)
    requests.end_away(make.away_agreed(title="Third"), by=make.steward(), answer="No.")
    client = as_(ana)
    assert titles(client.get("/away/")) == ["First", "Second", "Third"]
    assert titles(client.get("/away/?sort=newest")) == ["Third", "Second", "First"]
    assert titles(client.get("/away/?state=open")) == ["First", "Second"]
    assert titles(client.get("/away/?state=ended")) == ["Third"]
    assert titles(client.get("/away/?side=host")) == ["First", "Second"]
    assert titles(client.get("/away/?side=guest")) == []
    assert titles(as_(ben).get("/away/?side=guest&state=signed")) == ["Second"]
    assert titles(client.get("/away/?service=ledger&q=first")) == ["First"]
    assert titles(client.get("/away/?team=checkout")) == titles(client.get("/away/?person=ben")) == ["First", "Second"]
    assert titles(client.get("/away/?state=nonsense&sort=nonsense&page=99")) == ["First", "Second", "Third"]
    page = text_of(client.get("/away/?state=signed"))
    assert "State <b>Signed, at work</b>" in page
    assert str(agreed) in page
    assert "No request like that" in text_of(client.get("/away/?q=nothing"))


def test_the_list_names_what_waits_for_whoever_looks(as_, ana, ben, ledger, guest):
    make.away(ledger, guest, title="Refunds in euro")
    assert "Say that you have seen what Checkout asks: Refunds in euro" in text_of(as_(ana).get("/away/"))
    assert "Answer Checkout" not in text_of(as_(ben).get("/away/"))


def test_htmx_gets_the_list_alone(as_, ana):
    piece = as_(ana).get("/away/", headers={"HX-Request": "true", "HX-Target": "requests"})
    assert piece.content.strip().startswith(b"<section")


def test_list_page_and_form_ask_as_much_for_two_as_for_twenty(as_, ana, ledger, guest):
    request = make.away(ledger, guest, title="One")
    make.away_agreed(ledger, guest, title="Two")
    client = as_(ana)

    def more():
        for number in range(18):
            make.away(ledger, guest, title=f"More {number}", people=[(guest.lead, 10)])
            make.published(ledger, slug=f"api-{number}") if number < 3 else None

    make.published(ledger, slug="api")
    more_once = iter([more])
    for address in ("/away/", "/away/new/?service=ledger", f"/away/{request.pk}/"):
        same(client, address, next(more_once, lambda: None))
    many = [make.person() for _ in range(9)]
    wide = make.away(ledger, make.team(*many), title="Wide", people=[(person, 20) for person in many])
    few = make.away(ledger, make.team(), title="Few")
    from tests.queries import count

    assert count(client, f"/away/{wide.pk}/") == count(client, f"/away/{few.pk}/") <= 28


def test_asking_goes_from_the_form_to_the_hosts_inbox(as_, ana, ben, ledger, guest):
    client = as_(ben)
    form = client.get("/away/new/?service=ledger&guest=checkout")
    assert "What Checkout ask" in text_of(form)
    answer = client.post("/away/new/", asking())
    request = AwayRequest.objects.get()
    assert answer["Location"] == f"/away/{request.pk}/"
    assert [(one.person, one.percent) for one in request.members.all()] == [(ben, 50)]
    assert clocks.waiting_for(ana).first().url == f"/away/{request.pk}/"
    page = text_of(client.get(answer["Location"]))
    assert "has five working days to answer" in page
    assert "79 % less" in page


def test_the_form_first_shows_what_there_is_and_what_was_asked(as_, ana, ben, ledger, guest):
    make.published(ledger, slug="postings")
    make.draft(ledger, slug="unfinished")
    requests.decline_away(make.away(ledger, guest, title="Older wish"), by=ana, **NO)
    page = text_of(as_(ben).get("/away/new/?service=ledger"))
    assert "postings" in page
    assert "unfinished" not in page
    assert "Older wish" in page
    assert "Not now." in page


def test_a_form_that_is_not_right_keeps_what_was_typed_and_says_what_is_wrong(as_, ben, ledger, guest):
    client = as_(ben)
    for words, said in (
        ({"expected_value": "1900"}, "Now and expected are the same number."),
        ({"percent-ben": ""}, "Say who would come"),
        ({"percent-ben": "400"}, "less than or equal to 100"),
        ({"title": ""}, "This field is required"),
        ({"wanted_by": "2001-01-01"}, "Choose a day in the coming year."),
    ):
        answer = client.post("/away/new/", asking(**words))
        assert answer.status_code == 422
        page = text_of(answer)
        assert said in page
        assert "Customers abroad are refunded in pounds." in page
    assert not AwayRequest.objects.exists()


def test_one_asks_for_no_team_but_ones_own(as_, ana, ben, ledger, guest):
    outsider = make.person(login="olga")
    make.team(outsider, name="Search")
    assert as_(outsider).post("/away/new/", asking()).status_code == 403
    page = text_of(as_(outsider).get("/away/new/?service=ledger&guest=checkout"))
    assert "Only members of Checkout may do this" in page
    own = text_of(as_(ana).get("/away/new/?service=ledger"))
    assert "Home cannot ask itself. You are in no other team" in own


def test_where_nobody_can_ask_the_form_says_so_before_it_is_filled_in(as_, ana, ben, sam, ledger, guest):
    client, address = as_(ben), "/away/new/?service=ledger&guest=checkout"
    until = (timezone.now() + timedelta(days=20)).date()
    catalog.close_source(ledger, by=ana, reason="A court asks.", approver=sam, until=until)
    page = text_of(client.get(address))
    assert f"is closed until {until:%-d %B %Y}" in page
    assert "Have it counted" in page
    change_team(ledger.team, by=ana, openness="closed")
    assert "Home takes no contributions now. Ask Ana Owner" in text_of(client.get(address))
    client.post("/away/new/", asking())
    assert AwayRequest.objects.get().state == "not-open"


def test_without_a_service_one_is_asked_which(as_, ben):
    client = as_(ben)
    assert "Which of their services" in text_of(client.get("/away/new/"))
    missing = client.get("/away/new/?service=nothing-here")
    assert missing.status_code == 422
    assert "There is no service nothing-here" in text_of(missing)


def test_the_host_agrees_on_the_page_and_the_guest_finishes_there(as_, ana, ben, ledger, guest):
    request = make.away(ledger, guest, title="Refunds in euro")
    address = f"/away/{request.pk}/"
    page = text_of(as_(ana).get(address))
    assert "Agree that they come" in page
    assert "Ana Owner</strong> or another member of Home agrees" in page
    answer = as_(ana).post(f"{address}agree/", {"contact": ana.pk, "answer": "Come on Monday."}, follow=True)
    assert "Agreed. Checkout knows whom to turn to" in text_of(answer)
    assert "Say that it is done" not in text_of(as_(ben).get(address))
    digest = make.charter(AwayRequest.objects.with_sides().get(pk=request.pk)).digest
    for person in (ana, ben):
        as_(person).post(f"{address}charter/sign/", {"digest": digest})
    stages.begun(stages.again(request))
    assert "Before that: It is released. Its warranty of 30 days ends." in text_of(as_(ben).get(address))
    endings.to_the_last_words(AwayRequest.objects.with_sides().get(pk=request.pk))
    assert "Say that it is done" in text_of(as_(ben).get(address))
    done = as_(ben).post(f"{address}finish/", {"measured_value": "512", "outcome": "Live."}, follow=True)
    page = text_of(done)
    assert "93 % of what was expected" in page
    assert "finished it: 512 contacts a week" in page
    assert 'href="#answer"' not in page


def test_an_answer_that_is_not_right_stands_unfolded_as_it_was_sent(as_, ana, ledger, guest):
    request = make.away(ledger, guest)
    answer = as_(ana).post(f"/away/{request.pk}/decline/", {"reason": "too-risky", "answer": "We move house."})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "We move house." in page
    assert answer.context["unfolded"] == "decline"
    assert "no-time" not in page


def test_who_may_not_answer_sees_the_buttons_and_why(as_, ben, ledger, guest):
    request = make.away(ledger, guest)
    page = text_of(as_(ben).get(f"/away/{request.pk}/"))
    assert 'aria-disabled="true"' in page
    assert "Only members of Home may do this. Ask Ana Owner" in page
    assert "Withdraw it" in page


def test_of_two_answers_the_second_is_told_what_happened(as_, ana, ledger, guest):
    request = make.away_agreed(ledger, guest)
    answer = as_(ana).post(f"/away/{request.pk}/decline/", NO)
    assert answer.status_code == 409
    assert "is now: agreed. This step is not open then" in text_of(answer)


def test_every_state_has_a_page(as_, ana, ben, ledger, guest, later):
    def passed():
        later(timedelta(days=8))
        clocks.ring_due()
        jobs.run_waiting()

    request = make.away(ledger, guest)
    passed()
    page = text_of(as_(ben).get(f"/away/{request.pk}/"))
    assert "is asked once more" in page
    passed()
    page = text_of(as_(ben).get(f"/away/{request.pk}/"))
    assert "may build its own copy, and needs to ask nobody" in page
    declined = requests.decline_away(make.away(ledger, guest), by=ana, **NO)
    page = text_of(as_(ben).get(f"/away/{declined.pk}/"))
    assert "It would endanger customers or their data." in page
    assert "https://metrics.example/1" in page
    withdrawn = requests.withdraw_away(make.away(ledger, guest), by=ben, answer="Not needed.")
    assert "Not needed." in text_of(as_(ana).get(f"/away/{withdrawn.pk}/"))
    ended = requests.end_away(make.away_agreed(ledger, guest), by=ben, answer="No budget.")
    assert "ended it; Checkout may build its own copy" in text_of(as_(ana).get(f"/away/{ended.pk}/"))


def test_hostile_words_are_shown_as_words(as_, ana, ledger, guest):
    request = make.away(ledger, guest, title="<script>alert(1)</script>", problem="a\u202eb <img src=x onerror=y>")
    page = as_(ana).get(f"/away/{request.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "[U+202E]" in page


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        ("1000", "Nothing of what was expected"),
        ("5000", "The other way than expected"),
        ("1", "% of what was expected"),
    ],
)
def test_an_effect_that_did_not_come_is_said_in_words(as_, ben, ledger, guest, measured, said):
    request = endings.all_looked_back(ledger, guest, now_value="1000", expected_value="100")
    page = text_of(
        as_(ben).post(f"/away/{request.pk}/finish/", {"measured_value": measured, "outcome": "."}, follow=True)
    )
    assert said.lower() in page.lower()
    assert "-4" not in page.partition('id="h-effect"')[2].partition("</section>")[0].partition("</header>")[0]


def test_a_service_is_found_by_its_name_as_people_write_it_and_by_a_part_of_it(as_, ana, guest):
    make.service(slug="stock-levels")
    client = as_(guest.lead)
    assert b"Ask to work on stock-levels" in client.get("/away/new/", {"service": "Stock levels"}).content
    near = client.get("/away/new/", {"service": "the levels"})
    assert near.status_code == 422
    assert "Did you mean one of these?" in near.content.decode()
    assert "/away/new/?service=stock-levels" in near.content.decode()
    assert "in the catalog" in client.get("/away/new/", {"service": "nothing"}).content.decode()
