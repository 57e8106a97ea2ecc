"""What the away room waits for, what silence does, and what can be answered from a mail."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind
from portal.kit.post.replies import Reply, replies_for
from teams.away.actions.requests import agree_to_away
from teams.away.models import AwayRequest
from teams.people.models import Person


def _agree(request_id: int, person: Person) -> None:
    agree_to_away(AwayRequest.objects.with_sides().get(pk=request_id), by=person, contact=person)


clock_kind(
    "away.answer",
    half=lambda request_id: jobs.enqueue("away.remind_host", request_id),
    due=lambda request_id: jobs.enqueue("away.escalate_request", request_id),
)
clock_kind("away.escalation", due=lambda request_id: jobs.enqueue("away.expire_request", request_id))
clock_kind("away.finish", lapses=False)
clock_kind("away.offer", due=lambda request_id: jobs.enqueue("away.take_offer", request_id))
clock_kind("away.promise", due=lambda request_id: jobs.enqueue("away.grant_grace", request_id))
clock_kind("away.grace", due=lambda request_id: jobs.enqueue("away.miss_promise", request_id))
clock_kind("away.draft", due=lambda request_id: jobs.enqueue("away.urge_draft", request_id))
clock_kind("away.sign", due=lambda request_id: jobs.enqueue("away.urge_signature", request_id))
clock_kind("away.demand", due=lambda demand_id: jobs.enqueue("away.refuse_demand", demand_id))
clock_kind("away.urge", lapses=False)
replies_for("away.answer", {"agree": Reply("Agree; they turn to me", _agree)})
