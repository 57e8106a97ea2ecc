"""Contract: one interface of a service. Revision: its immutable bytes at one moment. Consumer: who uses it."""

import hashlib
import re
import zlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf
from django.urls import reverse
from django.utils import timezone


class Blob(models.Model):
    """Bytes, stored once by their digest and compressed. Never joined: fetch it by its digest when it is read."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the uncompressed bytes, hex.")
    size = models.PositiveBigIntegerField(help_text="Uncompressed, in bytes.")
    data = models.BinaryField(help_text="zlib")

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def put(cls, content: bytes) -> str:
        """Store ``content`` unless it is there already; returns its digest."""
        digest = hashlib.sha256(content).hexdigest()
        if not cls.objects.filter(digest=digest).exists():
            blob = Blob(digest=digest, size=len(content), data=zlib.compress(content, 6))
            Blob.objects.bulk_create([blob], ignore_conflicts=True)
        return digest

    @classmethod
    def read(cls, digest: str) -> bytes:
        """The bytes behind a digest. Raises Blob.DoesNotExist."""
        return zlib.decompress(bytes(cls.objects.values_list("data", flat=True).get(digest=digest)))


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, person: object) -> "ContractQuerySet":
        """Everyone who may log in sees every contract."""
        return self


class Contract(models.Model):
    """One interface of a service, in one technology, always designed so that outsiders could use it."""

    class Audience(models.TextChoices):
        TEAM = "team", "this team"
        COMPANY = "company", "the company"
        PARTNER = "partner", "partners"
        PUBLIC = "public", "the public"

    service = models.ForeignKey("services.Service", models.PROTECT, related_name="contracts")
    slug = models.SlugField(max_length=80)
    technology = models.CharField(max_length=20, blank=True, help_text="The format's name, once a check has read it.")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.COMPANY)
    text = models.TextField(blank=True)
    facts = models.JSONField(default=dict, help_text="What the format cannot say: contact, terms, quotas and so on.")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["service__slug", "slug"]
        constraints = [models.UniqueConstraint(fields=["service", "slug"], name="contract_slug_in_service")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("services:contract", args=[self.service.slug, self.slug])


def _scored(state: str) -> Cast:
    """How many checks of the stored score are in this state."""
    return Cast(KT(f"score__{state}"), models.IntegerField())


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, person: object) -> "RevisionQuerySet":
        """Everyone who may log in sees every revision, drafts too: work is done in the open."""
        return self

    def coming(self) -> "RevisionQuerySet":
        """What may be published next: drafts, and those proposed already."""
        return self.filter(state__in=[Revision.State.DRAFT, Revision.State.PROPOSED])

    def live(self) -> "RevisionQuerySet":
        """What consumers may read and call today."""
        return self.filter(state__in=[Revision.State.PUBLISHED, Revision.State.DEPRECATED])


class Revision(models.Model):
    """The bytes of a contract at one moment. They never change; only what is said about them does."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PROPOSED = "proposed"
        PUBLISHED = "published"
        DEPRECATED = "deprecated"
        RETIRED = "retired"

    class Source(models.TextChoices):
        PASTE = "paste", "pasted"
        UPLOAD = "upload", "uploaded"
        URL = "url", "fetched"
        API = "api", "sent through the API"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=80, blank=True, help_text="What the document calls itself.")
    digest = models.CharField(max_length=64, help_text="The Blob with its bytes.")
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.CharField(max_length=10, choices=Source)
    source_name = models.CharField(max_length=400, blank=True, help_text="File name or address it came from.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    deprecated_at = models.DateTimeField(null=True, blank=True)
    sunset_on = models.DateField(null=True, blank=True)
    replacement = models.TextField(blank=True, help_text="What to use instead, in words.")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    retired_at = models.DateTimeField(null=True, blank=True)

    # What the newest check found, with today's waivers taken off. Written by actions.checks.recount only.
    checked = models.BooleanField(default=False, help_text="The newest check could judge it.")
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    hints = models.PositiveIntegerField(default=0, help_text="Infos and hints.")
    waived = models.PositiveIntegerField(default=0)
    errors_beside = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Errors of rulesets that do not stand in the way of publishing."
    )
    score = models.JSONField(null=True, blank=True)
    held = models.GeneratedField(
        expression=_scored("passed") * 999 / NullIf(_scored("passed") + _scored("failed") + _scored("unchecked"), 0),
        output_field=models.IntegerField(null=True),
        db_persist=True,
        help_text="How much of the score holds, of 999, for lists that sort by it: not every score has as many checks.",
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="revision_number"),
            models.UniqueConstraint(fields=["contract"], condition=Q(state="published"), name="revision_one_published"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], published_at__isnull=True)
                | Q(state__in=["published", "deprecated"], published_at__isnull=False)
                | Q(state="retired"),
                name="revision_published_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | Q(proposed_at__isnull=False), name="revision_proposed_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="deprecated")
                | (Q(deprecated_at__isnull=False, sunset_on__isnull=False) & ~Q(replacement="")),
                name="revision_deprecated_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False)
                | (~Q(state="retired") & Q(retired_at__isnull=True)),
                name="revision_retired_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["digest"], name="revision_digest"),
            # All that the facets of a list of thousands ask of revisions (reads/browse.py) stands in this index.
            models.Index(fields=["contract", "state", "number", "checked", "errors"], name="revision_standing"),
        ]

    def __str__(self) -> str:
        return self.version or f"revision {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("services:revision", args=[self.contract.service.slug, self.contract.slug, self.number])

    @property
    def asked(self) -> int:
        """How many checks its score has: as many as there were rules on the day it was checked."""
        return sum((self.score or {}).get(state, 0) for state in ("passed", "failed", "unchecked"))

    def comes_after(self, live: "Revision | None") -> bool:
        """Whether it may be what follows ``live``: proposed, or a draft that came later or bears a later version.
        Other drafts were mended and overtaken."""
        if self.state == self.State.PROPOSED or live is None:
            return self.state in {self.State.DRAFT, self.State.PROPOSED}
        later = self.number > live.number or _figures(self.version) > _figures(live.version)
        return self.state == self.State.DRAFT and later


def _figures(version: str) -> list[int]:
    """1.10.0 comes after 1.9.3."""
    return [int(figure) for figure in re.findall(r"\d{1,9}", version)[:3]]


class Operation(models.Model):
    """One operation or message of a published revision, so that search and consumers can point at it."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="operations")
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=1000, help_text="GET /orders/{id}, or whatever the technology calls it.")
    summary = models.TextField(blank=True)
    key = models.CharField(max_length=1000, help_text="Its stable place in the Interface.")
    line = models.PositiveIntegerField(default=0)
    deprecated = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["name"], name="operation_name")]

    def __str__(self) -> str:
        return self.name


class Consumer(models.Model):
    """A service that uses a contract."""

    service = models.ForeignKey("services.Service", models.PROTECT, related_name="uses")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="consumers")
    operations = models.JSONField(default=list, help_text="Names of the operations it uses, where known.")
    note = models.TextField(blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "contract"], condition=Q(ended_at=None), name="consumer_declared_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("declared_at")), name="consumer_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} uses {self.contract_id}"
