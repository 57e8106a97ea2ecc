"""A program writes, comments, decides and looks back: everything the pages can, by the same actions."""

from datetime import timedelta

import pytest

from tests import make
from tests.proposals.words import TEXT, agreed, draft, opened, prediction, ring
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
ALL = "/api/v1/proposals"


def body(**facts):
    return {
        "team": "home", "title": "Ask for a key", "summary": "A repeat is answered once.", "text": TEXT,
        "reversal": "easy", **facts,
    }  # fmt: skip


def test_from_the_draft_to_what_came_of_it(home, ana, ben, later):
    writer, reader = Program(ana), Program(ben)
    make.service(home, slug="orders")
    said = {**prediction(), "check_on": str(prediction()["check_on"])}
    made = writer.post(ALL, body(services=["orders"], addressed=["ben"], **said))
    assert made.status_code == 201
    one = made.json()["url"].partition("testserver")[2]
    assert (made.json()["services"], made.json()["addressed"], made.json()["expected"]) == (["orders"], ["ben"], "10")
    assert reader.get(one).status_code == 404
    changed = writer.patch(one, {"edition": 1, "title": "Ask for a key with every order"}).json()
    assert (changed["edition"], changed["title"], changed["services"]) == (
        2,
        "Ask for a key with every order",
        ["orders"],
    )
    assert writer.post(f"{one}/publish", {"edition": 1}).json()["code"] == "proposal-changed"
    assert writer.post(f"{one}/publish", {"edition": 2}).json()["state"] == "for-comment"
    asked = reader.post(f"{one}/comments", {"text": "Since when?", "version": 1, "paragraph": 2})
    assert (asked.status_code, asked.json()["number"], asked.json()["reply_to"]) == (201, 1, None)
    told = writer.post(f"{one}/comments", {"text": "May.", "reply_to": 1}).json()
    assert (told["reply_to"], told["paragraph"]) == (1, 2)
    no = reader.post(f"{one}/objections", {"text": "Ours send none.", "satisfied_by": "A month.", "paragraph": 4})
    assert (no.status_code, no.json()["state"]) == (201, "open")
    early = writer.post(f"{one}/comments/3/answer", {"kind": "taken", "text": "Yes."})
    assert (early.status_code, early.json()["code"]) == (409, "objection-answer-without-version")
    new = writer.post(f"{one}/versions", {"edition": 2, "note": "A month.", "text": TEXT + "\n\nA month without."})
    assert (new.status_code, new.json()["number"], len(new.json()["paragraphs"])) == (201, 2, 5)
    answered = writer.post(f"{one}/comments/3/answer", {"kind": "taken", "text": "Yes."}).json()
    assert (answered["state"], answered["answered_in"], answered["version"]) == ("taken", 2, 1)
    assert writer.post(f"{one}/agree").json()["code"] == "proposal-not-everybody"
    assert reader.post(f"{one}/consents", {"version": 2}).status_code == 201
    closed = writer.post(f"{one}/agree").json()
    assert (closed["state"], closed["decided_by"]["login"]) == ("agreed-by-all", "ana")
    later(timedelta(days=61))
    ring()
    assert writer.get(one).json()["state"] == "reopened"
    looked = writer.post(
        f"{one}/look-backs", {"verdict": "as-predicted", "value": "12", "then": "keep", "text": "Good."}
    )
    assert (looked.status_code, looked.json()["value"]) == (201, "12")
    assert reader.get(f"{one}/look-backs").json()["count"] == 1
    assert [each["number"] for each in reader.get(f"{one}/versions").json()["results"]] == [1, 2]
    assert reader.get(f"{one}/versions/1").json()["paragraphs"][0] == "# Why"
    assert reader.get(f"{one}/versions/3").status_code == 404
    assert [each["kind"] for each in reader.get(f"{one}/comments").json()["results"]] == [
        "comment", "comment", "objection", "agree",
    ]  # fmt: skip


