"""What is counted of a step: seats of the topic in closed reviews, from which somebody sent what they had to say."""

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Refused
from teams.reviews.actions import certificates, training
from teams.reviews.models import Review, Seat
from teams.reviews.reads.place import credit, place
from teams.reviews.reads.practice import practice
from teams.reviews.reads.ways import ways
from tests import make
from tests.reviews import trainees
from tests.reviews.trainees import again, learned

pytestmark = pytest.mark.django_db


def sat(person, role="shadow", state="sent", review=None):
    """A seat in a closed review of contracts."""
    review = review or trainees.closed()
    now = timezone.now()
    return Seat.objects.create(
        review=review, person=person, role=role, state=state, offered_at=now, ended_at=now,
        sent_at=now if state == "sent" else None,
    )  # fmt: skip


def so_far(one):
    found = practice(again(one), ways())
    return found.done, found.needed, found.given


def test_shadow_seats_that_were_sent_count_once_the_review_is_closed(ben, sam):
    make.bar_raiser(limit=20)
    one = trainees.in_state("shadowing", ben)
    assert so_far(one) == (0, 3, 0)
    sat(ben)
    open_review = make.review()  # the draw gives its learner's seat to the one who waits for one
    Seat.objects.filter(review=open_review, person=ben).delete()
    sat(ben, review=open_review)
    sat(ben, state="silent")
    sat(ben, state="released")
    sat(ben, role="second")
    assert so_far(one) == (1, 3, 3)
    Review.objects.filter(pk=open_review.pk).update(topic="data")
    assert so_far(one) == (1, 3, 2)
    for _ in range(2):
        sat(ben)
    certificates.watch_guild()
    assert again(one).state == "leading"


def test_three_led_and_closed_bring_the_mentors_last_word_and_standing_in_counts(ben, sam):
    mentor = make.bar_raiser(limit=20).person
    one = trainees.in_state("leading", ben)
    for _ in range(2):
        review = trainees.closed()
        Seat.objects.filter(review=review, role="lead").update(person=ben)
    sat(ben, role="deputy")
    assert so_far(one) == (3, 3, 3)
    certificates.watch_guild()
    one = again(one)
    assert (one.state, one.mentor) == ("assessment", mentor)
    one = training.ask_once_more(one, by=mentor, words="Look at what the callers do first.")
    assert so_far(one) == (0, 3, 0)


def test_who_was_given_seats_and_used_none_is_not_given_the_time_again(ben, sam, until):
    make.bar_raiser(limit=20)
    one = trainees.in_state("shadowing", ben)
    for _ in range(3):
        sat(ben, state="silent")
    until("reviews.shadowing")
    clocks.ring_due()
    jobs.run_waiting()
    assert (again(one).state, again(one).words) == ("lapsed", "0 of 3 in time.")


def test_a_review_one_sat_in_is_not_read_and_is_not_offered(ben, sam):
    make.bar_raiser(limit=20)
    one = trainees.reading(ben)
    seat = sat(ben)
    with pytest.raises(Refused, match="your own"):
        training.mark_read(one, seat.review, by=ben, learned=learned(1))


def test_what_somebody_gave_is_counted_on_their_own_page(ben, sam, ana):
    raiser = make.bar_raiser(ben)
    for _ in range(2):
        make.advised(count=0)
    sat(ana, review=Review.objects.first())
    given = credit(ben)
    assert (given.reviews, given.teams, given.shadowed) == (2, 2, 0)
    assert (credit(ana).shadowed, credit(ana).reviews) == (1, 0)
    assert place(ben, sam).busy == 0
    assert raiser.person == ben
