"""The services room's jobs, one line each."""

from portal.kit.jobs import Claim, job
from services.actions import attaching, catalog, checks, rulesets, telling


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


@job("services.read_ruleset", long=True, attempts=3, failed=rulesets.fail_reading)
def read_ruleset(version_id: int, claim: Claim) -> None:
    rulesets.read_version(version_id, claim)


@job("services.recheck_attached")
def recheck_attached(attachment_id: int) -> None:
    attaching.recheck_attached(attachment_id)
