"""What the away room waits for, what silence does, and what can be answered from a mail."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind
from portal.kit.post.replies import Reply, replies_for
from teams.away.actions.asking_clocks import FIRST
from teams.away.actions.first_answers import acknowledge_away
from teams.away.actions.requests import agree_to_away
from teams.away.actions.sponsoring import confirm_sponsored
from teams.away.reads.loading import request_with_teams
from teams.people.models import Person


def _agree(request_id: int, person: Person) -> None:
    agree_to_away(request_with_teams(request_id), by=person, contact=person)


def _confirm(request_id: int, person: Person) -> None:
    confirm_sponsored(request_with_teams(request_id), by=person)


def _acknowledge(request_id: int, person: Person) -> None:
    acknowledge_away(request_with_teams(request_id), by=person)


clock_kind(
    "away.answer",
    half=lambda request_id: jobs.enqueue("away.remind_host", request_id),
    due=lambda request_id: jobs.enqueue("away.escalate_request", request_id),
)
clock_kind("away.escalation", due=lambda request_id: jobs.enqueue("away.expire_request", request_id))
clock_kind("away.finish", due=lambda request_id: jobs.enqueue("away.close_box", request_id), lapses=False)
clock_kind("away.offer", due=lambda request_id: jobs.enqueue("away.take_offer", request_id))
clock_kind("away.promise", due=lambda request_id: jobs.enqueue("away.grant_grace", request_id))
clock_kind("away.grace", due=lambda request_id: jobs.enqueue("away.miss_promise", request_id))
clock_kind("away.draft", due=lambda request_id: jobs.enqueue("away.urge_draft", request_id))
clock_kind("away.sign", due=lambda request_id: jobs.enqueue("away.urge_signature", request_id))
clock_kind("away.demand", due=lambda demand_id: jobs.enqueue("away.refuse_demand", demand_id))
clock_kind("away.urge", due=lambda request_id: jobs.enqueue("away.end_unsigned", request_id))
clock_kind("away.preflight", due=lambda request_id: jobs.enqueue("away.close_preflight", request_id))
clock_kind(
    "away.pack",
    half=lambda request_id: jobs.enqueue("away.nudge_pack", request_id),
    due=lambda request_id: jobs.enqueue("away.miss_pack", request_id),
)
clock_kind("away.mediate", due=lambda request_id: jobs.enqueue("away.urge_draft", request_id))
clock_kind("away.unblock", due=lambda request_id: jobs.enqueue("away.pass_on_block", request_id))
clock_kind("away.unblock-head", lapses=False)
clock_kind("away.stall", due=lambda request_id: jobs.enqueue("away.stall", request_id))
clock_kind("away.reclaim", due=lambda request_id: jobs.enqueue("away.open_reclaim", request_id))
clock_kind("away.take-back", lapses=False)
clock_kind("away.pause", due=lambda request_id: jobs.enqueue("away.end_pause", request_id))
clock_kind("away.status", due=lambda request_id: jobs.enqueue("away.miss_status", request_id))
clock_kind("away.skeleton", due=lambda request_id: jobs.enqueue("away.mark_risk", request_id))
clock_kind("away.react-host")
clock_kind("away.react-guest")
clock_kind("away.design", due=lambda request_id: jobs.enqueue("away.agree_silently", request_id))
clock_kind("away.design-advice")
clock_kind("away.extend", due=lambda request_id: jobs.enqueue("away.grant_silently", request_id))
clock_kind("away.over", due=lambda request_id: jobs.enqueue("away.end_box", request_id))
clock_kind("away.grant", lapses=False)
clock_kind("away.revoke", lapses=False)
clock_kind("away.signal", lapses=False)
clock_kind("away.sponsor", due=lambda request_id: jobs.enqueue("away.pass_sponsor", request_id))
clock_kind("away.first", due=lambda request_id: jobs.enqueue("away.nudge_host", request_id))
clock_kind("away.first-lead", due=lambda request_id: jobs.enqueue("away.tell_lead", request_id))
clock_kind("away.first-head", due=lambda request_id: jobs.enqueue("away.count_late", request_id))
clock_kind("away.bundle", due=lambda bundle_id: jobs.enqueue("away.hold_bundle", bundle_id))
clock_kind("away.orphan", due=lambda request_id: jobs.enqueue("away.end_orphan", request_id))
clock_kind("away.queue", due=lambda request_id: jobs.enqueue("away.overflow", request_id))
replies_for("away.answer", {"agree": Reply("Agree; they turn to me", _agree)})
replies_for("away.sponsor", {"confirm": Reply("Confirm people and time", _confirm)})
for kind in FIRST:
    replies_for(kind, {"acknowledge": Reply("Say that we have seen it, and decide in time", _acknowledge)})
