"""Through the API: who looks and why, the same draw again, files of an answer, and drafts that are reworded."""

from base64 import b64encode

import pytest

from teams.reviews.actions import ties
from teams.reviews.models import SuggestionRule
from teams.reviews.reads.draws import again
from tests import make
from tests.reviews.test_by_hand import SPITE, WHY, nobody_for
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/reviews"
TABLE = b"day,orders\n2026-11-20,42\n"


def test_a_draw_is_read_and_drawn_again_by_anybody(home):
    review, other = make.review(home), make.bar_raiser().person
    anybody = Program(other)
    (line,) = anybody.get(f"{ROOT}/{review.pk}/draws").json()["results"]
    drawn = anybody.get(f"{ROOT}/{review.pk}/draws/1").json()
    assert {**line, "seats": drawn["seats"]} == drawn
    (lead,) = [seat for seat in drawn["seats"] if seat["role"] == "lead"]
    assert lead["picked"]["login"] == review.reviewer.login
    assert [one["person"]["login"] for one in lead["stood"]] == [review.reviewer.login]
    replayed = anybody.get(f"{ROOT}/{review.pk}/draws/1/replay").json()
    assert (replayed["same"], replayed["sealed"], replayed["differs"]) == (True, True, [])
    assert replayed["seats"] == drawn["seats"]
    told = again(review.draws.get()).told()
    assert (replayed["same"], replayed["why"]) == (told["same"], told["why"])
    stored = review.draws.get()
    stored.outcome["seats"][0]["picked"] = other.pk
    stored.save()
    touched = anybody.get(f"{ROOT}/{review.pk}/draws/1/replay").json()
    assert (touched["same"], touched["differs"]) == (False, ["lead: picked"])
    assert anybody.get(f"{ROOT}/{review.pk}/draws/2").status_code == 404


def test_a_steward_asks_by_hand_and_the_seat_says_so(home, sam):
    raiser = make.bar_raiser().person
    ties.declare_tie(raiser, by=raiser, team=home)
    review, steward = nobody_for(home), Program(sam)
    refused = steward.post(f"{ROOT}/{review.pk}/assign", {"person": raiser.login, "why": WHY})
    assert (refused.status_code, refused.json()["code"]) == (422, "assigned-tied")
    words = {"person": raiser.login, "why": WHY, "in_spite": SPITE}
    assert steward.post(f"{ROOT}/{review.pk}/assign", words).json()["reviewer"]["login"] == raiser.login
    (seat,) = Program(raiser).get(f"{ROOT}/{review.pk}/seats").json()["results"]
    assert (seat["given_by"]["login"], seat["in_spite_of"], seat["in_spite_why"]) == (sam.login, ["declared"], SPITE)
    happened = Program(raiser).get(f"{ROOT}/{review.pk}/history").json()["results"]
    assert {"who": sam.name, "words": "asked somebody by hand"}.items() <= happened[1].items()


def test_a_file_is_attached_seen_by_who_answers_and_frozen_with_the_answer(home, ana, ben):
    review = make.advised(home)
    lead, other = Program(ana), Program(ben)
    place = f"{ROOT}/{review.pk}/suggestions/1/files"
    sent = {"name": "orders.csv", "content": b64encode(TABLE).decode()}
    made = lead.post(place, sent)
    assert made.status_code == 201
    address = made.json()["url"].removeprefix("http://testserver")
    assert lead.get(address).content == TABLE
    assert other.get(address).status_code == 404
    assert (lead.get(place).json()["count"], other.get(place).json()["count"]) == (1, 0)
    refused = lead.post(place, {**sent, "content": b64encode(b"MZ\x00").decode()})
    assert (refused.status_code, refused.json()["code"]) == (422, "attachment-not-taken")
    assert lead.post(place, {**sent, "content": "!"}).json()["code"] == "attachment-not-base64"
    make.answer(review.suggestions.get(number=1))
    assert (other.get(address).content, other.get(place).json()["count"]) == (TABLE, 1)
    assert lead.post(f"{address}/remove").json()["code"] == "attachment-frozen"


def test_a_draft_is_reworded_named_after_a_rule_and_dropped_by_who_wrote_it(home, ana):
    review = make.review(home)
    make.suggestion(review)
    writer, lead = Program(review.reviewer), Program(ana)
    place = f"{ROOT}/{review.pk}/suggestions/1"
    words = {"line": 2, "weight": "must", "text": "Another word.", "why": "Because of this."}
    assert writer.post(f"{place}/change", words).json()["text"] == "Another word."
    assert lead.post(f"{place}/change", words).status_code == 404
    assert writer.post(f"{place}/rule", {"rule": "contact-named"}).status_code == 200
    assert SuggestionRule.objects.get().rule == "contact-named"
    assert writer.post(f"{place}/rule", {"rule": "no-such"}).json()["code"] == "suggestion-rule-unknown"
    assert writer.post(f"{place}/drop").status_code == 200
    assert writer.get(place).status_code == 404


def test_the_text_that_is_looked_at_is_the_one_that_lines_point_into(home):
    review = make.review(home)
    assert Program(review.reviewer).get(f"{ROOT}/{review.pk}/text").content.decode() == make.CLEAN
