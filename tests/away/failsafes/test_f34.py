"""F34: three answers of each side and one thing it will do, within five working days; no answer is shown as none."""

from datetime import timedelta

import pytest

from portal.kit.refusals import Refused
from portal.models import Clock
from teams.away.actions import closing
from teams.people.reads.calendars import hours_of
from tests.away import endings

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(ledger, guest):
    return endings.at_closing(ledger, guest)


def test_f34_both_sides_are_asked_for_five_working_days_and_each_answers_once(request_, guest, home, ana, ben):
    for kind, team in (("away.look-back-guest", guest), ("away.look-back-host", home)):
        clock = Clock.objects.filter(kind=kind).first()
        assert clock, "nobody looks back"
        assert (clock.awaited_team, hours_of(team).between(clock.started_at, clock.due_at)) == (
            team, timedelta(hours=40),
        )  # fmt: skip
    endings.look_back(request_, ben)
    with pytest.raises(Refused) as refusal:
        endings.look_back(request_, ben)
    assert refusal.value.code == "away-looked-back-already"
    assert endings.look_back(request_, ana).side == "host"


def test_f34_it_closes_without_an_answer_and_shows_that_there_was_none(request_, ana, ben, as_, passes):
    closing.finish_stay(request_, by=ben, outcome="Live.", measured_value=512)
    for kind in ("away.credit", "away.look-back-guest", "away.look-back-host"):
        passes(kind)
    request = endings.again(request_)
    assert (request.state, request.stay.state) == ("done", "closed")
    assert [(row.side, row.by) for row in request.look_backs.order_by("side")] == [("guest", None), ("host", None)]
    assert as_(ana).get(f"/away/{request.pk}/").content.decode().count("No answer.") == 2
    closing.close_silently(request.pk, "away.look-back-guest")


def test_f34_it_waits_for_the_last_look_back(request_, ana, ben):
    closing.finish_stay(request_, by=ben, outcome="Live.", measured_value=512)
    closing.write_credit(request_, by=ana, words="Well done.", contributors=[(ben, "wrote it")])
    assert endings.again(request_).state == "signed"
    endings.look_back(request_, ben)
    endings.look_back(request_, ana)
    assert endings.again(request_).state == "done"
