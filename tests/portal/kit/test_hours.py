"""Working time: how long is a working day in March, over Christmas, and for whoever never works."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kit.hours import LONGEST, Hours

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def hours(zone="UTC", days=range(5), opens=9, closes=17, **facts):
    return Hours(ZoneInfo(zone), frozenset(days), time(opens), time(closes), **facts)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "work", "end"),
    [
        ("2026-11-30 09:00", 8, "2026-11-30 17:00"),  # a Monday
        ("2026-11-30 16:00", 2, "2026-12-01 10:00"),
        ("2026-11-27 16:00", 2, "2026-11-30 10:00"),  # over the weekend
        ("2026-11-28 12:00", 1, "2026-11-30 10:00"),  # asked on a Saturday
        ("2026-11-30 22:00", 40, "2026-12-07 17:00"),
        ("2026-11-30 12:00", 0, "2026-11-30 12:00"),
    ],
)
def test_working_hours_pass_while_somebody_works(start, work, end):
    assert hours().after(at(start), work * HOUR) == at(end)


def test_a_day_is_where_the_people_are():
    assert hours("Asia/Tokyo").after(at("2026-11-30 01:00"), HOUR) == at("2026-11-30 02:00")
    assert hours("America/Los_Angeles").after(at("2026-11-30 01:00"), HOUR) == at("2026-11-30 18:00")


def test_opening_hours_stay_local_when_the_clocks_change():
    theirs = hours("Europe/Berlin", days=range(7))
    before, after = at("2026-10-24 12:00"), at("2026-10-25 12:00")  # summer time ends in the night between
    assert theirs.after(before, 3 * HOUR) == at("2026-10-24 15:00")
    assert theirs.after(after, 4 * HOUR) == at("2026-10-25 16:00")
    night = hours("Europe/Berlin", days=range(7), opens=1, closes=4)
    assert night.between(at("2026-10-24 22:00"), at("2026-10-25 12:00")) == 4 * HOUR  # two o'clock came twice


def test_holidays_absences_and_freezes_do_not_count():
    theirs = hours(
        is_holiday={date(2026, 12, 25)}.__contains__,
        closed=((at("2026-12-22 00:00"), at("2026-12-24 00:00")), (at("2026-12-23 12:00"), at("2026-12-24 11:00"))),
    )
    assert theirs.after(at("2026-12-21 13:00"), 5 * HOUR) == at("2026-12-24 12:00")
    assert theirs.after(at("2026-12-24 16:00"), 2 * HOUR) == at("2026-12-28 10:00")


def test_nobody_is_waited_for_for_ever():
    always_away = hours(closed=((at("2020-01-01 00:00"), at("2100-01-01 00:00")),))
    start = at("2026-11-30 09:00")
    assert always_away.after(start, HOUR) == start + LONGEST + HOUR


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Africa/Cairo"]
)
CLOSED = st.lists(
    st.tuples(MOMENTS, st.timedeltas(timedelta(), timedelta(days=20))).map(lambda one: (one[0], one[0] + one[1])),
    max_size=4,
).map(tuple)
THEIRS = st.builds(
    hours, ZONES, days=st.sets(st.integers(0, 6), min_size=1), opens=st.integers(0, 11), closes=st.integers(12, 23),
    closed=CLOSED,
)  # fmt: skip
WORK = st.timedeltas(timedelta(minutes=1), timedelta(hours=60))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(theirs=THEIRS, start=MOMENTS, work=WORK, more=WORK)
def test_so_much_was_worked_until_then_and_not_a_moment_earlier(theirs, start, work, more):
    due = theirs.after(start, work)
    assert theirs.between(start, due) == work
    assert theirs.between(start, due - timedelta(seconds=1)) < work
    assert theirs.after(due, more) == theirs.after(start, work + more)
    assert theirs.after(start, work / 2) <= due
