"""Proposals that are said to replace each other in the same instant: no circle arises."""

import threading
from contextlib import suppress

import pytest
from django.db import OperationalError, connections

from portal.kit.refusals import Refused
from teams.proposals.actions import deciding, given, writing
from teams.proposals.actions.held import line_of, locked
from teams.proposals.actions.saying import agree_to
from teams.proposals.models import Proposal
from tests import make
from tests.proposals.words import agreed, opened, revised

ALONE = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
READ_BEFORE = 0.4  # seconds that one waits for the other to have looked, too


@pytest.fixture
def at_once(monkeypatch):
    """Each names the other one it is to replace: who has looked waits for all to have looked, unless it is held."""

    def run(*pairs):
        looked, leads_to, said = threading.Barrier(len(pairs)), given._leads_to, []

        def waits(old, itself):
            found = leads_to(old, itself)
            with suppress(threading.BrokenBarrierError):
                looked.wait(READ_BEFORE)
            return found

        def act(one, other):
            try:
                revised(one, replaces=Proposal.objects.whole().get(pk=other.pk))
                said.append("named")
            except Refused as refusal:
                said.append(refusal.code)
            except OperationalError:  # each holds what the other one's foreign key points at
                said.append("deadlock")
            finally:
                connections.close_all()

        monkeypatch.setattr(given, "_leads_to", waits)
        threads = [threading.Thread(target=act, args=pair) for pair in pairs]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
        return sorted(said)

    return run


def two(team):
    """Each is to replace the other."""
    one, other = opened(team), opened(team)
    return [(one, other), (other, one)]


def four(team):
    """One is to replace two, three is to replace four; now two is to replace three, and four is to replace one."""
    one, two, three, four = (opened(team) for _ in range(4))
    revised(one, replaces=two)
    revised(three, replaces=four)
    return [(two, three), (four, one)]


def circles():
    """Proposals that lead back to themselves."""
    return [one.pk for one in Proposal.objects.exclude(replaces=None) if one.pk in line_of(one.replaces_id)]


class TestAtOnce:
    pytestmark = ALONE

    @pytest.mark.parametrize("asked", [two, four])
    def test_of_two_that_would_close_a_circle_one_is_refused(self, at_once, asked):
        named, refused = at_once(*asked(make.team()))
        assert named == "named"
        assert refused in {"proposal-replaces-in-a-circle", "proposal-line-changed"}
        assert circles() == []

    @pytest.mark.parametrize(("asked", "found"), [(two, ["deadlock", "named"]), (four, ["named", "named"])])
    def test_held_by_nobody_it_would_fail_or_close_a_circle(self, at_once, asked, found, monkeypatch):
        """Else the trial above would show nothing."""

        def alone(proposal_id, replaces):
            rows = {replaces: Proposal.objects.whole().get(pk=replaces)} if replaces is not None else {}
            return {**rows, proposal_id: locked(proposal_id)}

        monkeypatch.setattr(writing, "locked_with_line", alone)
        assert at_once(*asked(make.team())) == found
        assert bool(circles()) == ("deadlock" not in found)

    def test_agreeing_and_superseding_at_once_wait_for_each_other_in_one_order(self):
        """One is agreed and takes the place of the other, just as the other is said to be superseded by it."""
        team = make.team()
        for _ in range(6):
            reader, old, said = make.person(), agreed(team), []
            new = opened(team, addressed=(reader,), replaces=old)
            agree_to(new, by=reader)
            start = threading.Barrier(2)

            def act(do, start=start, said=said):
                try:
                    start.wait(5)
                    do()
                    said.append("done")
                except Refused as refusal:
                    said.append(refusal.code)
                finally:
                    connections.close_all()

            acts = [
                lambda new=new: deciding.agree_to_proposal(new, by=team.lead),
                lambda new=new, old=old: deciding.supersede_proposal(old, by=team.lead, other=new, reason="It holds."),
            ]
            threads = [threading.Thread(target=act, args=(one,)) for one in acts]
            for one in threads:
                one.start()
            for one in threads:
                one.join(60)
            old.refresh_from_db()
            assert ("done" in said, len(said), old.state, old.superseded_by_id) == (True, 2, "superseded", new.pk)


@pytest.mark.django_db
def test_whoever_finds_another_line_than_they_locked_sends_it_once_more(home, monkeypatch):
    one, other, third = opened(home), opened(home), opened(home)
    lock = locked

    def late(pk):
        Proposal.objects.filter(pk=other.pk).update(replaces=third)
        return lock(pk)

    monkeypatch.setattr("teams.proposals.actions.held.locked", late)
    with pytest.raises(Refused) as refusal:
        revised(one, replaces=other)
    assert refusal.value.code == "proposal-line-changed"
