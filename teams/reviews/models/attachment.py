"""Attachment: a file that shows what a team answers with. Frozen with the answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.reviews.models.suggestion import Suggestion


class Attachment(models.Model):
    """Its bytes stand where those of contracts stand, under their digest. Never shown in place: always downloaded."""

    class Type(models.TextChoices):
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"
        CSV = "text/csv", "CSV"
        PDF = "application/pdf", "PDF"
        TEXT = "text/plain", "Text"

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=100, help_text="As it is offered for download; freed of paths.")
    media_type = models.CharField(max_length=20, choices=Type, help_text="What it was found to be.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes, hex: where they stand.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "digest"], name="attachment_once"),
            models.CheckConstraint(condition=~Q(name="") & Q(size__gte=1), name="attachment_has_content"),
        ]

    def __str__(self) -> str:
        return self.name
