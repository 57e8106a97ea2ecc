"""The guild: who looks at what, how much they carry, who is away."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from portal.kit.paging import Page, paged
from teams.people.models import Membership, Person
from teams.reviews.models import BarRaiser, Certification, PoolAlarm, Review

RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Member:
    """A bar raiser with their teams and what they carry."""

    raiser: BarRaiser
    teams: list[Membership]
    held: list[Certification]
    busy: int
    recent: int
    led: int

    @property
    def certified(self) -> list[Certification]:
        return [one for one in self.held if one.is_valid]

    @property
    def training(self) -> list[Certification]:
        """What they are not certified for yet, or not now."""
        return [one for one in self.held if not one.is_valid]

    @property
    def is_full(self) -> bool:
        return self.busy >= self.raiser.limit


def members(person: Person, page: int, size: int = 50) -> Page:
    """A page of the guild, those who have left last: four queries."""
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
    held: dict[int, list[Certification]] = {}
    for certification in Certification.objects.filter(person__in=people).open().order_by("topic"):
        held.setdefault(certification.person_id, []).append(certification)
    found.rows[:] = [
        Member(one, teams.get(one.person_id, []), held.get(one.person_id, []), one.busy, one.recent, one.led)
        for one in found.rows
    ]
    return found


def size() -> tuple[int, int]:
    """How many stand in the guild, and how many of them are away today: one query."""
    today = timezone.now().date()
    counts = BarRaiser.objects.standing().aggregate(
        all=Count("pk"), away=Count("pk", filter=Q(paused_until__gte=today))
    )
    return counts["all"], counts["away"]


def certifications(person: Person, *, topic: str = "", state: str = "", login: str = "") -> QuerySet[Certification]:
    """Who is how far in what; narrowed to what is named. By topic, then by name."""
    rows = Certification.objects.filter(person__in=Person.objects.visible_to(person))
    for name, wanted in {"topic": topic, "state": state, "person__login": login}.items():
        if wanted:
            rows = rows.filter(**{name: wanted})
    return rows.select_related("person", "mentor", "nominated_by").order_by("topic", "person__name", "pk")


def places(person: Person) -> QuerySet[BarRaiser]:
    """Everybody's place in the guild, by name; those who have left, too."""
    rows = BarRaiser.objects.filter(person__in=Person.objects.visible_to(person))
    return rows.select_related("person", "appointed_by").order_by("person__name", "pk")


def standing(login: str) -> BarRaiser | None:
    """Their place in the guild, when they have one."""
    return BarRaiser.objects.standing().filter(person__login=login).first()


def topics_of(login: str) -> list[str]:
    """What they are certified for, or were before a rest."""
    rows = Certification.objects.filter(person__login=login, state__in=Certification.HELD)
    return list(rows.order_by("topic").values_list("topic", flat=True))


def alarms() -> list[PoolAlarm]:
    """What is wrong with the pools, the oldest first: one query."""
    return list(PoolAlarm.objects.standing())
