"""F20: guests of whom nothing is seen stand still; at last the host may take the work back."""

import pytest

from portal.kit import jobs
from portal.kit.refusals import Refused
from teams.away.actions import standing, weekly
from tests.away import stages

pytestmark = pytest.mark.django_db


def test_f20_no_sign_for_five_working_days_stands_still_by_the_clock_and_a_word_ends_it(ledger, guest, ben, passes):
    request = stages.begun(stages.signed(ledger, guest))
    passes("away.stall")
    stay = stages.stay_of(request)
    assert (stay.state, [stop.side for stop in stay.stops.all()]) == ("blocked-on-guest", ["guest"])
    weekly.write_status(request, by=ben, words="Back from the fair; refunds post in euro.")
    jobs.run_waiting()
    stay = stages.stay_of(request)
    assert (stay.state, stay.stops.get().ended_at is None) == ("active", False)


def test_f20_ten_working_days_without_a_sign_and_the_host_may_take_the_work_back(ledger, guest, ana, passes):
    request = stages.begun(stages.signed(ledger, guest))
    passes("away.stall")
    assert stages.stay_of(request).state == "blocked-on-guest"
    with pytest.raises(Refused) as refusal:
        standing.reclaim_work(request, by=ana, why="We do it ourselves.")
    assert refusal.value.code == "away-reclaim-too-early"
    passes("away.reclaim")
    standing.reclaim_work(request, by=ana, why="We do it ourselves.")
    assert stages.stay_of(request).state == "leaving", "the guests say where their work lies"
    passes("away.wind-down")
    assert (stages.again(request).state, stages.stay_of(request).state) == ("ended", "left")
