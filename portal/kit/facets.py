"""Facets: ways to narrow a list that say beforehand how much they would leave. All in the address, counted by SQL.

A list is one SELECT with a column ``id``, one for each facet and what it sorts by (:class:`Rows`). What each choice
would leave is one statement over it, whatever is chosen; a facet does not count against itself, so that a second choice
beside the first can be seen to add. A page is a second statement that gives ids in order; the room loads what it shows.
"""

# ruff: noqa: S608 - every value from outside is a parameter; what is written into SQL are names of our own.

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.http import HttpRequest, QueryDict

from portal.kit.paging import Page, number
from portal.kit.text import asked

SIZES = (25, 50, 100)
SIZE = 25


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow: ``words`` are its choices in order, by their code in the address.

    ``many`` is a SELECT of ``id, code`` for what one row can have several of; else the rows have a column of its name.
    ``unless`` is shown while nothing is chosen: all but what has ended, say.
    """

    name: str
    heading: str
    words: Mapping[str, str]
    many: str = ""
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything a list could show, as one SELECT and its values."""

    sql: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, query: models.QuerySet[Any, Any]) -> "Rows":
        """The rows of ``query.values("id", ...)``, in no order."""
        sql, values = query.order_by().query.sql_with_params()
        return cls(sql, tuple(values))


@dataclass(frozen=True, slots=True)
class Sort:
    """A way to order a list: what it is called in the menu, the SQL of it and of its reverse.

    ``falls`` says that the natural way has the largest first, as in "most used first".
    """

    word: str
    order: str
    turned: str
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list can be narrowed and ordered. ``columns`` are word, sort or nothing, and "number" for figures."""

    facets: Sequence[Facet]
    sorts: Mapping[str, Sort]
    columns: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a list: words, choices by facet, order, page."""

    text: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    size: int = SIZE

    @property
    def key(self) -> str:
        """The sort without its direction."""
        return self.sort.removeprefix("-")

    @property
    def turned(self) -> bool:
        return self.sort.startswith("-")

    @property
    def narrowed(self) -> bool:
        return bool(self.text or any(self.chosen.values()))


def wanted(request: HttpRequest, shape: Shape) -> Wanted:
    """What the address asks; a wrong word in it is ignored. ``-`` before a sort turns it round."""
    chosen = {}
    for facet in shape.facets:
        codes = set(request.GET.getlist(facet.name))
        chosen[facet.name] = [code for code in facet.words if code in codes]
    sort = request.GET.get("sort", "")
    size = number(request, "size")
    return Wanted(
        text=asked(request, "q"),
        chosen=chosen,
        sort=sort if sort.removeprefix("-") in shape.sorts else next(iter(shape.sorts)),
        page=number(request),
        size=size if size in SIZES else SIZE,
    )


def sorts_of(sorts: Mapping[str, Sort]) -> list[tuple[str, str]]:
    """Every way to order a list, and each turned round, for whoever asks for one by its code."""
    return [(f"{sign}{code}", sort.word) for code, sort in sorts.items() for sign in ("", "-")]


