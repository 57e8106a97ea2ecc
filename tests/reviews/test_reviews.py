"""Advice is written, sent and answered; what is ignored is ignored with data and looked at again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock, Notice
from services.actions import contracts
from teams.people.models import Person
from teams.reviews.actions import answering, guild, outcomes, reviews
from teams.reviews.models import Answer, BarRaiser, Certification, Review, Suggestion
from tests import make

pytestmark = pytest.mark.django_db


def ring():
    clocks.ring_due()
    jobs.run_waiting()


def test_a_suggestion_knows_the_operation_it_stands_in(home):
    review = make.review(home)
    one = make.suggestion(review, line=9, end_line=10)
    assert (one.number, one.line, one.end_line, one.state) == (1, 9, 10, "open")
    assert one.key == "operation:readOrder"
    assert make.suggestion(review, line=2).number == 2


def test_only_the_reviewer_suggests_and_sends(home, ana, ben):
    review = make.review(home)
    words = {"line": 1, "weight": "idea", "text": "x", "why": "y"}
    for person in (ana, ben, make.steward()):
        with pytest.raises(Denied, match=review.reviewer.name):
            reviews.suggest(review, by=person, **words)
        with pytest.raises(Denied):
            reviews.send_advice(review, by=person, summary="x")
        with pytest.raises(Denied):
            reviews.decline_review(review, by=person, reason="x")


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        ({"line": 0}, "suggestion-nowhere", "line"),
        ({"line": 999}, "suggestion-nowhere", "line"),
        ({"line": 5, "end_line": 4}, "suggestion-nowhere", "line"),
        ({"weight": "order"}, "suggestion-weight-unknown", "weight"),
        ({"text": "  "}, "suggestion-empty", "text"),
        ({"why": ""}, "suggestion-without-why", "why"),
    ],
)
def test_a_suggestion_says_where_what_and_why(home, words, code, field):
    review = make.review(home)
    with pytest.raises(Invalid) as refusal:
        make.suggestion(review, **words)
    assert refusal.value.code == code
    assert field in refusal.value.fields


def test_drafts_can_be_changed_and_dropped_until_the_advice_is_sent(home):
    review = make.review(home)
    one, two = make.suggestion(review), make.suggestion(review)
    words = {"by": review.reviewer, "line": 3, "weight": "must", "text": "Better.", "why": "Because."}
    assert reviews.change_suggestion(one, **words).weight == "must"
    reviews.drop_suggestion(two, by=review.reviewer)
    reviews.send_advice(review, by=review.reviewer, summary="Good.")
    with pytest.raises(Refused) as refusal:
        reviews.change_suggestion(one, **words)
    assert refusal.value.code == "review-not-open"
    with pytest.raises(Refused):
        reviews.drop_suggestion(one, by=review.reviewer)
    with pytest.raises(Refused):
        make.suggestion(review)


def test_sending_meets_the_reviewers_clock_and_starts_the_leads(home, ana):
    review = make.advised(home)
    assert (review.state, review.is_sent) == ("advised", True)
    assert Clock.objects.get(kind="reviews.advice").state == "met"
    clock = Clock.objects.get(kind="reviews.answers", state="open")
    assert (clock.awaited_person, clock.asked_by) == (ana, review.reviewer)
    assert "Answer 2 suggestions" in clock.title


def test_a_look_that_found_nothing_closes_the_review(home):
    review = make.review(home)
    review = reviews.send_advice(review, by=review.reviewer, summary="Nothing to add.")
    assert review.state == "closed"
    assert not Clock.objects.filter(kind="reviews.answers").exists()


def test_advice_without_words_is_refused(home):
    review = make.review(home)
    with pytest.raises(Invalid):
        reviews.send_advice(review, by=review.reviewer, summary=" ")


def test_only_the_lead_answers(home, ana, ben, sam):
    review = make.advised(home)
    first, second = review.suggestions.select_related("review__team__lead")
    member = make.person()
    make.join_team(home, member, by=home.lead)
    for person in (ben, review.reviewer, member, sam):
        with pytest.raises(Denied, match="Ana Owner"):
            answering.answer_suggestion(first, by=person, kind="accept", text="Yes.")
    answering.answer_suggestion(first, by=ana, kind="accept", text="Yes.")
    assert (first.state, second.state) == ("accepted", "open")


def test_the_last_answer_closes_the_review(home, ana):
    review = make.advised(home)
    first, second = review.suggestions.all()
    answering.answer_suggestion(first, by=ana, kind="accept", text="Done.")
    assert Review.objects.get().state == "advised"
    answering.answer_suggestion(second, by=ana, kind="adapt", text="Done in another way.")
    assert Review.objects.get().state == "closed"
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"accepted", "adapted"}
    assert Clock.objects.get(kind="reviews.answers").state == "met"
    assert Notice.objects.filter(person=review.reviewer, text__contains="answered your advice").exists()


def test_a_suggestion_is_answered_once(home, ana):
    first = make.advised(home).suggestions.first()
    same = Suggestion.objects.select_related("review__team__lead").get(pk=first.pk)
    answering.answer_suggestion(first, by=ana, kind="accept", text="Done.")
    with pytest.raises(Refused) as refusal:
        answering.answer_suggestion(same, by=ana, kind="adapt", text="We do it in another way.")
    assert refusal.value.code == "suggestion-cannot-adapt"


def test_what_was_not_sent_is_not_answered(home, ana):
    review = make.review(home)
    one = make.suggestion(review)
    with pytest.raises(Refused) as refusal:
        answering.answer_suggestion(one, by=ana, kind="accept", text="Done.")
    assert refusal.value.code == "review-not-advised"


@pytest.mark.parametrize(
    "missing", ["evidence", "measure", "value", "source", "measured_on", "look_again_on", "wrong_if"]
)
def test_nothing_is_ignored_without_data(home, ana, missing):
    first = make.advised(home).suggestions.first()
    words = make.ignoring(**{missing: None if missing.endswith("_on") else ""})
    with pytest.raises(Invalid) as refusal:
        answering.answer_suggestion(first, by=ana, **make.told(words))
    assert refusal.value.code == "answer-without-data"
    assert set(refusal.value.fields) == {missing}
    assert Suggestion.objects.filter(state="open").count() == 2


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_data_is_looked_at_again_within_a_year(home, ana, days):
    first = make.advised(home).suggestions.first()
    with pytest.raises(Invalid) as refusal:
        answering.answer_suggestion(first, by=ana, **make.told(make.ignoring(look_again_on=make.soon(days))))
    assert "look_again_on" in refusal.value.fields


def test_ignoring_blocks_nothing_and_mails_no_manager(home, ana):
    boss = make.person(name="Boss")
    Person.objects.filter(pk=ana.pk).update(manager=boss)
    review = make.advised(home)
    answer = answering.answer_suggestion(review.suggestions.first(), by=ana, **make.told(make.ignoring()))
    assert not Notice.objects.filter(person=boss).exists()
    clock = Clock.objects.get(kind="reviews.look-again", state="open")
    assert (clock.awaited_person, clock.subject) == (ana, f"reviews.answer:{answer.pk}")
    assert clock.due_at.date() == answer.look_again_on + timedelta(days=1)
    contracts.publish_revision(make.again(review.revision), by=ana)


def test_the_data_is_looked_at_again_and_the_record_says_who_was_right(home, ana, ben, later):
    first = make.advised(home).suggestions.first()
    answer = answering.answer_suggestion(first, by=ana, **make.told(make.ignoring()))
    later(timedelta(days=70))
    ring()
    clock = Clock.objects.get(kind="reviews.look-again")
    assert (clock.state, clock.due_rung_at is not None) == ("open", True)
    words = {"outcome": "advice-right", "value": "0.6", "text": "It came back in September."}
    with pytest.raises(Denied):
        outcomes.record_outcome(answer, by=ben, **words)
    for wrong in ({"outcome": "nobody"}, {"value": " "}):
        with pytest.raises(Invalid):
            outcomes.record_outcome(answer, by=ana, **{**words, **wrong})
    told = outcomes.record_outcome(answer, by=ana, **words)
    assert (told.outcome, told.outcome_value, told.outcome_by) == ("advice-right", "0.6", ana)
    assert Clock.objects.get(kind="reviews.look-again").state == "met"
    with pytest.raises(Refused):
        outcomes.record_outcome(answer, by=ana, **words)


def test_only_what_was_ignored_is_looked_at_again(home, ana):
    first = make.advised(home).suggestions.first()
    answer = answering.answer_suggestion(first, by=ana, kind="accept", text="Done.")
    with pytest.raises(Refused):
        outcomes.record_outcome(answer, by=ana, outcome="team-right", value="1", text="")


def test_silence_of_the_team_is_recorded_as_not_answered(home, ana, until):
    review = make.advised(home)
    first, second = review.suggestions.all()
    answering.answer_suggestion(first, by=ana, kind="accept", text="Done.")
    until("reviews.answers")
    ring()
    second.refresh_from_db()
    assert (Review.objects.get().state, second.state) == ("closed", "unanswered")
    with pytest.raises(Refused):
        answering.answer_suggestion(second, by=ana, kind="accept", text="Late.")
    assert list(Suggestion.objects.overridden()) == [second]


def test_a_clock_that_rings_after_the_advice_changes_nothing(home, later):
    review = make.advised(home)
    later(timedelta(days=4))
    jobs.enqueue("reviews.end_without_advice", review.pk)
    jobs.enqueue("reviews.remind_reviewer", review.pk)
    jobs.run_waiting()
    assert Review.objects.get().state == "advised"


def test_the_database_holds_that_ignoring_needs_data(home, ana):
    first = make.advised(home).suggestions.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(suggestion=first, kind="ignore", text="No.", by=ana)


def test_everything_leaves_an_entry_in_the_audit(home, ana):
    review = make.advised(home)
    answer = answering.answer_suggestion(review.suggestions.first(), by=ana, **make.told(make.ignoring()))
    outcomes.record_outcome(answer, by=ana, outcome="team-right", value="0", text="")
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    wanted = {"review.ask", "review.assign", "suggestion.write", "review.advise", "suggestion.ignore", "answer.judge"}
    assert verbs >= wanted


def test_stewards_appoint_pause_and_end(sam, ben, ana):
    with pytest.raises(Denied):
        guild.appoint_bar_raiser(ben, by=ana, topics=["contract"])
    raiser = guild.appoint_bar_raiser(ben, by=sam, topics=["Contract", "contract", " data "], limit=3)
    held = Certification.objects.valid().filter(person=ben).values_list("topic", flat=True)
    assert (sorted(held), raiser.limit) == (["contract", "data"], 3)
    guild.pause_bar_raiser(raiser, by=ben, until=make.soon())
    assert raiser.is_paused
    with pytest.raises(Denied):
        guild.pause_bar_raiser(raiser, by=ana, until=None)
    with pytest.raises(Denied):
        guild.end_bar_raiser(raiser, by=ben)
    guild.end_bar_raiser(raiser, by=sam)
    with pytest.raises(Refused):
        guild.end_bar_raiser(raiser, by=sam)
    again = guild.appoint_bar_raiser(ben, by=sam, topics=["data"])
    assert (again.pk, again.is_standing, again.is_paused) == (raiser.pk, True, False)
    assert BarRaiser.objects.count() == 1


@pytest.mark.parametrize("facts", [{"limit": 0}, {"limit": 21}])
def test_a_bar_raiser_takes_a_sensible_number(sam, ben, facts):
    with pytest.raises(Invalid):
        guild.appoint_bar_raiser(ben, by=sam, topics=["data"], **facts)


def test_a_machine_is_no_bar_raiser(sam):
    with pytest.raises(Invalid):
        guild.appoint_bar_raiser(make.person(kind="machine"), by=sam, topics=["data"])


def test_a_pause_lies_ahead(sam):
    with pytest.raises(Invalid):
        guild.pause_bar_raiser(make.bar_raiser(), by=sam, until=timezone.now().date() - timedelta(days=1))
