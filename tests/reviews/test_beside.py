"""What other pages show of reviews: the open ones first, each with its clock, in a fixed number of queries."""

import pytest

from portal.kit import beside
from teams.reviews.actions import guild
from teams.reviews.models import BarRaiser
from tests import make
from tests.reviews import trainees

pytestmark = pytest.mark.django_db


def panel(thing, person):
    return next(one for one in beside.about(thing, person) if one.name == "reviews")


def test_a_revision_shows_its_review_with_who_and_until_when(home, ana):
    review = make.review(home)
    revision = make.again(review.revision)
    for thing in (revision, revision.contract.service, home):
        told = panel(thing, ana)
        line = told.lines[0]
        assert (told.total, line.url, line.state, line.who) == (
            1,
            f"/reviews/{review.pk}/",
            "assigned",
            review.reviewer,
        )
        assert line.clock.kind == "reviews.advice"
    assert panel(review.reviewer, ana).lines[0].url == f"/reviews/{review.pk}/"


def test_a_proposed_revision_says_that_somebody_is_drawn(home, ana):
    revision = make.proposed(home)
    assert "draws somebody" in panel(revision, ana).empty
    assert "Its team may ask for a look" in panel(make.service(), ana).empty


def test_a_person_in_the_guild_is_said_to_be(ben, ana, sam):
    assert panel(ben, ana).empty == "Not a bar raiser."
    raiser = make.bar_raiser(ben)
    assert "at most 2 at once" in panel(ben, ana).note
    guild.pause_bar_raiser(raiser, by=sam, until=make.soon())
    assert "away until" in panel(ben, ana).note


def test_a_trainee_is_no_bar_raiser_yet(ben, ana):
    one = trainees.reading(ben)
    assert panel(ben, ana).note == "On the way to become a bar raiser: contract (reading)."
    assert BarRaiser.objects.standing().filter(person=one.person).exists()


def test_a_panel_asks_the_same_however_many_reviews_there_are(home, ana, django_assert_num_queries):
    make.review(home)
    for _ in range(2):
        with django_assert_num_queries(5):
            told = panel_only(home, ana)
        for _ in range(4):
            make.advised(home)
    assert len(told.lines) == 5


def panel_only(team, person):
    from teams.reviews.beside import of_team

    return of_team(team, person)
