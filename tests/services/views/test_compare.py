"""Two revisions beside each other: lines added, removed and the same, and findings that came and went."""

import pytest
from django.urls import reverse

from services.reads import compare
from services.reads.reports import reading_of
from tests import make, queries

pytestmark = pytest.mark.django_db

LOCAL = make.CLEAN.replace("paths:", "servers:\n  - url: http://localhost:8080\npaths:").replace("1.0.0", "2.0.0")


@pytest.fixture
def two(home):
    """A contract with the clean revision and one that names an inside address."""
    first = make.checked(make.draft(make.service(home, slug="orders"), slug="api"))
    return first, make.checked(make.draft(first.contract, LOCAL))


def address(new, old):
    return reverse("services:revision-compare", args=["orders", "api", new, old])


def test_lines_and_findings_that_came(two, ana, as_):
    text = as_(ana).get(address(2, 1)).content.decode()
    assert "3 lines added" in text
    assert "1 line removed" in text
    assert "http://localhost:8080" in text
    assert 'data-change="removed" id="R4"' in text
    assert 'data-change="added" id="L5"' in text
    new = next(one for one in reading_of(two[1]).between(1, 99) if one.rule == "no-inside-address")
    assert f"#{new.id}" in text
    assert "did not have" in text


def test_the_other_way_round_they_go(two, ana, as_):
    text = as_(ana).get(address(1, 2)).content.decode()
    assert "1 line added" in text
    assert "3 lines removed" in text
    assert "no longer has" in text


def test_a_revision_with_itself_is_the_same(two, ana, as_):
    assert "No line differs" in as_(ana).get(address(1, 1)).content.decode()


def test_what_is_not_checked_is_not_compared_and_says_so(two, ana, as_):
    make.draft(two[0].contract, "just: a file")
    assert "Findings are not compared" in as_(ana).get(address(3, 1)).content.decode()


def test_a_revision_that_does_not_exist_is_a_404(two, ana, as_):
    assert as_(ana).get(address(2, 9)).status_code == 404


def test_the_form_leads_to_the_address_of_its_choice(two, ana, as_):
    chosen = reverse("services:compare-choose", args=["orders", "api"]) + "?from=1&to=2"
    assert as_(ana).get(chosen)["Location"] == address(2, 1)


def test_equal_stretches_fold_and_long_changes_have_pages(home, ana, as_):
    head = "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths: {}\n"
    same = "".join(f"x-{n}: {n}\n" for n in range(500))
    first = make.checked(make.draft(make.service(home, slug="orders"), head + same + "x-end: 1\n", slug="api"))
    more = "".join(f"x-more-{n}: {n}\n" for n in range(1500))
    make.checked(make.draft(first.contract, head + same + more + "x-end: 2\n"))
    browser = as_(ana)
    text = browser.get(address(2, 1)).content.decode()
    assert "500 lines the same" in text
    assert f"rows 1 to {compare.ROWS} of 1,506" in text
    last = browser.get(address(2, 1) + "?page=3").content.decode()
    assert "x-more-1499" in last
    assert 'id="L2004"' in last


def test_a_comparison_asks_the_database_as_much_for_many_changes_as_for_few(two, ana, as_):
    browser = as_(ana)
    few = queries.count(browser, address(2, 1))
    make.checked(make.draft(two[0].contract, make.CLEAN + "".join(f"x-{n}: 1\n" for n in range(900))))
    assert queries.count(browser, address(3, 1)) == few


def test_the_revision_page_leads_to_the_comparison_with_what_is_published(two, ana, as_):
    make.waive_errors(two[0])
    make.contracts.publish_revision(two[0], by=ana)
    text = as_(ana).get(two[1].get_absolute_url()).content.decode()
    assert "Compare with 1.0.0" in text
    assert address(2, 1) in text
