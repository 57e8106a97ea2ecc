"""F23: work has a last day that may be renewed once, never beyond the cap; then it is handed over or ends."""

from datetime import timedelta

import pytest

from portal.kit.refusals import Invalid, Refused
from teams.away.actions import boxes
from teams.away.reads.boxes import last_day
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


def more(request, by, day, **facts):
    words = {"why": "The move took a month.", "value": "4 of 5 tables moved", "source": "https://m.example/1", **facts}
    return boxes.ask_extension(request, by=by, ends_on=day, **words)


def test_f23_a_charter_beyond_the_cap_is_refused(ledger, guest):
    agreed = make.away_agreed(ledger, guest)
    cap = last_day(agreed, 120)
    with pytest.raises(Invalid) as refusal:
        make.charter(agreed, ends_on=cap + timedelta(days=1))
    assert refusal.value.code == "away-box-too-long"
    assert make.charter(agreed, ends_on=cap).ends_on == cap


def test_f23_the_first_draft_ends_with_the_time_box(ledger, guest):
    day = last_day(make.away_agreed(ledger, guest), 120)
    agreed = make.away_agreed(ledger, guest, wanted_by=day)
    assert make.charter(agreed).ends_on == last_day(agreed, 60)


def test_f23_more_time_is_granted_once_and_not_beyond_the_cap(ledger, guest, ana, ben):
    request = stages.begun(stages.signed(ledger, guest))
    with pytest.raises(Invalid) as refusal:
        more(request, ben, last_day(request, 121))
    assert refusal.value.code == "away-box-too-long"
    day = stages.stay_of(request).ends_on + timedelta(days=14)
    more(request, ben, day)
    boxes.answer_extension(request, by=ana, grants=True, reply="Gladly.")
    assert stages.stay_of(request).ends_on == day
    with pytest.raises(Refused) as again:
        more(request, ben, day + timedelta(days=7))
    assert again.value.code == "away-extended-already"


def test_f23_what_is_neither_handed_over_nor_ended_ends_by_the_clock(ledger, guest, passes):
    request = stages.begun(stages.signed(ledger, guest))
    passes("away.finish")
    passes("away.over")
    assert (stages.again(request).state, stages.stay_of(request).state) == ("ended", "left")
