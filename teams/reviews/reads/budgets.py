"""How many overrides and waivers a division has open, and the dated list when that is more than it means to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.models import Waiver
from teams.people.models import Division
from teams.reviews.models import Answer, OverrideBudget

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One open override or waiver, and the day on which it is looked at again or ends."""

    on: date
    kind: str
    words: str
    url: str
    team: str


@dataclass(frozen=True, slots=True)
class Spent:
    """A budget with what is open now. ``entries`` only where one of them is exceeded, the next to end first."""

    budget: OverrideBudget
    overrides: int
    waivers: int
    entries: list[Entry]

    @property
    def over(self) -> list[str]:
        """What is exceeded, in words."""
        pairs = (("overrides", self.overrides, self.budget.overrides), ("waivers", self.waivers, self.budget.waivers))
        return [f"{now} {what} open, {most} meant" for what, now, most in pairs if most is not None and now > most]

    @property
    def exceeded(self) -> bool:
        return bool(self.over)


def budgets() -> list[Spent]:
    """Every budget in force, the company's first: four queries."""
    rows = list(OverrideBudget.objects.newest().select_related("division", "made_by").order_by("division__name"))
    if not rows:
        return []
    parents: Mapping[int, int | None] = dict(Division.objects.values_list("pk", "parent_id"))
    overrides = _overrides()
    waivers = _waivers()
    told = []
    for row in sorted(rows, key=lambda one: one.division_id is not None):
        mine = [one for one in overrides if _is_in(one[0], row.division_id, parents)]
        ours = [one for one in waivers if _is_in(one[0], row.division_id, parents)]
        spent = Spent(row, len(mine), len(ours), [])
        if spent.over:
            listed = sorted([one for _, one in (*mine, *ours)], key=lambda one: (one.on, one.words))
            spent.entries.extend(listed[:MOST_LISTED])
        told.append(spent)
    return told


def _is_in(division: int, wanted: int | None, parents: Mapping[int, int | None]) -> bool:
    at: int | None = division
    seen: set[int] = set()
    while wanted is not None and at is not None and at != wanted and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return wanted is None or at == wanted


def _overrides() -> list[tuple[int, Entry]]:
    """Ignored advice whose data nobody has looked at again, with the division of the team."""
    rows = Answer.objects.filter(kind=Answer.Kind.IGNORE, outcome="").select_related("suggestion__review__team")
    return [
        (
            one.suggestion.review.team.division_id,
            Entry(
                one.look_again_on, "override", one.suggestion.text,
                f"{one.suggestion.review.get_absolute_url()}#{one.suggestion.anchor}", one.suggestion.review.team.name,
            ),
        )
        for one in rows if one.look_again_on is not None
    ]  # fmt: skip


def _waivers() -> list[tuple[int, Entry]]:
    """Waivers that hold today, with the division of the team that gave them."""
    rows = Waiver.objects.active().select_related("contract__service__team")
    return [
        (
            one.contract.service.team.division_id,
            Entry(
                one.expires_on, "waiver", f"{one.rule} at {one.place}", one.contract.get_absolute_url(),
                one.contract.service.team.name,
            ),
        )
        for one in rows
    ]  # fmt: skip
