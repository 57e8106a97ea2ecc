"""How what counts as done stands: the host says which criteria are met, and by which change one sees it."""

import pytest

from portal.kit.refusals import Denied, Refused
from portal.models import AuditEntry, Notice
from teams.away.actions.criteria import say_criterion
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(home, ben):
    guest = make.team(ben, lead=ben, slug="checkout", name="Checkout")
    return stages.at_work(make.service(home, slug="ledger"), guest)


def code_of(*things, **words):
    with pytest.raises(Refused) as refusal:
        say_criterion(*things, **words)
    return refusal.value.code


def test_the_host_says_that_a_criterion_is_met_and_by_which_change(request_, ana, ben):
    change = stages.change(request_)
    met = say_criterion(request_, 2, by=ana, met=True, change=change)
    assert (met.number, met.met_by, met.change) == (2, ana, change)
    assert Notice.objects.filter(person=ben, text__contains="criterion 2 of AT-").exists()
    say_criterion(request_, 2, by=ana, met=False, words="It broke on Monday.")
    met.refresh_from_db()
    assert (met.met_at, met.change, met.words) == (None, None, "It broke on Monday.")
    verbs = list(AuditEntry.objects.filter(data__number=2, verb__endswith="meet").values_list("verb", flat=True))
    assert verbs == ["awayrequest.meet", "awayrequest.unmeet"]


def test_what_is_met_needs_evidence_a_criterion_and_the_host(request_, ana, ben):
    assert code_of(request_, 1, by=ana, met=True) == "away-criterion-without-evidence"
    assert code_of(request_, 99, by=ana, met=True, words="Seen.") == "away-criterion-unknown"
    with pytest.raises(Denied, match="Only members of Home"):
        say_criterion(request_, 1, by=ben, met=True, words="Seen.")
    other = stages.change(stages.at_work())
    assert code_of(request_, 1, by=ana, met=True, change=other) == "away-change-elsewhere"
    assert code_of(make.away_agreed(), 1, by=make.steward(), met=True, words="Seen.") == "away-nothing-signed"
    assert not request_.criteria.exists()
