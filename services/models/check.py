"""Check: one run of the engine over a revision. Waiver: a dated permission to leave a finding, with data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode


def rule_url(rule: str) -> str:
    """The page of a rule: ours, or that of the ruleset it comes from, where it stands (`api-guide:no-verbs`)."""
    slug, mark, name = rule.partition(":")
    if mark:
        return f"{reverse('services:ruleset', args=[slug])}?{urlencode({'rule': name})}#rule"
    return reverse("services:rule", args=[rule])


class Check(models.Model):
    """One run. Its report is a Blob, stored once; here stands only how it went."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        NOT_CHECKED = "not-checked", "not checked"
        FAILED = "failed"

    FINAL = (State.DONE, State.NOT_CHECKED, State.FAILED)

    revision = models.ForeignKey("services.Revision", models.PROTECT, related_name="checks")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    profile = models.CharField(max_length=80, default="externalizable")
    engine = models.CharField(max_length=40, blank=True)
    report = models.CharField(max_length=64, blank=True, help_text="The Blob with the whole report.")
    reference = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="The Blob with what the document says."
    )
    verdict_key = models.CharField(
        max_length=64, blank=True, default="", db_default="", db_index=True,
        help_text="What was judged by what (actions/judging.py); empty: nobody uses its report again.",
    )  # fmt: skip
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", help_text="Whose report it uses."
    )
    reason = models.TextField(blank=True, help_text="Why it was not checked, or failed.")
    findings = models.PositiveBigIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "not-checked", "failed"], finished_at__isnull=False),
                name="check_finished_says_when",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(report=""), name="check_done_has_report"),
            models.UniqueConstraint(
                fields=["revision"], condition=Q(state__in=["waiting", "running"]), name="check_one_open"
            ),
            models.UniqueConstraint(
                fields=["verdict_key"],
                condition=Q(state="running") & ~Q(verdict_key=""),
                name="check_judges_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"

    @property
    def is_final(self) -> bool:
        return self.state in self.FINAL


class RuleCount(models.Model):
    """How often one rule spoke in one check: what lists and trends are made of."""

    check_run = models.ForeignKey(Check, models.CASCADE, related_name="counts")
    rule = models.CharField(max_length=200)
    severity = models.CharField(max_length=10)
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_run", "rule"], name="rule_count_once")]
        indexes = [models.Index(fields=["rule"], name="rule_count_rule")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.count}"


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def visible_to(self, person: object) -> "WaiverQuerySet":
        """Waivers are public inside."""
        return self

    def active(self) -> "WaiverQuerySet":
        return self.filter(state=Waiver.State.ACTIVE)


class Waiver(models.Model):
    """A team leaves a finding as it is, until a day, for a reason, with data.

    It points at a fingerprint, so it survives revisions for as long as the finding does.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    class Evidence(models.TextChoices):
        METRIC = "metric"
        EXPERIMENT = "experiment"
        INCIDENT = "incident"
        COST = "cost"

    contract = models.ForeignKey("services.Contract", models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=200)
    severity = models.CharField(max_length=10)
    fingerprint = models.CharField(max_length=64)
    place = models.CharField(max_length=1000, help_text="Where in the Interface, for people.")
    message = models.TextField(help_text="What the finding said when it was waived.")
    reason = models.TextField()
    evidence = models.CharField(max_length=12, choices=Evidence)
    value = models.CharField(max_length=120, help_text="What was measured, with its unit.")
    baseline = models.CharField(max_length=120, blank=True, help_text="What it was before, or what is usual.")
    source = models.URLField(max_length=400, help_text="Where others can look it up.")
    expires_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "fingerprint"], condition=Q(state="active"), name="waiver_active_once"
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True) | (~Q(state="active") & Q(ended_at__isnull=False)),
                name="waiver_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(value="") & ~Q(source=""), name="waiver_has_reason_and_data"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} at {self.place}"

    @property
    def rule_url(self) -> str:
        return rule_url(self.rule)
