"""F22: a short status a week that both managers read; one that is missing too often is marked."""

import pytest

from portal.kit.refusals import Invalid
from portal.models import Notice
from teams.away.actions import weekly
from teams.away.reads.requests import request_page
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads():
    return make.person(name="Priya Host"), make.person(name="Paul Guest")


@pytest.fixture
def sides(ana, ben, heads):
    host, guest = (
        make.team(lead, lead=lead, division=make.division(head=head))
        for lead, head in zip((ana, ben), heads, strict=True)
    )
    return make.service(host), guest


def test_f22_both_managers_read_the_same_few_lines(sides, ben, heads):
    request = stages.begun(stages.signed(*sides))
    with pytest.raises(Invalid) as refusal:
        weekly.write_status(request, by=ben, words="\n".join("a line" for _ in range(11)))
    assert refusal.value.code == "away-status-too-long"
    weekly.write_status(request, by=ben, words="Refunds post in euro.\nNext: the tests.")
    told = [Notice.objects.get(person=head, text__contains="Refunds post in euro.").text for head in heads]
    assert told[0] == told[1]


def test_f22_two_weeks_without_one_are_marked_and_both_managers_hear_of_it(sides, ben, heads, passes):
    request = stages.begun(stages.signed(*sides))
    for week in (1, 2):
        passes("away.stall", "half")
        weekly.see_sign(request)
        passes("away.status")
        assert request_page(stages.again(request)).work.is_flagged is (week == 2)
    assert all(Notice.objects.filter(person=head, text__contains="no status for 2 weeks").exists() for head in heads)
