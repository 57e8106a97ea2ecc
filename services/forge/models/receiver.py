"""Receiver: an address that a forge tells things, with its secret. Delivery: what came. Refusal: what was kept out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class Forge(models.TextChoices):
    """Where repositories live. Forgejo sends what Gitea sends."""

    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    GITEA = "gitea", "Gitea or Forgejo"


class ReceiverQuerySet(models.QuerySet["Receiver"]):
    def visible_to(self, person: object) -> "ReceiverQuerySet":
        """Everyone who may log in sees who listens where; the secret is shown once, to whoever made it."""
        return self

    def listening(self) -> "ReceiverQuerySet":
        return self.filter(ended_at=None)


class Receiver(models.Model):
    """Hears of the repository of one service, of those of a team's services, or, with neither, of every service's."""

    key = models.CharField(max_length=40, unique=True, help_text="The end of its address. No secret.")
    forge = models.CharField(max_length=10, choices=Forge)
    service = models.ForeignKey("services.Service", models.PROTECT, null=True, related_name="receivers")
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, related_name="receivers")
    secret = models.CharField(max_length=100)
    secret_made_at = models.DateTimeField(default=timezone.now)
    old_secret = models.CharField(max_length=100, blank=True)
    old_until = models.DateTimeField(null=True, help_text="The secret before this one is good up to then.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True, help_text="When a signed delivery came last.")
    refused = models.PositiveIntegerField(default=0, help_text="How many were not let in, ever.")

    objects = ReceiverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=True) | Q(team__isnull=True), name="receiver_of_one_or_of_all"
            ),
            models.CheckConstraint(
                condition=Q(old_secret="", old_until__isnull=True) | (~Q(old_secret="") & Q(old_until__isnull=False)),
                name="receiver_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_forge_display()} for {self.hears_of}"

    def get_absolute_url(self) -> str:
        return reverse("forge:receiver", args=[self.pk])

    @property
    def hears_of(self) -> str:
        """Of whose repositories, in words."""
        if self.service is not None:
            return self.service.slug
        return self.team.name if self.team is not None else "the whole company"

    @property
    def path(self) -> str:
        """Where the forge posts to, without the host."""
        return reverse("forge:receive", args=[self.key])

    def secrets(self) -> list[str]:
        """The secrets that are good now: while one is changed, both."""
        old_holds = self.old_until is not None and self.old_until > timezone.now()
        return [self.secret, self.old_secret] if old_holds else [self.secret]


class Delivery(models.Model):
    """What a forge sent, as it came, until it is too old. Kept so that no worker's death loses it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        UNUSED = "unused", "nothing to note"
        UNREADABLE = "unreadable"

    receiver = models.ForeignKey(Receiver, models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=120, help_text="The forge's own name for it; without one, the body's digest.")
    event = models.CharField(max_length=80)
    body = models.BinaryField(help_text="Compressed with zlib.")
    size = models.PositiveIntegerField(help_text="Bytes of the body as it came.")
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.CharField(max_length=300, blank=True, help_text="What came of it, for a person.")
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["receiver", "key"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", read_at__isnull=True) | (~Q(state="waiting") & Q(read_at__isnull=False)),
                name="delivery_read_says_when",
            ),
        ]
        indexes = [models.Index(fields=["receiver", "received_at"], name="delivery_age")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"


class Refusal(models.Model):
    """A request that was not let in: why, and from where. Only the last few of each receiver are kept."""

    receiver = models.ForeignKey(Receiver, models.PROTECT, related_name="refusals")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=200)
    network = models.CharField(max_length=60, blank=True)
    event = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["receiver", "-id"], name="refusal_newest")]

    def __str__(self) -> str:
        return self.why
