"""What the jobs do: who looks at it is drawn and gets a seat; what became of the revision is noted."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks
from services.models import Revision
from teams.people.models import Person
from teams.people.reads.calendars import hours_of
from teams.reviews import states
from teams.reviews.actions.asking import LOOKED_AT, review_of_revision, withdraw_review
from teams.reviews.actions.drawing import draw_seats
from teams.reviews.actions.occasions import consider
from teams.reviews.actions.silence import end_without_advice
from teams.reviews.actions.telling import tell_lead, tell_reviewer, tell_seats, tell_stewards
from teams.reviews.depth import DAYS
from teams.reviews.models import Review, Seat, Suggestion
from teams.reviews.reads.keepers import keeper_of
from teams.reviews.routing import Drawn

ACCEPT_DAYS = 1
"""Working days to take a seat or to hand it back."""
NOBODY = "Nobody in the guild is independent of this team and has room. The team goes on without advice."


@transaction.atomic
def ask_about_revision(revision_id: int) -> None:
    """What policies ask about a revision that is proposed, or published without. One that has ended gets nothing."""
    revision = Revision.objects.select_for_update(of=("self",)).get(pk=revision_id)
    if revision.state in LOOKED_AT:
        ask_by_policy(audit.ref(revision))


@transaction.atomic
def ask_by_policy(about: str) -> None:
    """Ask for the looks that policies want of a thing, and give each to somebody. Run again, it changes nothing.

    One transaction: killed anywhere, nothing of it has happened.
    """
    for review in consider(about):
        _assign(review)


@transaction.atomic
def look_at_draft(revision_id: int) -> Review | None:
    """The same for a revision that may be a draft still: what another room wants looked at, critical or not."""
    return _assigned(review_of_revision(revision_id, (Revision.State.DRAFT, *LOOKED_AT)))


@transaction.atomic
def draw_for(review_id: int) -> Review:
    """Draw who looks at a review that waits for somebody. Run again, it changes nothing."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("team__lead", "asked_by")
    review = rows.get(pk=review_id)
    _assigned(review)
    return review


def _assigned(review: Review | None) -> Review | None:
    if review is not None and review.state == Review.State.ASKED:
        _assign(review)
    return review


def _assign(review: Review) -> None:
    """Draw, and hand it over: a seat and its clocks for each it fell on, a notice for the lead."""
    now = timezone.now()
    for mentor in review.seats.standing().filter(role=Seat.Role.MENTOR):
        # Whom they stood by gave it back, and nobody else needs them.
        states.SEAT.move(mentor, "release", by=None, ended_at=now)
        clocks.close_all(mentor, met=False)
    drawn = draw_seats(review, _seats_to_draw(review))
    people = Person.objects.in_bulk([seat.picked for seat in drawn.seats if seat.picked is not None])
    reviewer = people.get(drawn.picked(Seat.Role.LEAD) or 0)
    if reviewer is None:
        states.REVIEW.move(review, "find-nobody", by=None, reason=NOBODY, closed_at=now)
        for sitting in review.seats.standing():
            states.SEAT.move(sitting, "release", by=None, ended_at=now)
            clocks.close_all(sitting, met=False)
        tell_lead(review, f"Nobody independent is free to look at {review.subject}. Go on without advice.")
        tell_stewards(review, f"Nobody could be drawn for {review}: {review.subject} of {review.team.name}.")
        return
    states.REVIEW.move(
        review, "assign", by=None, data={"reviewer": reviewer.pk, "seed": drawn.seed},
        reviewer=reviewer, assigned_at=now,
    )  # fmt: skip
    _give_seats(review, drawn, people)
    await_advice(review, reviewer)
    tell_reviewer(review, f"The lot fell on you: look at {review.subject} of {review.team.name}.")
    tell_lead(review, f"{reviewer.name} looks at {review.subject}. You may go on at any time.")


def draw_others(review: Review) -> None:
    """The lead was given by hand; who else is to look is drawn as ever."""
    _, *others = _seats_to_draw(review)
    if not others:
        return
    drawn = draw_seats(review, others)
    _give_seats(review, drawn, Person.objects.in_bulk([seat.picked for seat in drawn.seats if seat.picked is not None]))


def _give_seats(review: Review, drawn: Drawn, people: Mapping[int, Person]) -> None:
    """A seat for each on whom the lot fell. Stewards are told that no second was found: they may ask one by hand."""
    for seat in drawn.seats:
        if seat.picked is not None:
            give_seat(review, people[seat.picked], seat.role)
        elif seat.role == Seat.Role.SECOND:
            tell_stewards(review, f"No second could be drawn for {review}: {review.subject} of {review.team.name}.")


def await_advice(review: Review, reviewer: Person) -> None:
    """The lead's time runs."""
    clocks.start(
        "reviews.advice",
        review,
        person=reviewer,
        asked_by=review.asked_by,
        title=f"Look at {review.subject} of {review.team.name} and say what you would do",
        silence="A deputy is drawn as well; at twice the time the record says that no advice was given.",
        url=review.get_absolute_url(),
        days=DAYS[review.depth],
        hours=hours_of(reviewer),
    )


