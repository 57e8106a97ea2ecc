"""Review: one independent look at one thing, from the asking to the last answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.reviews.models.topics import Topic


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, person: object) -> "ReviewQuerySet":
        """Everyone who may log in sees every review: advice is given in the open."""
        return self

    def open(self) -> "ReviewQuerySet":
        """Those that somebody still has to do something about."""
        return self.filter(state__in=Review.OPEN)

    def closed(self) -> "ReviewQuerySet":
        """Those whose advice was answered, or whose time for it is over."""
        return self.filter(state=Review.State.CLOSED)

    def busy(self) -> "ReviewQuerySet":
        """Those whose reviewer has not given advice yet: what counts against a limit."""
        return self.filter(state=Review.State.ASSIGNED)


class Review(models.Model):
    """Called R-12. Whatever becomes of it, the team may go on: it records, it never stands in the way."""

    class State(models.TextChoices):
        ASKED = "asked"
        ASSIGNED = "assigned"
        ADVISED = "advised"
        CLOSED = "closed"
        NOBODY = "nobody"
        SILENT = "silent"
        WITHDRAWN = "withdrawn"

    class Depth(models.TextChoices):
        LIGHT = "light", "Light"
        NORMAL = "normal", "Normal"
        DEEP = "deep", "Deep"

    OPEN = (State.ASKED, State.ASSIGNED, State.ADVISED)

    about = models.CharField(
        max_length=80, blank=True, db_index=True, help_text="What it is about: services.revision:12."
    )
    subject = models.CharField(max_length=300, blank=True, help_text="The same in words, as it was called then.")
    subject_url = models.CharField(max_length=300, blank=True, help_text="Its page.")
    text = models.TextField(blank=True, help_text="What places point into, frozen; a revision keeps its own text.")
    revision = models.ForeignKey(
        "services.Revision", models.PROTECT, null=True, blank=True, related_name="reviews",
        help_text="The revision it is about, when it is one.",
    )  # fmt: skip
    compared_with = models.ForeignKey(
        "services.Revision", models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The revision before it, when the change is what is looked at.",
    )  # fmt: skip
    topic = models.CharField(max_length=13, choices=Topic, default=Topic.CONTRACT)
    depth = models.CharField(max_length=6, choices=Depth, default=Depth.NORMAL)
    depth_why = models.JSONField(default=list, help_text="Why it goes so deep, as sentences.")
    is_critical = models.BooleanField(default=False, help_text="A second person looks too, on their own.")
    why = models.CharField(max_length=400, blank=True, help_text="Why it was asked for, as a sentence.")
    policy = models.JSONField(
        default=dict, blank=True, help_text="Which policy asked by itself: code, what it says, version, division, url."
    )
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="reviews", help_text="Who owned it then.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reviews_led"
    )
    form = models.JSONField(
        default=dict, blank=True, help_text="The questions its team was asked, frozen, with their version."
    )
    brief = models.JSONField(default=dict, help_text="What the draw depended on, frozen when it was asked for.")
    draw = models.JSONField(
        default=dict, help_text="The last draw in short: its number, seed and sieve. All of it: Draw."
    )
    declined = models.JSONField(default=list, help_text="Who was drawn and handed it back, why, when.")
    summary = models.TextField(blank=True, help_text="The advice as a whole.")
    reason = models.TextField(blank=True, help_text="Why it ended without advice, for a person.")
    asked_at = models.DateTimeField(default=timezone.now)
    assigned_at = models.DateTimeField(null=True, blank=True)
    advised_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="When what it is about was published.")
    open_at_publication = models.PositiveIntegerField(default=0, help_text="Suggestions without an answer then.")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "topic"],
                condition=Q(state__in=["asked", "assigned", "advised"]) & ~Q(about=""),
                name="review_one_open_of_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["assigned", "advised", "closed", "silent"], reviewer__isnull=False)
                | Q(state="withdrawn")
                | Q(state__in=["asked", "nobody"], reviewer__isnull=True),
                name="review_given_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["advised", "closed"]) | Q(advised_at__isnull=False),
                name="review_advised_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "assigned", "advised"], closed_at__isnull=True)
                | Q(state__in=["closed", "nobody", "silent", "withdrawn"], closed_at__isnull=False),
                name="review_ended_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"], name="review_of_reviewer"),
            models.Index(fields=["team", "state"], name="review_of_team"),
        ]

    def __str__(self) -> str:
        return f"R-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_sent(self) -> bool:
        """Whether the advice has been given; from then on it is frozen."""
        return self.advised_at is not None

    @property
    def published_before_advice(self) -> bool:
        """Whether the team published without having waited for advice. What it asked for afterwards does not count."""
        if self.published_at is None or (self.asked_at > self.published_at and not self.policy):
            return False
        return self.advised_at is None or self.advised_at > self.published_at
