"""F30: nothing closes before it is written who keeps it: one of the hosts, or of the guests until a day."""

import pytest
from django.utils import timezone

from portal.kit.refusals import Refused
from teams.away.actions import handing_back
from teams.away.models import AwayKeeper, TrustedCommitter
from tests import make
from tests.away import endings, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(ledger, guest):
    request = endings.at_handback(ledger, guest)
    endings.hand_all_over(request)
    return request


def test_f30_it_is_not_taken_back_before_it_is_written_who_keeps_it(handed, ana):
    with pytest.raises(Refused) as refusal:
        handing_back.take_back(handed, by=ana)
    assert refusal.value.code == "away-nobody-keeps-it"
    handing_back.name_keeper(handed, by=ana, side="host", person=ana)
    assert handing_back.take_back(handed, by=ana).state == "closing"


def test_f30_a_guest_who_keeps_it_is_a_trusted_committer_of_the_service_until_a_day(handed, ana, ben, ledger):
    with pytest.raises(Refused):
        handing_back.take_back(handed, by=ana)
    with pytest.raises(Refused, match="until when"):
        handing_back.name_keeper(handed, by=ana, side="guest", person=ben)
    with pytest.raises(Refused, match="is not in"):
        handing_back.name_keeper(handed, by=ana, side="host", person=ben)
    until = endings.in_days(200)
    handing_back.name_keeper(handed, by=ana, side="guest", person=ben, until=until)
    row = TrustedCommitter.objects.get()
    assert (row.service, row.person, row.since, row.until) == (ledger, ben, timezone.now().date(), until)
    handing_back.name_keeper(handed, by=ana, side="host", person=ana)
    assert not TrustedCommitter.objects.exists(), "the newest word holds"


@pytest.mark.parametrize("keeper", ["host", "guest"])
def test_f30_with_silence_it_is_kept_as_both_signed(ledger, guest, ana, ben, passes, keeper):
    agreed = make.away_agreed(ledger, guest)
    digest = make.charter(agreed, keeper=keeper).digest
    for lead in (ana, ben):
        make_signed(agreed, lead, digest)
    request = stages.begun(endings.again(agreed))
    endings.way_back(request)
    endings.releasing.release_stay(request, by=ben)
    endings.after.end_window(request.pk)
    endings.after.end_warranty(request.pk)
    endings.hand_all_over(request)
    passes("away.handback")
    kept = AwayKeeper.objects.filter(request=request).first()
    assert kept, "nobody keeps it"
    assert (kept.side, kept.person, kept.written_by) == (keeper, ana if keeper == "host" else ben, None)
    assert TrustedCommitter.objects.filter(person=ben).exists() == (keeper == "guest")


def make_signed(request, lead, digest):
    from teams.away.actions.charters import sign_charter

    sign_charter(request, by=lead, digest=digest)
