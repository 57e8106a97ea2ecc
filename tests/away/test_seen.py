"""Where help is welcome, the board, records of teams, and the pages and the API of signals."""

import pytest
from django.urls import reverse
from django.utils import timezone

from teams.away.actions.demands import demand_more
from teams.away.actions.requests import agree_to_away
from teams.away.reads.records import YEAR, record_of
from teams.away.reads.welcome import board, welcoming
from teams.people.models import Team
from tests import make
from tests.away import stages
from tests.queries import same

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return lambda team: record_of(team, timezone.now() - YEAR, timezone.now())


def test_a_record_counts_what_a_host_said_and_how_long_it_took(home, record):
    service = make.service(home)
    signed = make.away_signed(service)
    demand_more(signed, by=home.lead, text="More", why="Better")
    agree_to_away(make.away(service), by=home.lead, contact=home.lead)
    make.away(service)
    told = {one.name: one.said for one in record(home).hosting}
    assert told["Said yes"] == "2 of 2 of those answered, 100 %"
    assert told["First answer"] == "0.0 working hours, median of 2"
    assert told["Goalposts moved"] == "1 in 1 charter"
    assert told["Review"] == "none yet"
    assert record(signed.guest).visited == 1
    assert {one.name for one in record(signed.guest).visiting} >= {"Finished", "Warranty kept", "Handed over in time"}


def test_help_is_welcome_where_source_is_open_and_the_team_lets_others_in(home):
    service, closed = make.service(home, slug="ledger"), make.service(make.team(openness=Team.Openness.CLOSED))
    make.away_signed(service)
    found = welcoming("", 1).rows
    assert closed not in [one.service for one in found]
    line = next(one for one in found if one.service == service)
    assert (line.visits, line.done, line.free) == (1, 0, 1)
    assert [one.service for one in welcoming("ledger", 1).rows] == [service]


def test_the_board_has_every_open_request_in_one_column(home):
    service = make.service(home)
    asked, agreed, signed = make.away(service), make.away_agreed(service), make.away_signed(service)
    where = {one.pk: column.name for column in board() for one in column.rows}
    assert set(where) == {asked.pk, agreed.pk, signed.pk}
    assert where[asked.pk] == "Waits for an answer"
    assert where[agreed.pk] == "To be agreed in writing"


@pytest.mark.parametrize("name", ["away:board", "away:welcome", "away:signal-list"])
def test_a_list_asks_the_same_for_many_as_for_few(name, as_, ana, home):
    def more():
        make.away(make.service(home))
        stages.signal(make.team())

    more()
    same(as_(ana), reverse(name), more)


def test_only_whoever_leads_above_says_what_follows_and_once(as_, sam):
    signal = stages.signal(make.team())
    address = reverse("away:signal-answer", args=[signal.pk])
    words = {"answer": "split", "words": "Postings and entries part ways."}
    onlooker = as_(make.person())
    assert "Only a steward may do this." in onlooker.get(signal.get_absolute_url()).content.decode()
    assert onlooker.post(address, words).status_code == 403
    assert as_(sam).post(address, {"answer": "split"}).status_code == 422
    assert as_(sam).post(address, words).status_code == 302
    assert as_(sam).post(address, words).status_code == 409


def test_where_nobody_leads_the_division_the_team_itself_says_what_follows(home, as_, ana):
    signal = stages.signal(home)
    address = reverse("away:signal-answer", args=[signal.pk])
    assert as_(ana).post(address, {"answer": "fine", "words": "One big project is over."}).status_code == 302


def test_a_card_on_the_board_says_who_is_waited_for(as_, ana):
    request = make.away(make.service(make.team(ana)), make.team())
    page = as_(ana).get("/away/board/").content.decode()
    assert f"<small>{request.host.name} gives a first answer</small>" in page
