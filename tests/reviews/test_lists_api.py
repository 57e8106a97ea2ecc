"""A program narrows and orders reviews and proposals by the words of their pages."""

import pytest

from teams.proposals.models import Proposal
from teams.proposals.reads import lists as proposal_lists
from teams.reviews.models import Review
from teams.reviews.reads import lists
from tests import make
from tests.proposals.words import agreed, draft, opened
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db


def ids(program, address):
    answer = program.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["count"] >= len(told["results"])
    return [int(one["id"]) for one in told["results"]]


def test_every_filter_of_the_reviews_page_is_one_of_the_list(home, ana, ben):
    advised, running = make.advised(home), make.review(make.team(name="Elsewhere"))
    assert {one.value for one in Review.State} == lists.STATES.keys()
    program, reviewer = Program(ana), Program(running.reviewer)
    for query, found in {
        "": [running, advised],
        "sort=-newest": [advised, running],
        "state=advised": [advised],
        "state=advised&state=assigned": [running, advised],
        "whose=answer": [advised],
        "published=no": [running, advised],
        "published=open": [],
        "q=elsewhere": [running],
        f"division={home.division.slug}&team=home": [advised],
        "division=nowhere": [],
        "limit=1&offset=1": [advised],
        "offset=9": [],
    }.items():
        assert ids(program, f"reviews?{query}") == [one.pk for one in found], query
    assert running.pk in ids(reviewer, "reviews?whose=look")
    for query in ("whose=theirs", "sort=weight", "published=perhaps", "state=lost"):
        assert program.get(f"/api/v1/reviews?{query}").json()["code"] == "fields-invalid"


def test_every_filter_of_the_proposals_page_is_one_of_the_list(home, ana, ben):
    service = make.service(home, slug="orders")
    asked = opened(home, addressed=(ben,), services=(service,), reversal="costly")
    held, hidden, other = agreed(home), draft(home), opened(make.team())
    assert {one.value for one in Proposal.State} == proposal_lists.STATES.keys()
    mine, his = Program(ana), Program(ben)
    for query, found in {
        "": [other, hidden, held, asked],
        "state=draft&state=agreed-by-all": [hidden, held],
        "reversal=costly": [asked],
        "team=home&sort=-newest": [asked, held, hidden],
        "service=orders&service=nothing": [asked],
        f"author={other.author.login}": [other],
        "whose=wrote&state=for-comment": [asked],
        "limit=2&offset=1": [hidden, held],
        "team=nobody": [],
    }.items():
        assert ids(mine, f"proposals?{query}") == [one.pk for one in found], query
    assert ids(his, "proposals?whose=asked") == [asked.pk]
    assert hidden.pk not in ids(Program(other.author), "proposals")
    for query in ("whose=theirs", "sort=weight", "reversal=never", "state=lost"):
        assert mine.get(f"/api/v1/proposals?{query}").json()["code"] == "fields-invalid"
