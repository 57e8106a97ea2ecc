"""What Celery carries: a ring for a job, and the three periodic readers of rows."""

from celery import shared_task

from portal.demo import seed as demo_seed
from portal.kit import audit, clocks, jobs
from portal.kit.jobs import job


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
