"""Comment: what somebody says about a paragraph of a version. Frozen when sent; an objection is answered beside it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.proposals.models.proposal import Proposal
from teams.proposals.models.version import Version


class Comment(models.Model):
    """A word, a yes, or an objection that says why and what would satisfy it."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        AGREE = "agree", "Agrees"
        OBJECTION = "objection", "Objection"

    class State(models.TextChoices):
        """Of an objection."""

        OPEN = "open"
        TAKEN = "taken", "Taken"
        ADAPTED = "adapted", "Adapted"
        OVERRULED = "overruled", "Goes on, with a reason"
        TAKEN_BACK = "taken-back", "Taken back"
        MOOT = "moot", "Ended with the proposal"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="comments")
    version = models.ForeignKey(Version, models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField(help_text="Within the proposal.")
    paragraph = models.PositiveIntegerField(default=0, help_text="Of that version, from 1; 0: the whole.")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT)
    text = models.TextField(blank=True, help_text="What they say; of an objection, why.")
    satisfied_by = models.TextField(blank=True, help_text="Of an objection: what would satisfy it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    # Only of an objection: what became of it.
    state = models.CharField(max_length=10, choices=State, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_in = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="+", help_text="The version that takes it."
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="comment_number"),
            models.UniqueConstraint(fields=["version", "by"], condition=Q(kind="agree"), name="agreed_once"),
            models.UniqueConstraint(fields=["version", "by"], condition=Q(kind="objection"), name="objected_once"),
            models.CheckConstraint(condition=Q(kind="agree") | ~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=(Q(kind="objection") & ~Q(satisfied_by="") & ~Q(state=""))
                | (~Q(kind="objection") & Q(satisfied_by="", state="")),
                name="objection_says_what_would_do",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "adapted", "overruled"])
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="objection_answered_in_writing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "adapted"]) | Q(answered_in__isnull=False),
                name="objection_taken_in_a_version",
            ),
        ]
        indexes = [models.Index(fields=["proposal", "state"], name="objection_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def anchor(self) -> str:
        """Its place on the proposal's page."""
        return f"c{self.number}"

    @property
    def is_objection(self) -> bool:
        return self.kind == self.Kind.OBJECTION

    @property
    def is_open(self) -> bool:
        """An objection that nobody has answered."""
        return self.state == self.State.OPEN
