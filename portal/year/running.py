"""What runs at a moment: every open clock, read once a tick and asked by whoever rings, acts or looks on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from portal.kit.composed import Rows
from portal.models import Clock, Job

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Row(NamedTuple):
    """What is asked of a clock, without the rest of it."""

    pk: int
    kind: str
    subject: str
    silence: str
    awaited_team: int | None
    awaited_person: int | None
    started_at: datetime
    half_at: datetime
    due_at: datetime
    half_rung_at: datetime | None
    due_rung_at: datetime | None

    @property
    def rings_at(self) -> datetime:
        """When it rings next, if it still does."""
        if self.due_rung_at is not None:
            return NEVER
        return self.due_at if self.half_rung_at is not None else min(self.half_at, self.due_at)


_OPEN = Rows(lambda: Clock.objects.filter(state=Clock.State.OPEN).values_list(*Row._fields))
_WAITING = Rows(lambda: Job.objects.filter(state=Job.State.WAITING).values_list("due_at", flat=True))


@dataclass(frozen=True, slots=True)
class Running:
    """Open clocks, oldest first, and when the periodic job next finds anything to do."""

    rows: list[Row]
    rings_at: datetime

    @classmethod
    def now(cls) -> "Running":
        """Two queries. Sorted here: to order a query costs more than what there is to order."""
        rows = sorted(Row(*one) for one in _OPEN())
        return cls(rows, min([*(one.rings_at for one in rows), *_WAITING()], default=NEVER))
