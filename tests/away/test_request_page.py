"""The page of a request: what waits for whoever looks comes first, what is over is folded, what is wrong is said."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit.clocks import _kinds
from portal.kit.refusals import Refused
from portal.models import Clock
from teams.away.actions import requests
from teams.away.actions.access import end_accesses, grant_access
from teams.away.actions.demands import demand_more
from teams.away.actions.first_answers import acknowledge_away
from teams.away.actions.standing import block_on_host
from teams.away.models import AwayRequest
from teams.away.reads.mine import ACTS, OF_CHANGE, PASSES
from teams.away.reads.waits import BESIDE, DOES, TOLD, next_first
from tests import make
from tests.away import endings, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


def page_of(client, request):
    return client.get(request.get_absolute_url()).content.decode()


def primary(page):
    """The words of the one button of what comes next; empty where there is none."""
    answers = page.split('data-answer="next"')[1].split("</dl>")[0]
    parts = answers.split('data-kind="primary"')
    assert len(parts) < 3
    return parts[1].split(">", 1)[1].split("<")[0] if len(parts) == 2 else ""


def test_whoever_is_awaited_finds_one_button_and_nobody_else_does(as_, ana, ben, ledger, guest):
    request = make.away(ledger, guest)
    assert primary(page_of(as_(ana), request)) == "Answer it"
    for person in (ben, make.person()):
        page = page_of(as_(person), request)
        assert primary(page) == ""
        assert "Nothing of this waits for you." in page


def test_what_stands_still_for_the_hosts_is_theirs_to_move(as_, ana, ben, ledger, guest):
    request = stages.at_work(ledger, guest)
    block_on_host(request, by=ben, why="The test bank refuses us.")
    assert primary(page_of(as_(ana), request)) == "Make room, so that it goes on"
    assert primary(page_of(as_(ben), request)) == "Say how it is switched off, and release it"


def test_every_clock_of_away_teams_has_words_for_whoever_is_awaited():
    known = {kind for kind in _kinds if kind.startswith("away.")}
    assert known - ACTS.keys() - OF_CHANGE.keys() - PASSES == {"away.signal"}  # which has a page of its own


def test_what_is_over_is_folded_to_a_line_and_opens_where_something_in_it_waits(as_, ana, ben, ledger, guest):
    request = endings.in_warranty(ledger, guest)
    page = page_of(as_(ben), request)
    assert '<details class="chapter" id="chapter-work">' in page
    assert "What counts as done" in page.split('<div class="chapters">')[1]
    access = request.stay.accesses.first()
    grant_access(access, by=ana, scope="postings")
    access.refresh_from_db()
    end_accesses(request, [access], "by-hand", by=None)
    assert '<details class="chapter" id="chapter-arrival" open>' in page_of(as_(ana), request)


def test_one_line_that_is_wrong_is_said_on_top(as_, ben, ledger, guest):
    request = stages.at_work(ledger, guest)
    answer = as_(ben).post(f"{request.get_absolute_url()}stay/skeleton/", {"link": "no address at all"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "That was not taken." in page
    assert "Link: Enter a valid URL." in page


def test_why_it_was_withdrawn_stands_on_its_page(as_, ben, ledger, guest):
    request = make.away(ledger, guest)
    requests.withdraw_away(request, by=ben, answer="The budget is gone.")
    page = page_of(as_(ben), stages.again(request))
    assert "The budget is gone." in page.split('<div class="split">')[1].split("<aside")[0]
    with pytest.raises(Refused):
        requests.withdraw_away(request, by=ben, answer="Twice.")


def next_of(page):
    """What the page says of what comes next, as plain text."""
    part = page.split('data-answer="next"')[1].split("</dl>")[0]
    return " ".join(re.sub("<[^>]*>", " ", part).split())


def test_every_clock_of_away_teams_says_what_whoever_is_awaited_does():
    known = {kind for kind in _kinds if kind.startswith("away.")}
    assert known - DOES.keys() == {"away.signal"}
    assert DOES.keys() >= TOLD | BESIDE


def test_a_first_answer_that_is_due_before_the_answer_is_said_beside_it(as_, ana, ledger, guest):
    request = make.away(ledger, guest)
    page = next_of(page_of(as_(ana), request))
    assert "agrees, offers something else, or declines" in page
    assert f"Due first: {request.host.name} gives a first answer ." in page
    acknowledge_away(request, by=ana)
    assert "Due first" not in next_of(page_of(as_(ana), request))


def test_a_demand_and_an_incident_are_among_what_is_awaited(as_, ana, ben, ledger, guest):
    request = stages.at_work(ledger, guest)
    demand_more(request, by=ana, text="Log it, too", why="We look there first.")
    page = page_of(as_(make.person()), request)
    assert "Due first: Checkout answers a later demand ." in next_of(page)
    assert "Answers a later demand" in page.split('data-side="a" aria-labelledby="h-guest"')[1].split("</section>")[0]
    row = as_(ana).get("/away/").content.decode().split('id="requests"')[1]
    assert "Checkout answers a later demand" in row


def test_the_list_stands_in_the_order_of_what_it_shows(as_, ana, ledger, guest):
    stages.at_work(ledger, guest)
    other = make.service()
    asked = make.away(other, guest)
    request = AwayRequest.objects.with_sides().get(state="signed")
    demand_more(request, by=ana, text="Log it, too", why="We look there first.")
    Clock.objects.filter(kind="away.demand").update(due_at=timezone.now() + timedelta(minutes=5))
    rows = as_(ana).get("/away/").context["page"].rows
    assert [row.pk for row in rows] == [request.pk, asked.pk]
    assert [row.clock.due_at for row in rows] == sorted(row.clock.due_at for row in rows)


def test_who_is_waited_for_stands_in_the_order_of_due_times_and_what_goes_on_beside_it_last():
    now = timezone.now()
    kinds = {"away.mend": 3, "away.ruling": 0, "away.grant": -1, "away.review": 1}
    clocks = [
        Clock(pk=pk, kind=kind, due_at=now + timedelta(days=days)) for pk, (kind, days) in enumerate(kinds.items())
    ]
    assert [one.kind for one in next_first(clocks)] == ["away.ruling", "away.review", "away.mend", "away.grant"]
