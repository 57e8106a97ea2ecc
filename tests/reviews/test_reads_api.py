"""What the pages of reviews and of the ledger show is read through the API: the same figures, for the same people."""

import pytest

from services.models import Revision
from teams.people.models import Division
from teams.reviews.actions import ties
from teams.reviews.actions.budgets import set_budget
from teams.reviews.actions.outcomes import record_outcome
from teams.reviews.models import Review
from teams.reviews.reads.calibration import QUARTERS, calibration
from tests import make
from tests.reviews.test_by_hand import given_to, nobody_for
from tests.reviews.test_outcomes import about_rule, ignored
from tests.reviews.test_oversight import chain_of, first_of, in_spite
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def test_who_could_be_asked_is_told_with_what_is_against_to_who_may_ask(home, ana, ben, sam):
    free, tied = make.bar_raiser().person, make.bar_raiser().person
    own = make.bar_raiser(ana).person
    ties.declare_tie(tied, by=tied, team=home)
    review = nobody_for(home)
    address = f"{ROOT}/reviews/{review.pk}/choices"
    told = Program(sam).get(address).json()
    by_login = {one["person"]["login"]: one for one in told["results"]}
    assert set(by_login) == {free.login, tied.login, own.login}
    assert told["results"][0] == {
        "person": by_login[free.login]["person"], "free": True, "against": [], "why_not": "", "never": False,
        "roles": ["lead"],
    }  # fmt: skip
    one = by_login[tied.login]
    assert (one["against"], one["why_not"], one["never"]) == (["declared"], "Has a declared tie.", False)
    assert (by_login[own.login]["never"], by_login[own.login]["roles"]) == (True, [])
    assert Program(sam).get(f"{address}?limit=1&offset=1").json()["count"] == 3
    for person in (ben, ana, free):
        assert Program(person).get(address).json()["code"] == "not-allowed"
    given_to(review, free, sam)
    later = {one["person"]["login"]: one["roles"] for one in Program(sam).get(address).json()["results"]}
    assert later[tied.login] == []  # the time of whoever looks runs


def test_calibration_is_told_by_quarter_as_on_its_page(home, ana, ben):
    for outcome, value in (("advice-right", "0.5"), ("team-right", "0")):
        record_outcome(about_rule(ignored(make.advised(home))), by=ana, outcome=outcome, value=value)
    found, program = calibration(), Program(ben)
    lines = {
        "rule": found.rules, "topic": found.topics, "team": found.teams, "weight": found.weights,
        "guild": [found.guild],
    }  # fmt: skip
    for by, wanted in lines.items():
        told = program.get(f"{ROOT}/calibration?by={by}").json()["results"]
        assert [one["code"] for one in told] == [one.code for one in wanted]
        for one, line in zip(told, wanted, strict=True):
            assert len(one["quarters"]) == QUARTERS
            assert [tuple(at.values()) for at in one["quarters"]] == [
                (at.name, at.right, at.wrong) for at in line.quarters
            ]
    last = told[0]["quarters"][-1]
    assert (told[0]["sent"], last["right"], last["wrong"]) == (4, 1, 1)
    assert program.get(f"{ROOT}/calibration?by=person").status_code == 422


def test_the_chain_and_the_figures_are_those_of_the_ledger(home, ana, ben, sam, as_):
    boss, top = chain_of(ana)
    in_spite(home, sam)
    make.answer(make.advised(home, count=1).suggestions.first(), **make.ignoring())
    make.advised(make.team(name="Elsewhere"), count=1).suggestions.update(state="unanswered")
    program = Program(ben)
    for query, login in (("", "all"), (f"?manager={boss.login}", boss.login)):
        page = as_(ben).get(f"/ledger/?manager={login}").context["page"]
        told = program.get(f"{ROOT}/ledger/chain{query}").json()["results"]
        names = ("level", "ignored", "unanswered", "right", "due", "ties", "current")
        assert [(one["person"]["login"], *(one[name] for name in names)) for one in told] == [
            (one.person.login, *(getattr(one, name) for name in names)) for one in page.chain
        ]
        assert program.get(f"{ROOT}/ledger/figures{query}").json() == page.figures
    assert [(one["person"]["login"], one["ignored"], one["ties"]) for one in told[:2]] == [
        (top.login, 1, 1), (boss.login, 1, 1),
    ]  # fmt: skip
    for address in ("chain", "figures"):
        refused = program.get(f"{ROOT}/ledger/{address}?manager=nobody-here")
        assert (refused.status_code, refused.json()["code"]) == (422, "ledger-manager-unknown")


def test_a_budget_says_whether_it_is_exceeded_and_by_what_until_when(home, ana, ben, sam):
    set_budget(Division.objects.get(pk=home.division_id), by=sam, overrides=1, waivers=9, why="One at a time.")
    review, address = make.advised(home), f"{ROOT}/override-budgets"
    make.answer(first_of(review), **make.ignoring(look_again_on=make.soon(50)))
    (told,) = Program(ben).get(address).json()["results"]
    assert (told["exceeded"], told["entries"], told["made_by"]["login"]) == (False, [], sam.login)
    make.answer(first_of(review, 2), **make.ignoring(look_again_on=make.soon(20)))
    (told,) = Program(ben).get(address).json()["results"]
    assert (told["exceeded"], told["overrides_open"]) == (True, 2)
    days = [one["on"] for one in told["entries"] if one["kind"] == "override"]
    assert days == [str(make.soon(20)), str(make.soon(50))]
    assert told["entries"][0]["url"].startswith(f"http://testserver/reviews/{review.pk}/#")
    assert told["entries"][0]["team"] == home.name


def test_what_changed_is_told_line_by_line_with_what_is_suggested_there(home, ana):
    review = make.review(home)
    address = f"{ROOT}/reviews/{review.pk}/changes"
    assert Program(ana).get(address).status_code == 404  # nothing came before it
    later = make.draft(review.revision.contract, make.CLEAN.replace("version: 1.0.0", "version: <1.1.0>"))
    Review.objects.filter(pk=review.pk).update(revision=later)
    at = make.CLEAN.split("\n").index("  version: 1.0.0") + 1
    make.suggestion(Review.objects.get(pk=review.pk), line=at, end_line=at)
    told = Program(review.reviewer).get(address).json()
    assert (told["added"], told["removed"], told["page"], told["next_page"]) == (1, 1, 1, None)
    assert (told["before"]["number"], told["after"]["number"]) == (1, 2)
    rows = {row["change"]: row for row in told["rows"] if row["change"] in {"added", "removed"}}
    assert rows["removed"] == {
        "change": "removed", "old": at, "new": 0, "line": 0, "count": 0, "text": "  version: 1.0.0", "said": [],
    }  # fmt: skip
    assert (rows["added"]["text"], rows["added"]["line"]) == ("  version: <1.1.0>", at)
    assert rows["added"]["said"][0]["heading"] == f"Suggestion 1 of {review}"
    hers = Program(ana).get(address).json()
    assert not any(row["said"] for row in hers["rows"])  # a draft is its reviewer's alone
    folded = sum(row["count"] for row in told["rows"] if row["change"] == "fold")
    shown = sum(1 for row in told["rows"] if row["change"] in {"same", "added"})
    assert folded + shown == len(make.CLEAN.removesuffix("\n").split("\n"))
    assert Program(ana).get(f"{address}?page=2").json() == hers
    assert Program(ana).get(f"{address}?page=0").json()["code"] == "fields-invalid"
    assert Revision.objects.count() == 2
