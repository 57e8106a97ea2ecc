"""A program reads reviews, suggests, sends, and answers; everything the pages can, by the same actions."""

import pytest

from teams.reviews.models import DataReference
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
ALL = "/api/v1/reviews"


def test_from_reading_to_the_last_answer(home, ana):
    review = make.review(home)
    reviewer, lead = Program(review.reviewer), Program(ana)
    one = f"{ALL}/{review.pk}"
    assert reviewer.get(one).json()["state"] == "assigned"
    words = {"line": 7, "weight": "must", "text": "Say what a repeat does.", "why": "Two of three retry."}
    made = reviewer.post(f"{one}/suggestions", words)
    assert made.status_code == 201
    assert made["Location"].endswith(f"{one}/suggestions/1")
    assert lead.get(f"{one}/suggestions").json()["count"] == 0
    assert lead.get(f"{one}/suggestions/1").status_code == 404
    sent = reviewer.post(f"{one}/send", {"summary": "Clear."})
    assert (sent.status_code, sent.json()["state"]) == (200, "advised")
    bare = lead.post(f"{one}/suggestions/1/answer", {"kind": "ignore", "text": "No."})
    assert (bare.status_code, bare.json()["code"]) == (422, "answer-without-data")
    assert "look_again_on" in {error["field"] for error in bare.json()["errors"]}
    data = {name: str(value) for name, value in make.ignoring().items()}
    told = lead.post(f"{one}/suggestions/1/answer", data).json()
    assert (told["state"], told["answer"]["kind"], told["answer"]["outcome"]) == ("ignored", "ignore", "")
    assert lead.get(one).json()["state"] == "closed"
    outcome = lead.post(f"{one}/suggestions/1/outcome", {"outcome": "team-right", "value": "0"})
    assert outcome.json()["answer"]["outcome"] == "team-right"


def test_who_may_not_is_told_who_may(home, ana, ben):
    review = make.advised(home)
    one = f"{ALL}/{review.pk}"
    no = Program(ben).post(f"{one}/suggestions/1/answer", {"kind": "accept", "text": "Yes."})
    assert (no.status_code, no.json()["code"]) == (403, "not-allowed")
    assert Program(ana).post(f"{one}/send", {"summary": "x"}).status_code == 403
    assert Program(ana, "read").post(f"{one}/suggestions/1/answer", {}).json()["code"] == "token-only-reads"
    assert Program(ana).post(f"{one}/suggestions/1/outcome", {"outcome": "team-right", "value": "1"}).status_code == 404


def test_a_program_hands_a_review_back(home):
    review = make.review(home)
    program = Program(review.reviewer)
    back = program.post(f"{ALL}/{review.pk}/decline", {"reason": "I wrote it."})
    assert (back.status_code, back.json()["state"], back.json()["reviewer"]) == (200, "asked", None)


def test_the_list_can_be_narrowed_and_asks_a_fixed_number_of_questions(home, ana, django_assert_max_num_queries):
    review = make.advised(home)
    make.review()
    program = Program(ana)
    assert program.get(ALL).json()["count"] == 2
    for query in ("state=advised", "team=home", "state=advised&team=home"):
        found = program.get(f"{ALL}?{query}").json()["results"]
        assert [one["id"] for one in found] == [str(review.pk)]
    assert program.get(f"{ALL}?reviewer={ana.login}").json()["count"] == 0
    for _ in range(3):
        make.advised(home)
    with django_assert_max_num_queries(8):
        program.get(ALL)
    with django_assert_max_num_queries(8):
        program.get(f"{ALL}/{review.pk}/suggestions")


def test_every_number_of_an_answer_is_looked_at_again(home, ana):
    review = make.advised(home, count=1)
    answer = make.answer(review.suggestions.get(), **make.ignoring())
    first = answer.references.get()
    DataReference.objects.create(
        answer=answer, number=2, kind="cost", measure="cost a month", value=9, measured_on=first.measured_on,
        source=first.source,
    )  # fmt: skip
    words = {"outcome": "team-right", "value": "0", "more_numbers": [{"number": 2, "value": "7.5"}]}
    told = Program(ana).post(f"{ALL}/{review.pk}/suggestions/1/outcome", words).json()
    assert [one["value_now"] for one in told["answer"]["numbers"]] == ["0", "7.5"]
