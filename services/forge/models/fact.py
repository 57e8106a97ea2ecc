"""Fact: one thing that happened in a repository, told by a forge or by hand. Written once, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from services.forge.models.receiver import Forge, Receiver

VERBS = {
    "pushed": "pushed to {branch}",
    "change-opened": "opened #{number}",
    "change-updated": "pushed to #{number}",
    "review-requested": "asks for a review of #{number}",
    "change-merged": "merged #{number}",
    "change-closed": "closed #{number} without merging it",
    "approved": "approved #{number}",
    "changes-requested": "asks for changes in #{number}",
    "commented": "commented on #{number}",
}


class FactQuerySet(models.QuerySet["Fact"]):
    def visible_to(self, person: object) -> "FactQuerySet":
        """Everyone who may log in: what is closed is the source, not that somebody works on it."""
        return self

    def newest(self) -> "FactQuerySet":
        """By the time it happened, not by the time it was told."""
        return self.order_by("-at", "-pk")


class Fact(models.Model):
    """One shape for every forge and for hands. What its kind does not have is empty."""

    class Kind(models.TextChoices):
        PUSHED = "pushed", "pushed"
        CHANGE_OPENED = "change-opened", "change opened"
        CHANGE_UPDATED = "change-updated", "change updated"
        REVIEW_REQUESTED = "review-requested", "review asked for"
        REVIEW_GIVEN = "review-given", "review given"
        CHANGE_MERGED = "change-merged", "change merged"
        CHANGE_CLOSED = "change-closed", "change closed"
        CHECK_FINISHED = "check-finished", "check finished"
        DEPLOYED = "deployed", "deployed"

    class Outcome(models.TextChoices):
        DRAFT = "draft"
        APPROVED = "approved"
        CHANGES_REQUESTED = "changes-requested", "changes asked for"
        COMMENTED = "commented"
        GREEN = "green"
        RED = "red"
        OK = "ok"
        FAILED = "failed"

    CHANGES = (
        Kind.CHANGE_OPENED, Kind.CHANGE_UPDATED, Kind.REVIEW_REQUESTED, Kind.REVIEW_GIVEN, Kind.CHANGE_MERGED,
        Kind.CHANGE_CLOSED,
    )  # fmt: skip
    OUTCOMES = {
        Kind.CHANGE_OPENED: (Outcome.DRAFT,),
        Kind.REVIEW_GIVEN: (Outcome.APPROVED, Outcome.CHANGES_REQUESTED, Outcome.COMMENTED),
        Kind.CHECK_FINISHED: (Outcome.GREEN, Outcome.RED),
        Kind.DEPLOYED: (Outcome.OK, Outcome.FAILED),
    }

    repository = models.CharField(max_length=400, help_text="Host and path, as services.forge.repositories writes it.")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField(help_text="When it happened, by the forge's clock; where it does not say, when it came.")
    seen_at = models.DateTimeField(default=timezone.now)
    forge = models.CharField(max_length=10, choices=Forge, blank=True, help_text="Empty: said by hand.")
    receiver = models.ForeignKey(Receiver, models.PROTECT, null=True, related_name="facts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Who said it by hand."
    )
    mark = models.CharField(max_length=64, unique=True, help_text="What makes it the same fact, told twice.")
    login = models.CharField(max_length=120, blank=True, help_text="Who did it: their login on the forge.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        help_text="Whose login that was when it was told.",
    )  # fmt: skip
    number = models.PositiveIntegerField(null=True, help_text="The pull or merge request.")
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=400, blank=True)  # of a change: the change itself, whatever happened to it
    author = models.CharField(max_length=120, blank=True, help_text="Whose change it is: their login.")
    branch = models.CharField(max_length=250, blank=True)
    base = models.CharField(max_length=250, blank=True, help_text="The branch that the change goes to.")
    commit = models.CharField(max_length=64, blank=True)
    lines = models.PositiveIntegerField(null=True, help_text="Lines added and removed together.")
    files = models.PositiveIntegerField(null=True, help_text="How many files it touches.")
    paths = models.JSONField(default=list, help_text="Which, where the forge says so; the first few hundred.")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="Of the check, the environment, or who is asked.")
    production = models.BooleanField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(forge="", by__isnull=False, receiver__isnull=True)
                | (~Q(forge="") & Q(by__isnull=True, receiver__isnull=False)),
                name="fact_by_forge_or_by_hand",
            ),
            models.CheckConstraint(
                condition=Q(kind="deployed", production__isnull=False) | (~Q(kind="deployed") & Q(production=None)),
                name="fact_deployed_says_where",
            ),
        ]
        indexes = [
            models.Index(fields=["repository", "-at"], name="fact_newest"),
            models.Index(fields=["repository", "number"], condition=~Q(number=None), name="fact_change"),
            models.Index(fields=["repository", "commit"], condition=Q(kind="check-finished"), name="fact_check"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.repository}"

    @property
    def sentence(self) -> str:
        """What happened, as a person says it."""
        if self.kind == self.Kind.CHECK_FINISHED:
            return f"{self.name or 'A check'} is {self.outcome} on {self.commit[:10]}"
        if self.kind == self.Kind.DEPLOYED:
            what = f"{self.name}: {self.commit[:10] or 'something'}"
            return f"{what} is deployed" if self.outcome == self.Outcome.OK else f"{what} could not be deployed"
        who = self.person.name if self.person is not None else self.login or "Somebody"
        verb = VERBS[self.outcome if self.kind == self.Kind.REVIEW_GIVEN else self.kind]
        draft = " as a draft" if self.outcome == self.Outcome.DRAFT else ""
        return f"{who} {verb.format(branch=self.branch or 'a branch', number=self.number)}{draft}"

    @property
    def teller(self) -> str:
        """The code of the forge, or ``hand``."""
        return self.forge or "hand"

    @property
    def told_by(self) -> str:
        """The forge, or whose hand."""
        return str(self.get_forge_display()) if self.forge else f"{self.by.name if self.by else 'somebody'}, by hand"


class ForgeLogin(models.Model):
    """What a person is called on a forge, by their own word."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="forge_logins")
    forge = models.CharField(max_length=10, choices=Forge)
    login = models.CharField(max_length=120, help_text="In small letters: forges do not tell them apart.")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forge", "login"], name="forge_login_of_one"),
            models.UniqueConstraint(fields=["person", "forge"], name="forge_login_once"),
        ]

    def __str__(self) -> str:
        return f"{self.login} on {self.get_forge_display()}"
