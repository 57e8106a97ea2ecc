"""A critical service's draft is proposed first; from then on its lead may publish at any time."""

import pytest

from portal.kit.refusals import Denied, Refused
from portal.models import Clock, Job
from services.actions import contracts
from services.models import Revision
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(home):
    return make.service(home, slug="orders", criticality="critical")


@pytest.fixture
def draft(orders):
    revision = make.checked(make.draft(orders))
    make.waive_errors(revision)
    return make.again(revision)


def test_proposing_asks_for_a_look_and_starts_the_leads_clock(draft, ana):
    contracts.propose_revision(draft, by=ana)
    assert draft.state == Revision.State.PROPOSED
    assert draft.proposed_at is not None
    clock = Clock.objects.get(kind="services.proposal-waits", state="open")
    assert clock.awaited_person == ana
    assert Job.objects.filter(name="reviews.ask_about_revision", subject_id=draft.pk, state="waiting").exists()
    assert not Clock.objects.filter(kind="services.draft-waits", state="open").exists()


def test_a_critical_draft_is_not_published_unproposed(draft, ana):
    with pytest.raises(Refused) as refusal:
        contracts.publish_revision(draft, by=ana)
    assert refusal.value.code == "revision-not-proposed"


def test_only_critical_services_propose(home, ana):
    revision = make.checked(make.draft(make.service(home)))
    with pytest.raises(Refused) as refusal:
        contracts.propose_revision(revision, by=ana)
    assert refusal.value.code == "service-not-critical"


def test_errors_stand_in_the_way_of_proposing(orders, ana):
    revision = make.checked(make.draft(orders))
    assert revision.errors
    with pytest.raises(Refused) as refusal:
        contracts.propose_revision(revision, by=ana)
    assert refusal.value.code == "revision-has-errors"


def test_what_is_not_a_draft_is_not_proposed_again(draft, ana):
    contracts.propose_revision(draft, by=ana)
    with pytest.raises(Refused) as refusal:
        contracts.propose_revision(draft, by=ana)
    assert refusal.value.code == "revision-not-a-draft"


def test_once_proposed_only_the_lead_or_a_steward_publishes(orders, draft, ana, sam):
    member = make.person(name="Mo Member")
    make.join_team(orders.team, member, by=ana)
    contracts.propose_revision(draft, by=member)
    with pytest.raises(Denied, match="Ana Owner"):
        contracts.publish_revision(draft, by=member)
    contracts.publish_revision(draft, by=sam)
    assert draft.state == Revision.State.PUBLISHED
    assert Clock.objects.get(kind="services.proposal-waits").state == "met"
    assert Job.objects.filter(name="reviews.note_publication", subject_id=draft.pk).exists()


def test_the_lead_publishes_at_any_time_without_waiting_for_advice(draft, ana):
    contracts.propose_revision(draft, by=ana)
    contracts.publish_revision(draft, by=ana)
    assert draft.state == Revision.State.PUBLISHED


def test_a_discarded_proposal_is_withdrawn_from_its_reviewer(draft, ana):
    contracts.propose_revision(draft, by=ana)
    contracts.discard_revision(draft, by=ana)
    assert Clock.objects.get(kind="services.proposal-waits").state == "withdrawn"
    assert Job.objects.filter(name="reviews.withdraw_about_revision", subject_id=draft.pk).exists()


def test_a_stranger_does_not_propose(draft, ben):
    with pytest.raises(Denied):
        contracts.propose_revision(draft, by=ben)
