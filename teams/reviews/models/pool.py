"""Pool: who leads a topic's guild. PoolAlarm: a pool too small or too one-sided. GuildWays: the guild's numbers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.reviews.models.topics import Topic


class Pool(models.Model):
    """The guild of one topic. Without a row, or without a lead, stewards do what its lead would."""

    topic = models.CharField(max_length=20, choices=Topic, unique=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="guild_leads"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["topic"]

    def __str__(self) -> str:
        return f"pool of {self.topic}"


class PoolAlarmQuerySet(models.QuerySet["PoolAlarm"]):
    def standing(self) -> "PoolAlarmQuerySet":
        return self.filter(ended_on=None)


class PoolAlarm(models.Model):
    """What is wrong with a pool, since which day. One row from the first day to the last, however often it is seen."""

    class Kind(models.TextChoices):
        SMALL = "small", "Too few"
        DIVISIONS = "divisions", "From too few divisions"
        TEAM = "team", "Too much in one team"
        ENDING = "ending", "Too many end soon"

    topic = models.CharField(max_length=20, choices=Topic)
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.PositiveIntegerField(help_text="What it is now: people, divisions, or percent.")
    bound = models.PositiveIntegerField(help_text="What it should be: at least or, for percents, at most.")
    text = models.CharField(max_length=300, help_text="The same as a sentence.")
    since = models.DateField()
    seen_on = models.DateField(help_text="The day it was last seen to be so.")
    ended_on = models.DateField(null=True, blank=True)

    objects = PoolAlarmQuerySet.as_manager()

    class Meta:
        verbose_name = "pool alarm"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "kind"], condition=Q(ended_on=None), name="pool_alarm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.topic}"

    def get_absolute_url(self) -> str:
        return f"{reverse('reviews:pools')}#{self.topic}"


class GuildWays(models.Model):
    """The numbers by which the guild trains, certifies and rotates, one row a version. A row is never changed."""

    number = models.PositiveIntegerField(unique=True, help_text="The version, from 1.")
    preset = models.CharField(max_length=20, help_text="Where it began: teams-10, teams-50 or teams-500.")
    numbers = models.JSONField(default=dict, blank=True, help_text="By name, only those that are not the default.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=500)

    class Meta:
        verbose_name = "guild rules"
        verbose_name_plural = "guild rules"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(why=""), name="guild_ways_say_why"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
