"""F7: a no rests on data, and having no time is no reason against guests, who bring their own."""

import pytest

from portal.kit.refusals import Invalid
from teams.away.actions.requests import decline_away
from teams.away.models import AwayStrain
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("missing", ["value", "source"])
def test_f7_a_no_without_data_is_refused(ledger, guest, ana, missing):
    data = {"value": "2 a month", "source": "https://metrics.example/1", missing: ""}
    with pytest.raises(Invalid) as refusal:
        decline_away(make.away(ledger, guest), by=ana, reason="too-risky", answer="No.", **data)
    assert (refusal.value.code, list(refusal.value.fields)) == ("away-decline-without-data", [missing])


def test_f7_having_no_time_is_no_reason(ledger, guest, ana):
    data = {"value": "2 a month", "source": "https://metrics.example/1"}
    with pytest.raises(Invalid) as refusal:
        decline_away(make.away(ledger, guest), by=ana, reason="no-time", answer="We are busy.", **data)
    assert refusal.value.code == "away-no-time-is-no-reason"


def test_f7_the_page_and_programs_ask_for_data(as_, ledger, guest, ana):
    request = make.away(ledger, guest)
    no = {"reason": "no-time", "answer": "We are busy."}
    assert as_(ana).post(f"/away/{request.pk}/decline/", no).status_code == 422
    assert Program(ana).post(f"/api/v1/away-requests/{request.pk}/decline", no).status_code == 422
    request.refresh_from_db()
    assert request.state == "asked"


def test_f7_declining_again_and_again_because_nobody_can_review_is_a_signal(ledger, ana):
    words = {
        "reason": "no-reviewer",
        "answer": "Nobody.",
        "value": "0 of 6 free",
        "source": "https://metrics.example/1",
    }
    for time in range(3):
        assert not AwayStrain.objects.exists(), time
        decline_away(make.away(ledger, make.team()), by=ana, **words)
    signal = AwayStrain.objects.filter(kind="no-reviewer").first()
    assert signal is not None
    assert (signal.team, signal.count) == (ledger.team, 3)
