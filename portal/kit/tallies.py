"""How many jobs ended how, ever, and how long they took: the figures that must not forget and must not cost.

Workers serve nothing that could be asked, come and go, and die in the middle; so what they did is counted from rows. A
job that ends costs nothing more: the sweeper folds ended rows into a few tallies, each row once, in one transaction.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction

from portal.models import Job, JobTally

STEPS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)  # seconds; one more for what took longer
AT_ONCE = 1000


@dataclass(slots=True)
class Sum:
    """What is added to one tally. A job that never began, or was stopped, has an end but no length."""

    count: int = 0
    seconds: float = 0.0
    spread: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))

    def add(self, state: str, began: datetime | None, ended: datetime) -> None:
        self.count += 1
        if began is not None and state != Job.State.STOPPED:
            took = max(0.0, (ended - began).total_seconds())
            self.seconds += took
            self.spread[bisect_left(STEPS, took)] += 1


def fold() -> int:
    """Add what has ended since the last time. Returns how many. Safe to run anywhere, any number of times at once."""
    ended = Job.objects.filter(tallied=False, finished_at__isnull=False)
    return _fold(ended) if ended.exists() else 0  # asked first: on SQLite a transaction keeps every writer waiting


@transaction.atomic
def _fold(ended: models.QuerySet[Job]) -> int:
    mine = ended.select_for_update(skip_locked=True).order_by("pk")
    rows = list(mine.values_list("pk", "name", "state", "started_at", "finished_at")[:AT_ONCE])
    sums: dict[tuple[str, str], Sum] = defaultdict(Sum)
    for _, name, state, began, finished in rows:
        if finished is not None:  # as was asked; for the type's sake
            sums[name, state].add(state, began, finished)
    for (name, outcome), more in sorted(sums.items()):  # in one order everywhere, so that two folders never embrace
        JobTally.objects.get_or_create(name=name, outcome=outcome, defaults={"spread": [0] * len(more.spread)})
        tally = JobTally.objects.select_for_update().get(name=name, outcome=outcome)
        tally.count += more.count
        tally.seconds += more.seconds
        tally.spread = [before + now for before, now in zip(tally.spread, more.spread, strict=True)]
        tally.save(update_fields=["count", "seconds", "spread"])
    if rows:
        Job.objects.filter(pk__in=[row[0] for row in rows]).update(tallied=True)
    return len(rows)
