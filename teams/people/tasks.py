"""The people room's jobs, one line each."""

from portal.kit.jobs import job
from teams.people.actions import calendars


@job("people.reckon_freeze")
def reckon_freeze(freeze_id: int) -> None:
    calendars.reckon_freeze(freeze_id)
