"""Who sits where in a review."""

from teams.people.models import Person
from teams.reviews.models import Review, Seat


def seat_of(person: Person, review: Review) -> Seat | None:
    """The seat from which this person still writes; None when they have none. One query."""
    return review.seats.standing().filter(person=person).first()


def has_sat(person: Person, review: Review) -> bool:
    """Whether this person has a seat in it, or had one that they neither gave back nor let pass."""
    gone = [Seat.State.DECLINED, Seat.State.UNANSWERED]
    return review.seats.filter(person=person).exclude(state__in=gone).exists()


def seats(review: Review) -> list[Seat]:
    """Every seat there was, the first drawn first. One query."""
    return list(review.seats.select_related("person", "given_by").order_by("pk"))


def sat_with_lead(person: Person, review: Review) -> bool:
    """Whether this person answers for the advice, or stood in for who does: they read what the shadow wrote."""
    return review.seats.filter(person=person, role__in=[*Seat.ANSWERABLE, Seat.Role.MENTOR]).exists()


def is_of(person: Person, review: Review) -> bool:
    """Whether what is looked at is this person's own: of their team, then or now, or made or asked for by them."""
    then = {review.asked_by_id, review.brief.get("lead"), *review.brief.get("members", ())}
    own = {*then, *review.brief.get("makers", ()), review.team.lead_id}
    return person.pk in own or review.team.memberships.filter(person=person, until=None).exists()


def by_hand(review: Review, seats: list[Seat]) -> bool:
    """Whether whoever looks was asked by hand, and not drawn."""
    return any(one.given_by_id is not None and one.person_id == review.reviewer_id for one in seats)


def lacks_second(review: Review, seats: list[Seat]) -> bool:
    """Whether a second should look, somebody looks, and no second was ever found."""
    return review.is_critical and bool(seats) and all(one.role != Seat.Role.SECOND for one in seats)
