"""Who could be given a seat by hand, and what rules the others out: what the draw would say of each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from portal.kit import clocks
from teams.people.models import Person
from teams.reviews.models import Review, Seat
from teams.reviews.reads.briefs import brief_now, frozen_of
from teams.reviews.reads.candidates import candidates
from teams.reviews.routing import Brief, Pool, hindrances, mentor_of, said

NEVER = ("maker", "sits", "gone")
"""What gives way to nobody: one's own work, who looks at it already, who is not there."""
RUNS = ("reviews.advice", "reviews.deputy")


@dataclass(frozen=True, slots=True)
class Guild:
    """The guild as a draw would see it now."""

    brief: Brief
    pool: Pool

    def hindrances(self, person: Person, role: str) -> tuple[str, ...]:
        """Codes of what rules them out. KeyError for who has no place in the guild."""
        return hindrances(self.brief, self.pool, person.pk, role)

    def never(self, person: Person, codes: Iterable[str]) -> bool:
        """Whether no reason is good enough: who leads the team answers the advice, and gives none."""
        return person.pk == self.brief.lead or any(code in NEVER for code in codes)

    def mentor_of(self, person: Person, role: str) -> Person | None:
        """Who stands by whoever leads this one with a mentor. One query, where there is somebody."""
        found = mentor_of(self.brief, self.pool, person.pk, role)
        return Person.objects.get(pk=found) if found is not None else None


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody of the guild, and what rules them out."""

    person: Person
    codes: tuple[str, ...]
    never: bool

    @property
    def why_not(self) -> str:
        """The same as one sentence; empty when nothing does."""
        return said(self.codes)

    @property
    def free(self) -> bool:
        return not self.codes


def guild_of(review: Review, *, lock: bool = False) -> Guild:
    """The guild and the brief of this moment: some twenty queries. ``lock`` as in ``candidates``."""
    at = timezone.now()
    pool = Pool(candidates(at, lock=lock))
    return Guild(brief_now(frozen_of(review), at, review=review), pool)


def choices(review: Review) -> list[Choice]:
    """Everybody in the guild, who is free first, by name."""
    guild = guild_of(review)
    people = Person.objects.in_bulk(guild.pool.people)
    found = []
    for person in people.values():
        codes = guild.hindrances(person, Seat.Role.LEAD)
        found.append(Choice(person, codes, guild.never(person, codes)))
    return sorted(found, key=lambda one: (not one.free, one.person.name, one.person.pk))


def roles_free(review: Review) -> list[str]:
    """Which seats may be given by hand now: the first nobody has, one beside a lead whose time is over, the second's.

    Four queries at most.
    """
    if review.state in (Review.State.ASKED, Review.State.NOBODY):
        return [Seat.Role.LEAD]
    if review.state != Review.State.ASSIGNED:
        return []
    free: list[str] = []
    if not any(clocks.is_running(kind, review) for kind in RUNS):
        free.append(Seat.Role.DEPUTY)
    over = (Seat.State.DECLINED, Seat.State.UNANSWERED, Seat.State.SILENT, Seat.State.RELEASED)
    if review.is_critical and not review.seats.filter(role=Seat.Role.SECOND).exclude(state__in=over).exists():
        free.append(Seat.Role.SECOND)
    return free
