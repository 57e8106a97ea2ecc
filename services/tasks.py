"""The services room's jobs, one line each."""

from portal.kit.jobs import Claim, job
from services.actions import catalog, checks, telling


@job("services.run_check", long=True, attempts=3, failed=checks.fail_check, again=checks.check_again)
def run_check(check_id: int, claim: Claim) -> None:
    checks.run_check(check_id, claim)


@job("services.end_closing")
def end_closing(service_id: int) -> None:
    catalog.end_closing(service_id)


@job("services.expire_waiver")
def expire_waiver(waiver_id: int) -> None:
    checks.expire_waiver(waiver_id)


@job("services.tell_consumers")
def tell_consumers(revision_id: int) -> None:
    telling.tell_consumers(revision_id)
