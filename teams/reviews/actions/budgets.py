"""A division says how many overrides and waivers it means to have open at once. Beyond it a list is shown."""

from django.db import IntegrityError, transaction

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Division, Person
from teams.reviews.models import OverrideBudget

MOST = 10_000


@transaction.atomic
def set_budget(
    division: Division | None,
    *,
    by: Person,
    overrides: int | None,
    waivers: int | None,
    why: str,
    after: int | None = None,
) -> OverrideBudget:
    """The next version of a division's budgets, or (None) of the company's. None for a number: no budget for it.

    Refuses who does not head the division, numbers out of bounds, an empty why, what changes nothing, and when somebody
    made another version since the one that was read (``after``).
    """
    policies.require(by, "override-budget.set", division)
    wrong = {
        name: f"From 0 to {MOST}, or empty."
        for name, value in (("overrides", overrides), ("waivers", waivers))
        if value is not None and not 0 <= value <= MOST
    }
    if wrong:
        raise Invalid("budget-out-of-bounds", "Name numbers that can be reached.", **wrong)
    said = storable(why.strip(), 400)
    if not said:
        raise Invalid("budget-without-why", "Say why, in a sentence.", why="Others will ask for the reason.")
    before = OverrideBudget.objects.filter(division=division).newest().first()
    last = before.number if before is not None else 0
    if after is not None and after != last:
        raise Refused("budget-changed", "Somebody has made another version meanwhile. Read it, and change that one.")
    if before is not None and (before.overrides, before.waivers) == (overrides, waivers):
        raise Refused("budget-same", f"Nothing differs from version {last}.")
    facts = {"overrides": overrides, "waivers": waivers, "made_by": by, "why": said}
    try:
        with transaction.atomic():
            row = OverrideBudget.objects.create(division=division, number=last + 1, **facts)
    except IntegrityError:
        raise Refused("budget-changed", "Somebody has made another version at the same moment. Look again.") from None
    audit.record(
        by, "overridebudget.set", row, data={"version": row.number, "overrides": overrides, "waivers": waivers}
    )
    return row
