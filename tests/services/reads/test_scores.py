"""What a stored score says when it is opened."""

from typing import Any

import pytest
from django.urls import reverse

from services.reads.reports import reading_of
from services.reads.scores import score_of
from tests import make

RULES = (("caller-identified", 1), ("encrypted-transport", 4), ("no-inside-address", 0), ("version-visible", 2))


def stored(*found: int | None, waived: int = 0) -> dict[str, Any]:
    """A score of one group; of each check how much was found, None: it could not run."""
    checks = [
        {
            "rule": rule,
            "title": rule,
            "state": "not-checked" if count is None else "failed" if count > waived else "passed",
            "found": count or 0,
            "waived": min(waived, count or 0),
        }
        for (rule, _), count in zip(RULES, found, strict=True)
    ]
    return {"groups": [{"name": "reach", "checks": checks}]}


def test_what_is_soon_mended_comes_next_and_raises_the_score():
    score = score_of(stored(5, 1, 0, 2), None)
    assert [check.rule for check in score.next] == ["encrypted-transport", "version-visible", "caller-identified"]
    assert (score.passed, score.then, score.checks) == (1, 4, 4)


def test_no_more_than_three_are_named_and_none_when_all_hold():
    assert len(score_of(stored(1, 1, 1, 1), None).next) == 3
    nothing = score_of(stored(0, None, 0, 0), None)
    assert (nothing.next, nothing.then, len(nothing.groups[0].unchecked)) == ([], 3, 1)


def test_what_is_waived_holds_and_is_not_to_be_mended():
    score = score_of(stored(1, 3, 0, 0, waived=1), None)
    assert [(check.rule, check.open) for check in score.next] == [("encrypted-transport", 2)]


def test_without_a_check_there_is_no_score():
    assert (score_of(None, None).groups, score_of({}, None).checks) == ([], 0)


@pytest.mark.django_db
def test_errors_come_before_what_is_quicker(home):
    bad = "openapi: 3.1.0\ninfo: {title: T}\nservers: [{url: 'http://localhost:8080'}, {url: 'http://localhost'}]\n"
    revision = make.checked(make.draft(make.service(home, slug="orders"), bad + "paths: {}\n", slug="api"))
    score = score_of(revision.score, reading_of(revision))
    assert {check.severity for check in score.next[:2]} == {"error"}
    assert all(check.mend for check in score.next)
    notes = [check.note for group in score.groups for check in group.unchecked]
    assert notes
    assert all(notes)


@pytest.mark.django_db
def test_the_page_says_what_to_mend_next_and_folds_what_holds(home, ana, as_):
    revision = make.checked(make.draft(make.service(home, slug="orders"), make.CLEAN, slug="api"))
    score = score_of(revision.score, reading_of(revision))
    text = as_(ana).get(revision.get_absolute_url()).content.decode()
    assert f"and it is <strong>{score.then}</strong>" in text
    for check in score.next:
        assert check.title in text
    findings = reverse("services:revision-findings", args=["orders", "api", 1])
    assert f"{findings}?rule={score.next[0].rule}" in text
    assert " hold" in text


@pytest.mark.django_db
def test_an_older_score_of_fewer_checks_says_of_how_many(home, ana, as_):
    service = make.service(home, slug="orders")
    older = make.checked(make.draft(service, make.CLEAN, slug="api"))
    older.score = {**stored(0, 0, 0, 1), "passed": 3, "failed": 1, "unchecked": 0}
    older.save(update_fields=["score"])
    newer = make.checked(make.draft(older.contract, make.CLEAN + "x-more: 1\n"))
    text = as_(ana).get(newer.get_absolute_url()).content.decode()
    assert "It is 3 of 4 in " in text
    assert "3 of 4 checks passed, 1 failed" in as_(ana).get(older.get_absolute_url()).content.decode()