def wanted_by(words: Mapping[str, Any], shape: Shape, sort: str) -> Wanted:
    """What a program asks, whose words were checked: the same names as in the address of the page."""
    chosen = {facet.name: words.get(facet.name, ()) for facet in shape.facets}
    return Wanted(text=words.get("q", ""), chosen=chosen, sort=words.get("sort", sort))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are left, how many each choice would leave, how many without each facet."""

    total: int
    of: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int]


def count(rows: Rows, shape: Shape, wanted: Wanted) -> Counts:
    """Every count of a list in one statement; the rows are gathered once."""
    parts, values = [], list(rows.values)
    facets, chosen = shape.facets, wanted.chosen

    def add(name: str, code: str, source: str, counted: str, left_out: str | None) -> None:
        where, more = _where(facets, chosen, left_out)
        grouped = f" GROUP BY {code}" if code != "''" else ""
        parts.append(f"SELECT '{name}' AS facet, {code} AS code, {counted} AS found FROM {source}{where}{grouped}")
        values.extend(more)

    add("", "''", "entries", "COUNT(*)", None)
    for facet in facets:
        if facet.many:
            source = f"({facet.many}) AS several JOIN entries ON entries.id = several.id"
            add(facet.name, "several.code", source, "COUNT(DISTINCT entries.id)", facet.name)
        else:
            add(facet.name, f"entries.{facet.name}", "entries", "COUNT(*)", facet.name)
        if chosen.get(facet.name):
            add(f"-{facet.name}", "''", "entries", "COUNT(*)", facet.name)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH entries AS MATERIALIZED ({rows.sql}) {' UNION ALL '.join(parts)}", values)
        found = cursor.fetchall()
    total, without = 0, {}
    of: dict[str, dict[str, int]] = {facet.name: {} for facet in facets}
    for name, code, hits in found:
        if not name:
            total = hits
        elif name.startswith("-"):
            without[name[1:]] = hits
        else:
            of[name][code] = hits
    return Counts(total, of, without)


def total(rows: Rows, shape: Shape, wanted: Wanted) -> int:
    """How many rows are left; for lists that show no facets."""
    where, more = _where(shape.facets, wanted.chosen, None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({rows.sql}) AS entries{where}", [*rows.values, *more])
        hits: int = cursor.fetchone()[0]
    return hits


def page(rows: Rows, shape: Shape, wanted: Wanted, total: int) -> Page:
    """The ids of the wanted page in its order; a page beyond the end is the last one."""
    at = min(wanted.page, max(1, -(-total // wanted.size)))
    return Page(window(rows, shape, wanted, wanted.size, (at - 1) * wanted.size), at, wanted.size, total)


def window(rows: Rows, shape: Shape, wanted: Wanted, most: int, first: int) -> list[int]:
    """The ids of at most so many rows in the wanted order, after the first so many."""
    where, more = _where(shape.facets, wanted.chosen, None)
    sort = shape.sorts[wanted.key]
    order = sort.turned if wanted.turned else sort.order
    values = [*rows.values, *more, most, first]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({rows.sql}) AS entries{where} ORDER BY {order} LIMIT %s OFFSET %s", values)
        return [pk for (pk,) in cursor.fetchall()]


def _where(facets: Iterable[Facet], chosen: Mapping[str, Sequence[str]], left_out: str | None) -> tuple[str, list[str]]:
    """Every facet but the one left out; within a facet one choice is enough."""
    tests, values = [], []
    for facet in facets:
        codes = sorted(chosen.get(facet.name) or facet.unless)
        if not codes or facet.name == left_out:
            continue
        marks = ", ".join(["%s"] * len(codes))
        if facet.many:
            tests.append(f"entries.id IN (SELECT id FROM ({facet.many}) AS several WHERE code IN ({marks}))")
        else:
            tests.append(f"entries.{facet.name} IN ({marks})")
        values.extend(codes)
    return (f" WHERE {' AND '.join(tests)}" if tests else ""), values


# What a page draws of it.


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    word: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A facet with its choices: those that would leave something, and those that are chosen."""

    name: str
    heading: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Way:
    """A link to the same list asked otherwise: what it takes away, and how many there would be."""

    heading: str
    word: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: a link that sorts by it, or turns the order round."""

    word: str
    key: str
    url: str = ""
    current: str = ""
    aria: str = ""
    number: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a narrowed list with everything around it."""

    page: Page
    wanted: Wanted
    shelves: list[Shelf]
    chips: list[Way]
    ways_out: list[Way]
    heads: list[Head]
    sorts: list[tuple[str, str]]
    sizes: tuple[int, ...] = SIZES

    @property
    def narrowed(self) -> bool:
        return self.wanted.narrowed

    @property
    def sorted_by(self) -> str:
        return next((word for code, word in self.sorts if code == self.wanted.sort), "")


def listed(query: QueryDict, found: Page, wanted: Wanted, counts: Counts, shape: Shape) -> Listed:
    """Put together what the page draws: choices with their counts, chips, ways out of an empty list, heads."""
    chips = [Way("Text", wanted.text, address(query, q=[]))] if wanted.text else []
    ways_out = list(chips)
    shelves = []
    for facet in shape.facets:
        codes = list(wanted.chosen.get(facet.name, ()))
        for code in codes:
            rest = [other for other in codes if other != code]
            chips.append(Way(facet.heading, facet.words[code], address(query, **{facet.name: rest})))
        if codes:
            words = ", ".join(facet.words[code] for code in codes)
            left = counts.without.get(facet.name)
            ways_out.append(Way(facet.heading, words, address(query, **{facet.name: []}), left))
        hits = counts.of[facet.name]
        choices = [
            Choice(code, word, hits.get(code, 0), code in codes)
            for code, word in facet.words.items()
            if hits.get(code) or code in codes
        ]
        if choices:
            shelves.append(Shelf(facet.name, facet.heading, choices))
    ways_out = [way for way in ways_out if way.count != 0] or ways_out  # one that leaves nothing leads nowhere
    heads = [_head(query, wanted.sort, column, shape.sorts) for column in shape.columns]
    names = [(key, sort.word) for key, sort in shape.sorts.items()]
    if wanted.sort.startswith("-"):
        names.append((wanted.sort, shape.sorts[wanted.sort[1:]].word + ", turned round"))
    return Listed(found, wanted, shelves, chips, ways_out, heads, names)


def _head(query: QueryDict, now: str, column: tuple[str, str, str], sorts: Mapping[str, Sort]) -> Head:
    """A first press sorts the natural way, a second turns it round."""
    word, key, kind = column
    if not key:
        return Head(word, "", number=kind == "number")
    here, turned = now.removeprefix("-") == key, now.startswith("-")
    url = address(query, sort=[f"-{key}"] if here and not turned else [key])
    rises = here and turned == sorts[key].falls
    aria = ("ascending" if rises else "descending") if here else ""
    current = (key if rises else f"-{key}") if here else ""
    return Head(word, key, url, current, aria, kind == "number", sorts[key].word)


def address(query: QueryDict, **changes: Sequence[str]) -> str:
    """The query string with changes, on its first page, without what is empty. Always starts with ``?``."""
    changed = query.copy()
    changed.pop("page", None)
    for name, codes in changes.items():
        changed.setlist(name, list(codes))
    kept = QueryDict(mutable=True)
    for name, codes in changed.lists():
        if full := [code for code in codes if code]:
            kept.setlist(name, full)
    return "?" + kept.urlencode()
