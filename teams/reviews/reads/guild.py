"""The guild: who looks at what, how much they carry, who is away."""

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils import timezone

from portal.kit.paging import Page, paged
from teams.people.models import Membership, Person
from teams.reviews.models import BarRaiser, Review
from teams.reviews.reads.pool import RECENT


@dataclass(frozen=True, slots=True)
class Member:
    """A bar raiser with their teams and what they carry."""

    raiser: BarRaiser
    teams: list[Membership]
    busy: int
    recent: int
    led: int

    @property
    def is_full(self) -> bool:
        return self.busy >= self.raiser.limit


def members(person: Person, page: int, size: int = 50) -> Page:
    """A page of the guild, those who have left last: three queries."""
    since = timezone.now() - RECENT
    rows = (
        BarRaiser.objects.filter(person__in=Person.objects.visible_to(person))
        .select_related("person", "appointed_by")
        .annotate(
            busy=Count("person__reviews_led", filter=Q(person__reviews_led__state=Review.State.ASSIGNED)),
            recent=Count("person__reviews_led", filter=Q(person__reviews_led__assigned_at__gte=since)),
            led=Count("person__reviews_led", filter=Q(person__reviews_led__advised_at__isnull=False)),
        )
        .order_by(F("ended_at").asc(nulls_first=True), "person__name", "pk")
    )
    found = paged(rows, page, size)
    teams: dict[int, list[Membership]] = {}
    people = [one.person_id for one in found.rows]
    for membership in Membership.objects.filter(person__in=people, until=None).select_related("team"):
        teams.setdefault(membership.person_id, []).append(membership)
    found.rows[:] = [Member(one, teams.get(one.person_id, []), one.busy, one.recent, one.led) for one in found.rows]
    return found


def size() -> tuple[int, int]:
    """How many stand in the guild, and how many of them are away today: one query."""
    today = timezone.now().date()
    counts = BarRaiser.objects.standing().aggregate(
        all=Count("pk"), away=Count("pk", filter=Q(paused_until__gte=today))
    )
    return counts["all"], counts["away"]
