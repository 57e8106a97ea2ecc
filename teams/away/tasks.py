"""The away room's jobs, one line each."""

from portal.kit.jobs import Claim, job
from teams.away.actions import (
    access,
    arriving,
    back_doors,
    boxes,
    brakes,
    bundles,
    demands,
    designs,
    facts,
    first_answers,
    places,
    promises,
    reorg,
    review_silence,
    signals,
    silence,
    skeletons,
    sponsoring,
    standing,
    urging,
    weekly,
)


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


@job("away.end_unsigned")
def end_unsigned(request_id: int) -> None:
    urging.end_unsigned(request_id)


@job("away.urge_signature")
def urge_signature(request_id: int) -> None:
    urging.urge_signature(request_id)


@job("away.refuse_demand")
def refuse_demand(demand_id: int) -> None:
    demands.refuse_silently(demand_id)


@job("away.remind_reviewer")
def remind_reviewer(change_id: int) -> None:
    review_silence.remind_reviewer(change_id)


@job("away.ask_deputy")
def ask_deputy(change_id: int) -> None:
    review_silence.ask_deputy(change_id)


@job("away.open_review")
def open_review(change_id: int) -> None:
    review_silence.open_review(change_id)


@job("away.give_up_review")
def give_up_review(change_id: int) -> None:
    review_silence.give_up_review(change_id)


@job("away.approve_silently")
def approve_silently(change_id: int) -> None:
    review_silence.approve_silently(change_id)


@job("away.rule_silently")
def rule_silently(change_id: int) -> None:
    review_silence.rule_silently(change_id)


@job("away.pass_advice")
def pass_advice(change_id: int) -> None:
    brakes.pass_advice(change_id)


@job("away.refuse_override")
def refuse_override(change_id: int) -> None:
    back_doors.refuse_override_silently(change_id)


@job("away.close_preflight")
def close_preflight(request_id: int) -> None:
    arriving.close_preflight(request_id)


@job("away.nudge_pack")
def nudge_pack(request_id: int) -> None:
    arriving.nudge_pack(request_id)


@job("away.miss_pack")
def miss_pack(request_id: int) -> None:
    arriving.miss_pack(request_id)


@job("away.close_box")
def close_box(request_id: int) -> None:
    boxes.close_box(request_id)


@job("away.end_access_of_leaver")
def end_access_of_leaver(person_id: int) -> None:
    access.end_access_of_leaver(person_id)


@job("away.take_fact")
def take_fact(fact_id: int) -> None:
    facts.take_fact(fact_id)


@job("away.pass_on_block")
def pass_on_block(request_id: int) -> None:
    standing.pass_on_block(request_id)


@job("away.stall")
def stall(request_id: int) -> None:
    standing.stall(request_id)


@job("away.open_reclaim")
def open_reclaim(request_id: int) -> None:
    standing.open_reclaim(request_id)


@job("away.end_pause")
def end_pause(request_id: int) -> None:
    standing.end_pause(request_id)


@job("away.end_stall")
def end_stall(request_id: int) -> None:
    standing.end_stall(request_id)


@job("away.miss_status")
def miss_status(request_id: int) -> None:
    weekly.miss_status(request_id)


@job("away.mark_risk")
def mark_risk(request_id: int) -> None:
    skeletons.mark_risk(request_id)


@job("away.agree_silently")
def agree_silently(request_id: int) -> None:
    designs.agree_silently(request_id)


@job("away.grant_silently")
def grant_silently(request_id: int) -> None:
    boxes.grant_silently(request_id)


@job("away.end_box")
def end_box(request_id: int) -> None:
    boxes.end_box(request_id)


@job("away.pass_sponsor")
def pass_sponsor(request_id: int) -> None:
    sponsoring.pass_sponsor(request_id)


@job("away.nudge_host")
def nudge_host(request_id: int) -> None:
    first_answers.nudge_host(request_id)


@job("away.tell_lead")
def tell_lead(request_id: int) -> None:
    first_answers.tell_lead(request_id)


@job("away.count_late")
def count_late(request_id: int) -> None:
    first_answers.count_late(request_id)


@job("away.hold_bundle")
def hold_bundle(bundle_id: int) -> None:
    bundles.hold_bundle(bundle_id)


@job("away.fill_places")
def fill_places(request_id: int) -> None:
    places.fill_places(request_id)


@job("away.overflow")
def overflow(request_id: int) -> None:
    places.overflow(request_id)


@job("away.move_with_service")
def move_with_service(service_id: int) -> None:
    reorg.move_with_service(service_id)


@job("away.follow_team")
def follow_team(team_id: int) -> None:
    reorg.follow_team(team_id)


@job("away.end_orphan")
def end_orphan(request_id: int) -> None:
    reorg.end_orphan(request_id)


@job(signals.WATCH, long=True)
def watch_teams(month: int, claim: Claim) -> None:
    signals.watch_teams(claim.beat)
