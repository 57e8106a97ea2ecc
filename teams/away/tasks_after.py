"""The away room's jobs from the release on, one line each."""

from portal.kit.jobs import job
from teams.away.actions import after, closing, copies, decisions, handing_back, incidents, leaving, releasing


@job("away.miss_way_back")
def miss_way_back(request_id: int) -> None:
    releasing.miss_way_back(request_id)


@job("away.end_window")
def end_window(request_id: int) -> None:
    after.end_window(request_id)


@job("away.end_warranty")
def end_warranty(request_id: int) -> None:
    after.end_warranty(request_id)


@job("away.miss_mending")
def miss_mending(incident_id: int) -> None:
    incidents.miss_mending(incident_id)


@job("away.miss_handover")
def miss_handover(request_id: int) -> None:
    handing_back.miss_handover(request_id)


@job("away.take_back_silently")
def take_back_silently(request_id: int) -> None:
    handing_back.take_back_silently(request_id)


@job("away.close_unmeasured")
def close_unmeasured(request_id: int) -> None:
    closing.close_silently(request_id, "away.measure")


@job("away.look_back_without_guest")
def look_back_without_guest(request_id: int) -> None:
    closing.close_silently(request_id, "away.look-back-guest")


@job("away.look_back_without_host")
def look_back_without_host(request_id: int) -> None:
    closing.close_silently(request_id, "away.look-back-host")


@job("away.thank_from_facts")
def thank_from_facts(request_id: int) -> None:
    closing.close_silently(request_id, "away.credit")


@job("away.leave_silently")
def leave_silently(request_id: int) -> None:
    leaving.leave_silently(request_id)


@job("away.ask_about_copy")
def ask_about_copy(copy_id: int) -> None:
    copies.ask_about_copy(copy_id)


@job("away.keep_copy_silently")
def keep_copy_silently(copy_id: int) -> None:
    copies.keep_copy_silently(copy_id)


@job("away.raise_for_host")
def raise_for_host(decision_id: int) -> None:
    decisions.raise_decision(decision_id, "away.roadmap-host")


@job("away.raise_for_guest")
def raise_for_guest(decision_id: int) -> None:
    decisions.raise_decision(decision_id, "away.roadmap-guest")


@job("away.raise_for_above")
def raise_for_above(decision_id: int) -> None:
    decisions.raise_decision(decision_id, "away.roadmap-above")
