"""The guild through the API: the whole way to a certificate, and every refusal by its code."""

import pytest

from teams.reviews.models import Certification, Tie
from tests import make
from tests.reviews import trainees
from tests.reviews.trainees import WHY, WORDS, learned
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def test_the_whole_way_by_a_program(ben, sam, ana):
    make.bar_raiser(ana, limit=20)
    trainees.by_numbers(read_reviews=1, shadow_reviews=0, lead_reviews=0)
    me, steward = Program(ben), Program(sam)
    made = me.post(f"{ROOT}/certifications", {"person": "ben", "topic": "contract", "why": WHY})
    assert (made.status_code, made.json()["state"]) == (201, "nominated")
    one = f"{ROOT}/certifications/{made.json()['id']}"
    assert steward.post(f"{one}/accept").json()["state"] == "reading"
    read = trainees.closed()
    told = me.post(f"{one}/readings", {"review": str(read.pk), "learned": learned(1)}).json()
    assert (told["state"], told["mentor"]["login"]) == ("assessment", "ana")
    assert Program(ana).post(f"{one}/certify", {"words": ""}).json()["until"] > str(make.soon(500))
    found = me.get(f"{ROOT}/certifications?topic=contract&state=certified").json()
    assert {row["person"]["login"] for row in found["results"]} == {"ana", "ben"}
    assert me.post(f"{ROOT}/bar-raisers/ben/pause", {"until": str(make.soon())}).json()["state"] == "paused"
    assert me.post(f"{ROOT}/bar-raisers/ben/pause", {"until": None}).json()["state"] == "standing"
    assert me.post(f"{one}/leave", {"words": ""}).json()["state"] == "ended"


def test_what_is_refused_says_so_by_its_code(ben, sam, ana, home):
    one = trainees.reading(ben)
    at = f"{ROOT}/certifications/{one.pk}"
    me, steward = Program(ben), Program(sam)
    for answer, status, code in (
        (me.post(f"{at}/readings", {"review": "99", "learned": learned(1)}), 422, "review-unknown"),
        (me.post(f"{at}/readings", {"review": "x", "learned": learned(1)}), 422, "review-unknown"),
        (me.post(f"{at}/accept"), 403, "not-allowed"),
        (steward.post(f"{at}/accept"), 409, "certification-cannot-accept"),
        (steward.post(f"{at}/decline", {"words": "No."}), 422, "guild-words"),
        (steward.post(f"{at}/mentor", {"mentor": "nobody"}), 422, "person-unknown"),
        (me.post(f"{at}/renew", {"words": ""}), 409, "certification-cannot-renew"),
        (me.post(f"{ROOT}/certifications", {"person": "ben", "topic": "contract", "why": WHY}), 409,
         "certification-open"),
        (me.post(f"{ROOT}/certifications", {"person": "ben", "topic": "luck", "why": WHY}), 422, "fields-invalid"),
        (me.post(f"{ROOT}/certifications", {"person": "who", "topic": "data", "why": WHY}), 422, "person-unknown"),
        (steward.post(f"{ROOT}/pools/luck/lead", {"lead": None}), 404, "not-found"),
        (me.post(f"{ROOT}/ties", {"team": "nowhere"}), 422, "team-unknown"),
        (me.post(f"{ROOT}/review-wishes", {}), 422, "wish-of-one-thing"),
        (steward.patch(f"{ROOT}/guild-rules", {"numbers": [{"name": "luck", "value": 1}], "why": WORDS}), 422,
         "guild-number-out-of-bounds"),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Certification.objects.get().state == "reading"


def test_ties_are_told_to_oneself_only(ben, sam, home):
    me = Program(ben)
    made = me.post(f"{ROOT}/ties", {"team": "home", "reason": "My sister leads it."})
    assert made.status_code == 201
    assert me.get(f"{ROOT}/ties").json()["results"][0]["reason"] == "My sister leads it."
    assert Program(sam).get(f"{ROOT}/ties").json()["results"] == []
    assert Program(sam).post(f"{ROOT}/ties/{Tie.objects.get().pk}/end").status_code == 404
    assert "sister" not in Program(sam).get(f"{ROOT}/bar-raisers").content.decode()


def test_pools_and_numbers_are_read_by_everybody(ben, sam):
    make.bar_raiser()
    me = Program(ben)
    found = {row["topic"]: row for row in me.get(f"{ROOT}/pools").json()["results"]}
    assert (found["contract"]["certified"], found["data"]["certified"]) == (1, 0)
    told = Program(sam).patch(f"{ROOT}/guild-rules", {"preset": "teams-10", "why": "We are a small company."}).json()
    assert told["number"] == 1
    assert {one["name"]: one["value"] for one in told["numbers"]}["pool_least"] == 2
    assert me.get(f"{ROOT}/guild-rules/versions").json()["results"][0]["why"] == "We are a small company."
