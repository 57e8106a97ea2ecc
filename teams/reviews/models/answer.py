"""Answer: what the team does about a suggestion. DataReference: what it shows when it does not follow one."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.reviews.figures import plain
from teams.reviews.models.attachment import Attachment
from teams.reviews.models.suggestion import Suggestion

DIGITS, PLACES = 20, 6


class Answer(models.Model):
    """The team's word on a suggestion. Whoever ignores one shows data, and a day on which it is looked at again."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", "Accept"
        ADAPT = "adapt", "Adapt"
        IGNORE = "ignore", "Ignore, with data"

    class Wrong(models.TextChoices):
        """On which side of the threshold the team was wrong."""

        ABOVE = "above", "more than"
        AT_LEAST = "at-least", "at least"
        BELOW = "below", "less than"
        AT_MOST = "at-most", "at most"

    class Outcome(models.TextChoices):
        TEAM_RIGHT = "team-right", "The team was right"
        ADVICE_RIGHT = "advice-right", "The advice was right"
        CANNOT_TELL = "cannot-tell", "Cannot tell"

    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="answer")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.TextField(help_text="What is done, or why nothing is, for a reader in a year.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    # The bet on the first data reference: only for what is ignored.
    look_again_on = models.DateField(null=True, blank=True)
    wrong_if = models.CharField(max_length=300, blank=True, help_text="What would show that the team was wrong.")
    wrong_when = models.CharField(max_length=8, choices=Wrong, blank=True, help_text="The same, as it is compared.")
    threshold = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)

    # What the data said on that day.
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_value = models.CharField(max_length=80, blank=True, help_text="As it was written.")
    outcome_text = models.TextField(blank=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome_at = models.DateTimeField(null=True, blank=True)

    silent_at = models.DateTimeField(
        null=True, blank=True, help_text="When the time to look again was over. It can still be said later."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="ignore")
                | (~Q(wrong_if="") & ~Q(wrong_when="") & Q(threshold__isnull=False, look_again_on__isnull=False)),
                name="answer_ignores_with_a_bet",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True)
                | (~Q(outcome="") & Q(outcome_at__isnull=False, outcome_by__isnull=False, kind="ignore")),
                name="answer_outcome_says_when",
            ),
        ]
        indexes = [models.Index(fields=["look_again_on"], condition=Q(kind="ignore", outcome=""), name="answer_due")]

    def __str__(self) -> str:
        return f"answer to S-{self.suggestion_id}"

    @property
    def first(self) -> "DataReference | None":
        """The reference that the bet is about; none unless it was ignored. Expects the references to be loaded."""
        return next(iter(self.references.all()), None)

    def is_wrong_at(self, value: Decimal) -> bool:
        """Whether the team said that it was wrong at this value. ValueError where there was no bet."""
        if self.threshold is None:
            raise ValueError(f"There is no threshold in {self}.")
        match self.wrong_when:
            case self.Wrong.ABOVE:
                return value > self.threshold
            case self.Wrong.AT_LEAST:
                return value >= self.threshold
            case self.Wrong.BELOW:
                return value < self.threshold
            case _:
                return value <= self.threshold

    @property
    def by_numbers(self) -> str:
        """Who was right by the team's own limit; empty while nobody has measured again."""
        first = self.first
        if first is None or first.value_now is None:
            return ""
        return str(self.Outcome.ADVICE_RIGHT if self.is_wrong_at(first.value_now) else self.Outcome.TEAM_RIGHT)

    @property
    def limit(self) -> str:
        """The bet in short: "more than 0.1"."""
        return f"{self.get_wrong_when_display()} {plain(self.threshold)}" if self.threshold is not None else ""


class DataReference(models.Model):
    """One number that others can look up, numbered within its answer. The first is what the bet is about."""

    class Kind(models.TextChoices):
        METRIC = "metric", "Metric"
        EXPERIMENT = "experiment", "Experiment"
        INCIDENT = "incident", "Incident"
        COST = "cost", "Cost"

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="references")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    measure = models.CharField(max_length=200, help_text="What is measured.")
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    baseline = models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True, help_text="What it was before, or is usual."
    )
    unit = models.CharField(max_length=80, blank=True)
    source = models.URLField(max_length=400, blank=True, help_text="Where others can look it up.")
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="references",
        help_text="The file it stands in, where there is no address.",
    )  # fmt: skip
    measured_on = models.DateField()
    value_now = models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True, help_text="What it was when looked at again."
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="reference_number"),
            models.CheckConstraint(condition=~Q(measure="") & Q(number__gte=1), name="reference_says_what"),
            models.CheckConstraint(
                condition=~Q(source="") | Q(attachment__isnull=False), name="reference_can_be_looked_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.measured}"

    @property
    def plain_value(self) -> str:
        return plain(self.value)

    @property
    def plain_baseline(self) -> str:
        return plain(self.baseline)

    @property
    def plain_now(self) -> str:
        return plain(self.value_now)

    def _with_unit(self, value: Decimal | None) -> str:
        return f"{plain(value)} {self.unit}".strip() if value is not None else ""

    @property
    def measured(self) -> str:
        """The value then, with its unit."""
        return self._with_unit(self.value)

    @property
    def before(self) -> str:
        """The value before, with its unit; empty when nobody said it."""
        return self._with_unit(self.baseline)

    @property
    def now(self) -> str:
        """The value when it was looked at again, with its unit; empty until then."""
        return self._with_unit(self.value_now)
