"""F3: similar open requests of other teams are put together, and one answer counts for all of them."""

import pytest

from portal.kit import jobs
from portal.models import Clock
from teams.away.actions.bundles import answer_for_all, judge_bundle
from teams.away.actions.requests import decline_away
from tests import make

pytestmark = pytest.mark.django_db
WANTED = {"title": "Refunds in several currencies", "problem": "Refunds in pounds anger customers abroad."}


def test_f3_the_same_of_two_teams_is_put_together_and_silence_says_that_it_is(ledger, guest, passes):
    first = make.away(ledger, make.team(name="Search"), **WANTED)
    second = make.away(ledger, guest, **{**WANTED, "title": "Several currencies for refunds"})
    first.refresh_from_db()
    assert first.bundle_id is not None
    assert first.bundle == second.bundle
    passes("away.bundle")
    first.bundle.refresh_from_db()
    assert (first.bundle.state, first.bundle.said_by) == ("held", None)


def test_f3_one_answer_is_recorded_with_the_request_of_every_guest(ledger, guest, ana):
    others = [make.away(ledger, make.team(), **WANTED) for _ in range(2)]
    mine = make.away(ledger, guest, **WANTED)
    assert mine.bundle_id is not None
    judge_bundle(mine, by=ana, same=True)
    assert not Clock.objects.filter(kind="away.bundle", state="open").exists()
    words = {
        "reason": "coming-already",
        "answer": "It comes in January.",
        "value": "2 of 3",
        "source": "https://x.example/1",
    }
    answer_for_all(mine, decline_away, by=ana, for_all=True, **words)
    jobs.run_waiting()
    for one in (*others, mine):
        one.refresh_from_db()
        assert (one.state, one.answer, one.decided_by) == ("declined", "It comes in January.", ana)
