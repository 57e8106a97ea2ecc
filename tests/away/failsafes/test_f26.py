"""F26: nothing is released before it is said how it is switched off; the hosts do so alone, and nobody is to blame."""

import pytest

from portal.kit import clocks
from portal.kit.refusals import Denied, Refused
from portal.models import Notice
from teams.away.actions import incidents, releasing
from teams.away.models import AwayIncident
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(ledger, guest):
    return endings.signed(ledger, guest)


def test_f26_nothing_is_released_before_the_way_back_is_named(signed, ben):
    with pytest.raises(Refused) as refusal:
        releasing.release_stay(signed, by=ben)
    assert refusal.value.code == "away-release-without-way-back"
    endings.way_back(signed)
    assert releasing.release_stay(signed, by=ben).state == "released"


def test_f26_what_is_seen_in_production_waits_for_the_way_back_and_is_released_by_it(signed, ana, ben, passes):
    stay = releasing.release_stay(signed, by=None, source="GitLab", environment="prod-eu")
    assert stay.state == "active"
    assert clocks.waiting_for(ben).filter(kind="away.way-back").exists()
    releasing.release_stay(signed, by=None, source="GitLab", environment="prod-us")
    assert clocks.waiting_for(ben).filter(kind="away.way-back").count() == 1
    passes("away.way-back")
    assert Notice.objects.filter(person=ana, text__contains="without saying how it is switched off").exists()
    endings.way_back(signed)
    request = endings.again(signed)
    assert (request.stay.state, request.release.source, request.release.environment) == (
        "released", "GitLab", "prod-eu",
    )  # fmt: skip
    assert request.stay.released_at == request.release.deployed_at


def test_f26_the_hosts_switch_it_off_alone_and_it_counts_for_nobody(signed, ana, ben, passes):
    with pytest.raises(Refused):
        releasing.release_stay(signed, by=ana)
    endings.way_back(signed)
    releasing.release_stay(signed, by=ana)
    with pytest.raises(Denied):
        releasing.switch_off(signed, by=ben, why="Not mine to do.")
    incident = releasing.switch_off(signed, by=ana, why="Refunds are posted twice")
    assert (incident.switched_off, incident.severity, incident.counts) == (True, AwayIncident.Severity.BAD, False)
    assert Notice.objects.filter(person=ben, text__startswith="switches it off").exists()
    with pytest.raises(Refused, match="off since"):
        releasing.switch_off(signed, by=ana, why="Again")
    passes("away.mend")
    incident.refresh_from_db()
    assert (incident.late_at is not None, incident.counts) == (True, False)
    assert not Notice.objects.filter(text__contains="has not mended").exists(), "no blame"
    incidents.mend_incident(incident, by=ben, cause="The rounding of yen.")
    assert releasing.switch_on(signed, by=ana).off_at is None


def test_f26_only_one_of_the_hosts_is_named_to_switch_it_off(signed, ben):
    with pytest.raises(Refused) as refusal:
        releasing.release_stay(signed, by=ben)
    assert "who of the hosts" in refusal.value.message
    for switcher in (ben, make.person()):
        with pytest.raises(Refused) as refusal:
            releasing.name_way_back(signed, by=ben, flag="f", rollback="Deploy the old one.", switcher=switcher)
        assert refusal.value.code == "away-person-elsewhere"