@pytest.mark.parametrize(("facts", "status", "code"), [
    ({"team": "nobody"}, 422, "team-unknown"),
    ({"services": ["nothing"]}, 422, "proposal-names-unknown"),
    ({"addressed": ["nobody"]}, 422, "proposal-names-unknown"),
    ({"replaces": "999999"}, 422, "proposal-names-unknown"),
    ({"claim": "More."}, 422, "proposal-prediction-incomplete"),
    ({"addressed": ["ana"]}, 422, "proposal-addressed-to-author"),
    ({"title": ""}, 422, None),
    ({"reversal": "perhaps"}, 422, None),
    ({"text": 5}, 422, None),
    ({"baseline": 340}, 422, None),
    ({"check_on": "tomorrow"}, 422, None),
    ({"sponsor": "ana"}, 422, None),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_field(home, ana, facts, status, code):
    no = Program(ana).post(ALL, body(**facts))
    assert no.status_code == status, no.json()
    assert code is None or no.json()["code"] == code
    assert {error["field"] for error in no.json()["errors"]} & set(facts) or code == "proposal-prediction-incomplete"


def test_who_may_not_is_told_who_may(home, ana, ben):
    made = opened(home)
    one = f"{ALL}/{made.pk}"
    stranger = Program(ben)
    for path, given in (
        ("agree", None), ("reject", {"reason": "x"}), ("withdraw", {"reason": "x"}),
        ("versions", {"edition": 1, "note": "x", "title": "y"}),
    ):  # fmt: skip
        no = stranger.post(f"{one}/{path}", given)
        assert (no.status_code, no.json()["code"]) == (403, "not-allowed"), path
    assert stranger.post(ALL, body()).status_code == 403
    assert Program(ana, "read").post(f"{one}/agree").json()["code"] == "token-only-reads"
    assert Program(ana).post(f"{one}/objections", {"text": "x", "satisfied_by": "y"}).status_code == 403
    machine = make.person(kind="machine")
    make.join_team(home, machine, by=ana)
    assert Program(machine).post(ALL, body()).status_code == 403


def test_it_ends_and_opens_again(home, ana):
    program = Program(ana)
    made, other = agreed(home), agreed(home)
    one = f"{ALL}/{made.pk}"
    assert program.post(f"{one}/reopen", {"reason": "It hurts."}).json()["state"] == "reopened"
    gone = program.post(f"{one}/supersede", {"other": "999999", "reason": "x"})
    assert (gone.status_code, gone.json()["code"]) == (422, "proposal-superseded-by-nothing")
    ended = program.post(f"{one}/supersede", {"other": str(other.pk), "reason": "Better."}).json()
    assert (ended["state"], ended["superseded_by"]) == ("superseded", str(other.pk))
    assert program.post(f"{ALL}/{draft(home).pk}/withdraw", {"reason": "x"}).json()["state"] == "withdrawn"


def test_one_follows_and_stops(home, ana, ben):
    program = Program(ben)
    made = opened(home)
    for given in ({"team": "home"}, {"proposal": str(made.pk)}, {}):
        assert program.post(f"{ALL}/following", given).status_code == 201
    assert program.post(f"{ALL}/following", {"team": "home"}).status_code == 201
    rows = program.get(f"{ALL}/following").json()
    assert rows["count"] == 3
    assert [(one["team"], one["proposal"]) for one in rows["results"]] == [
        ("home", None),
        (None, str(made.pk)),
        (None, None),
    ]
    for given, code in (({"team": "x"}, "team-unknown"), ({"team": "home", "service": "x"}, "following-several")):
        assert program.post(f"{ALL}/following", given).json()["code"] == code
    end = rows["results"][0]["url"].partition("testserver")[2]
    assert Program(ana).post(end).status_code == 404
    assert program.post(end).json()["team"] == "home"
    assert program.post(end).status_code == 404
    assert program.get(f"{ALL}/following").json()["count"] == 2


def test_the_list_is_narrowed_and_asks_a_fixed_number_of_questions(home, ana, ben, django_assert_max_num_queries):
    service = make.service(home, slug="orders")
    mine = opened(home, title="Reconcile at noon", services=(service,))
    opened()
    draft(home)
    program = Program(ben)
    assert program.get(ALL).json()["count"] == 2
    for query in ("q=reconcile", "team=home", "service=orders", "author=ana", "state=for-comment&team=home"):
        found = program.get(f"{ALL}?{query}").json()["results"]
        assert [one["id"] for one in found] == [str(mine.pk)], query
    for _ in range(5):
        opened(home)
    with django_assert_max_num_queries(9):
        assert program.get(ALL).json()["count"] == 7
