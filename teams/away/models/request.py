"""AwayRequest: a team asks to work on another team's service, with an effect in numbers. AwayMember: who would come."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from teams.away.models.offer import AwayOffer
    from teams.away.models.stay import AwayStay


class AwayRequestQuerySet(models.QuerySet["AwayRequest"]):
    def visible_to(self, person: object) -> "AwayRequestQuerySet":
        """Everyone who may log in sees every request: who asks whom, for what, and what came of it."""
        return self

    def open(self) -> "AwayRequestQuerySet":
        """Somebody still has to answer, or to do the work."""
        return self.filter(state__in=AwayRequest.OPEN)

    def with_sides(self) -> "AwayRequestQuerySet":
        """With both teams, their leads and everybody the request names."""
        return self.select_related(
            "service__team", "host__lead", "host__division", "guest__lead", "guest__division",
            "asked_by", "contact", "decided_by", "closed_by", "escalated_to",
            "urged", "mediator", "offer__made_by", "offer__answered_by", "stay",
            "sponsor", "stand_in", "duplicate_of", "bundle", "first_answer_by",
        )  # fmt: skip

    def with_teams(self) -> "AwayRequestQuerySet":
        """For an action: with its service, both teams and its stay. Whom else it names is loaded when asked for.

        ``with_sides`` joins eighteen tables; to write that statement takes longer than most actions.
        """
        return self.select_related("service", "host", "guest", "stay")


class AwayRequest(models.Model):
    """``guest`` asks to change ``service``, which is ``host``'s. The host keeps the service and its standards."""

    class State(models.TextChoices):
        SENT = "sent", "Sent to its sponsor"
        ASKED = "asked"
        ESCALATED = "escalated", "Passed on"
        OFFERED = "offered", "Something else offered"
        PROMISED = "promised"
        QUEUED = "queued", "Agreed, waits for a place"
        AGREED = "agreed"
        SIGNED = "signed", "Signed, at work"
        DONE = "done"
        SETTLED = "settled"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        ENDED = "ended"
        EXPIRED = "expired"
        RETURNED = "returned", "Back to its guest"
        NOT_OPEN = "not-open", "Not open"
        DUPLICATE = "duplicate"

    class Reason(models.TextChoices):
        """Why a host may decline. Having no time is not among them: the guest brings its own."""

        EXISTS = "exists-already", "A contract offers it already"
        COMING = "coming-already", "We are building it ourselves"
        ELSEWHERE = "belongs-elsewhere", "It belongs in another service"
        RISKY = "too-risky", "It would endanger customers or their data"
        NO_EFFECT = "no-such-effect", "The data says it would not have this effect"
        ENDS = "service-ends", "The service ends soon"
        NO_REVIEWER = "no-reviewer", "Nobody here can review it now"

    UNDECIDED = (State.ASKED, State.ESCALATED)
    OPEN = (State.SENT, *UNDECIDED, State.OFFERED, State.PROMISED, State.QUEUED, State.AGREED, State.SIGNED)
    BEFORE = (State.SENT, *UNDECIDED, State.OFFERED, State.QUEUED)
    """Nothing has begun: it can be withdrawn."""
    MAY_COPY = (State.DECLINED, State.EXPIRED, State.ENDED)

    service = models.ForeignKey("services.Service", models.PROTECT, related_name="away_requests")
    host = models.ForeignKey(
        "people.Team", models.PROTECT, related_name="away_as_host", help_text="Who owned the service when it was asked."
    )
    guest = models.ForeignKey("people.Team", models.PROTECT, related_name="away_as_guest")
    title = models.CharField(max_length=120)
    problem = models.TextField(help_text="What is wrong today, and for whom.")
    measure = models.CharField(max_length=120, help_text="What is counted: 'Care contacts about refunds'.")
    unit = models.CharField(max_length=40, help_text="In what: 'contacts a week'.")
    now_value = models.DecimalField(max_digits=15, decimal_places=3)
    expected_value = models.DecimalField(max_digits=15, decimal_places=3)
    scope = models.TextField(help_text="What will be touched, and what not.")
    cost_of_nothing = models.TextField(blank=True, help_text="What happens if nobody does it.")
    wanted_by = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    looked = models.BooleanField(default=False, help_text="Whoever asked says they looked at what is there already.")
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    bundle = models.ForeignKey("AwayBundle", models.PROTECT, null=True, blank=True, related_name="requests")

    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The guest's manager who is to confirm people and time, or has; empty where nobody is above it.",
    )  # fmt: skip
    sponsored_at = models.DateTimeField(null=True, blank=True, help_text="When they confirmed, and the host was asked.")
    first_answer_at = models.DateTimeField(null=True, blank=True, help_text="When the host first said anything.")
    first_answer_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decides_on = models.DateField(null=True, blank=True, help_text="The day by which the host said it decides.")
    late_at = models.DateTimeField(null=True, blank=True, help_text="When the first answer counted as late.")
    queued_at = models.DateTimeField(null=True, blank=True, help_text="When it was agreed to and began to wait.")
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who answers for a host that was disbanded, until its service has another owner.",
    )  # fmt: skip

    escalated_at = models.DateTimeField(null=True, blank=True, help_text="When the host's silence was passed on.")
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who leads the host's division; empty when nobody does, and the host is asked again.",
    )  # fmt: skip

    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True, help_text="What the host said when it agreed or declined.")
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Whom the guests turn to at the host.",
    )  # fmt: skip
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    value = models.CharField(max_length=120, blank=True, help_text="What was measured that speaks against it.")
    source = models.URLField(max_length=400, blank=True, help_text="Where others can look it up.")

    signed_at = models.DateTimeField(null=True, blank=True, help_text="When both had signed and the work began.")
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who helps both sides to a charter that was left lying; writes, and signs for nobody.",
    )  # fmt: skip
    urged = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who leads above a side that left the charter lying, and may act for it.",
    )  # fmt: skip
    urged_side = models.CharField(max_length=10, blank=True, help_text="The side they act for: guest or host.")

    closed_at = models.DateTimeField(null=True, blank=True, help_text="When nothing more was to come.")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(blank=True, help_text="What came of it, or why it stopped.")
    measured_value = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)

    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="AwayMember", related_name="away_requests")

    objects = AwayRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "away-team request"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(guest=F("host")), name="away_guest_is_not_host"),
            models.CheckConstraint(condition=~Q(expected_value=F("now_value")), name="away_changes_something"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["sent", "asked", "escalated", "offered", "expired", "returned", "not-open"],
                    decided_at__isnull=True,
                )
                | Q(state__in=["withdrawn", "duplicate"])
                | Q(
                    state__in=["queued", "agreed", "signed", "promised", "settled", "declined", "done", "ended"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="away_decided_says_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["sent", "asked", "escalated", "offered", "promised", "queued", "agreed", "signed"],
                    closed_at__isnull=True,
                )
                | Q(
                    state__in=[
                        "done", "settled", "declined", "withdrawn", "ended", "expired", "returned", "not-open",
                        "duplicate",
                    ],
                    closed_at__isnull=False,
                ),
                name="away_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["escalated", "expired"]) | Q(escalated_at__isnull=False),
                name="away_escalated_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["queued", "agreed", "signed", "promised", "done", "ended"])
                | Q(contact__isnull=False),
                name="away_agreed_names_contact",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sponsor__isnull=False), name="away_sent_names_sponsor"
            ),
            models.CheckConstraint(
                condition=~Q(state="duplicate") | Q(duplicate_of__isnull=False), name="away_duplicate_says_of_what"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(reason="") & ~Q(answer="")),
                name="away_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False), name="away_signed_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(outcome=""),
                name="away_done_says_what_came_of_it",
            ),
            models.UniqueConstraint(
                "service", "guest", Lower("title"),
                condition=Q(
                    state__in=["sent", "asked", "escalated", "offered", "promised", "queued", "agreed", "signed"]
                ),
                name="away_open_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "-id"], name="away_state")]

    def __str__(self) -> str:
        return f"AT-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("away:request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED

    @property
    def may_copy(self) -> bool:
        """Refused, not answered, given up or so offered: the guest may build its own, and need ask nobody."""
        offer = self.made_offer
        return self.state in self.MAY_COPY or (
            self.state == self.State.SETTLED and offer is not None and offer.kind == offer.Kind.COPY
        )

    @property
    def made_offer(self) -> "AwayOffer | None":
        """What the host offered instead, if it did."""
        return getattr(self, "offer", None)

    @property
    def told_stay(self) -> "AwayStay | None":
        """Its stay, once both have signed."""
        return getattr(self, "stay", None)

    @property
    def stands(self) -> str:
        """How far it is, in one code: the state of its stay while that goes on, else its own."""
        stay = self.told_stay
        return stay.state if stay is not None and self.state == self.State.SIGNED else self.state

    @property
    def is_promise(self) -> bool:
        """Whether the host does it itself, or has: no guests come, unless the promise is missed."""
        offer = self.made_offer
        return self.state in (self.State.PROMISED, self.State.DONE) and offer is not None and offer.binds

    @property
    def effect(self) -> str:
        """The whole effect in one breath: "1,900 to 400 contacts a week"."""
        return f"{figure(self.now_value)} to {figure(self.expected_value)} {self.unit}"


class AwayMember(models.Model):
    """Somebody of the guest team who would come, and how much of their time."""

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="away_memberships")
    percent = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-percent", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="away_member_once"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="away_member_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.percent} %"


def figure(value: Decimal) -> str:
    """A number as people read it: thousands parted, no zeros after the point."""
    text = f"{value:,.3f}"
    return text.rstrip("0").rstrip(".")
