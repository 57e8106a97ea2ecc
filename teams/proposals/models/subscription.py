"""Subscription: somebody wants to hear of a proposal, of a team's, of those that touch a service, or of all."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.proposals.models.proposal import Proposal


class Subscription(models.Model):
    """Of exactly one thing; without one, of everything. Ended by deleting it: nothing hangs on it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="subscriptions")
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey("services.Service", models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "proposal"], name="subscribed_once_to_proposal"),
            models.UniqueConstraint(fields=["person", "team"], name="subscribed_once_to_team"),
            models.UniqueConstraint(fields=["person", "service"], name="subscribed_once_to_service"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(proposal__isnull=True, team__isnull=True, service__isnull=True),
                name="subscribed_once_to_all",
            ),
            models.CheckConstraint(
                condition=Q(proposal__isnull=True, team__isnull=True)
                | Q(proposal__isnull=True, service__isnull=True)
                | Q(team__isnull=True, service__isnull=True),
                name="subscribed_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} hears of {self.of or 'everything'}"

    @property
    def of(self) -> models.Model | None:
        """The proposal, team or service; None: everything."""
        return self.proposal or self.team or self.service
