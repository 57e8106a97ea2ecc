"""Certification: how far one person is in one topic, from the nomination on. Reading: a closed review that taught."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from teams.reviews.models.review import Review
from teams.reviews.models.topics import Topic


class CertificationQuerySet(models.QuerySet["Certification"]):
    def certified(self) -> "CertificationQuerySet":
        """Those that a lead of a review can have, as long as they are not over (see ``valid``)."""
        return self.filter(state__in=Certification.CERTIFIED)

    def valid(self, day: date | None = None) -> "CertificationQuerySet":
        """Certified on this day, today without one."""
        return self.certified().filter(until__gte=day or timezone.now().date())

    def training(self) -> "CertificationQuerySet":
        """Those on their way."""
        return self.filter(state__in=Certification.TRAINING)

    def open(self) -> "CertificationQuerySet":
        """Those that are neither over nor refused."""
        return self.exclude(state__in=Certification.OVER)


class Certification(models.Model):
    """One row a person and topic, for good. Its steps stand in ``states.CERTIFICATION``; its history is the audit's."""

    class State(models.TextChoices):
        NOMINATED = "nominated"
        DECLINED = "declined"
        READING = "reading"
        SHADOWING = "shadowing"
        LEADING = "leading", "leading with a mentor"
        ASSESSMENT = "assessment"
        CERTIFIED = "certified"
        RENEWAL = "renewal", "renewal due"
        RESTING = "resting"
        LAPSED = "lapsed"
        ENDED = "ended"

    TRAINING = (State.READING, State.SHADOWING, State.LEADING, State.ASSESSMENT)
    CERTIFIED = (State.CERTIFIED, State.RENEWAL)
    HELD = (State.CERTIFIED, State.RENEWAL, State.RESTING)
    OVER = (State.DECLINED, State.LAPSED, State.ENDED)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certifications")
    topic = models.CharField(max_length=20, choices=Topic)
    state = models.CharField(max_length=10, choices=State, default=State.NOMINATED)
    since = models.DateTimeField(default=timezone.now, help_text="When this step began.")
    due_on = models.DateField(null=True, blank=True, help_text="The last day of this step, where it has one.")
    extended = models.BooleanField(default=False, help_text="This step got its time once more, because of the guild.")
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=500, help_text="Why they, in the words of who nominated them.")
    words = models.CharField(max_length=500, blank=True, help_text="What was said at the last decision.")
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="mentored",
        help_text="Who stands by while they lead.",
    )  # fmt: skip
    certified_on = models.DateField(null=True, blank=True, help_text="The first day of the certificate in force.")
    until = models.DateField(null=True, blank=True, help_text="The last day of the certificate.")
    lead_since = models.DateField(null=True, blank=True, help_text="Since when they lead in this topic without a rest.")

    objects = CertificationQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="certification_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["certified", "renewal", "resting"])
                | Q(certified_on__isnull=False, until__gte=F("certified_on"), lead_since__isnull=False),
                name="certification_says_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reading", "shadowing", "leading", "resting"]) | Q(due_on__isnull=False),
                name="certification_step_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=F("person")), name="certification_mentor_is_another"
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "state"], name="certification_pool"),
            models.Index(fields=["state", "until"], name="certification_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}, {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """Its page; the person has to be loaded."""
        return reverse("reviews:certification", args=[self.person.login, self.topic])

    @property
    def is_valid(self) -> bool:
        """Whether they can be drawn as lead for this topic today, pauses aside."""
        return self.state in self.CERTIFIED and self.until is not None and self.until >= timezone.now().date()

    @property
    def is_training(self) -> bool:
        return self.state in self.TRAINING


class Reading(models.Model):
    """A trainee has read a closed review, or somebody certified reads one as a refresher, and says what it taught."""

    certification = models.ForeignKey(Certification, models.PROTECT, related_name="readings")
    review = models.ForeignKey(Review, models.PROTECT, related_name="readings")
    learned = models.CharField(max_length=400, help_text="One sentence of what they learned.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["certification", "review"], name="reading_once"),
            models.CheckConstraint(condition=~Q(learned=""), name="reading_says_what_it_taught"),
        ]

    def __str__(self) -> str:
        return f"reading of R-{self.review_id}"
