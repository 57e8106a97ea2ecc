"""Which policies hold for a division, every version there was, and what policies would have asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from teams.people.models import Division
from teams.reviews.models import Occasion, ReviewPolicies
from teams.reviews.occasions import BEGINNING, Facts, Policy, policies_from, topics_asked
from teams.reviews.reads.changed import changed

DAYS = 90
"""How far back policies are tried."""
FEW = 8
MOST_TRIED = 5000


@dataclass(frozen=True, slots=True)
class InForce:
    """What asks by itself. ``row`` is None where nobody ever chose, ``own`` False where it is inherited."""

    policies: tuple[Policy, ...]
    row: ReviewPolicies | None = None
    own: bool = False

    @property
    def version(self) -> int:
        return self.row.number if self.row is not None else 0

    @property
    def whose(self) -> str:
        """As people read it: "Payments, version 3"."""
        return str(self.row) if self.row is not None else "as Homeport begins"

    @property
    def url(self) -> str:
        return policies_url(self.row.division if self.row is not None else None)

    def stored(self, policy: Policy) -> dict[str, object]:
        """As the record of a look names a policy."""
        division = self.row.division if self.row is not None else None
        slug = division.slug if division is not None else ""
        return {"code": policy.code, "says": policy.says, "version": self.version, "division": slug, "url": self.url}


def policies_url(division: Division | None) -> str:
    """Where the policies of a division, or of the company, stand."""
    if division is None:
        return reverse("reviews:company-policies")
    return reverse("reviews:policies", args=[division.slug])


class Ruling:
    """Which version holds where, read once: two queries."""

    def __init__(self) -> None:
        rows = ReviewPolicies.objects.newest().select_related("division", "made_by")
        self.rows: Mapping[int | None, ReviewPolicies] = {row.division_id: row for row in rows}
        self.parents: Mapping[int, int | None] = {}
        if set(self.rows) - {None}:  # asks for the tree only when it matters
            self.parents = dict(Division.objects.values_list("pk", "parent_id"))

    def nearest(self, division: int | None, also: Iterable[int | None] = ()) -> int | None:
        """The division whose version holds for this one; ``also`` are taken to have one. None: the company."""
        own, seen, at = {*self.rows, *also}, set(), division
        while at is not None and at not in seen:
            if at in own:
                return at
            seen.add(at)
            at = self.parents.get(at)
        return None

    def in_force(self, division: int | None) -> InForce:
        """What holds for a division; None asks for the company."""
        nearest = self.nearest(division)
        row = self.rows.get(nearest)
        if row is None:
            return InForce(BEGINNING, None, own=False)
        return InForce(policies_from(row.policies), row, own=nearest == division)


def policies_of(division: Division | None) -> InForce:
    """What holds for a division, the nearest above it that has its own, or the company: two queries."""
    return Ruling().in_force(division.pk if division is not None else None)


@dataclass(frozen=True, slots=True)
class Version:
    """One version, with what it changed of the one before it."""

    row: ReviewPolicies
    changes: list[str]


def versions(division: Division | None) -> list[Version]:
    """Every version of a division's own, the newest first: one query."""
    found: list[Version] = []
    before = {one.code: one for one in (BEGINNING if division is None else ())}
    for row in (
        ReviewPolicies.objects.filter(division=division).select_related("made_by", "division").order_by("number")
    ):
        now = {one.code: one for one in policies_from(row.policies)}
        found.append(Version(row, changed(before, now, lambda one: one.says, "asks otherwise")))
        before = now
    return found[::-1]


@dataclass(slots=True)
class Tried:
    """One policy over the last ninety days: how many looks it would have asked for, and the newest of them."""

    policy: Policy
    total: int = 0
    few: list[Occasion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DryRun:
    """What policies would have asked for, on the occasions there were; ``asked`` counts the looks asked for then."""

    lines: list[Tried]
    occasions: int
    looks: int
    asked: int


def dry_run(division: Division | None, policies: tuple[Policy, ...]) -> DryRun:
    """Try policies on the occasions of the last ninety days that they would have ruled: three queries.

    A division below with a version of its own is left to it. Facts are those of the moment, not of today.
    """
    own = division.pk if division is not None else None
    ruling = Ruling()
    if own is not None and not ruling.parents:
        ruling.parents = dict(Division.objects.values_list("pk", "parent_id"))
    since = timezone.now() - timedelta(days=DAYS)
    rows = Occasion.objects.filter(at__gte=since).select_related("team")[:MOST_TRIED]
    ruled = [one for one in rows if ruling.nearest(one.division_id, [own]) == own]
    lines = {one.code: Tried(one) for one in policies}
    for occasion in ruled:
        for policy in topics_asked(policies, occasion.kind, Facts(**occasion.facts)).values():
            line = lines[policy.code]
            line.total += 1
            if len(line.few) < FEW:
                line.few.append(occasion)
    looks = sum(line.total for line in lines.values())
    return DryRun(list(lines.values()), len(ruled), looks, sum(len(one.asked) for one in ruled))
