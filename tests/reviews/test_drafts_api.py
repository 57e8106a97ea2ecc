"""What a reviewer types is kept, read and dropped through the API as on their desk; nobody else reads it."""

import pytest

from teams.reviews.actions.reviews import LONGEST_TYPED
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
BEGUN = {"form": "suggestion", "line": "seven", "why": "Half a sen "}


@pytest.fixture
def review(home):
    return make.review(home)


@pytest.fixture
def kept(review):
    return f"/api/v1/reviews/{review.pk}/drafts"


def test_what_is_typed_is_kept_as_it_stands_until_it_is_sent(review, kept):
    program = Program(review.reviewer)
    told = program.post(kept, BEGUN)
    assert told.status_code == 200
    assert {name: told.json()[name] for name in BEGUN} == BEGUN
    assert (told.json()["summary"], told.json()["review_url"]) == ("", f"http://testserver/api/v1/reviews/{review.pk}")
    program.post(kept, {"form": "advice", "summary": "So far"})
    assert [one["form"] for one in program.get(kept).json()["results"]] == ["advice", "suggestion"]
    assert program.get(kept).json()["results"][1] == told.json()
    program.post(kept, {"form": "advice", "summary": "So far so"})
    assert program.get(kept).json()["results"][0]["summary"] == "So far so"
    assert program.post(f"/api/v1/reviews/{review.pk}/send", {"summary": "Clear."}).status_code == 200
    assert program.get(kept).json()["count"] == 0
    late = program.post(kept, BEGUN)
    assert (late.status_code, late.json()["code"]) == (409, "review-not-open")


def test_the_desk_and_the_api_keep_the_same(review, kept, as_):
    program, desk = Program(review.reviewer), as_(review.reviewer)
    desk.post(f"/reviews/{review.pk}/keep/", {"form": "advice", "summary": "From the desk"})
    assert program.get(kept).json()["results"][0]["summary"] == "From the desk"
    program.post(kept, {"form": "advice", "summary": "From a program"})
    assert "From a program</textarea>" in desk.get(f"/reviews/{review.pk}/").content.decode()


def test_what_was_kept_is_dropped_once(review, kept):
    program = Program(review.reviewer)
    program.post(kept, BEGUN)
    assert program.post(f"{kept}/suggestion/drop").json()["why"] == BEGUN["why"]
    assert program.get(kept).json()["count"] == 0
    assert program.post(f"{kept}/suggestion/drop").status_code == 404


def test_nobody_else_reads_or_keeps_it(review, kept, ana, sam):
    Program(review.reviewer).post(kept, BEGUN)
    for person in (ana, sam):
        other = Program(person)
        assert other.get(kept).json()["count"] == 0
        assert other.post(f"{kept}/suggestion/drop").status_code == 404
        assert other.post(kept, BEGUN).json()["code"] == "not-allowed"


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        ({"form": "advice", "summary": "x" * (LONGEST_TYPED + 1)}, "fields-invalid", "summary"),
        ({"form": "essay", "summary": "x"}, "fields-invalid", "form"),
        ({"form": "suggestion-4", "why": "x"}, "form-unknown", "form"),
        ({"form": "advice", "sumary": "x"}, "fields-invalid", "sumary"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(review, kept, words, code, field):
    program = Program(review.reviewer)
    program.post(kept, {"form": "advice", "summary": "Before"})
    refused = program.post(kept, words)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    (error,) = refused.json()["errors"]
    assert error["field"] == field
    if words.get("summary", "").startswith("xx"):
        assert error["message"] == ("At most 50,000 characters of a field are kept. What was kept before is as it was.")
    assert program.get(kept).json()["results"][0]["summary"] == "Before"


def test_the_longest_that_is_kept_is_kept_whole(review, kept):
    program = Program(review.reviewer)
    longest = "ü" * LONGEST_TYPED
    assert program.post(kept, {"form": "advice", "summary": longest}).status_code == 200
    assert program.get(kept).json()["results"][0]["summary"] == longest
