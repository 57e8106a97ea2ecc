"""What Celery carries: a ring for a job, and the three periodic readers of rows."""

import logging
from typing import Any

from celery import shared_task
from kombu.transport import redis

from portal.demo import seed as demo_seed
from portal.kit import audit, clocks, jobs
from portal.kit.jobs import job

log = logging.getLogger("homeport.jobs")


class Bells(redis.QoS):
    """What a worker has taken from Redis and not finished. To give it back is a courtesy: the rows ring again.

    kombu 5.7 gives it back after it has closed its connection; while Redis is away that raises an AttributeError, and
    a worker in the middle of a check would end itself instead of waiting for Redis.
    """

    def restore_unacked(self, client: Any = None) -> None:
        try:
            super().restore_unacked(client)
        except Exception as error:
            held: Any = self._delivered
            log.warning("The broker did not take back %s messages: %s", len(held), error)
            held.clear()


redis.Channel.QoS = Bells


@shared_task(name="portal.run_job", acks_late=True, ignore_result=True)
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="portal.sweep", ignore_result=True, expires=30)
def sweep() -> None:
    jobs.sweep()


@shared_task(name="portal.ring_clocks", ignore_result=True, expires=30)
def ring_clocks() -> None:
    clocks.ring_due()


@shared_task(name="portal.seal_audit", ignore_result=True, expires=30)
def seal_audit() -> None:
    audit.seal()


@job("portal.settle_demo", attempts=3)
def settle_demo(_: int) -> None:
    demo_seed.settle()
