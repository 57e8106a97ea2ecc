"""F31: either side leaves with a reason from wherever it is; five working days later it is over, said or not."""

from datetime import timedelta

import pytest

from portal.kit.refusals import Denied, Refused
from portal.models import Clock
from teams.away.actions import leaving, requests
from teams.away.models import AwayLeaving
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db
STAGES = (endings.signed, endings.released, endings.in_warranty, endings.at_handback, endings.at_closing)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("side", ["ana", "ben"])
def test_f31_one_side_leaves_alone_and_after_five_working_days_it_is_over(ledger, guest, ana, ben, passes, stage, side):
    request = stage(ledger, guest)
    by = {"ana": ana, "ben": ben}[side]
    endings.done(requests.end_away, request, by=by, answer="The budget is gone.")
    assert endings.again(request).stay.state == "leaving"
    clock = Clock.objects.get(state="open", subject=f"away.awayrequest:{request.pk}")
    assert (clock.kind, clock.awaited_team) == ("away.wind-down", guest)
    assert hours_of(guest).between(clock.started_at, clock.due_at) == timedelta(hours=40)
    passes("away.wind-down")
    request = endings.again(request)
    assert (request.state, request.stay.state, request.outcome) == ("ended", "left", "The budget is gone.")
    assert (request.leaving.over_at is not None, request.leaving.said_by, request.may_copy) == (True, None, True)
    assert not Clock.objects.filter(state="open").exclude(kind="away.revoke").exists()
    leaving.leave_silently(request.pk)


def test_f31_what_is_merged_is_finished_or_switched_off_and_what_is_not_is_kept_somewhere(ledger, guest, ana, ben):
    request = endings.signed(ledger, guest)
    endings.done(leaving.leave_stay, request, by=ana, answer="We are moving the ledger.")
    with pytest.raises(Refused) as refusal:
        leaving.wind_down(request, by=ben, merged="half")
    assert refusal.value.code == "away-merged-unknown"
    with pytest.raises(Refused) as refusal:
        leaving.wind_down(request, by=ben, merged="nothing")
    assert refusal.value.code == "away-link-unusable"
    with pytest.raises(Denied):
        leaving.wind_down(request, by=ana, merged="off")
    leaving.wind_down(request, by=ben, merged="off", archive="https://code.example/branch", words="The flag stays.")
    request = endings.again(request)
    told = AwayLeaving.objects.get()
    assert (request.state, told.side, told.merged, told.said_by) == ("ended", "host", "off", ben)


def test_f31_nobody_leaves_twice_and_nobody_else_leaves(ledger, guest, ana, ben):
    request = endings.signed(ledger, guest)
    with pytest.raises(Denied):
        leaving.leave_stay(request, by=make.person(), answer="Why not.")
    endings.done(leaving.leave_stay, request, by=ben, answer="No budget.")
    with pytest.raises(Refused) as refusal:
        leaving.leave_stay(request, by=ana, answer="Ours neither.")
    assert refusal.value.code == "away-leaving-already"
