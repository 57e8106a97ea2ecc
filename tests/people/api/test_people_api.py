"""The API of divisions, teams, people, and of what waits."""

import pytest

from teams.people.actions.teams import leave_team
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
V = "/api/v1"


def test_who_asks_is_told_with_their_teams_and_token(ana, home):
    told = Program(ana, "read").get(f"{V}/me").json()
    assert (told["login"], told["token"]["scope"], told["token"]["name"]) == ("ana", "read", "test")
    assert [(one["team"]["slug"], one["role"], one["until"]) for one in told["memberships"]] == [("home", "Lead", None)]


def test_a_team_tells_who_works_in_it_now(ana, home, ben):
    make.join_team(home, ben, by=ana, role="Tester")
    former = make.person(login="former")
    make.join_team(home, former, by=ana)
    leave_team(home, former, by=ana)
    told = Program(ben).get(f"{V}/teams/home").json()
    assert [(one["person"]["login"], one["role"]) for one in told["members"]] == [("ana", "Lead"), ("ben", "Tester")]
    assert told["page_url"] == "http://testserver/teams/home/"


def test_lists_are_searched(ana, home, ben):
    program = Program(ana)
    assert [one["slug"] for one in program.get(f"{V}/teams?q=hom").json()["results"]] == ["home"]
    assert [one["login"] for one in program.get(f"{V}/people?q=elsewhere").json()["results"]] == ["ben"]


def test_divisions_form_a_tree(ana):
    top = make.division(slug="top")
    make.division(slug="below", parent=top, head=ana)
    told = {one["slug"]: one for one in Program(ana).get(f"{V}/divisions").json()["results"]}
    assert (told["top"]["parent"], told["below"]["parent"]["slug"]) == (None, "top")
    assert told["below"]["head"]["login"] == "ana"


def test_people_are_told_without_their_mail_address(ana):
    make.person(login="carl", email="carl@hartwell-shop.com", manager=ana)
    answer = Program(ana).get(f"{V}/people/carl")
    assert answer.json()["manager"]["login"] == "ana"
    assert b"carl@" not in answer.content


def test_the_inbox_tells_what_waits_and_what_silence_means(ana, home, ben):
    make.checked(make.draft(make.service(home, slug="orders"), slug="api", by=ana))
    [waiting] = Program(ana).get(f"{V}/inbox").json()["results"]
    assert waiting["awaited"] == {"person": {"login": "ana", "name": "Ana Owner"}, "team": None}
    assert waiting["url"] == "http://testserver/contracts/orders/api/1/"
    assert waiting["silence"] and waiting["due_at"]
    assert Program(ben).get(f"{V}/inbox").json()["count"] == 0
