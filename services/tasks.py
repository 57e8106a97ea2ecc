"""The services room's jobs, one line each."""

from portal.kit.jobs import Claim, job
from services.actions import checks, contracts


@job("services.run_check", long=True, attempts=3, failed=checks.fail_check)
def run_check(check_id: int, claim: Claim) -> None:
    checks.run_check(check_id, claim)


@job("services.expire_waiver")
def expire_waiver(waiver_id: int) -> None:
    checks.expire_waiver(waiver_id)


@job("services.tell_consumers")
def tell_consumers(revision_id: int) -> None:
    contracts.tell_consumers(revision_id)
