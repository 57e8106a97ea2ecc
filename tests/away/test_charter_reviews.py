"""A charter can be looked at from elsewhere: the text that is signed, asked for by either side, answered by guests."""

import hashlib

import pytest

from portal.kit import audit, jobs
from portal.kit.refusals import Denied
from portal.kit.subjects import subject
from services.actions import catalog
from teams.away.models import AwayCharter
from teams.reviews.actions import asking
from teams.reviews.models import Review
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(home, ben):
    guest = make.team(ben, lead=ben, slug="checkout", name="Checkout")
    return make.away_agreed(make.service(home, slug="ledger", criticality="high"), guest, title="Refunds in euro")


def test_what_is_looked_at_is_the_text_that_is_signed(agreed, ben):
    first = make.charter(agreed)
    review = asking.ask_for_review(audit.ref(first), by=ben, why="It is our first time at the ledger.")
    make.charter(agreed, scope_in="Something else by now.")
    review.refresh_from_db()
    assert hashlib.sha256(review.text.encode()).hexdigest() == first.digest
    assert (review.team, review.topic) == (agreed.guest, "collaboration")
    assert f"{agreed}, version 1" in review.subject


def test_nobody_of_either_side_is_drawn(agreed, ana, ben):
    """Both leads are bar raisers of the topic; the lot falls on the third."""
    make.bar_raiser(ana, topics=["collaboration"])
    make.bar_raiser(ben, topics=["collaboration"])
    other = make.bar_raiser(topics=["collaboration"]).person
    review = asking.ask_for_review(audit.ref(make.charter(agreed)), by=ana, why="We have no room for surprises.")
    jobs.run_waiting()
    review.refresh_from_db()
    assert review.reviewer == other


def test_both_sides_may_ask_and_nobody_else(agreed, ana, ben):
    about = audit.ref(make.charter(agreed))
    with pytest.raises(Denied):
        asking.ask_for_review(about, by=make.person(), why="I am curious about it.")
    asking.ask_for_review(about, by=ana, why="We have no room for surprises.")
    asking.ask_for_review(about, by=ben, why="And is it safe?", topic="security")


@pytest.mark.parametrize(
    ("security", "used", "reversal"),
    [("internal", False, "easy"), ("personal", True, "costly"), ("restricted", True, "one-way")],
)
def test_it_is_looked_at_as_deep_as_a_mistake_would_reach(agreed, security, used, reversal):
    if used:
        contract = make.published(agreed.service).contract
        user = make.service(criticality="critical")
        catalog.declare_consumer(user, contract, by=user.team.lead)
    found = subject(audit.ref(make.charter(agreed, security=security)))
    assert (found.reversal, found.criticality) == (reversal, "high")
    assert (found.consumers, found.critical_consumers) == ((1, 1) if used else (0, 0))
    assert agreed.host_id in found.stakes and found.services == (agreed.service_id,)


def test_its_page_offers_a_look_and_then_shows_it(agreed, ana, as_):
    charter = make.charter(agreed)
    client = as_(ana)
    page = client.get(charter.get_absolute_url()).content.decode()
    assert "Ask for a look" in page and f"about=away.awaycharter%3A{charter.pk}" in page
    form = client.get(f"/reviews/new/?about=away.awaycharter:{charter.pk}").content.decode()
    assert "Ask for a look at Charter of" in form and "look</h2>" in form
    client.post(f"/reviews/new/?about=away.awaycharter:{charter.pk}", {"topic": "collaboration", "why": "First time."})
    review = Review.objects.get()
    page = client.get(charter.get_absolute_url()).content.decode()
    assert review.get_absolute_url() in page and "Ask for a look" not in page
    shown = client.get(f"{review.get_absolute_url()}subject/").content.decode()
    assert "In scope" in shown and "Quality gates" in shown
    assert "Ask for a look" not in as_(make.person()).get(charter.get_absolute_url()).content.decode()


def test_it_is_asked_for_through_the_api(agreed, ben):
    make.charter(agreed)
    client = Program(ben)
    told = client.get(f"/api/v1/away-requests/{agreed.pk}/charters/1").json()
    assert AwayCharter.objects.get(pk=told["id"]).digest == told["digest"]
    answer = client.post("/api/v1/reviews", {"about": f"away.awaycharter:{told['id']}", "why": "First time."})
    assert answer.status_code == 201 and answer.json()["topic"] == "collaboration"
