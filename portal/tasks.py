"""What Celery carries: a ring for a job, and the periodic readers of rows."""

from typing import Any

from celery import shared_task
from django.conf import settings
from django.contrib.auth import get_user_model
from kombu.transport import redis, virtual

from portal.kit import audit, clocks, jobs, tallies
from portal.kit.post import digest, hooks, mail  # noqa: F401 - mail registers how letters leave
from teams.away.actions import signals
from teams.reviews.actions import certificates, weekly


class Bells(virtual.QoS):
    """What a worker took from Redis is gone from there and never given back: a message is a bell, and rows ring again.

    kombu's own way keeps a book in Redis of what was taken. To write to it when Redis has gone away meanwhile is an
    AttributeError in kombu 5.7, and a worker in the middle of a check would end itself instead of waiting for Redis.
    """

    def restore_unacked(self) -> None:
        taken: Any = self._delivered
        taken.clear()


redis.Channel.QoS = Bells  # type: ignore[assignment] # kombu asks for no more than the base class has


@shared_task(name="portal.run_job", acks_late=True, ignore_result=True)
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="portal.sweep", ignore_result=True, expires=30)
def sweep() -> None:
    jobs.sweep()
    tallies.fold()


@shared_task(name="portal.ring_clocks", ignore_result=True, expires=30)
def ring_clocks() -> None:
    clocks.ring_due()


@shared_task(name="portal.watch_teams", ignore_result=True, expires=600)
def watch_teams() -> None:
    """Asked more often than once a month, because whoever was asleep at its end is asked again."""
    signals.ask_to_watch()


@shared_task(name="portal.watch_guild", ignore_result=True, expires=600)
def watch_guild() -> None:
    """What ends on a day in the guild of bar raisers, and its pools."""
    certificates.watch_guild()


@shared_task(name="portal.tell_managers", ignore_result=True, expires=600)
def tell_managers() -> None:
    """What the last whole week left in the ledger; asked more often, because whoever was asleep is asked again."""
    weekly.tell_managers_weekly()


@shared_task(name="portal.seal_audit", ignore_result=True, expires=30)
def seal_audit() -> None:
    audit.seal()
    hooks.tell_hooks()


@shared_task(name="portal.write_letters", ignore_result=True, expires=60)
def write_letters() -> None:
    if settings.MAIL_FROM:
        digest.write_letters(get_user_model().objects.present())
