"""Programs read the forty failsafes and a division's rules, and make the next version as people do."""

import pytest

from teams.away.models import AwayWays
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
V = "/api/v1"


@pytest.fixture
def head(db):
    return make.person(login="priya", name="Priya Head")


@pytest.fixture
def rules(head):
    make.division(slug="payments", name="Payments", head=head)
    return f"{V}/divisions/payments/away-rules"


def test_the_forty_are_listed_with_their_numbers_and_bounds(ben):
    told = Program(ben).get(f"{V}/failsafes?limit=100").json()
    assert told["count"] == 40
    assert [one["code"] for one in told["results"]][:2] == ["F1", "F2"]
    sign = next(one for one in told["results"] if one["code"] == "F11")
    assert (sign["by_division"], sign["numbers"][0]["name"], sign["numbers"][0]["default"]) == (False, "sign_days", 3)


def test_the_head_makes_a_version_and_everybody_reads_it(rules, head, ben):
    before = Program(ben).get(rules).json()
    assert (before["number"], before["off"]) == (0, [])
    change = {"numbers": [{"name": "rounds", "value": 2}], "off": ["F3"], "why": "Two are enough."}
    told = Program(head).patch(rules, change).json()
    assert (told["version"], told["number"], told["off"]) == ("Payments, version 1", 1, ["F3"])
    assert {"name": "rounds", "value": 2} in told["numbers"]
    Program(head).patch(rules, {"numbers": [{"name": "host_limit", "value": 3}], "why": "We have room."})
    versions = Program(ben).get(f"{rules}/versions").json()
    assert [one["number"] for one in versions["results"]] == [2, 1]
    assert versions["results"][0]["changes"] == ["F9: 2 to 3 away teams at one host at once"]
    assert versions["results"][0]["off"] == ["F3"], "what is left out stays"
    one = Program(ben).get(f"{rules}/versions?limit=1").json()
    assert one["results"] == versions["results"][:1]


def test_only_what_was_read_is_changed(rules, head):
    read = Program(head).get(rules)
    change = {"preset": "teams-50", "why": "We are fifty."}
    done = Program(head).patch(rules, change, If_Match=read["ETag"])
    assert done.status_code == 200
    late = Program(head).patch(rules, {"preset": "teams-10", "why": "Ten."}, If_Match=read["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "changed-meanwhile")
    assert Program(head).patch(rules, {"preset": "teams-10", "why": "Ten."}, If_Match=done["ETag"]).status_code == 200


def test_what_makes_no_sense_or_is_not_theirs_is_refused(rules, head, ben, sam):
    assert Program(ben).patch(rules, {"preset": "teams-50", "why": "I like it."}).status_code == 403
    for change, code in (
        ({"off": ["F11"], "why": "x"}, "away-failsafe-companys"),
        ({"numbers": [{"name": "rounds", "value": 99}], "why": "x"}, "away-number-out-of-bounds"),
        ({"numbers": [{"name": "naps", "value": 2}], "why": "x"}, "away-number-out-of-bounds"),
    ):
        assert Program(head).patch(rules, change).json()["code"] == code
    for wrong in ({"off": ["F41"], "why": "x"}, {"preset": "teams-7", "why": "x"}, {"preset": "teams-50"}):
        assert Program(head).patch(rules, wrong).status_code == 422
    assert not AwayWays.objects.exists()
    assert Program(head).patch(f"{V}/away-rules", {"off": ["F11"], "why": "x"}).status_code == 403
    assert Program(sam).patch(f"{V}/away-rules", {"off": ["F11"], "why": "x"}).json()["off"] == ["F11"]
    assert Program(ben).get(f"{V}/away-rules/versions").json()["count"] == 1
    assert Program(ben).get(rules).json()["version"] == "The whole company, version 1"
