"""What the away room waits for, and what silence does."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind

clock_kind(
    "away.answer",
    half=lambda request_id: jobs.enqueue("away.remind_host", request_id),
    due=lambda request_id: jobs.enqueue("away.escalate_request", request_id),
)
clock_kind("away.escalation", due=lambda request_id: jobs.enqueue("away.expire_request", request_id))
clock_kind("away.finish", lapses=False)
