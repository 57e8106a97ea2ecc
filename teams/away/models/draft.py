"""AwayDraft: a request that is being written. It keeps what was typed, right or wrong, until it is sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.away.models.request import AwayRequest

PERCENT = "percent-"
"""How the field of a person who may come begins; their login follows."""
LONGEST_LOGIN = 72


class AwayDraftQuerySet(models.QuerySet["AwayDraft"]):
    def visible_to(self, person: object) -> "AwayDraftQuerySet":
        """Its writer, everybody of the guest team and its lead. A draft is nobody else's business."""
        theirs = Q(guest__memberships__person=person, guest__memberships__until=None) | Q(guest__lead=person)
        return self.filter(pk__in=AwayDraft.objects.filter(Q(made_by=person) | theirs).values("pk"))

    def open(self) -> "AwayDraftQuerySet":
        return self.filter(ended_at=None)

    def whole(self) -> "AwayDraftQuerySet":
        return self.select_related("service__team__lead", "guest__lead", "made_by", "saved_by")


class AwayDraft(models.Model):
    """One a person, guest and service at a time. Sent or thrown away, it is over."""

    service = models.ForeignKey("services.Service", models.PROTECT, related_name="away_drafts")
    guest = models.ForeignKey("people.Team", models.PROTECT, related_name="away_drafts")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="away_drafts")
    made_at = models.DateTimeField(default=timezone.now)
    words = models.JSONField(default=dict, help_text="Every field as it was typed, by its name.")
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saves = models.PositiveIntegerField(default=1, help_text="How often it was saved: tells two writers apart.")
    came_from = models.ForeignKey(
        AwayRequest, models.PROTECT, null=True, blank=True, related_name="drafts_after",
        help_text="The request that came back and is written anew.",
    )  # fmt: skip
    request = models.OneToOneField(
        AwayRequest, models.PROTECT, null=True, blank=True, related_name="draft", help_text="What it became."
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent or thrown away.")

    objects = AwayDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "draft"
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "guest", "made_by"], condition=Q(ended_at=None), name="away_draft_once"
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=True) | Q(ended_at__isnull=False), name="away_draft_sent_is_over"
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("away:draft", args=[self.pk])

    @property
    def title(self) -> str:
        """What it is called in lists: the title typed so far."""
        return str(self.words.get("title", "")).strip()[:120] or "Without a title yet"

    @property
    def told(self) -> dict[str, object]:
        """What was typed, with who comes and whether they have looked as programs read it."""
        shares = [(name.removeprefix(PERCENT), text) for name, text in self.words.items() if name.startswith(PERCENT)]
        people = [{"person": login, "percent": text} for login, text in sorted(shares)]
        return {**self.words, "looked": bool(self.words.get("looked")), "people": people}
