"""Working time: when somebody works, and when so many working hours are over. Arithmetic only; calendars come in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=1500)
"""How far ahead working hours are looked for."""

type Stretch = tuple[datetime, datetime]
"""From a moment until, not including, another one."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When one person or team works. Opening hours are local, so that a day in March may have another length in UTC."""

    zone: ZoneInfo
    workdays: frozenset[int]
    """Monday is 0."""
    opens: time
    closes: time
    is_holiday: Callable[[date], bool] = lambda day: False
    closed: tuple[Stretch, ...] = ()
    """Absences and freezes: nothing is waited for meanwhile."""

    @property
    def day(self) -> timedelta:
        """What "a working day" is for them."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)

    def stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """The times they work from ``start`` until ``end``, in UTC and in order."""
        day, last = (moment.astimezone(self.zone).date() for moment in (start, end))
        while day <= last:
            if day.weekday() in self.workdays and not self.is_holiday(day):
                opens = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
                closes = datetime.combine(day, self.closes, self.zone).astimezone(UTC)
                yield from self._open(max(opens, start), min(closes, end))
            day += timedelta(days=1)

    def _open(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """What is left of a stretch when everything closed is taken out of it."""
        for begins, ends in sorted(self.closed):
            if ends <= start or begins >= end:
                continue
            if begins > start:
                yield start, begins
            start = max(start, ends)
        if start < end:
            yield start, end

    def after(self, start: datetime, work: timedelta) -> datetime:
        """The moment at which ``work`` has been worked since ``start``.

        Whoever does not work enough within LONGEST is given the rest as time that passes: nothing waits for ever.
        """
        left = work
        if left <= timedelta():
            return start
        for begins, ends in self.stretches(start, start + LONGEST):
            if ends - begins >= left:
                return begins + left
            left -= ends - begins
        return start + LONGEST + left

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much they work from ``start`` until ``end``; nothing when that is before."""
        return sum((ends - begins for begins, ends in self.stretches(start, end)), timedelta())
