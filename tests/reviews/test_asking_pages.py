"""The page on which a look is asked for, and what whoever was drawn, and the team, can do about it."""

import pytest

from portal.kit import audit, jobs
from teams.reviews.actions.reviews import suggest
from teams.reviews.models import Review, Seat
from tests import make
from tests.proposals.words import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(home):
    make.bar_raiser(topics=["operations", "contract"])
    return make.service(home)


def test_the_page_says_how_deep_the_look_goes_before_it_is_asked_for(as_, ana, service):
    page = as_(ana).get(f"/reviews/new/?about={audit.ref(service)}").content.decode()
    assert "Light look" in page
    assert "No service uses it." in page
    assert "within 3 working days" in page


def test_a_look_is_asked_for_from_the_page_of_a_service(as_, ana, service):
    browser = as_(ana)
    about = audit.ref(service)
    assert f"about={about.replace(':', '%3A')}" in browser.get(service.get_absolute_url()).content.decode()
    answer = browser.post(f"/reviews/new/?about={about}", {"topic": "operations", "why": "We go live."}, follow=True)
    assert "is asked for" in answer.content.decode()
    review = Review.objects.get()
    assert (review.about, review.why) == (about, "We go live.")
    jobs.run_waiting()
    page = browser.get(f"/reviews/{review.pk}/").content.decode()
    assert "We go live." in page
    assert "lead, offered" in page
    assert browser.get(f"/reviews/{review.pk}/subject/").status_code == 200


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(as_, ana, service):
    answer = as_(ana).post(f"/reviews/new/?about={audit.ref(service)}", {"topic": "cooking", "why": ""})
    assert answer.status_code == 422
    assert "Say in a sentence what you want looked at." in answer.content.decode()
    assert not Review.objects.exists()


def test_whoever_is_not_of_the_team_gets_no_form(as_, ben, service):
    assert as_(ben).get(f"/reviews/new/?about={audit.ref(service)}").status_code == 403
    assert as_(ben).get("/reviews/new/?about=services.service:99999").status_code == 404
    assert as_(ben).get("/reviews/new/").status_code == 404


def test_who_was_drawn_takes_it_with_one_click_and_the_team_may_withdraw_it(as_, ana, home):
    review = make.review(home)
    drawn = as_(review.reviewer)
    assert "Do you look at it?" in drawn.get(f"/reviews/{review.pk}/").content.decode()
    drawn.post(f"/reviews/{review.pk}/take/")
    assert Seat.objects.get().state == "taken"
    assert "Do you look at it?" not in drawn.get(f"/reviews/{review.pk}/").content.decode()
    lead = as_(ana)
    assert lead.post(f"/reviews/{review.pk}/withdraw/", {"reason": ""}).status_code == 422
    lead.post(f"/reviews/{review.pk}/withdraw/", {"reason": "Not needed any more."})
    assert Review.objects.get().state == "withdrawn"
    assert Seat.objects.get().state == "released"


def test_a_look_at_a_proposal_is_asked_for_from_its_page_and_stands_on_its_paragraphs(as_, home, ana, ben):
    make.bar_raiser(topics=["design"])
    made = opened(home)
    ask = f"/reviews/new/?about={audit.ref(made).replace(':', '%3A')}"
    assert ask in as_(ana).get(made.get_absolute_url()).content.decode()
    assert ask not in as_(ben).get(made.get_absolute_url()).content.decode()
    as_(ana).post(ask, {"topic": "design", "why": "It touches every order."})
    jobs.run_waiting()
    review = Review.objects.get()
    assert (review.topic, review.state) == ("design", "assigned")
    line = review.text.split("\n").index("Every night 340 orders are booked twice.") + 1
    suggest(review, by=review.reviewer, line=line, weight="must", text="Say which ones.", why="Two kinds exist.")
    page = as_(ana).get(made.get_absolute_url()).content.decode()
    assert ask not in page
    assert f"/reviews/{review.pk}/" in page
