"""What the team types as an answer is kept, read and dropped through the API as on its page; nobody else reads it."""

import pytest

from teams.reviews.actions import deputies
from teams.reviews.actions.answer_drafts import LONGEST
from teams.reviews.api.answer_drafts import FIELDS
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
BEGUN = {"kind": "ignore", "text": "Half a sen ", "value_2": "no number yet"}


@pytest.fixture
def advised(home):
    return make.advised(home)


@pytest.fixture
def root(advised):
    return f"/api/v1/reviews/{advised.pk}"


def test_what_is_typed_is_kept_as_it_stands_until_it_is_signed(root, ana):
    lead = Program(ana)
    told = lead.post(f"{root}/suggestions/2/draft", BEGUN)
    assert told.status_code == 200
    assert {name: told.json()[name] for name in FIELDS} == dict.fromkeys(FIELDS, "") | BEGUN
    assert (told.json()["saves"], told.json()["saved_by"]["login"]) == (1, "ana")
    assert told.json()["suggestion_url"] == f"http://testserver{root}/suggestions/2"
    assert lead.get(f"{root}/answer-drafts").json()["results"] == [told.json()]
    signed = lead.post(f"{root}/suggestions/2/answer", {"kind": "accept", "text": "Done."})
    assert signed.status_code == 200
    assert lead.get(f"{root}/answer-drafts").json()["count"] == 0
    late = lead.post(f"{root}/suggestions/2/draft", BEGUN)
    assert (late.status_code, late.json()["code"]) == (409, "suggestion-not-open")


def test_the_page_and_the_api_keep_the_same(advised, root, as_, ana):
    program, page = Program(ana), as_(ana)
    page.post(f"/reviews/{advised.pk}/answers/", {"1-text": "From the page"})
    assert program.get(f"{root}/answer-drafts").json()["results"][0]["text"] == "From the page"
    program.post(f"{root}/suggestions/1/draft", {"text": "From a program", "saves": 1})
    assert "From a program</textarea>" in page.get(f"/reviews/{advised.pk}/answers/").content.decode()


def test_what_was_kept_is_dropped_once(root, ana):
    lead = Program(ana)
    lead.post(f"{root}/suggestions/1/draft", BEGUN)
    assert lead.post(f"{root}/suggestions/1/draft/drop").json()["text"] == BEGUN["text"]
    assert lead.get(f"{root}/answer-drafts").json()["count"] == 0
    assert lead.post(f"{root}/suggestions/1/draft/drop").status_code == 404


def test_a_deputy_reads_it_and_writes_over_nothing_unread(advised, root, ana, ben):
    lead, deputy = Program(ana), Program(ben)
    lead.post(f"{root}/suggestions/1/draft", BEGUN)
    assert deputy.get(f"{root}/answer-drafts").json()["count"] == 0
    deputies.name_deputy(advised, by=ana, person=ben)
    assert deputy.get(f"{root}/answer-drafts").json()["results"][0]["text"] == BEGUN["text"]
    unread = deputy.post(f"{root}/suggestions/1/draft", {"text": "Other"})
    assert (unread.status_code, unread.json()["code"]) == (409, "answer-draft-changed")
    assert deputy.post(f"{root}/suggestions/1/draft", {"text": "Other", "saves": 1}).json()["saves"] == 2


def test_nobody_else_reads_or_keeps_it(advised, root, ana, ben, sam):
    Program(ana).post(f"{root}/suggestions/1/draft", BEGUN)
    for person in (ben, sam, advised.reviewer):
        other = Program(person)
        assert other.get(f"{root}/answer-drafts").json()["count"] == 0
        assert other.post(f"{root}/suggestions/1/draft/drop").status_code == 404
        assert other.post(f"{root}/suggestions/1/draft", BEGUN).json()["code"] == "not-allowed"


def test_too_long_words_are_refused_and_what_was_kept_stays(advised, root, as_, ana):
    lead, page, longest = Program(ana), as_(ana), "ü" * LONGEST
    assert lead.post(f"{root}/suggestions/1/draft", {"text": longest}).json()["text"] == longest
    refused = lead.post(f"{root}/suggestions/1/draft", {"text": longest + "x", "saves": 1})
    assert (refused.status_code, refused.json()["code"]) == (422, "fields-invalid")
    assert refused.json()["errors"] == [
        {
            "field": "text",
            "message": "At most 8,000 characters of a field are kept. What was kept before is as it was.",
        }
    ]
    for act in ("keep", "sign"):
        words = {"act": act, "1-text": longest + "y", "1-saves": "1", "2-text": f"Short, to {act}"}
        shown = page.post(f"/reviews/{advised.pk}/answers/", words)
        assert shown.status_code == 422
        told = shown.content.decode().split("<main", 1)[1]
        assert "The answer to suggestion 1 is too long and was not kept." in told
        assert told.count("At most 4,000 characters; these are 8,001.") == 2  # at the field and at the end
        assert "8,000" not in told
        assert "Accept, adapt or ignore it." not in told  # only how long it may be is asked about
        assert f"{longest}y</textarea>" in shown.content.decode()
        kept = [one["text"] for one in lead.get(f"{root}/answer-drafts").json()["results"]]
        assert kept == [longest, f"Short, to {act}"]
    headers = {"HX-Request": "true", "HX-Target": "kept"}
    piece = page.post(f"/reviews/{advised.pk}/answers/", words, headers=headers)
    assert (piece.status_code, "still stand in the field: shorten them there" in piece.content.decode()) == (422, True)
    assert "At most 4,000 characters; these are 8,001." in piece.content.decode()
    assert "<textarea" not in piece.content.decode()


def test_before_the_advice_is_sent_there_is_nothing_to_answer(home, ana):
    unsent = make.review(home, slug="unsent")
    make.suggestion(unsent)
    assert Program(ana).post(f"/api/v1/reviews/{unsent.pk}/suggestions/1/draft", BEGUN).status_code == 404
    own = Program(unsent.reviewer).post(f"/api/v1/reviews/{unsent.pk}/suggestions/1/draft", BEGUN)
    assert own.json()["code"] == "not-allowed"
