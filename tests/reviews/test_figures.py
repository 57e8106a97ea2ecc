"""The figures of the guild: counted from reviews, of the guild as a whole."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.reviews.actions import reviews, routing
from teams.reviews.models import Seat
from teams.reviews.reads.figures import figures, gini, percentile
from tests import make

LOADS = st.lists(st.integers(0, 50), min_size=1, max_size=40)


def test_gini_of_what_is_known():
    assert gini([]) == gini([0, 0]) == gini([3, 3, 3]) == 0
    assert math.isclose(gini([0, 0, 0, 8]), 0.75)
    assert math.isclose(gini([1, 2, 3, 4]), 0.25)


@given(LOADS)
def test_gini_is_the_mean_difference_by_the_mean(loads):
    many, total = len(loads), sum(loads)
    wanted = sum(abs(a - b) for a in loads for b in loads) / (2 * many * total) if total else 0
    assert math.isclose(gini(loads), wanted, abs_tol=1e-12)
    assert 0 <= gini(loads) + 1e-12 < 1 + 1e-9


@given(LOADS, st.integers(1, 100))
def test_a_percentile_is_one_of_them_and_not_exceeded_by_so_many(loads, percent):
    value = percentile(loads, percent / 100)
    assert value in loads
    assert sum(one <= value for one in loads) * 100 >= len(loads) * percent
    assert sum(one < value for one in loads) * 100 < len(loads) * percent


def test_no_percentile_of_nothing():
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)


@pytest.mark.django_db
def test_the_figures_count_what_happened(home, django_assert_num_queries):
    said = {one.name: one.said for one in figures()}
    assert set(said.values()) == {"nothing yet"}
    make.bar_raiser(limit=20)
    first = make.advised(home)
    make.answer(first.suggestions.first(), **make.ignoring())
    make.answer(first.suggestions.last())
    for _ in range(3):
        make.advised(home, count=0)
    with django_assert_num_queries(6):
        found = {one.name: one for one in figures()}
    assert found["Ended without advice"].said == "0%"
    assert (found["Ignored with data"].said, found["Ignored with data"].of) == ("50%", 2)
    assert (found["Same person, same team"].said, found["Same person, same team"].of) == ("50%", 4)
    assert found["First advice, half of it within"].of == 4
    assert found["Load, how unequal"].said == "0.00"


@pytest.mark.django_db
@pytest.mark.parametrize("late", [False, True], ids=["the lead", "a deputy"])
def test_whoever_answers_for_the_advice_is_compared_with_the_second(home, late):
    review = make.review(home)
    second, deputy = make.bar_raiser().person, make.bar_raiser().person
    routing.give_seat(review, second, Seat.Role.SECOND)
    first = review.reviewer
    if late:
        routing.give_seat(review, deputy, Seat.Role.DEPUTY)
        first = deputy
    for who, lines in ((first, (1, 3)), (second, (3,))):
        for line in lines:
            reviews.suggest(review, by=who, line=line, weight="should", text="Say it.", why="Three of five retry.")
        reviews.send_advice(review, by=who, summary="Read.")
    found = next(one for one in figures() if one.name == "Lead and second agree")
    assert (found.said, found.of) == ("67%", 1)
