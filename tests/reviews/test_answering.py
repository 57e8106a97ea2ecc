"""The lead answers, or whoever stands in; what is ignored has numbers, a bet and a reason of its own."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit.refusals import Denied, Invalid, Refused
from teams.people.actions.calendars import declare_absence
from teams.people.models import Person
from teams.reviews.actions import deputies
from teams.reviews.actions.answering import answer_suggestion
from teams.reviews.actions.evidence import Given
from teams.reviews.models import AnswerDeputy, DataReference, Suggestion
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def advised(home):
    return make.advised(home)


@pytest.fixture
def first(advised):
    return advised.suggestions.select_related("review__team__lead").first()


def again(one):
    """As another request would load it."""
    return Suggestion.objects.select_related("review__team__lead").get(pk=one.pk)


def ignore(one, by=None, **facts):
    return answer_suggestion(one, by=by or one.review.team.lead, **make.told(make.ignoring(**facts)))


def refused(one, **facts):
    with pytest.raises(Invalid) as refusal:
        ignore(one, **facts)
    assert Suggestion.objects.get(pk=one.pk).state == "open"
    return refusal.value


def test_what_a_lead_ignores_with_is_kept_as_numbers(first):
    more = Given(kind="cost", measure="refunds", value="1 200,50 EUR", baseline="3000", source="https://x.example/1",
                 measured_on=timezone.now().date())  # fmt: skip
    answer = ignore(first, value="0.02 %", unit="", data=[more])
    one, two = answer.references.all()
    assert (one.value, one.baseline, one.unit, one.measured) == (Decimal("0.02"), Decimal("0.4"), "%", "0.02 %")
    assert (two.number, two.value, two.unit, two.before) == (2, Decimal("1200.5"), "EUR", "3000 EUR")
    assert (answer.wrong_when, answer.threshold, answer.limit) == ("above", Decimal("0.1"), "more than 0.1")
    assert [answer.is_wrong_at(Decimal(one)) for one in ("0.1", "0.11")] == [False, True]


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"value": "low"}, "value", "in digits"),
        ({"value": "1,234"}, "value", "two ways"),
        ({"baseline": "a lot"}, "baseline", "in digits"),
        ({"value": "3 ms", "unit": "s"}, "value", "like with like"),
        ({"measure": "7"}, "measure", "what was measured"),
        ({"source": "javascript:alert(1)"}, "source", "https://"),
        ({"source": ""}, "source", "a link, or a file"),
        ({"wrong_if": "it gets worse"}, "wrong_if", "with a number"),
        ({"wrong_if": "more than 0.01 %"}, "wrong_if", "wrong already"),
        ({"wrong_if": "more than 3 seconds"}, "wrong_if", "like with like"),
        ({"measured_on": make.soon(1)}, "measured_on", "two years"),
        ({"measured_on": make.soon(-800)}, "measured_on", "two years"),
        ({"evidence": "feeling"}, "evidence", "kind of data"),
    ],
)  # fmt: skip
def test_each_number_that_cannot_be_used_is_named_with_what_to_do(first, facts, field, words):
    refusal = refused(first, **facts)
    assert words in refusal.fields[field]
    assert set(refusal.fields) == {field}


def test_faults_of_a_second_number_stand_beside_the_second(first):
    second = Given(kind="cost", measure="refunds", value="some", source="", measured_on=None)
    assert set(refused(first, data=[second]).fields) == {"value_2", "source_2", "measured_on_2"}


def test_more_than_five_numbers_are_too_many(first):
    one = Given(kind="cost", measure="refunds", value="1", source="https://x.example", measured_on=make.soon(-1))
    assert refused(first, data=[one] * 5).code == "answer-too-much-data"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No need.", "answer-reason-short"),
        ("We think that this is not necessary.", "answer-reason-says-nothing"),
        ("Customers would be confused by such a field.", "answer-reason-without-number"),
        ("SAY WHAT HAPPENS twice", "answer-reason-copied"),
        ("Three of five, retry!", "answer-reason-copied"),
    ],
)
def test_a_reason_that_is_none_is_refused_with_help_in_the_teams_own_measure(first, text, code):
    refusal = refused(first, text=text)
    assert refusal.code == code
    assert "how many of how many" in refusal.message
    assert "orders placed twice: 0.02 % of orders, before 0.4" in refusal.message
    assert set(refusal.fields) == {"text"}


def test_one_text_for_many_is_refused_in_the_review_and_in_later_ones(home, advised):
    one, two = advised.suggestions.select_related("review__team__lead")
    said = "Only 12 of the 9,000 calls a day repeat, all of them from our own test client in Malmö."
    ignore(one, text=said)
    refusal = refused(two, text=said.replace("12", "13").upper())
    assert (refusal.code, "suggestion 1 of R-" in refusal.message) == ("answer-reason-copied", True)
    later = make.advised(home).suggestions.select_related("review__team__lead").first()
    assert refused(later, text=said).code == "answer-reason-copied"
    other = make.advised().suggestions.select_related("review__team__lead").first()
    ignore(other, text=said)  # of another team it is their own


def test_who_adapts_says_what_is_done_instead(first, ana):
    for text in ("Yes.", "Say what happens twice."):
        with pytest.raises(Invalid) as refusal:
            answer_suggestion(first, by=ana, kind="adapt", text=text)
        assert refusal.value.code == "answer-adapts-nothing"
    assert answer_suggestion(first, by=ana, kind="adapt", text="A second call gets the first answer.").kind == "adapt"


def test_a_deputy_whom_the_lead_has_named_answers_and_nobody_else(advised, first, ana, ben, sam):
    other = make.person()
    with pytest.raises(Denied, match="Ana Owner"):
        deputies.name_deputy(advised, by=sam, person=ben)
    deputies.name_deputy(advised, by=ana, person=ben)
    for person in (other, sam):
        with pytest.raises(Denied, match="a deputy they have named"):
            answer_suggestion(again(first), by=person, kind="accept", text="Done.")
    with pytest.raises(Denied):  # who stands in names nobody
        deputies.name_deputy(advised, by=ben, person=other)
    assert ignore(again(first), by=ben).by == ben


def test_a_deputy_is_one_at_a_time_and_can_be_taken_back(advised, first, ana, ben):
    other = make.person()
    deputies.name_deputy(advised, by=ana, person=ben)
    deputies.name_deputy(advised, by=ana, person=other)
    assert [one.person for one in AnswerDeputy.objects.standing()] == [other]
    deputies.end_deputy(advised, by=ana)
    for person in (ben, other):
        with pytest.raises(Denied):
            answer_suggestion(again(first), by=person, kind="accept", text="Done.")
    with pytest.raises(Refused):
        deputies.end_deputy(advised, by=ana)


def test_nobody_answers_their_own_advice(advised, first, ana):
    with pytest.raises(Invalid) as refusal:
        deputies.name_deputy(advised, by=ana, person=advised.reviewer)
    assert refusal.value.code == "deputy-gives-advice"
    declare_absence(ana, by=ana, first_day=make.soon(0), last_day=make.soon(3), deputy=advised.reviewer)
    with pytest.raises(Denied):
        answer_suggestion(again(first), by=advised.reviewer, kind="accept", text="Done.")


def test_the_deputy_of_an_absent_lead_answers_as_long_as_they_are_away(first, ana, ben, later):
    declare_absence(ana, by=ana, first_day=make.soon(1), last_day=make.soon(2), deputy=ben)
    with pytest.raises(Denied):
        answer_suggestion(again(first), by=ben, kind="accept", text="Done.")
    later(timedelta(days=1))
    assert answer_suggestion(again(first), by=ben, kind="accept", text="Done.").by == ben


@pytest.mark.parametrize("who", ["lead", "gone"])
def test_who_cannot_stand_in_is_refused(advised, ana, who):
    person = ana if who == "lead" else make.person()
    Person.objects.filter(pk=person.pk).update(is_active=who == "lead")
    person.refresh_from_db()
    with pytest.raises(Invalid):
        deputies.name_deputy(advised, by=ana, person=person)


def test_the_database_holds_that_a_number_can_be_looked_up(first):
    answer = ignore(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataReference.objects.create(
            answer=answer, number=2, kind="cost", measure="x", value=1, measured_on=make.soon(-1)
        )
