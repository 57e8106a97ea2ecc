"""What a draw is told of the subject and its team: frozen when it is asked for, and what is so when it is drawn."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from portal.kit.company import company_of
from portal.kit.subjects import Subject, subject
from services.models import Revision
from teams.people.models import Membership
from teams.reviews.depth import DAYS
from teams.reviews.models import Draw, Review, Seat, Suggestion, Tie
from teams.reviews.reads.candidates import COUNTING, YEAR, YEARS, head_of, minutes_ahead, moment
from teams.reviews.reads.chain import above, managers
from teams.reviews.routing import Brief
from teams.reviews.routing.likeness import likeness

HALF_YEAR = timedelta(days=184)
TWELVE_MONTHS = timedelta(days=366)
"""No six, and no twelve, months of the calendar are longer."""
GAVE_BACK = (Seat.State.DECLINED, Seat.State.UNANSWERED)
MOST_WRITINGS = 40
"""Suggestions of one person that are compared with the subject, the newest ones."""


def brief_of(found: Subject, asked_by: int, topic: str, *, is_critical: bool, depth: str, at: datetime) -> Brief:
    """Whom the owning team is tied to at this moment: members, managers, who has a stake, who made it. Five queries."""
    team = found.team
    members = sorted(Membership.objects.filter(team=team, until=None).values_list("person_id", flat=True))
    everyone = managers()
    own = [team.lead_id, *members]
    thing = found.thing
    formats = (thing.contract.technology,) if isinstance(thing, Revision) and thing.contract.technology else ()
    return Brief(
        team=team.pk,
        lead=team.lead_id,
        topic=topic,
        members=tuple(members),
        managers=tuple(sorted({boss for one in own if (boss := everyone.get(one)) is not None})),
        chain=tuple(above(own, everyone)),
        head=head_of(team.division_id),
        makers=tuple(sorted({asked_by, *found.makers})),
        stake_teams=tuple(sorted(found.stakes - {team.pk})),
        critical=is_critical,
        depth=depth,
        criticality=found.criticality,
        consumers=found.consumers,
        formats=formats,
        zone=minutes_ahead(team.time_zone, at),
    )


def brief_now(
    frozen: Brief, at: datetime, *, review: Review | None = None, seats: Iterable[str] = ("lead",), words: str = ""
) -> Brief:
    """The frozen brief with what is so now: whom the team has met, its ties, who sits already, who gave it back.

    Seven queries, two more with ``words``: the subject's own, compared with what people of the guild wrote before.
    """
    met, reviews = _met(frozen.team, at)
    kept = company_of(frozen.team, at - TWELVE_MONTHS)
    there = list(review.seats.values_list("person", "state")) if review is not None else []
    sitting = {person for person, state in there if state in COUNTING}
    returned = {person for person, state in there if state in GAVE_BACK}
    before = Draw.objects.filter(review__topic=frozen.topic, at__lte=at).aggregate(last=Max("at"))["last"]
    return replace(
        frozen,
        at=moment(at),
        until=last_day(at, frozen.depth),
        seats=tuple(seats),
        away=tuple(sorted(kept.people)),
        away_teams=tuple(sorted(kept.teams)),
        declared=tuple(sorted(Tie.objects.standing().filter(team=frozen.team).values_list("person", flat=True))),
        returned=tuple(sorted(returned - sitting)),
        beside=tuple(sorted(sitting)),
        met=met,
        reviews=reviews,
        drawn_at=moment(before) if before else "",
        likeness=likeness(words, _writings(at)) if words else (),
    )


def frozen_of(review: Review) -> Brief:
    """The brief as it was frozen. One of an engine before is frozen anew, and the draw says by what it went."""
    try:
        return Brief.of(review.brief)
    except TypeError:
        found = subject(review.about)
        if found is None:
            raise
        return brief_of(
            found, review.asked_by_id, review.topic, is_critical=review.is_critical, depth=review.depth,
            at=review.asked_at,
        )  # fmt: skip


def last_day(at: datetime, depth: str) -> str:
    """The last day of the time for the advice: working days from Monday to Friday, before anybody's own calendar."""
    day, left = at.date(), DAYS[depth]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day.isoformat()


def _met(team: int, at: datetime) -> tuple[tuple[tuple[int, int, int, str], ...], int]:
    """Who reviewed this team within two years, and to how many reviews of it somebody was found within one."""
    seats = Seat.objects.filter(review__team=team, state__in=COUNTING, offered_at__gt=at - YEARS).order_by()
    rows = seats.values_list("person").annotate(
        six=Count("pk", filter=Q(offered_at__gt=at - HALF_YEAR)),
        twelve=Count("pk", filter=Q(offered_at__gt=at - YEAR)),
        last=Max("offered_at"),
    )
    met = tuple((person, six, twelve, moment(last)[:10]) for person, six, twelve, last in sorted(rows))
    reviews = seats.filter(offered_at__gt=at - YEAR).aggregate(number=Count("review", distinct=True))["number"]
    return met, reviews


def _writings(at: datetime) -> dict[int, str]:
    """What people of the guild suggested within two years, the newest of it: one query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Suggestion.objects.sent().filter(written_at__gt=at - YEARS).order_by("-written_at")
    for person, text, why in rows.values_list("review__reviewer", "text", "why"):
        if person is not None and len(found[person]) < MOST_WRITINGS:
            found[person].append(f"{text} {why}")
    return {person: " ".join(texts) for person, texts in found.items()}


def words_of_subject(title: str, text: str, most: int = 20_000) -> str:
    """What of the subject is compared: its name and how it begins."""
    return f"{title} {text[:most]}"
