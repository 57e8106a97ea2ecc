"""F24: a change to what many use, or to something critical, needs its contract checked, and advice; silence goes on."""

import pytest

from portal.kit.refusals import Refused
from portal.models import Clock, Job
from services.actions.catalog import declare_consumer
from teams.away.actions.brakes import say_touches
from teams.away.actions.changes import merge_change
from teams.away.reads.merging import brake_of
from teams.away.reads.ways import ways_of
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def critical(home):
    return make.service(home, slug="ledger", criticality="critical")


def merge_refused(change, by):
    with pytest.raises(Refused) as refusal:
        merge_change(change, by=by, back_door=False)
    return refusal.value.code


def test_f24_a_change_to_a_critical_contract_waits_for_a_check_and_for_advice(critical, guest, ana, ben, passes):
    coming = make.checked(make.draft(critical))
    change = stages.approved(stages.at_work(critical, guest))
    say_touches(change, by=ben, contracts=[coming.contract])
    assert merge_refused(change, ben) == "away-change-unchecked"
    say_touches(change, by=ben, contracts=[coming.contract], revision=coming)
    assert Job.objects.filter(name="reviews.look_at_draft", subject_id=coming.pk).count() == 1
    assert merge_refused(change, ben) == "away-change-advice-awaited"
    passes("away.advice")
    assert merge_change(change, by=ben, back_door=False).state == "merged"
    assert change.steps.filter(verb="pass-advice", by=None).exists()


def test_f24_advice_that_has_come_or_nobody_to_give_it_is_enough(critical, guest, ana, ben):
    from portal.kit import jobs

    coming = make.checked(make.draft(critical))
    change = stages.approved(stages.at_work(critical, guest))
    say_touches(change, by=ana, contracts=[coming.contract], revision=coming)
    assert merge_refused(change, ben) == "away-change-advice-awaited"
    jobs.run_waiting()  # nobody in the guild: the review ends without advice
    assert merge_change(change, by=ben, back_door=False).state == "merged"


def test_f24_a_contract_that_many_use_counts_as_wide(ledger, guest, ben):
    live = make.published(ledger)
    change = stages.approved(stages.at_work(ledger, guest))
    say_touches(change, by=ben, contracts=[live.contract])
    for number in range(6):
        user = make.service(make.team())
        declare_consumer(user, live.contract, by=user.team.lead)
        braked = brake_of(change, ways_of(change.request))
        assert (braked is not None) == (number == 5), number
    assert merge_refused(change, ben) == "away-change-unchecked"


def test_f24_a_contract_is_recognised_by_the_path_of_its_document(critical, guest, ben):
    make.draft(critical, source_name="api/openapi.yaml")
    change = stages.approved(stages.at_work(critical, guest), paths=["src/x.py", "ledger/api/openapi.yaml"])
    assert [one.service.slug for one in change.contracts.all()] == ["ledger"]
    assert merge_refused(change, ben) == "away-change-unchecked"


def test_f24_nobody_neutral_approves_a_critical_path(critical, guest, passes):
    make.bar_raiser()
    coming = make.draft(critical, source_name="openapi.yaml")
    change = stages.in_review(stages.at_work(critical, guest), paths=["openapi.yaml"])
    assert coming.contract in change.contracts.all()
    for kind in ("away.review", "away.review-late"):
        passes(kind)
    change.refresh_from_db()
    assert (change.stage, change.neutral) == ("reviewer", None)
    assert change.steps.filter(verb="mediate").exists()
    assert not Clock.objects.filter(kind="away.review-neutral").exists()
