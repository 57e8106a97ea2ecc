"""A program reads the ledger as its page shows it: the same words narrow it, the same files come out of it."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teams.people.models import Person
from teams.reviews.models import Answer
from teams.reviews.reads.ledger import shape
from tests import make
from tests.reviews.test_by_hand import SPITE
from tests.reviews.test_oversight import chain_of, in_spite
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
LEDGER = "/api/v1/ledger"


@pytest.fixture
def book(home, ana, sam):
    """One tie that was set aside, one piece of advice that was ignored, one of another team that was not answered."""
    chain_of(ana)
    tied, raiser = in_spite(home, sam)
    advised = make.advised(home, count=1)
    make.answer(advised.suggestions.first(), **make.ignoring(look_again_on=make.soon(3)))
    silent = make.advised(make.team(name="Elsewhere"), count=1)
    silent.suggestions.update(state="unanswered", weight="must", key="operation:readOrder")
    return {"tie": str(tied.pk), "ignored": str(advised.pk), "silent": str(silent.pk)}, raiser


NOW = f"{timezone.localdate():%Y-%m}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["silent", "ignored", "tie"]),
        ("kind=tie", ["tie"]),
        ("kind=advice", ["silent", "ignored"]),
        ("kind=advice&kind=tie&sort=-newest", ["tie", "ignored", "silent"]),
        ("state=ignored", ["ignored"]),
        ("state=ignored&state=unanswered", ["silent", "ignored"]),
        ("state=accepted", []),
        ("outcome=due", ["ignored"]),
        ("weight=must", ["silent"]),
        ("about=operation", ["silent"]),
        ("evidence=metric", ["ignored"]),
        ("open=yes", []),
        (f"month={NOW}&kind=tie", ["tie"]),
        ("month=earlier", []),
        ("manager=boss", ["ignored", "tie"]),
        ("manager=all&sort=due", ["ignored", "silent", "tie"]),
        ("q=protocol", ["tie"]),
        ("limit=1&offset=1", ["ignored"]),
    ],
)
def test_every_filter_of_the_page_is_one_of_the_list(book, ben, query, found):
    Person.objects.filter(name="Boss").update(login="boss")
    reviews, _ = book
    told = Program(ben).get(f"{LEDGER}?{query}").json()
    assert [one["review"] for one in told["results"]] == [reviews[one] for one in found]
    if "limit" not in query:
        assert told["count"] == len(found)


def test_the_list_takes_every_facet_and_every_choice_of_the_page(book, ben):
    program = Program(ben)
    for facet in shape().facets:
        choices = "&".join(f"{facet.name}={code}" for code in facet.words)
        assert program.get(f"{LEDGER}?{choices}").status_code == 200


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("kind=lead", "fields-invalid", "kind"),
        ("state=ignored&state=lost", "fields-invalid", "state"),
        ("sort=author", "fields-invalid", "sort"),
        ("open=no", "fields-invalid", "open"),
        ("month=2026-13", "fields-invalid", "month"),
        ("month=1999-01", "ledger-month-unknown", "month"),
        ("manager=nobody-here", "ledger-manager-unknown", "manager"),
        ("states=ignored", "fields-invalid", "states"),
    ],
)
def test_a_wrong_word_is_refused_with_its_field(ben, query, code, field):
    for path in (LEDGER, f"{LEDGER}/csv", f"{LEDGER}/json"):
        refused = Program(ben).get(f"{path}?{query}")
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert {one["field"].partition(".")[0] for one in refused.json()["errors"]} == {field}


def test_an_entry_of_a_tie_says_who_gave_what_and_why(book, sam, ben):
    reviews, raiser = book
    (told,) = Program(ben).get(f"{LEDGER}?kind=tie").json()["results"]
    seat = told["seat"]
    assert (seat["person"]["login"], seat["given_by"]["login"]) == (raiser.login, sam.login)
    assert (seat["in_spite_of"], seat["in_spite_why"], seat["role"]) == (["declared"], SPITE, "lead")
    assert [told[name] for name in ("number", "text", "state", "suggestion_url", "outcome")] == [None] * 4 + [""]
    assert told["review_url"].endswith(f"/reviews/{reviews['tie']}")


def test_the_files_are_those_of_the_page(book, ben, as_):
    program, page = Program(ben), as_(ben)
    for kind in ("csv", "json"):
        for query in ("sort=due", "sort=team&kind=tie", "sort=-newest&state=ignored&state=unanswered"):
            got = program.get(f"{LEDGER}/{kind}?{query}")
            file = b"".join(page.get(f"/ledger/export/{kind}/?{query}&manager=all"))
            assert got.content == (file if kind == "csv" else b'{"entries":%b}' % file)
    rows = list(csv.DictReader(io.StringIO(program.get(f"{LEDGER}/csv").content.decode("utf-8-sig"))))
    assert [row["kind"] for row in rows] == ["advice", "advice", "tie"]
    assert got["Content-Type"] == "application/json"
    same = program.get(f"{LEDGER}/json?{query}", headers={"If-None-Match": got["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_the_list_asks_the_same_however_long_it_is(book, home, ben, sam):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            Program(ben).get(LEDGER)
        return len(queries)

    asked()
    first = asked()
    for one in make.advised(home, count=4).suggestions.all():
        make.answer(one, **make.ignoring())
    in_spite(make.team(), sam)
    assert Answer.objects.count() == 5
    assert asked() == first
