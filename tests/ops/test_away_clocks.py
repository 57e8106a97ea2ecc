"""Clocks of away teams ring in a process that is killed between ticks again and again: each acts once."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.ops.servers import ROOT, clean_environment, free_port, process, status_of, wait_until

pytestmark = pytest.mark.process
MANY, KILLS = 30, 4
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from portal.models import Clock
from teams.away.models import AwayRequest
from tests import make
home = make.team(slug="home")
owned = make.service(home, slug="ledger")
for number in range({MANY}):
    make.away(owned, title=f"Wish {{number}}")
now = timezone.now()
for number, clock in enumerate(Clock.objects.filter(kind="away.answer").order_by("pk")):
    clock.due_at = now + timedelta(seconds=5 + number * 0.7)
    clock.half_at = clock.due_at - timedelta(seconds=1)
    clock.save()
print("made", AwayRequest.objects.count())
"""


def test_a_clock_that_runs_out_acts_once_however_often_the_worker_is_killed(tmp_path: Path) -> None:
    port = free_port()
    environment = clean_environment(
        HOMEPORT_VAR=str(tmp_path), HOMEPORT_DEMO="false", HOMEPORT_JOB_LEASE="3", HOMEPORT_SECRET_KEY="k" * 60
    )
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]

    def rows(question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{tmp_path}/homeport.sqlite3?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(question).fetchall()

    def passed_on() -> int:
        return int(rows("SELECT count(*) FROM away_awayrequest WHERE state = 'escalated'")[0][0])

    def ready() -> bool:
        return status_of(f"http://127.0.0.1:{port}/readyz") == 200

    def more_than(before: int) -> bool:
        return passed_on() > before or passed_on() == MANY

    with process(command, environment, ready=ready, name="serve") as server:
        shell = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", MAKE]
        said = subprocess.run(shell, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        assert f"made {MANY}" in said
        for kill in range(KILLS):
            wait_until(partial(more_than, passed_on()), "a clock has acted")
            time.sleep(0.3 * kill)  # between two rings, or within one
            server.kill9()
            server.start()
        wait_until(lambda: passed_on() == MANY, "every clock has acted")

    acts = rows("SELECT subject, count(*) FROM portal_auditentry WHERE verb = 'awayrequest.escalate' GROUP BY subject")
    assert len(acts) == MANY and {count for _, count in acts} == {1}
    waits = rows("SELECT count(*) FROM portal_clock WHERE kind = 'away.escalation' AND state = 'open'")
    assert waits == [(MANY,)], "each waits for whoever is above, once"
    assert rows("SELECT count(*) FROM portal_job WHERE state IN ('failed', 'stopped')") == [(0,)]
