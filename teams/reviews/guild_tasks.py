"""The guild's jobs, one line each."""

from portal.kit.jobs import job
from teams.reviews.actions import guild_silence as silence


@job("reviews.accept_silently")
def accept_silently(certification_id: int) -> None:
    silence.accept_silently(certification_id)


@job("reviews.remind_trainee")
def remind_trainee(certification_id: int) -> None:
    silence.remind_trainee(certification_id)


@job("reviews.end_training")
def end_training(certification_id: int) -> None:
    silence.end_training(certification_id)


@job("reviews.certify_silently")
def certify_silently(certification_id: int) -> None:
    silence.certify_silently(certification_id)


@job("reviews.lapse_certificate")
def lapse_certificate(certification_id: int) -> None:
    silence.lapse_certificate(certification_id)
