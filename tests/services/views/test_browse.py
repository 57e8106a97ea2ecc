"""The catalog and the contracts: facets with right counts, sorts, ways out, the same number of queries at any size."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from services.actions.catalog import declare_consumer, move_service
from services.models import Revision
from tests import make, queries

pytestmark = pytest.mark.django_db

CATALOG, CONTRACTS = "/services/", "/contracts/"


@pytest.fixture
def things(home, ben):
    """In Ana's division a clean one of high criticality, one with errors, an unread one; elsewhere a bare one."""
    clean = make.published(make.service(home, slug="clean", criticality="high"), slug="clean-api", audience="public")
    wrong = make.checked(make.draft(make.service(home, slug="wrong", lifecycle="production"), slug="wrong-api"))
    unread = make.draft(make.service(home, slug="unread"), slug="unread-api")
    theirs = make.service(make.team(ben, lead=ben, slug="bens"), slug="theirs", criticality="low")
    Revision.objects.filter(pk=clean.pk).update(errors=0)
    Revision.objects.filter(pk=wrong.pk).update(errors=3)
    declare_consumer(theirs, clean.contract, by=ben)
    return SimpleNamespace(clean=clean, wrong=wrong, unread=unread, theirs=theirs, home=home)


def slugs(answer):
    return [line.service.slug for line in rows(answer)]


def contract_slugs(answer):
    return [line.contract.slug for line in rows(answer)]


def rows(answer):
    return answer.context["list"].page.rows


def counts(answer):
    return {
        shelf.name: {choice.code: choice.count for choice in shelf.choices} for shelf in answer.context["list"].shelves
    }


def test_every_facet_counts_what_it_would_leave(things, ana, as_):
    found = counts(as_(ana).get(CATALOG))
    mine, bens = things.home.division.slug, things.theirs.team.division.slug
    assert found == {
        "mine": {"yes": 3},
        "state": {"errors": 1, "not-checked": 1, "clean": 1, "none": 1},
        "lifecycle": {"experimental": 3, "production": 1},
        "criticality": {"high": 1, "medium": 2, "low": 1},
        "division": {mine: 3, bens: 1},
        "technology": {"openapi": 2, "unread": 1},
        "audience": {"company": 2, "public": 1},
        "source": {"open": 4},
    }


def test_facets_narrow_each_other_but_not_themselves(things, ana, as_):
    answer = as_(ana).get(f"{CATALOG}?criticality=medium&state=errors&state=clean")
    found = counts(answer)
    assert slugs(answer) == ["wrong"]
    assert found["criticality"] == {"high": 1, "medium": 1}
    assert found["state"] == {"errors": 1, "not-checked": 1, "clean": 0}
    assert found["lifecycle"] == {"production": 1}


@pytest.mark.parametrize(
    ("sort", "order"),
    [("name", "clean theirs unread wrong"), ("-name", "wrong unread theirs clean"),
     ("criticality", "clean unread wrong theirs"), ("lifecycle", "clean theirs unread wrong"),
     ("score", "unread wrong clean theirs"), ("used", "clean theirs unread wrong"),
     ("changed", "theirs unread clean wrong"), ("nonsense", "clean theirs unread wrong")],
)  # fmt: skip
def test_sorts(things, ana, as_, sort, order):
    Revision.objects.filter(pk=things.clean.pk).update(score={"passed": 20, "failed": 5, "unchecked": 0})
    Revision.objects.filter(pk=things.wrong.pk).update(score={"passed": 9, "failed": 16, "unchecked": 0})
    if sort == "changed":
        order = " ".join(["theirs", *[word for word in order.split() if word != "theirs"]])
        Revision.objects.filter(pk=things.wrong.pk).update(uploaded_at="2020-01-01T00:00:00Z")
        Revision.objects.filter(pk=things.clean.pk).update(published_at="2021-01-01T00:00:00Z")
    assert slugs(as_(ana).get(f"{CATALOG}?sort={sort}")) == order.split()


def test_a_retired_service_is_shown_to_whoever_asks_for_it(things, sam, as_):
    for verb in ("deprecate", "retire"):
        move_service(things.theirs, verb, by=sam)
    browser = as_(sam)
    assert "theirs" not in slugs(browser.get(CATALOG))
    assert counts(browser.get(CATALOG))["lifecycle"]["retired"] == 1
    assert slugs(browser.get(f"{CATALOG}?lifecycle=retired")) == ["theirs"]


