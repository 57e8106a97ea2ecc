"""What managers of Tideline see of ignored advice: budgets that two of them have set, and one serious risk."""

from django.utils import timezone

from portal.demo.story import Story, person
from teams.people.models import Division
from teams.reviews.actions.budgets import set_budget
from teams.reviews.actions.risks import acknowledge_risk, mark_risk
from teams.reviews.actions.weekly import tell_managers_weekly
from teams.reviews.models import SeriousRisk, Suggestion

RISKS = (
    "Two of the callers book money by it. When it comes twice, one of them pays a customer twice; "
    "it happened to the old interface in 2023 and took eleven days to undo.",
    "Three callers compare with yesterday's answer. They will lose rows again, as in April, and nobody is told.",
)
NOTE = "I read both. The number would convince me, too; I shall look at it on the day you named."


def tell(story: Story) -> None:
    story.on(60.2, _budget, "", 40, 200, who="sam")
    story.on(45.4, _budget_of_busiest, who="sam")
    story.on(20.3, _mark, 0)
    story.on(17.6, _read)
    story.on(5.2, _mark, 1)
    story.on(1.4, tell_managers_weekly)


def _budget(slug: str, overrides: int, waivers: int) -> None:
    division = Division.objects.get(slug=slug) if slug else None
    by = division.head if division is not None and division.head is not None else person("sam")
    why = "We may be wrong now and then. More than this at once, and somebody should read the list."
    set_budget(division, by=by, overrides=overrides, waivers=waivers, why=why)


def _budget_of_busiest() -> None:
    """The division that has ignored most so far means to have less open."""
    rows = Suggestion.objects.filter(state="ignored").order_by("pk")
    slugs = list(rows.values_list("review__team__division__slug", flat=True))
    if slugs:
        busiest = max(sorted(set(slugs)), key=slugs.count)
        _budget(busiest, max(0, slugs.count(busiest) - 1), 20)


def _mark(which: int) -> None:
    """A reviewer marks the newest ignored suggestion of a review in which nothing was marked."""
    rows = Suggestion.objects.filter(state="ignored", review__risk=None, review__reviewer__is_active=True)
    rows = rows.select_related("review__team__lead", "review__team__division__head", "review__reviewer")
    one = rows.order_by("-answer__at").first()
    if one is not None and one.review.reviewer is not None:
        mark_risk(one, by=one.review.reviewer, words=RISKS[which])


def _read() -> None:
    risk = SeriousRisk.objects.filter(read_at=None, at__lt=timezone.now()).order_by("pk").first()
    if risk is not None:
        acknowledge_risk(risk, by=risk.head, note=NOTE)