def _seats_to_draw(review: Review) -> list[str]:
    """The lead, a second for what is critical, and a shadow, as far as the latter two were never given to anybody."""
    given = set(review.seats.values_list("role", flat=True))
    wanted = [Seat.Role.SECOND, Seat.Role.SHADOW] if review.is_critical else [Seat.Role.SHADOW]
    return [Seat.Role.LEAD, *(role for role in wanted if role not in given)]


def give_seat(review: Review, person: Person, role: str, **by_hand: Any) -> Seat:
    """Offer a seat: from this moment it counts against what its person takes at once. They answer within a day.

    ``by_hand``: who gave it, why, and in spite of what; nothing when it was drawn.
    """
    seat = Seat.objects.create(review=review, person=person, role=role, offered_at=timezone.now(), **by_hand)
    audit.record(None, "seat.offer", seat, after=seat.state, data={"review": review.pk, "person": person.pk})
    again = "Somebody else is drawn." if role == Seat.Role.LEAD else "It goes on without you."
    clocks.start(
        "reviews.accept",
        seat,
        person=person,
        asked_by=review.asked_by,
        title=f"Take {review.subject}, or hand it back",
        silence=again,
        url=review.get_absolute_url(),
        days=ACCEPT_DAYS,
        hours=hours_of(person),
    )
    return seat


def call_deputy(review_id: int) -> None:
    """The lead's time is over and nothing was sent: somebody is drawn beside them, for half the time once more."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("team__lead", "asked_by", "reviewer")
    review = rows.get(pk=review_id)
    if review.state != Review.State.ASSIGNED:
        return
    drawn = draw_seats(review, [Seat.Role.DEPUTY])
    deputy = Person.objects.filter(pk=drawn.picked(Seat.Role.DEPUTY)).first()
    if deputy is None:
        call_guild(review_id)
        return
    give_seat(review, deputy, Seat.Role.DEPUTY)
    audit.record(None, "review.call-deputy", review, data={"person": deputy.pk, "seed": drawn.seed})
    await_deputy(review, deputy)
    tell_reviewer(review, f"Your time for {review.subject} is over. {deputy.name} was asked too; whoever sends first.")
    tell_lead(review, f"The advice on {review.subject} is late; {deputy.name} was asked too. You need not wait.")


def await_deputy(review: Review, deputy: Person) -> None:
    """The deputy's time runs: half of what the lead had."""
    clocks.start(
        "reviews.deputy",
        review,
        person=deputy,
        asked_by=review.asked_by,
        title=f"Look at {review.subject} in place of {review.reviewer}, who is late",
        silence="Whoever leads the guild for this topic is asked.",
        url=review.get_absolute_url(),
        days=DAYS[review.depth] / 2,
        hours=hours_of(deputy),
    )


def call_guild(review_id: int) -> None:
    """The deputy is late as well, or there is none: the guild's lead has half the time once more."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("team__lead", "asked_by", "reviewer")
    review = rows.get(pk=review_id)
    if review.state != Review.State.ASSIGNED:
        return
    assert review.reviewer is not None  # noqa: S101 - it is assigned
    lead = keeper_of(review.topic, but=review.reviewer)
    if lead is None:
        end_without_advice(review_id)
        return
    audit.record(None, "review.call-guild", review, data={"person": lead.pk})
    clocks.start(
        "reviews.guild",
        review,
        person=lead,
        asked_by=review.asked_by,
        title=f"Nobody has said anything about {review.subject}: find somebody who does",
        silence="The record says that no advice was given, against the guild; the team goes on.",
        url=review.get_absolute_url(),
        days=DAYS[review.depth] / 2,
        hours=hours_of(lead),
    )


def note_publication(revision_id: int) -> None:
    """Write down what was open when the revision was published. Derived from times, so a late job writes the same."""
    rows = Revision.objects.select_for_update(of=("self",)).select_related("contract__service__team__lead")
    revision = rows.get(pk=revision_id)
    at = revision.published_at
    if at is None:
        return
    reviews = Review.objects.filter(revision=revision, published_at=None).exclude(state=Review.State.WITHDRAWN)
    for review in reviews.select_related("team__lead", "reviewer"):
        review.published_at = at
        review.open_at_publication = 0
        if review.advised_at is not None and review.advised_at <= at:
            given = Suggestion.objects.sent().filter(review=review)
            review.open_at_publication = given.exclude(answer__at__lte=at).count()
        review.save(update_fields=["published_at", "open_at_publication"])
        audit.record(None, "review.note-publication", review, data={"open": review.open_at_publication})
        if review.is_open:
            left = review.open_at_publication
            words = (
                f"with {left} of your suggestions open" if left else "before your advice" if not review.is_sent else ""
            )
            tell_reviewer(review, f"{review.subject} is published {words}".strip() + ".")


def withdraw_about_revision(revision_id: int) -> None:
    """The draft was discarded: nobody needs to look at it any more."""
    for review in Review.objects.open().filter(revision_id=revision_id).select_related("team__lead", "reviewer"):
        told = list(Person.objects.filter(pk__in=review.seats.standing().values("person")))
        withdraw_review(review, by=None, reason="The draft was discarded.")
        tell_seats(told, review, f"{review.subject} was discarded. You need not look at it any more.")
