"""Whether the book says what the database would: written to its tables, read as a worker reads, and compared."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.draws.book import Sitting
from portal.draws.playing import Play
from teams.away.models import AwayMember, AwayRequest
from teams.people.models import Absence
from teams.reviews.models import Certification, Draw, Review, Seat
from teams.reviews.reads.briefs import brief_now
from teams.reviews.reads.candidates import candidates

BRIEFS = 12
"""Teams whose briefs are compared each time."""


def prove(play: Play) -> list[str]:
    """What differs between the book and the tables now, as sentences; empty when nothing does."""
    play.book.move_to(play.book.at)
    with transaction.atomic():
        _write(play)
        read = {one.person: one for one in candidates(play.book.at, lock=True)}
    found = []
    for person in sorted({*read, *play.book.pool.people}):
        theirs, ours = read.get(person), play.book.pool.people.get(person)
        found += [f"candidate {person}: {what}" for what in _differences(theirs, ours)]
    for service in play.chance.sample(sorted(play.briefs), min(BRIEFS, len(play.briefs))):
        frozen = play.briefs[service]
        differ = _differences(brief_now(frozen, play.book.at), play.book.brief(frozen))
        found += [f"brief of service {service}: {what}" for what in differ]
    return found


def _differences(read: Any, kept: Any) -> Iterator[str]:
    if read is None or kept is None:
        yield "is only in one of them"
        return
    for one in fields(read):
        theirs, ours = getattr(read, one.name), getattr(kept, one.name)
        if theirs != ours:
            yield f"{one.name} is {theirs!r} in the database and {ours!r} in the book"


def _write(play: Play) -> None:
    """Everything that has changed since the company was founded, anew."""
    book, at = play.book, play.book.at
    for model in (Draw, Seat, Review, AwayMember, AwayRequest, Absence):
        model.objects.all().delete()
    Absence.objects.bulk_create(
        Absence(person_id=person, first_day=first, last_day=last, declared_by_id=person, declared_at=at)
        for person, member in book.members.items()
        for first, last in member.absences
    )
    for pk, person, topic, certified_on in Certification.objects.exclude(certified_on=None).values_list(
        "pk", "person", "topic", "certified_on"
    ):
        since, until = book.members[person].certificates[topic]
        if since != str(certified_on):
            Certification.objects.filter(pk=pk).update(certified_on=since, until=until, lead_since=since)
    _write_seats(play, at)
    _write_stays(play, at)


def _write_seats(play: Play, at: datetime) -> None:
    seats = play.book.seats()
    first: dict[int, Sitting] = {}
    for seat in seats:
        first.setdefault(seat.review, seat)
    lead = play.company.people[0].pk
    reviews = {
        number: Review(
            subject="-", team_id=seat.team, asked_by_id=lead, topic=seat.topic, depth=seat.depth, state="advised",
            reviewer_id=seat.person, asked_at=seat.at, assigned_at=seat.at, advised_at=seat.at,
        )
        for number, seat in first.items()
    }  # fmt: skip
    Review.objects.bulk_create(reviews.values(), batch_size=2000)
    Seat.objects.bulk_create(
        (
            Seat(
                review=reviews[seat.review], person_id=seat.person, role=seat.role, state=seat.state,
                offered_at=seat.at, taken_at=seat.at, sent_at=seat.at if seat.state == "sent" else None,
                ended_at=None if seat.open else seat.at,
            )
            for seat in sorted(seats, key=lambda one: one.number)
        ),
        batch_size=2000,
    )  # fmt: skip
    for topic, moment in play.book.drawn_at.items():
        review = next((one for one in reviews.values() if one.topic == topic), None)
        if review is not None:
            Draw.objects.create(
                review=review, number=1, at=datetime.fromisoformat(f"{moment}+00:00"), engine=2, seed=0, outcome={}
            )


def _write_stays(play: Play, at: datetime) -> None:
    lead = play.company.people[0].pk
    homes = {one.team_id: one.pk for one in play.company.services}
    requests = AwayRequest.objects.bulk_create(
        AwayRequest(
            service_id=homes[stay.host], host_id=stay.host, guest_id=stay.guest, title=f"Stay {number}", problem="-",
            measure="-", unit="-", now_value=1, expected_value=2, scope="-", wanted_by=stay.over.date(),
            asked_by_id=lead, asked_at=stay.signed, state="signed" if stay.over > at else "ended",
            decided_at=stay.signed, decided_by_id=lead, contact_id=lead, signed_at=stay.signed,
            closed_at=None if stay.over > at else stay.over, outcome="-",
        )
        for number, stay in enumerate(play.book.stays)
    )  # fmt: skip
    AwayMember.objects.bulk_create(
        AwayMember(request=request, person_id=person, percent=50)
        for request, stay in zip(requests, play.book.stays, strict=True)
        for person in stay.went
    )


def often(draws: int, times: int) -> set[int]:
    """After which draws the book is compared: so many times, evenly, the last one with them."""
    times = min(times, draws)
    return {round(draws * number / times) for number in range(1, times + 1)} if times else set()
