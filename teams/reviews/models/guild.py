"""BarRaiser: a person's place in the guild, trainee or certified. Tie, Wish: what they must not, and like to, see."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from teams.reviews.models.topics import Topic

LIMIT = 2


class BarRaiserQuerySet(models.QuerySet["BarRaiser"]):
    def standing(self) -> "BarRaiserQuerySet":
        """Those whose time in the guild has not ended; paused ones too."""
        return self.exclude(state=BarRaiser.State.ENDED)

    def present(self) -> "BarRaiserQuerySet":
        """Those who take new reviews today and work here."""
        return self.filter(state=BarRaiser.State.STANDING, person__is_active=True)


class BarRaiser(models.Model):
    """One person's place in the guild. It pauses and ends; it is never deleted. What they look at: Certification."""

    class State(models.TextChoices):
        STANDING = "standing"
        PAUSED = "paused"
        ENDED = "ended"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bar_raiser")
    state = models.CharField(max_length=10, choices=State, default=State.STANDING)
    limit = models.PositiveSmallIntegerField(default=LIMIT, help_text="How many reviews they have at once at most.")
    since = models.DateTimeField(default=timezone.now)
    paused_since = models.DateField(null=True, blank=True, help_text="The first day of the pause.")
    paused_until = models.DateField(null=True, blank=True, help_text="The last day without a new review.")
    ended_at = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="Who brought them in."
    )

    objects = BarRaiserQuerySet.as_manager()

    class Meta:
        verbose_name = "bar raiser"
        ordering = ["person__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gte=1), name="bar_raiser_has_room"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")), name="bar_raiser_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(state="paused", paused_since__isnull=False, paused_until__gte=F("paused_since"))
                | (~Q(state="paused") & Q(paused_since=None, paused_until=None)),
                name="bar_raiser_paused_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
                name="bar_raiser_ended_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"bar raiser {self.person_id}"

    @property
    def is_paused(self) -> bool:
        """Whether no new review comes to them today."""
        return self.paused_until is not None and self.paused_until >= timezone.now().date()

    @property
    def is_standing(self) -> bool:
        return self.state != self.State.ENDED


class TieQuerySet(models.QuerySet["Tie"]):
    def standing(self) -> "TieQuerySet":
        """Declared and not taken back."""
        return self.filter(ended_at=None)


class Tie(models.Model):
    """ "I should not look at what this team does." Why is theirs alone: nobody else is ever shown the reason."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ties")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="ties")
    reason = models.CharField(max_length=300, blank=True, help_text="Shown to nobody but the person.")
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["team__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "team"], condition=Q(ended_at=None), name="tie_once"),
        ]

    def __str__(self) -> str:
        return f"tie of {self.person_id}"


class WishQuerySet(models.QuerySet["Wish"]):
    def standing(self) -> "WishQuerySet":
        """Stated and not taken back."""
        return self.filter(ended_at=None)


class Wish(models.Model):
    """What somebody would like to look at: a topic or a team. The draw weighs it; it promises nothing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_wishes")
    topic = models.CharField(max_length=20, choices=Topic, blank=True)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wishes"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(topic="") & Q(team=None)) | Q(topic="", team__isnull=False), name="wish_names_one_thing"
            ),
            models.UniqueConstraint(
                fields=["person", "topic"], condition=Q(ended_at=None, team=None), name="wish_of_a_topic_once"
            ),
            models.UniqueConstraint(
                fields=["person", "team"], condition=Q(ended_at=None, topic=""), name="wish_of_a_team_once"
            ),
        ]

    def __str__(self) -> str:
        return f"wish of {self.person_id}"