def test_a_retired_revision_no_longer_stands_for_its_service(things, ana, as_):
    Revision.objects.filter(pk=things.wrong.pk).update(state="retired", retired_at="2026-01-01T00:00:00Z")
    assert counts(as_(ana).get(CATALOG))["state"] == {"not-checked": 1, "clean": 1, "none": 2}


def test_what_is_chosen_can_be_taken_away_again(things, ana, as_):
    browser = as_(ana)
    answer = browser.get(f"{CATALOG}?q=w&criticality=medium&criticality=low&sort=score&size=50")
    chips = answer.context["list"].chips
    assert [chip.word for chip in chips] == ["w", "Medium", "Low"]
    text = answer.content.decode()
    for chip in chips:
        assert f'href="{chip.url.replace("&", "&amp;")}"' in text
        left = browser.get(CATALOG + chip.url).context["list"]
        assert (len(left.chips), left.wanted.sort, left.wanted.size) == (2, "score", 50)
    assert re.search(r'value="medium" checked', text)


def test_an_empty_list_says_which_filter_to_drop(things, ana, as_):
    text = as_(ana).get(f"{CATALOG}?criticality=high&state=errors").content.decode()
    assert "No service like that" in text
    assert "leaves 1 service" in text


def test_the_contracts_narrow_and_sort_too(things, ana, as_):
    browser = as_(ana)
    answer = browser.get(CONTRACTS)
    assert contract_slugs(answer) == ["clean-api", "unread-api", "wrong-api"]
    found = counts(answer)
    assert found["needs"] == {"errors": 1, "not-checked": 1, "clean": 1}
    assert found["state"] == {"published": 1, "draft": 2}
    assert found["technology"] == {"openapi": 2, "unread": 1}
    assert contract_slugs(browser.get(f"{CONTRACTS}?sort=score"))[0] == "unread-api"
    narrowed = browser.get(f"{CONTRACTS}?needs=errors&needs=not-checked&audience=company&sort=-name")
    assert contract_slugs(narrowed) == ["wrong-api", "unread-api"]


@pytest.mark.parametrize("piece", ["services", "contracts"])
def test_htmx_gets_the_facets_with_the_rows(things, ana, as_, piece):
    answer = as_(ana).get(f"/{piece}/?mine=yes", headers={"HX-Request": "true", "HX-Target": piece})
    text = answer.content.decode()
    assert "<html" not in text
    assert 'name="mine" value="yes" checked' in text
    assert "clean" in text


@pytest.mark.parametrize("address", [f"{CATALOG}?state=errors&state=none&technology=openapi&technology=unread",
                                     f"{CATALOG}?sort=score", f"{CONTRACTS}?sort=used&needs=not-checked"])  # fmt: skip
def test_a_narrowed_list_asks_as_much_with_many_rows_as_with_few(things, ana, as_, address):
    def grow():
        for _ in range(18):
            make.draft(make.service(things.home))
            user = make.service(things.theirs.team)
            declare_consumer(user, things.clean.contract, by=user.team.lead)

    queries.same(as_(ana), address, grow)


def test_pages_keep_what_was_chosen(things, ana, as_):
    for _ in range(30):
        make.service(things.home)
    browser = as_(ana)
    answer = browser.get(f"{CATALOG}?mine=yes&state=none&page=2")
    assert (len(rows(answer)), answer.context["list"].page.total) == (5, 30)
    assert "mine=yes&amp;state=none&amp;page=1" in answer.content.decode()
    assert len(rows(browser.get(f"{CATALOG}?mine=yes&state=none&size=50"))) == 30
    assert reverse("services:service-list") == CATALOG


def test_scores_of_different_lengths_are_compared_by_how_much_holds(home, ana, as_):
    service = make.service(home, slug="orders")
    for slug, passed, failed in (("full", 25, 0), ("half", 33, 32), ("most", 60, 5)):
        revision = make.checked(make.draft(service, slug=slug))
        score = {"passed": passed, "failed": failed, "unchecked": 0, "groups": []}
        type(revision).objects.filter(pk=revision.pk).update(score=score, errors=0)
    assert contract_slugs(as_(ana).get(f"{CONTRACTS}?sort=score")) == ["half", "most", "full"]
