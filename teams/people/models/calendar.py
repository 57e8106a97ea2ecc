"""When people work: a team's week and country, a person's absences, and freezes in which nothing is waited for."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from teams.people.models.team import Division, Team


class WorkWeek(models.IntegerChoices):
    """The days of a week that people work: a bit for each, Monday is 1."""

    MONDAY_TO_FRIDAY = 0b0011111, "Monday to Friday"
    SUNDAY_TO_THURSDAY = 0b1001111, "Sunday to Thursday"
    MONDAY_TO_THURSDAY = 0b0001111, "Monday to Thursday"
    MONDAY_TO_SATURDAY = 0b0111111, "Monday to Saturday"
    EVERY_DAY = 0b1111111, "Every day"


class Calendar(models.Model):
    """How a team works. A team without a row works Monday to Friday from 9 to 17 and knows no public holidays."""

    team = models.OneToOneField(Team, models.PROTECT, related_name="calendar", primary_key=True)
    week = models.PositiveSmallIntegerField(choices=WorkWeek, default=WorkWeek.MONDAY_TO_FRIDAY)
    opens = models.TimeField(default=time(9))
    closes = models.TimeField(default=time(17))
    country = models.CharField(max_length=2, blank=True, help_text="Whose public holidays are kept (ISO 3166-1).")
    region = models.CharField(max_length=10, blank=True, help_text="Its part, where holidays differ (ISO 3166-2).")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="calendar_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(week__gt=0, week__lt=128), name="calendar_has_a_workday"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.team_id}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        """Declared and not taken back."""
        return self.filter(taken_back_at=None)


class Absence(models.Model):
    """A person is away, from a day up to and including another. Why is nobody's business."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="stands_in"
    )
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")), name="absence_deputy_is_another"
            ),
        ]
        indexes = [models.Index(fields=["person", "last_day"], name="absence_person")]

    def __str__(self) -> str:
        return f"{self.person_id} away {self.first_day} to {self.last_day}"


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def standing(self) -> "FreezeQuerySet":
        """Set and not lifted."""
        return self.filter(lifted_at=None)


class Freeze(models.Model):
    """Days on which a team, a division with everything below it, or the whole company answers nothing."""

    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="freezes")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="freezes")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="freeze_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(division__isnull=True), name="freeze_of_one_or_of_all"
            ),
        ]
        indexes = [models.Index(fields=["last_day"], condition=Q(lifted_at=None), name="freeze_standing")]

    def __str__(self) -> str:
        return f"freeze {self.first_day} to {self.last_day}"

    @property
    def whose(self) -> Team | Division | None:
        """None: the whole company's."""
        return self.team or self.division
