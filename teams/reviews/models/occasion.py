"""ReviewPolicies: what asks for looks by itself, one row a version. Occasion: when a thing was about to matter."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone


class ReviewPoliciesQuerySet(models.QuerySet["ReviewPolicies"]):
    def newest(self) -> "ReviewPoliciesQuerySet":
        """The version in force of each division, and of the whole company."""
        last = ReviewPolicies.objects.order_by().values("division").annotate(last=Max("pk"))
        return self.filter(pk__in=last.values("last"))


class ReviewPolicies(models.Model):
    """All policies of a division and what is below it, or of the company. A row is never changed."""

    division = models.ForeignKey(
        "people.Division", models.PROTECT, null=True, blank=True, related_name="review_policies",
        help_text="Empty for the whole company.",
    )  # fmt: skip
    number = models.PositiveIntegerField(help_text="The version, from 1.")
    policies = models.JSONField(default=list, blank=True, help_text="In their order; empty: nothing asks by itself.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=500)

    objects = ReviewPoliciesQuerySet.as_manager()

    class Meta:
        verbose_name = "review policies"
        verbose_name_plural = "review policies"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["division", "number"], name="review_policies_version_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(division=None), name="review_policies_company_version_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(why=""), name="review_policies_say_why"),
        ]

    def __str__(self) -> str:
        return f"{self.division.name if self.division else 'The whole company'}, version {self.number}"


class Occasion(models.Model):
    """One a thing, written down whether anybody asked or not: so that policies can be tried on what was."""

    about = models.CharField(max_length=80, unique=True, help_text="What it is about: services.revision:12.")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300, help_text="The same in words, as it was called then.")
    subject_url = models.CharField(max_length=300)
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="+", help_text="Whose it was then.")
    division = models.ForeignKey("people.Division", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(help_text="What policies look at, as it was then.")
    asked = models.JSONField(default=list, help_text="Which policies asked: code, topic, version, review.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="occasion_at")]

    def __str__(self) -> str:
        return self.about
