"""The reviews room's jobs, one line each."""

from portal.kit.jobs import job
from teams.reviews.actions import routing, silence


@job("reviews.ask_about_revision")
def ask_about_revision(revision_id: int) -> None:
    routing.ask_about_revision(revision_id)


@job("reviews.note_publication")
def note_publication(revision_id: int) -> None:
    routing.note_publication(revision_id)


@job("reviews.withdraw_about_revision")
def withdraw_about_revision(revision_id: int) -> None:
    routing.withdraw_about_revision(revision_id)


@job("reviews.remind_reviewer")
def remind_reviewer(review_id: int) -> None:
    silence.remind_reviewer(review_id)


@job("reviews.end_without_advice")
def end_without_advice(review_id: int) -> None:
    silence.end_without_advice(review_id)


@job("reviews.end_unanswered")
def end_unanswered(review_id: int) -> None:
    silence.end_unanswered(review_id)
