"""Who looks at a review sits in it: offered, taken, sent; late, passed on, stood in for; and what a learner writes."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from portal.kit import audit, clocks, jobs
from portal.kit.refusals import Denied, Refused
from portal.models import Clock, Notice
from services.actions import contracts
from teams.reviews import states
from teams.reviews.actions import answering, asking, reviews, routing
from teams.reviews.models import Review, Seat, Suggestion
from teams.reviews.reads.reviews import suggestions
from tests import make

pytestmark = pytest.mark.django_db


def ring():
    clocks.ring_due()
    jobs.run_waiting()


def again() -> Review:
    return Review.objects.select_related("team__lead", "reviewer").get()


def seats() -> dict[str, str]:
    return {f"{one.role} {one.person.name}": one.state for one in Seat.objects.select_related("person")}


def test_whoever_is_drawn_is_offered_a_seat_and_takes_it_by_writing(home):
    review = make.review(home)
    seat = review.seats.get()
    assert (seat.role, seat.state, seat.person) == ("lead", "offered", review.reviewer)
    assert Clock.objects.get(kind="reviews.accept").awaited_person == review.reviewer
    make.suggestion(review)
    seat.refresh_from_db()
    assert seat.state == "taken"
    assert Clock.objects.get(kind="reviews.accept").state == "met"


def test_a_seat_that_nobody_takes_is_offered_to_somebody_else_once(home, until):
    make.bar_raiser()
    make.bar_raiser()
    first = make.review(home).reviewer
    until("reviews.accept")
    ring()
    ring()
    review = again()
    assert review.reviewer is not None
    assert review.reviewer != first
    assert sorted(seats().values()) == ["offered", "unanswered"]
    with pytest.raises(Denied):
        reviews.suggest(review, by=first, line=1, weight="idea", text="x", why="y")


def test_who_has_taken_it_is_not_passed_on(home, until):
    review = make.review(home)
    reviews.take_seat(review, by=review.reviewer)
    routing.Seat.objects.filter(review=review).update(state="taken")
    until("reviews.advice", "half")
    ring()
    assert seats() == {f"lead {review.reviewer.name}": "taken"}
    assert Notice.objects.filter(person=review.reviewer, text__startswith="Half of your time").count() == 1


def test_silence_calls_a_deputy_then_the_guild_and_then_the_record_says_no_advice(home, ana, until):
    keeper = make.steward()
    make.bar_raiser()
    make.bar_raiser()
    review = make.review(home)
    make.suggestion(review)
    until("reviews.advice")
    ring()
    deputy = Seat.objects.get(role="deputy").person
    assert deputy != review.reviewer
    assert Clock.objects.get(kind="reviews.deputy", state="open").awaited_person == deputy
    until("reviews.accept")
    ring()
    until("reviews.deputy")
    ring()
    assert Clock.objects.get(kind="reviews.guild", state="open").awaited_person == keeper
    until("reviews.guild")
    ring()
    ring()
    review = again()
    assert (review.state, review.reason) == ("silent", "No advice was given in time.")
    assert Notice.objects.filter(person=ana, text__contains="No advice").count() == 1
    assert not Clock.objects.filter(kind__startswith="reviews.", state="open").exists()
    with pytest.raises(Refused) as refusal:
        reviews.send_advice(review, by=review.reviewer, summary="Too late.")
    assert refusal.value.code == "review-not-open"
    contracts.publish_revision(make.again(review.revision), by=ana)


def test_without_a_deputy_the_guild_is_asked_at_once(home, until):
    keeper = make.steward()
    review = make.review(home)
    make.suggestion(review)
    until("reviews.advice")
    ring()
    assert not Seat.objects.filter(role="deputy").exists()
    assert Clock.objects.get(kind="reviews.guild").awaited_person == keeper


def test_whoever_sends_first_answers_for_the_advice(home, until):
    make.bar_raiser()
    make.bar_raiser()
    review = make.review(home)
    late = review.reviewer
    mine = make.suggestion(review, text="Never sent.")
    until("reviews.advice")
    ring()
    deputy = Seat.objects.get(role="deputy").person
    reviews.suggest(review, by=deputy, line=2, weight="must", text="Sent.", why="Because.")
    sent = reviews.send_advice(review, by=deputy, summary="Good.")
    assert (sent.reviewer, sent.state) == (deputy, "advised")
    assert seats() == {f"lead {late.name}": "released", f"deputy {deputy.name}": "sent"}
    told = Suggestion.objects.sent()
    assert [one.text for one in told] == ["Sent."]
    assert mine not in told
    assert Clock.objects.get(kind="reviews.deputy").state == "met"
    with pytest.raises(Refused) as refusal:
        reviews.send_advice(review, by=late, summary="Me too.")
    assert refusal.value.code == "review-not-open"


def test_a_second_writes_on_their_own_and_the_team_answers_both(home, ana):
    review = make.review(home)
    second = make.bar_raiser().person
    routing.give_seat(review, second, Seat.Role.SECOND)
    make.suggestion(review, text="Of the lead.")
    reviews.suggest(review, by=second, line=3, weight="must", text="Of the second.", why="Because.")
    assert [one.text for one in suggestions(second, review)] == ["Of the second."]
    assert [one.text for one in suggestions(review.reviewer, review)] == ["Of the lead."]
    reviews.send_advice(review, by=second, summary="I looked too.")
    assert again().state == "assigned"
    assert suggestions(ana, again()) == []
    reviews.send_advice(review, by=review.reviewer, summary="Good.")
    review = again()
    both = suggestions(ana, review)
    assert sorted(one.text for one in both) == ["Of the lead.", "Of the second."]
    for one in both:
        assert again().state == "advised"
        answering.answer_suggestion(one, by=ana, kind="accept", text="Done.")
    assert again().state == "closed"


@pytest.mark.parametrize(("role", "told"), [("second", 1), ("shadow", 0)])
def test_who_looks_too_has_a_time_and_silence_is_written_down_and_stops_nobody(home, ana, until, role, told):
    review, other = make.review(home), make.bar_raiser().person
    make.suggestion(review)
    routing.give_seat(review, other, role)
    assert not Clock.objects.filter(kind="reviews.seat").exists()
    reviews.take_seat(review, by=other)
    clock, lead = Clock.objects.get(kind="reviews.seat"), Clock.objects.get(kind="reviews.advice")
    assert (clock.awaited_person, clock.work) == (other, lead.work)
    until("reviews.seat", "half")
    ring()
    assert Notice.objects.filter(person=other, text__startswith="Half of your time").count() == 1
    reviews.send_advice(review, by=review.reviewer, summary="Good.")
    until("reviews.seat")
    ring()
    ring()
    seat = Seat.objects.get(role=role)
    assert (seat.state, seat.reason) == ("silent", "No advice was given in time.")
    assert Notice.objects.filter(person=ana, text__contains="gave no advice in time").count() == told
    assert again().state == "advised"
    with pytest.raises(Refused, match="does not change any more"):
        reviews.suggest(again(), by=other, line=3, weight="must", text="Late.", why="Because.")


def test_the_time_of_a_second_ends_with_what_they_send_or_hand_back(home):
    review, other = make.review(home), make.bar_raiser().person
    routing.give_seat(review, other, Seat.Role.SECOND)
    reviews.take_seat(review, by=other)
    reviews.send_advice(review, by=other, summary="I looked too.")
    assert Clock.objects.get(kind="reviews.seat").state == "met"
    third = make.bar_raiser().person
    routing.give_seat(review, third, Seat.Role.SHADOW)
    reviews.take_seat(review, by=third)
    reviews.decline_review(review, by=third, reason="I wrote half of it.")
    assert Clock.objects.get(kind="reviews.seat", awaited_person=third).state == "withdrawn"


def test_what_a_shadow_writes_is_for_the_lead_and_never_for_the_team(home, ana):
    review = make.review(home)
    learner = make.bar_raiser().person
    routing.give_seat(review, learner, Seat.Role.SHADOW)
    one = reviews.suggest(review, by=learner, line=3, weight="must", text="Of the learner.", why="Because.")
    assert one.state == "unseen"
    reviews.send_advice(review, by=learner, summary="What I would say.")
    assert again().state == "assigned"
    assert suggestions(review.reviewer, again()) == []
    make.suggestion(review, text="Of the lead.")
    reviews.send_advice(review, by=review.reviewer, summary="Good.")
    review = again()
    assert [each.text for each in suggestions(ana, review)] == ["Of the lead."]
    assert {each.text for each in suggestions(review.reviewer, again())} == {"Of the lead.", "Of the learner."}
    with pytest.raises(Refused):
        answering.answer_suggestion(one, by=ana, kind="accept", text="Done.")


def test_nobody_changes_what_somebody_else_wrote(home):
    review = make.review(home)
    second = make.bar_raiser().person
    routing.give_seat(review, second, Seat.Role.SECOND)
    one = make.suggestion(review)
    with pytest.raises(Refused) as refusal:
        reviews.drop_suggestion(one, by=second)
    assert refusal.value.code == "suggestion-of-another"


def test_a_second_who_hands_it_back_is_not_drawn_again(home):
    review = make.review(home)
    second = make.bar_raiser().person
    routing.give_seat(review, second, Seat.Role.SECOND)
    reviews.decline_review(review, by=second, reason="I wrote half of it.")
    assert again().state == "assigned"
    assert seats() == {f"lead {review.reviewer.name}": "offered", f"second {second.name}": "declined"}


def test_every_move_of_a_seat_starts_where_the_table_says(home):
    review = make.review(home)
    seat = review.seats.get()
    for state, (verb, move) in itertools.product(Seat.State.values, states.SEAT.moves.items()):
        sent = seat.offered_at if state == "sent" else None
        Seat.objects.filter(pk=seat.pk).update(state=state, sent_at=sent)
        seat.refresh_from_db()
        facts = {"sent_at": seat.offered_at} if move.target == "sent" else {}
        if state in move.sources:
            states.SEAT.move(seat, verb, by=None, **facts)
            assert seat.state == move.target
        else:
            with pytest.raises(Refused):
                states.SEAT.move(seat, verb, by=None, **facts)


def test_the_database_holds_one_lead_and_one_seat_a_person(home):
    review = make.review(home)
    other = make.bar_raiser().person
    for person, role in ((other, "lead"), (review.reviewer, "second")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(review=review, person=person, role=role)


def test_where_no_second_is_found_the_page_says_so_and_stewards_are_told(home, ana, client):
    make.steward()
    make.bar_raiser(limit=5)
    review = asking.ask_for_review(audit.ref(make.service(home)), by=ana, why="We go live.", topic="contract")
    Review.objects.update(is_critical=True)
    jobs.run_waiting()
    assert again().state == "assigned"
    assert Notice.objects.filter(text__contains=f"No second could be drawn for {review}").exists()
    client.force_login(ana)
    assert "No second was found" in client.get(review.get_absolute_url()).content.decode()
