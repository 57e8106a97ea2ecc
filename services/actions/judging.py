"""The same bytes under the same rules are judged once: whoever comes later uses what was found.

A check that runs and carries a *verdict key* is the one that judges for this key; the database lets only one be so. The
others wait for it while its worker lives, and then use its report. The key stays on what may be used again.
"""

import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import jobs
from portal.kit.jobs import Claim
from portal.models import Job
from services import contracts as engine
from services.models import Blob, Check

LOOK_EVERY = 0.2  # seconds
BY_CHANCE = frozenset({"check-timed-out", "check-out-of-memory", "check-crashed"})
"""Reasons that say more of the hour than of the document: it is tried again."""
JOB = "services.run_check"

Judge = Callable[..., engine.Report]


class Judged(NamedTuple):
    """``unasked``: why the rulesets were left out, when they were."""

    report: engine.Report
    unasked: str = ""


def key_of(
    digest: str,
    facts: engine.Facts,
    profile: engine.Profile,
    limits: engine.Limits,
    rulesets: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Names all that a verdict depends on: the bytes, what is said beside them, the rules, and the very engine.
    ``rulesets``: by their short names the digests of what they say."""
    told: list[Any] = [digest, repr(facts), profile.data(), limits.bytes, engine.edition(), sorted(rulesets.items())]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def judged(
    check: Check,
    digest: str,
    claim: Claim,
    *,
    facts: engine.Facts,
    profile: engine.Profile,
    limits: engine.Limits,
    judge: Judge,
    rulesets: Mapping[str, str] = MappingProxyType({}),
) -> Judged:
    """The report on the bytes behind ``digest``: that of an earlier check, which ``check`` then names, or a new one.

    A ruleset that takes the whole check's time or memory takes nothing else with it: the document is judged again
    without any, and why they were not asked is told.
    """
    check.verdict_key = key_of(digest, facts, profile, limits, rulesets)
    _be_the_one(check, claim)
    earlier = (
        Check.objects.filter(verdict_key=check.verdict_key, state__in=[Check.State.DONE, Check.State.NOT_CHECKED])
        .exclude(report="")
        .order_by("-pk")
        .first()
    )
    if earlier is not None:
        check.same_as_id = earlier.same_as_id or earlier.pk
        reference = Blob.read(earlier.reference) if earlier.reference else b""
        return Judged(engine.Report(Blob.read(earlier.report), reference))

    def ask(**more: Any) -> engine.Report:
        beat = partial(_tell, claim)
        return judge(Blob.read(digest), facts=facts, profile=profile, limits=limits, beat=beat, **more)

    told = [_named(slug, data) for slug, data in rulesets.items()]
    report = ask(rulesets=told) if told else ask()
    if report.reason is None or report.reason["code"] not in BY_CHANCE:
        return Judged(report)
    check.verdict_key = ""
    return Judged(ask(), str(report.reason["message"])) if told else Judged(report)


def _named(slug: str, digest: str) -> dict[str, Any]:
    return {**json.loads(Blob.read(digest)), engine.CALLED: slug}


def _tell(claim: Claim, progress: engine.Progress) -> None:
    claim.beat(dict(progress._asdict()))


def _be_the_one(check: Check, claim: Claim) -> None:
    """Returns as soon as no other check judges for this key. Raises Lost when the job is taken away meanwhile."""
    running = Check.objects.filter(state=Check.State.RUNNING)
    while True:
        try:
            with transaction.atomic():
                running.filter(pk=check.pk).update(verdict_key=check.verdict_key)
            return
        except IntegrityError:
            other = running.filter(verdict_key=check.verdict_key).exclude(pk=check.pk).first()
        if other is not None and not _is_at_work(other):
            running.filter(pk=other.pk).update(verdict_key="")  # its worker is gone; who takes it up waits for us
        else:
            claim.beat()
            time.sleep(LOOK_EVERY)


def _is_at_work(check: Check) -> bool:
    row = jobs.latest(JOB, check.pk)
    return (
        row is not None
        and row.state == Job.State.RUNNING
        and row.lease_until is not None
        and row.lease_until > timezone.now()
    )
