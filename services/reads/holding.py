"""Which rulesets hold for a contract, because of which attachments; and which revisions an attachment is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from services.models import Attachment, Contract, Revision, RulesetVersion
from teams.people.models import Division
from teams.people.reads.calendars import above


@dataclass(frozen=True, slots=True)
class Holding:
    """One ruleset in the version that is in force, with the attachments that make it hold, the nearest first."""

    version: RulesetVersion
    attachments: tuple[Attachment, ...]

    @property
    def slug(self) -> str:
        return str(self.version.ruleset.slug)

    @property
    def blocks(self) -> bool:
        """Whether its errors stand in the way of publishing: when one attachment says so."""
        return any(one.blocks for one in self.attachments)

    @property
    def because(self) -> Attachment:
        return self.attachments[0]


def holding(contract: Contract) -> list[Holding]:
    """The rulesets that hold for a contract, by their short names: two queries, and those of the divisions above."""
    divisions = above(contract.service.team.division)
    near = {one.pk: place for place, one in enumerate(divisions)}
    rows = Attachment.objects.standing().filter(Q(division__in=divisions) | Q(division=None))
    by_ruleset: dict[int, list[Attachment]] = {}
    for row in rows.select_related("division", "attached_by"):
        by_ruleset.setdefault(row.ruleset_id, []).append(row)
    if not by_ruleset:
        return []
    versions = RulesetVersion.objects.filter(ruleset__in=by_ruleset, state=RulesetVersion.State.IN_FORCE)
    return [
        Holding(
            version,
            tuple(sorted(by_ruleset[version.ruleset_id], key=lambda one: near.get(one.division_id or 0, len(near)))),
        )
        for version in versions.select_related("ruleset").order_by("ruleset__slug")
    ]


def blocking(contract: Contract, rulesets: Iterable[str]) -> set[str]:
    """Those of the rulesets whose errors stand in the way of publishing: no query when a report asked none."""
    asked = set(rulesets)
    return {one.slug for one in holding(contract) if one.blocks and one.slug in asked} if asked else set()


def below(division: Division | None) -> set[int] | None:
    """The keys of a division and of all below it; None for the whole company."""
    if division is None:
        return None
    children: dict[int | None, list[int]] = {}
    for pk, parent in Division.objects.order_by().values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    open_ = [division.pk]
    while open_:
        at = open_.pop()
        if at not in found:
            found.add(at)
            open_ += children.get(at, [])
    return found


def revisions_under(division: Division | None) -> QuerySet[Revision]:
    """Open drafts and live revisions of the contracts in a division and below it, or of the company."""
    states = Revision.State
    rows = Revision.objects.filter(state__in=[states.DRAFT, states.PROPOSED, states.PUBLISHED, states.DEPRECATED])
    inside = below(division)
    return rows if inside is None else rows.filter(contract__service__team__division__in=inside)
