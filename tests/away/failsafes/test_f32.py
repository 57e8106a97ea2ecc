"""F32: who was refused, or could not finish, may build a copy; it is on record, and looked at again after a year."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Refused
from portal.models import Job
from teams.away.actions import copies, leaving, requests
from teams.away.models import AwayCopy
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db
WORDS = {"why": "It was too risky for them.", "link": "https://code.example/ours"}


@pytest.fixture
def declined(ledger, guest, ana):
    data = {"value": "2 a month", "source": "https://metrics.example/1"}
    request = make.away(ledger, guest)
    return requests.decline_away(request, by=ana, reason="too-risky", answer="No.", **data)


def test_f32_a_copy_after_a_no_is_on_record_with_its_day(declined, ana, ben):
    copy = endings.done(copies.declare_copy, declined, by=ben, **WORDS)
    assert copy.review_on == timezone.now().date() + timedelta(days=365)
    with pytest.raises(Refused) as refusal:
        copies.declare_copy(declined, by=ben, **WORDS)
    assert refusal.value.code == "away-copied-already"
    with pytest.raises(Denied):
        copies.declare_copy(declined, by=ana, **WORDS)


def test_f32_after_a_year_the_guest_is_asked_and_its_silence_keeps_it(declined, ben, later, passes):
    copy = endings.done(copies.declare_copy, declined, by=ben, **WORDS)
    assert not clocks.waiting_for(ben).exists()
    assert Job.objects.get(name="away.ask_about_copy").due_at > timezone.now() + timedelta(days=364)
    later(timedelta(days=366))
    for _ in range(2):
        jobs.run_waiting()
    assert clocks.waiting_for(ben).get().kind == "away.copy-review"
    passes("away.copy-review")
    copy.refresh_from_db()
    assert (copy.outcome, copy.reviewed_by) == ("no-answer", None)
    copies.review_copy(AwayCopy.objects.get(), by=ben, outcome="merge-back", words="In spring.")
    copy.refresh_from_db()
    assert (copy.outcome, copy.reviewed_by) == ("merge-back", ben)
    with pytest.raises(Refused):
        copies.review_copy(AwayCopy.objects.get(), by=ben, outcome="keep")


def test_f32_who_has_left_may_copy_too_and_who_still_works_may_not(ledger, guest, ben):
    request = endings.is_leaving(ledger, guest)
    with pytest.raises(Refused) as refusal:
        copies.declare_copy(request, by=ben, **WORDS)
    assert refusal.value.code == "away-copy-not-now"
    leaving.leave_silently(request.pk)
    assert endings.done(copies.declare_copy, endings.again(request), by=ben, **WORDS).outcome == ""
