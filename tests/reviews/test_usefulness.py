"""Whether a look was useful is said once, late enough and blind; two who look on their own agree or do not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry
from teams.reviews.actions import outcomes, reviews, routing
from teams.reviews.actions.leads import follow_team
from teams.reviews.actions.usefulness import ask_whether_useful, rate_review
from teams.reviews.models import BarRaiser, Seat, Usefulness
from teams.reviews.reads.figures import LEAST_MARKS, agreement, figures
from tests import make
from tests.services.api.program import Program

PLACES = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 5)).map(lambda two: (two[0], sum(two))), max_size=6)


def figure(name: str):
    return next(one for one in figures() if one.name == name)


@given(PLACES, PLACES)
def test_agreement_is_a_part_and_the_same_from_both_sides(one, other):
    assert 0 <= agreement(one, other) == agreement(other, one) <= 1
    assert agreement(one, one) == 1
    if bool(one) != bool(other):
        assert agreement(one, other) == 0


@pytest.mark.django_db
def test_it_is_said_once_by_who_answers_and_only_the_sum_is_shown(home, ana, as_):
    make.bar_raiser(limit=20)
    looked = [make.advised(home, count=0) for _ in range(LEAST_MARKS)]
    assert "Was it useful to you?" in as_(ana).get(looked[0].get_absolute_url()).content.decode()
    with pytest.raises(Denied):
        rate_review(looked[0], by=looked[0].reviewer, mark="much")
    with pytest.raises(Invalid):
        rate_review(looked[0], by=ana, mark="very")
    for review in looked[:-1]:
        rate_review(review, by=ana, mark="much")
    assert (figure("Changed what the team did").said, figure("Changed what the team did").of) == ("nothing yet", 4)
    assert as_(ana).post(f"{looked[-1].get_absolute_url()}useful/", {"mark": "none"}).status_code == 302
    assert figure("Changed what the team did").said == "80%"
    with pytest.raises(Refused) as refusal:
        rate_review(looked[0], by=ana, mark="none")
    assert refusal.value.code == "usefulness-said"
    for entry in AuditEntry.objects.filter(verb="review.rate"):
        assert not entry.data
    for who in (looked[-1].reviewer, ana):
        page = as_(who).get(looked[-1].get_absolute_url()).content.decode()
        assert "Not to us" not in page and "It changed what we did" not in page
    told = Program(looked[-1].reviewer).get(f"/api/v1/reviews/{looked[-1].pk}").json()
    assert not {"mark", "usefulness"} & told.keys()


def asked(person):
    return list(clocks.waiting_for(person).filter(kind="reviews.useful"))


@pytest.mark.django_db
def test_it_is_asked_in_the_inbox_and_one_click_answers(home, ana, as_):
    review = make.advised(home, count=0)
    (clock,) = asked(ana)
    assert (clock.subject, clock.asked_by, clock.url) == (f"reviews.review:{review.pk}", None, f"/reviews/{review.pk}/")
    assert clock.silence == "Nothing is counted. You may still say it on its page."
    client = as_(ana)
    page = client.get("/inbox/").content.decode()
    for word in ("It changed what we did", "Somewhat", "Not to us"):
        assert word in page
    assert client.post(f"/inbox/{clock.pk}/much/").status_code == 302
    assert Usefulness.objects.get(review=review).mark == "much"
    assert asked(ana) == []
    assert client.post(f"/inbox/{clock.pk}/none/").status_code == 409
    assert [entry.data for entry in AuditEntry.objects.filter(verb="review.rate")] == [{}]


@pytest.mark.django_db
def test_silence_counts_nothing_and_it_can_still_be_said(home, ana, later):
    review = make.advised(home, count=0)
    later(timedelta(days=15))
    jobs.run_waiting()
    clocks.ring_due()
    assert asked(ana) == [] and not Usefulness.objects.exists()
    ask_whether_useful(review)
    assert asked(ana) == []  # once
    rate_review(review, by=ana, mark="some")


@pytest.mark.django_db
def test_it_is_asked_on_the_day_or_with_the_last_number(home, ana, later):
    early, silent = (make.advised(home, count=1) for _ in range(2))
    told = [make.answer(one.suggestions.get(), **make.ignoring(look_again_on=make.soon(30))) for one in (early, silent)]
    assert asked(ana) == []
    outcomes.record_outcome(told[0], by=ana, outcome="team-right", value="0")
    assert [one.subject for one in asked(ana)] == [f"reviews.review:{early.pk}"]
    early.refresh_from_db()
    rate_review(early, by=ana, mark="none")
    later(timedelta(days=31))
    clocks.ring_due()
    jobs.run_waiting()
    assert [one.subject for one in asked(ana)] == [f"reviews.review:{silent.pk}"]


@pytest.mark.django_db
def test_another_lead_is_asked_in_place_of_the_old_one(home, ana, ben):
    review = make.advised(home, count=0)
    type(home).objects.filter(pk=home.pk).update(lead=ben)
    follow_team(home.pk)
    assert (asked(ana), [one.subject for one in asked(ben)]) == ([], [f"reviews.review:{review.pk}"])


@pytest.mark.django_db
def test_a_program_hears_whether_it_is_asked_and_answers(home, ana):
    review = make.advised(home, count=0)
    lead, reviewer, place = Program(ana), Program(review.reviewer), f"/api/v1/reviews/{review.pk}/usefulness"
    titles = [one["title"] for one in lead.get("/api/v1/inbox").json()["results"]]
    assert f"Say whether the look at {review.subject} was useful to you" in titles
    facts = {"due": True, "said": False, "review_url": f"http://testserver/api/v1/reviews/{review.pk}"}
    assert lead.get(place).json() == {"asked": True, **facts}
    assert reviewer.get(place).json() == {"asked": False, **facts}
    assert reviewer.post(place, {"mark": "much"}).status_code == 403
    assert lead.post(place, {"mark": "very"}).status_code == 422
    assert lead.post(place, {"mark": "much"}).status_code == 200
    for program in (lead, reviewer):
        assert program.get(place).json() == {"asked": False, **facts, "said": True}
    assert lead.post(place, {"mark": "some"}).json()["code"] == "usefulness-said"


@pytest.mark.django_db
def test_before_the_numbers_were_looked_at_again_it_is_too_early(home, ana, later):
    review = make.advised(home, count=1)
    answer = make.answer(review.suggestions.get(), **make.ignoring())
    review.refresh_from_db()
    assert review.state == "closed"
    with pytest.raises(Refused) as refusal:
        rate_review(review, by=ana, mark="much")
    assert refusal.value.code == "usefulness-too-early"
    outcomes.record_outcome(answer, by=ana, outcome="team-right", value="0")
    rate_review(review, by=ana, mark="much")


@pytest.mark.django_db
def test_the_agreement_of_two_is_counted_where_both_have_sent(home):
    review, second = make.review(home), make.bar_raiser().person
    assert BarRaiser.objects.count() == 2
    routing.give_seat(review, second, Seat.Role.SECOND)
    for person, lines in ((review.reviewer, (2, 7)), (second, (3, 9))):
        for line in lines:
            reviews.suggest(review, by=person, line=line, end_line=line + 1, weight="idea", text="x", why="y")
    reviews.send_advice(review, by=second, summary="I looked too.")
    assert figure("Lead and second agree").of == 0
    reviews.send_advice(review, by=review.reviewer, summary="Good.")
    found = figure("Lead and second agree")
    assert (found.said, found.of) == ("50%", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["rule", "topic", "team", "weight"])
def test_calibration_and_figures_name_nobody_through_the_api_either(home, ana, by):
    review = make.advised(home, count=2)
    for one in review.suggestions.all():
        outcomes.record_outcome(make.answer(one, **make.ignoring()), by=ana, outcome="advice-right", value="9")
    for place in (f"calibration?by={by}", "guild-figures"):
        told = Program(ana).get(f"/api/v1/{place}")
        assert told.json()["count"]
        for person in (review.reviewer, ana):
            assert person.name not in told.content.decode()
            assert f'"{person.login}"' not in told.content.decode()
