"""The look at how teams host and visit is asked for once a month, however often the beat comes by."""

import pytest

from portal.kit import jobs
from portal.models import Job
from teams.away.actions.signals import WATCH, ask_to_watch

pytestmark = pytest.mark.django_db


def test_a_month_that_is_over_is_looked_at_once_however_often_it_is_asked():
    ask_to_watch()
    ask_to_watch()
    jobs.run_waiting()
    ask_to_watch()
    assert list(Job.objects.filter(name=WATCH).values_list("state", flat=True)) == ["done"]
