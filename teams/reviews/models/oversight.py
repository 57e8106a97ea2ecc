"""What managers see: one digest a week, a serious risk that was marked once, and budgets that stop nobody."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from teams.reviews.models.review import Review
from teams.reviews.models.suggestion import Suggestion


class LedgerDigest(models.Model):
    """What one manager was told of one week. A week on which there is nothing has no row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ledger_digests")
    week = models.DateField(help_text="Its Monday.")
    counts = models.JSONField(help_text="ignored, unanswered, due and risks in their branch.")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="ledger_digest_once")]

    def __str__(self) -> str:
        return f"{self.person_id}, week of {self.week}"


class SeriousRisk(models.Model):
    """Once a review the reviewer calls one thing serious: both sides' words go to whoever heads the division."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="risk")
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="risks")
    words = models.TextField(help_text="What can happen, to whom, and how the reviewer knows.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="risks_to_read", help_text="Who reads both sides."
    )
    read_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True, help_text="What whoever read it says. It decides nothing.")
    silent_at = models.DateTimeField(null=True, blank=True, help_text="When the time to read it was over.")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="risk_says_what")]

    def __str__(self) -> str:
        return f"risk in R-{self.review_id}"


class OverrideBudgetQuerySet(models.QuerySet["OverrideBudget"]):
    def newest(self) -> "OverrideBudgetQuerySet":
        """The version in force of each division, and of the whole company."""
        last = OverrideBudget.objects.order_by().values("division").annotate(last=Max("pk"))
        return self.filter(pk__in=last.values("last"))


class OverrideBudget(models.Model):
    """How many overrides and waivers may be open at once before a dated list is shown; one row a version."""

    division = models.ForeignKey(
        "people.Division", models.PROTECT, null=True, blank=True, related_name="override_budgets",
        help_text="With all below it. Empty for the whole company.",
    )  # fmt: skip
    number = models.PositiveIntegerField(help_text="The version, from 1.")
    overrides = models.PositiveIntegerField(null=True, blank=True, help_text="Ignored advice whose bet is open.")
    waivers = models.PositiveIntegerField(null=True, blank=True, help_text="Waivers that hold now.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=400)

    objects = OverrideBudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["division", "number"], name="override_budget_version_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(division=None), name="override_budget_company_version_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(why=""), name="override_budget_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.division.name if self.division else 'The whole company'}, version {self.number}"
