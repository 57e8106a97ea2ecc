"""AwayRelease: how it is switched off, and when it reached production. AwayIncident: what broke afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayRelease(models.Model):
    """The way back stands here before the release, and what is known of the release after it."""

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="release")
    flag = models.CharField(max_length=120, blank=True, help_text="The switch it stands behind.")
    rollback = models.TextField(blank=True, help_text="How it is taken back when the switch is not enough.")
    switcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who of the hosts switches it off, alone and at any time.",
    )  # fmt: skip
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    named_at = models.DateTimeField(null=True, blank=True)
    deployed_at = models.DateTimeField(null=True, blank=True, help_text="When the first change reached production.")
    environment = models.CharField(max_length=60, blank=True, help_text="Where it was seen.")
    source = models.CharField(max_length=400, blank=True, help_text="Who or what saw it.")
    off_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is switched off.")
    off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(flag="", named_at__isnull=True)
                | (
                    ~Q(flag="")
                    & ~Q(rollback="")
                    & Q(switcher__isnull=False, named_by__isnull=False, named_at__isnull=False)
                ),
                name="away_release_names_the_way_back",
            ),
            models.CheckConstraint(
                condition=Q(off_at__isnull=True, off_by__isnull=True)
                | (~Q(flag="") & Q(off_at__isnull=False, off_by__isnull=False)),
                name="away_release_off_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"release of AT-{self.request_id}"

    @property
    def is_named(self) -> bool:
        return self.named_at is not None


class AwayIncident(models.Model):
    """Something broke in what the guests touched. A use of the off-switch is one, too, and blames nobody."""

    class Severity(models.IntegerChoices):
        WORST = 1, "1, customers cannot go on"
        BAD = 2, "2, customers notice"
        SMALL = 3, "3, only we notice"

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="incidents")
    number = models.PositiveIntegerField()
    severity = models.PositiveSmallIntegerField(choices=Severity)
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=200, help_text="The file, operation or table in which it is.")
    link = models.URLField(max_length=400, blank=True)
    switched_off = models.BooleanField(default=False, help_text="Opened by the off-switch: it counts for nobody.")
    second_line = models.BooleanField(default=False, help_text="In the time after the release: the guests are called.")
    in_warranty = models.BooleanField(default=False, help_text="The guests owe it to mend it.")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    late_at = models.DateTimeField(null=True, blank=True, help_text="When the time for mending it was over.")
    fixed_at = models.DateTimeField(null=True, blank=True)
    fixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.TextField(blank=True, help_text="What it was, and what was done.")

    class Meta:
        verbose_name = "incident"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="away_incident_number_once"),
            models.CheckConstraint(
                condition=Q(severity__in=[1, 2, 3], number__gte=1) & ~Q(title="") & ~Q(where=""),
                name="away_incident_says_what",
            ),
            models.CheckConstraint(
                condition=Q(fixed_at__isnull=True, cause="") | (Q(fixed_at__isnull=False) & ~Q(cause="")),
                name="away_incident_mended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.number} of AT-{self.request_id}"

    def get_absolute_url(self) -> str:
        return f"{self.request.get_absolute_url()}#h-incidents"

    @property
    def counts(self) -> bool:
        """Whether it counts against a warranty kept: late in the warranty, and not the off-switch."""
        return self.late_at is not None and self.in_warranty and not self.switched_off
