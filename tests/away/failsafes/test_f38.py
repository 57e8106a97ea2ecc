"""F38: an agent that comes has a person who answers for it, the same charter, and smaller changes."""

import pytest

from portal.kit.refusals import Invalid
from teams.away.models import AwayRequest
from teams.away.reads.agents import most_lines
from teams.away.reads.ways import ways_of
from teams.people.actions.teams import join_team
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(guest, ben):
    agent = make.person(name="Refund Bot", kind="machine")
    join_team(guest, agent, by=ben)
    return agent


def test_f38_an_agent_without_a_person_who_answers_for_it_is_refused(ledger, guest, agent, ben):
    agreed = make.away_agreed(ledger, guest, people=[(agent, 100), (ben, 10)])
    for sponsor in (None, agent):
        with pytest.raises(Invalid):
            make.charter(agreed, sponsor=sponsor)
    assert make.charter(agreed, sponsor=ben).sponsor == ben


def test_f38_an_agent_makes_smaller_changes(ledger, guest, agent, ben):
    request = stages.begun(make.away_signed(ledger, guest))
    ways = ways_of(AwayRequest.objects.get(pk=request.pk))
    assert most_lines(stages.change(request, author=agent), ways) == 100
    assert most_lines(stages.change(request, author=ben), ways) == 400
