"""Facets narrow a list and say beforehand what they would leave; everything stands in the address."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from portal.kit import facets
from portal.kit.facets import Facet, Rows, Shape, Sort, Wanted
from teams.people.models import Team
from tests import make

pytestmark = pytest.mark.django_db

SORTS = {
    "name": Sort("Name", "slug", "slug DESC"),
    "limit": Sort("Largest first", "size_limit DESC, slug", "size_limit, slug", falls=True),
}
MANY = "SELECT team_id AS id, role AS code FROM people_membership"
OPENNESS = {"welcome": "Welcome", "ask": "Ask", "closed": "Closed"}
SHAPE = Shape(
    [
        Facet("openness", "Openness", OPENNESS, unless=frozenset({"welcome", "ask"})),
        Facet("time_zone", "Zone", {"UTC": "UTC", "Asia/Tokyo": "Tokyo"}),
        Facet("role", "Roles", {"cook": "Cook", "pilot": "Pilot"}, many=MANY),
    ],
    SORTS,
    (("Team", "name", ""), ("Limit", "limit", "number"), ("More", "", "")),
)  # fmt: skip


@pytest.fixture
def rows() -> Rows:
    """Four teams; the first has a cook and a pilot, and a second cook."""
    for slug, openness, zone, limit in (
        ("a", "welcome", "UTC", 6), ("b", "ask", "UTC", 8), ("c", "ask", "Asia/Tokyo", 5), ("d", "closed", "UTC", 6),
    ):  # fmt: skip
        team = make.team(slug=slug, openness=openness, time_zone=zone, size_limit=limit)
        for role in ("cook", "pilot", "cook") if slug == "a" else ():
            make.join_team(team, make.person(), by=team.lead, role=role)
    return Rows.of(Team.objects.values("id", "slug", "openness", "time_zone", "size_limit"))


def wanted(query: str) -> Wanted:
    return facets.wanted(RequestFactory().get(f"/?{query}"), SHAPE)


def listed(rows: Rows, query: str) -> Any:
    asked = wanted(query)
    counts = facets.count(rows, SHAPE, asked)
    assert facets.total(rows, SHAPE, asked) == counts.total
    page = facets.page(rows, SHAPE, asked, counts.total)
    page.rows[:] = list(Team.objects.filter(pk__in=page.rows).order_by("slug").values_list("slug", flat=True))
    return facets.listed(QueryDict(query), page, asked, counts, SHAPE)


def choices(found: Any) -> dict[str, dict[str, int]]:
    return {shelf.name: {choice.code: choice.count for choice in shelf.choices} for shelf in found.shelves}


def test_while_nothing_is_chosen_what_has_ended_is_left_out_but_counted(rows: Rows) -> None:
    found = listed(rows, "")
    assert (found.page.rows, found.narrowed) == (["a", "b", "c"], False)
    assert choices(found) == {
        "openness": {"welcome": 1, "ask": 2, "closed": 1},
        "time_zone": {"UTC": 2, "Asia/Tokyo": 1},
        "role": {"cook": 1, "pilot": 1},
    }


def test_a_facet_does_not_count_against_itself_and_two_choices_add_up(rows: Rows) -> None:
    found = listed(rows, "openness=ask&openness=closed&time_zone=UTC")
    assert found.page.rows == ["b", "d"]
    assert choices(found)["openness"] == {"welcome": 1, "ask": 1, "closed": 1}
    assert choices(found)["time_zone"] == {"UTC": 2, "Asia/Tokyo": 1}


def test_a_row_that_has_several_counts_once_for_each(rows: Rows) -> None:
    found = listed(rows, "role=cook")
    assert found.page.rows == ["a"]
    assert choices(found)["role"] == {"cook": 1, "pilot": 1}


def test_an_empty_list_says_what_each_way_out_would_leave(rows: Rows) -> None:
    found = listed(rows, "q=x&role=cook&time_zone=Asia/Tokyo")
    assert found.page.rows == []
    assert [(way.heading, way.word, way.count) for way in found.ways_out] == [
        ("Text", "x", None), ("Zone", "Tokyo", 1), ("Roles", "Cook", 1),
    ]  # fmt: skip


def test_a_chip_takes_one_choice_away_and_leads_back_to_the_first_page(rows: Rows) -> None:
    found = listed(rows, "openness=ask&openness=closed&sort=-limit&page=3&size=50&q=")
    by_word = {chip.word: QueryDict(chip.url[1:]) for chip in found.chips}
    left = by_word["Ask"]
    assert (left.getlist("openness"), left["sort"], left["size"]) == (["closed"], "-limit", "50")
    assert not {"page", "q"} & set(left)


def test_a_wrong_word_in_the_address_is_ignored() -> None:
    asked = wanted("openness=ask&openness=%00&openness=nonsense&sort=password&size=7&page=-3&unknown=1")
    assert (asked.chosen["openness"], asked.sort, asked.size, asked.page) == (["ask"], "name", 25, 1)


@pytest.mark.parametrize(
    ("query", "aria", "next_sort"),
    [("sort=name", "ascending", "-name"), ("sort=-name", "descending", "name"),
     ("sort=limit", "descending", "-limit"), ("sort=-limit", "ascending", "limit")],
)  # fmt: skip
def test_the_head_of_a_column_says_how_it_is_sorted_and_turns_it_round(
    rows: Rows, query: str, aria: str, next_sort: str
) -> None:
    key = query.removeprefix("sort=").removeprefix("-")
    heads = {head.key: head for head in listed(rows, query).heads}
    assert (heads[key].aria, heads[key].url) == (aria, f"?sort={next_sort}")
    assert [head.aria for head in heads.values() if head.key != key] == ["", ""]


@pytest.mark.parametrize(("sort", "order"), [("name", "abc"), ("-name", "cba"), ("limit", "bac"), ("-limit", "cab")])
def test_rows_come_in_the_order_that_was_asked_for(rows: Rows, sort: str, order: str) -> None:
    page = facets.page(rows, SHAPE, wanted(f"sort={sort}"), 3)
    slugs = dict(Team.objects.values_list("pk", "slug"))
    assert "".join(slugs[pk] for pk in page.rows) == order
