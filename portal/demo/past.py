"""A history told in order: each step is done while the time of the house stands at the moment at which it was.

So every action stamps what it writes with that moment, and reckons from it. Time goes on while a step is done, by as
much as it takes. Between two steps the clocks ring that would have rung, and the jobs are done whose time has come.
"""

import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import time_machine
from django.db.models import Min
from django.utils import timezone

from portal.kit import clocks
from portal.kit.composed import Rows
from portal.models import Job

Act = Callable[[], object]

_WAITING = Job.objects.filter(state=Job.State.WAITING).order_by().values("state")
_NEXT_JOB = Rows(lambda: _WAITING.annotate(next=Min("due_at")).values_list("next", flat=True))


class Past:
    """An agenda of moments, played in their order. ``work`` does the jobs that a step has asked for."""

    def __init__(self, work: Act) -> None:
        self._work = work
        self._over: datetime | None = None  # when the last step had ended
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._numbers = itertools.count()

    def at(self, moment: datetime, act: Act) -> None:
        """Have this done at that moment; what is done may add later moments."""
        # In UTC: the zone of a moment at which time is told to stand becomes that of the process.
        heapq.heappush(self._agenda, (moment.astimezone(UTC), next(self._numbers), act))

    def play(self, until: datetime) -> None:
        """Everything on the agenda up to that moment, and what rings meanwhile."""
        while self._agenda and self._agenda[0][0] <= until:
            moment, _, act = heapq.heappop(self._agenda)
            self._ring(moment)
            self._do(moment, act)
        self._ring(until)

    def _ring(self, moment: datetime) -> None:
        """One after the other, the clocks and the jobs whose time comes before this moment."""
        while (when := min(clocks.rings_next() or moment, *_NEXT_JOB(), moment)) < moment:
            self._do(when, clocks.ring_due)

    def _do(self, moment: datetime, act: Act) -> None:
        """A step takes its time: what was to follow within that begins when it has ended."""
        begins = moment if self._over is None else max(moment, self._over)
        with time_machine.travel(begins):
            act()
            self._work()
            self._over = timezone.now()
