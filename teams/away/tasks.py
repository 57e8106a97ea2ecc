"""The away room's jobs, one line each."""

from portal.kit.jobs import job
from teams.away.actions import silence


@job("away.remind_host")
def remind_host(request_id: int) -> None:
    silence.remind_host(request_id)


@job("away.escalate_request")
def escalate_request(request_id: int) -> None:
    silence.escalate_request(request_id)


@job("away.expire_request")
def expire_request(request_id: int) -> None:
    silence.expire_request(request_id)
