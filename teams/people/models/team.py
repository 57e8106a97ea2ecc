"""Divisions form a tree; teams own things; memberships come and go but are never deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

TWO_PIZZA = 6


class Division(models.Model):
    """A branch of the organisation."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    head = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="division_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("division", args=[self.slug])


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, person: object) -> "TeamQuerySet":
        """Everyone who may log in sees every team."""
        return self

    def standing(self) -> "TeamQuerySet":
        return self.filter(retired_at=None)


class Team(models.Model):
    """A home team: five or six people who own services and choose their own tools."""

    class Openness(models.TextChoices):
        WELCOME = "welcome", "Contributions welcome"
        ASK = "ask", "Ask first"
        CLOSED = "closed", "No contributions now"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="teams")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="leads")
    mission = models.TextField(blank=True, help_text="Value to the customer, in one or two sentences.")
    email = models.EmailField(blank=True, help_text="Reaches the team, not one person.")
    chat = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    size_limit = models.PositiveSmallIntegerField(default=TWO_PIZZA)
    openness = models.CharField(max_length=10, choices=Openness, default=Openness.WELCOME)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="teams")
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(size_limit__gte=1), name="team_has_room")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.slug])


class Membership(models.Model):
    """A person in a team, from a day until a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "team"], condition=Q(until=None), name="member_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="member_until_after_since"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"
