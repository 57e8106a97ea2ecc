"""The away room's jobs, one line each."""

from portal.kit.jobs import job
from teams.away.actions import demands, promises, silence, urging


@job("away.remind_host")
def remind_host(request_id: int) -> None:
    silence.remind_host(request_id)


@job("away.escalate_request")
def escalate_request(request_id: int) -> None:
    silence.escalate_request(request_id)


@job("away.expire_request")
def expire_request(request_id: int) -> None:
    silence.expire_request(request_id)


@job("away.take_offer")
def take_offer(request_id: int) -> None:
    promises.take_offer(request_id)


@job("away.grant_grace")
def grant_grace(request_id: int) -> None:
    promises.grant_grace(request_id)


@job("away.miss_promise")
def miss_promise(request_id: int) -> None:
    promises.miss_promise(request_id)


@job("away.urge_draft")
def urge_draft(request_id: int) -> None:
    urging.urge_draft(request_id)


@job("away.urge_signature")
def urge_signature(request_id: int) -> None:
    urging.urge_signature(request_id)


@job("away.refuse_demand")
def refuse_demand(demand_id: int) -> None:
    demands.refuse_silently(demand_id)
