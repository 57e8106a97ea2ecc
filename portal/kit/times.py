"""Days as moments. A day that something lasts until is over at its end, not at its beginning."""

from datetime import UTC, date, datetime, time, timedelta


def end_of_day(day: date) -> datetime:
    """The first moment after ``day``, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)
