"""The reviews room's jobs, one line each."""

from portal.kit.jobs import job
from teams.reviews.actions import leads, routing, silence


@job("reviews.ask_about_revision")
def ask_about_revision(revision_id: int) -> None:
    routing.ask_about_revision(revision_id)


@job("reviews.consider_service")
def consider_service(service_id: int) -> None:
    routing.ask_by_policy(f"services.service:{service_id}")


@job("reviews.consider_charter")
def consider_charter(charter_id: int) -> None:
    routing.ask_by_policy(f"away.awaycharter:{charter_id}")


@job("reviews.consider_proposal")
def consider_proposal(proposal_id: int) -> None:
    routing.ask_by_policy(f"proposals.proposal:{proposal_id}")


@job("reviews.look_at_draft")
def look_at_draft(revision_id: int) -> None:
    routing.look_at_draft(revision_id)


@job("reviews.note_publication")
def note_publication(revision_id: int) -> None:
    routing.note_publication(revision_id)


@job("reviews.withdraw_about_revision")
def withdraw_about_revision(revision_id: int) -> None:
    routing.withdraw_about_revision(revision_id)


@job("reviews.draw")
def draw(review_id: int) -> None:
    routing.draw_for(review_id)


@job("reviews.pass_on_seat")
def pass_on_seat(seat_id: int) -> None:
    silence.pass_on_seat(seat_id)


@job("reviews.call_deputy")
def call_deputy(review_id: int) -> None:
    routing.call_deputy(review_id)


@job("reviews.call_guild")
def call_guild(review_id: int) -> None:
    routing.call_guild(review_id)


@job("reviews.remind_reviewer")
def remind_reviewer(review_id: int) -> None:
    silence.remind_reviewer(review_id)


@job("reviews.end_without_advice")
def end_without_advice(review_id: int) -> None:
    silence.end_without_advice(review_id)


@job("reviews.end_unanswered")
def end_unanswered(review_id: int) -> None:
    silence.end_unanswered(review_id)


@job("reviews.remind_seat")
def remind_seat(seat_id: int) -> None:
    silence.remind_seat(seat_id)


@job("reviews.end_seat")
def end_seat(seat_id: int) -> None:
    silence.end_seat(seat_id)


@job("reviews.follow_team")
def follow_team(team_id: int) -> None:
    leads.follow_team(team_id)
