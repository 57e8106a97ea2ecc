"""AwayChange: one merge request of the guests. ChangeStep: what happened to it, by hand or as the forge tells."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayChange(models.Model):
    """Called change 3 of AT-12. Its state is what its steps have made of it."""

    class State(models.TextChoices):
        OPEN = "open", "Not ready for review"
        IN_REVIEW = "in-review", "In review"
        CHANGES_ASKED = "changes-asked", "Changes asked for"
        WITH_MEDIATOR = "with-mediator", "With the mediator"
        APPROVED = "approved"
        MERGED = "merged"
        CLOSED = "closed", "Closed, not merged"

    class Stage(models.TextChoices):
        """Who may approve now."""

        REVIEWER = "reviewer", "the reviewer and the deputy"
        DEPUTY = "deputy", "the deputy was asked"
        ANYBODY = "anybody", "any member of the hosts"

    class Gates(models.TextChoices):
        GREEN = "green"
        RED = "red"

    class Ruling(models.TextChoices):
        """What a mediator can decide."""

        MERGE = "merge", "Merge it as it is"
        LAST_CHANGE = "last-change", "One last change, then merge it"
        CLOSE = "close", "Close it"

    OVER = (State.MERGED, State.CLOSED)

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=400, help_text="Where the forge shows it.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=120, blank=True, help_text="As the forge calls them.")
    branch = models.CharField(max_length=200, blank=True)
    lines = models.PositiveIntegerField(null=True, blank=True, help_text="Added and taken away; null when unknown.")
    paths = models.JSONField(default=list, blank=True, help_text="The files it touches, where known.")
    opened_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=120, blank=True, help_text="The fact that told of it; empty: by hand.")

    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    rounds = models.PositiveSmallIntegerField(default=0, help_text="How often a review was asked for.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When this round began.")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When the host first said something in it.")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.REVIEWER)
    neutral = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Somebody outside both teams who may approve, because nobody of the host did in time.",
    )  # fmt: skip

    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who was asked to decide.",
    )  # fmt: skip
    ruling = models.CharField(max_length=20, choices=Ruling, blank=True, help_text="What was decided; it binds.")
    ruling_words = models.TextField(blank=True, help_text="Why; or the one last change that was named.")

    gates = models.CharField(max_length=10, choices=Gates, blank=True, help_text="Empty: nobody has said.")
    gates_at = models.DateTimeField(null=True, blank=True)

    contracts = models.ManyToManyField("services.Contract", blank=True, related_name="+", help_text="What it touches.")
    revision = models.ForeignKey(
        "services.Revision", models.PROTECT, null=True, blank=True, related_name="+",
        help_text="What the contract would be: its check and the advice on it count.",
    )  # fmt: skip
    advice_passed_at = models.DateTimeField(null=True, blank=True, help_text="When advice had not come in time.")

    back_door = models.BooleanField(null=True, blank=True, help_text="Whether it reads a store past its contract.")
    back_door_says = models.TextField(blank=True, help_text="What it would read.")
    back_door_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    over_at = models.DateTimeField(null=True, blank=True, help_text="When it was merged or closed.")
    merged_despite = models.TextField(blank=True, help_text="What spoke against it when the forge told of the merge.")

    class Meta:
        verbose_name = "change"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="away_change_number_once"),
            models.UniqueConstraint(fields=["request", "url"], name="away_change_url_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(url=""), name="away_change_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=["merged", "closed"], over_at__isnull=False)
                | (~Q(state__in=["merged", "closed"]) & Q(over_at__isnull=True)),
                name="away_change_over_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="in-review") | Q(rounds__gte=1, asked_at__isnull=False),
                name="away_change_in_review_was_asked",
            ),
            models.CheckConstraint(
                condition=~Q(back_door=True) | ~Q(back_door_says=""), name="away_change_back_door_says_what"
            ),
        ]
        indexes = [models.Index(fields=["request", "state"], name="away_change_state")]

    def __str__(self) -> str:
        return f"change {self.number} of AT-{self.request_id}"

    def get_absolute_url(self) -> str:
        return reverse("away:change", args=[self.request_id, self.number])

    @property
    def is_open(self) -> bool:
        return self.state not in self.OVER

    @property
    def by_whom(self) -> str:
        """Its author's name, as far as it is known."""
        return self.author.name if self.author is not None else self.author_name or "Somebody of the guests"


class ChangeStep(models.Model):
    """One thing that happened to a change. A fact of the forge is taken once, however often it is sent."""

    change = models.ForeignKey(AwayChange, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=AwayChange.State, help_text="The state after it.")
    at = models.DateTimeField(default=timezone.now, help_text="When it happened.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=120, blank=True, help_text="The fact that told of it; empty: by hand.")
    words = models.TextField(blank=True)
    worked = models.DurationField(
        null=True, blank=True, help_text="Of a first answer: working time since the review was asked for."
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "source", "verb"], condition=~Q(source=""), name="away_step_fact_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} of {self.change_id}"
