"""A seat is given by hand: by who keeps the pool, to somebody independent; in spite of a tie only by a steward."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Denied, Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.reviews import states
from teams.reviews.actions.routing import await_advice, await_deputy, draw_others, give_seat
from teams.reviews.actions.telling import tell, tell_lead, tell_stewards
from teams.reviews.models import Review, Seat
from teams.reviews.reads.by_hand import Guild, guild_of, roles_free
from teams.reviews.reasons import LEAST_WORDS, words_of
from teams.reviews.routing import said

LONGEST_WHY = 400


@transaction.atomic
def assign_by_hand(review: Review, *, by: Person, person: Person, role: str, why: str, in_spite: str = "") -> Review:
    """Offer a seat to somebody whom no lot chose; why is on the record.

    Refused for whom the draw would rule out for good, each reason with its sentence. A steward may in spite of that,
    with a reason of their own (``in_spite``), and all stewards are told; never for one's own work, for who sits in it
    already or is not there, and never for themselves. While the time of whoever was drawn runs, nobody is put beside
    them.
    """
    policies.require(by, "review.assign", review)
    rows = Review.objects.select_for_update(of=("self",)).select_related("team__lead", "asked_by", "reviewer")
    review = rows.get(pk=review.pk)
    if role not in roles_free(review):
        raise Refused("seat-not-free", _not_free(review))
    facts = {"given_by": by, "given_why": _sentence(why, "why")}
    guild = guild_of(review, lock=True)
    if person.pk not in guild.pool.people:
        says = "They have no place in the guild. A steward certifies them first."
        raise Invalid("assigned-outside", says, person=says)
    codes = guild.hindrances(person, role)
    in_spite_of = {}
    if codes:
        _require_in_spite(review, guild, codes, by=by, person=person, in_spite=in_spite)
        in_spite_of = {"in_spite_of": list(codes), "in_spite_why": _sentence(in_spite, "in_spite")}
    mentor = guild.mentor_of(person, role)
    _hand_over(review, role, by=by, person=person)
    seat = give_seat(review, person, role, **facts, **in_spite_of)
    if mentor is not None:
        give_seat(review, mentor, Seat.Role.MENTOR, **facts)
    data = {"person": person.pk, "role": role, "why": seat.given_why, **in_spite_of}
    audit.record(by, "review.give-by-hand", review, data=data)
    _tell(review, seat, by=by)
    if role == Seat.Role.LEAD:
        draw_others(review)
    return review


def _sentence(words: str, field: str) -> str:
    if len(words_of(words)) < LEAST_WORDS:
        says = (
            "Say in a sentence why by hand, and why them." if field == "why" else "Say in a sentence why all the same."
        )
        raise Invalid("assigned-without-why", says, **{field: "In a sentence."})
    return storable(words.strip(), LONGEST_WHY)


def _not_free(review: Review) -> str:
    if review.state == Review.State.ASSIGNED:
        return "Somebody looks at it, and their time runs. Once it is over somebody may be asked beside them."
    return f"This review is {review.state}: nobody is asked any more."


def _require_in_spite(
    review: Review, guild: Guild, codes: tuple[str, ...], *, by: Person, person: Person, in_spite: str
) -> None:
    """Refuse whom the draw would rule out, unless a steward says why all the same."""
    why = f"{person.name} cannot look at this. {said(codes)}"
    if guild.never(person, codes):
        raise Invalid("assigned-never", f"{why} No reason outweighs that: choose somebody else.", person=said(codes))
    if not in_spite.strip():
        raise Invalid("assigned-tied", f"{why} Choose somebody independent, or a steward says why all the same.",
                      person=said(codes))  # fmt: skip
    policies.require(by, "review.assign-in-spite", review)
    if by.pk == person.pk:
        raise Denied("not-allowed", f"{why} Nobody outweighs that for themselves: another steward may.")


def _hand_over(review: Review, role: str, *, by: Person, person: Person) -> None:
    """The review moves and its clock begins anew, as when the lot had fallen on them."""
    if role == Seat.Role.LEAD:
        facts = {"reviewer": person, "assigned_at": timezone.now(), "closed_at": None, "reason": ""}
        try:
            with transaction.atomic():
                states.REVIEW.move(review, "assign-by-hand", by=by, data={"reviewer": person.pk}, **facts)
        except IntegrityError:
            raise Refused("review-running", "Another review looks at this by now. Read that one.") from None
        await_advice(review, person)
    elif role == Seat.Role.DEPUTY:
        clocks.meet("reviews.guild", review)
        await_deputy(review, person)


def _tell(review: Review, seat: Seat, *, by: Person) -> None:
    tell([seat.person], f"asks you by hand to look at {review.subject} of {review.team.name}", review, by=by)
    spite = f" in spite of this: {said(seat.in_spite_of)}" if seat.in_spite_of else ""
    tell_lead(review, f"asked {seat.person.name} by hand to look at {review.subject}{spite}", by=by)
    if seat.in_spite_of:
        tell_stewards(
            review, f"{by.name} gave {review} to {seat.person.name} in spite of this: {said(seat.in_spite_of)}"
        )
