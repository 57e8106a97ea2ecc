"""Where the words of search documents are kept and looked up: PostgreSQL's full text, or SQLite's FTS5.

PostgreSQL keeps them as a ``tsvector`` in the document's row. SQLite keeps them in two tables of their own, whose
``rowid`` is the document's id: Django copies a SQLite table to change it, which would lose columns and triggers it does
not know. Migration 0002 makes both. Words are handed over finished; no parser of a database sees a person's text.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

MOST_TIMES = 8  # a word said more often than this counts no more
MOST_INSIDE = 200  # documents
INSIDE_LEAST = 3  # letters; both databases index three at a time


@dataclass(frozen=True)
class Word:
    """A word to look for; with ``begins``, any word that begins so."""

    text: str
    begins: bool = False


@dataclass(frozen=True)
class Every:
    """All of these."""

    nodes: Sequence["Node"]


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    nodes: Sequence["Node"]


type Node = Word | Every | Either
type Rows = list[tuple[int, int]]  # document id and rank, best first


def _written(node: Node, word: Callable[[Word], str], every: str, either: str) -> str:
    """The node in a database's own language. Long lists as a balanced tree: parsers recurse into them."""
    if isinstance(node, Word):
        return word(node)
    operator = every if isinstance(node, Every) else either
    texts = [_written(inner, word, every, either) for inner in node.nodes]
    while len(texts) > 1:
        pairs = [texts[at : at + 2] for at in range(0, len(texts), 2)]
        texts = [f"({f' {operator} '.join(pair)})" if len(pair) > 1 else pair[0] for pair in pairs]
    return texts[0]


class Engine(Protocol):
    """What differs between the databases. Every method runs in the caller's transaction."""

    def write(self, pk: int, name: str, fields: Sequence[Counter[str]], inside: str) -> None:
        """The title as :func:`words.name`, the words of title, tags and body, and all of them in one text."""

    def erase(self, pks: Sequence[int]) -> None:
        """Forgets the words of these documents."""

    def matching(self, node: Node, name: str, kinds: Sequence[str], limit: int, offset: int) -> tuple[int, Rows]:
        """How many documents match, and this page of them with ranks ``TITLE_IS`` to ``IN_BODY``."""

    def inside(self, chunks: Sequence[str], kinds: Sequence[str], known: Sequence[int]) -> Rows:
        """Documents that have every chunk inside a word, but for the ``known`` ones."""


class Postgres:
    """A tsvector in document.vector, with weights A (title), B (tags), C (body); trigrams where pg_trgm is there."""

    WRITE = "UPDATE portal_searchdocument SET name = %s, vector = %s::tsvector WHERE id = %s"
    MATCHING = """
        WITH said AS (
            SELECT id, name, vector,
                   CASE WHEN name = %(name)s THEN 0 WHEN name LIKE %(name)s || '%%' THEN 1
                        WHEN vector @@ %(title)s::tsquery THEN 2 WHEN vector @@ %(tags)s::tsquery THEN 3
                        ELSE 4 END AS place
            FROM portal_searchdocument
            WHERE vector @@ %(sought)s::tsquery AND (%(every)s OR kind = ANY(%(kinds)s)))
        SELECT id, place, count(*) OVER ()
        FROM said
        ORDER BY place, CASE place WHEN 4 THEN -ts_rank('{0, 0.1, 0.4, 1}', vector, %(sought)s::tsquery) END,
                 length(name), name COLLATE "C", id
        LIMIT %(limit)s OFFSET %(offset)s
    """
    # LIKE ALL cannot use an index; the longest chunk alone can.
    INSIDE = """
        SELECT id, CASE WHEN name LIKE ALL(%(like)s) THEN 5 ELSE 6 END AS place
        FROM portal_searchdocument
        WHERE words LIKE %(longest)s AND words LIKE ALL(%(like)s) AND NOT id = ANY(%(known)s::bigint[])
              AND (%(every)s OR kind = ANY(%(kinds)s))
        ORDER BY place, length(name), name COLLATE "C", id LIMIT %(limit)s
    """

    def write(self, pk: int, name: str, fields: Sequence[Counter[str]], inside: str) -> None:
        places: dict[str, list[str]] = {}
        for weight, counts in zip("ABC", fields, strict=True):
            for word, times in counts.items():
                said = places.setdefault(word, [])
                said.extend(f"{len(said) + more + 1}{weight}" for more in range(min(times, MOST_TIMES)))
        vector = " ".join(f"'{word}':{','.join(said)}" for word, said in places.items())
        _run(self.WRITE, [name, vector, pk])

    def erase(self, pks: Sequence[int]) -> None:
        pass  # the words stand in the document's own row

    def matching(self, node: Node, name: str, kinds: Sequence[str], limit: int, offset: int) -> tuple[int, Rows]:
        asked = {"name": name, "kinds": list(kinds), "every": not kinds, "limit": limit, "offset": offset}
        for key, labels in (("title", "A"), ("tags", "AB"), ("sought", "")):
            asked[key] = self.query(node, labels)
        return _page(self.MATCHING, asked)

    def inside(self, chunks: Sequence[str], kinds: Sequence[str], known: Sequence[int]) -> Rows:
        like = [f"%{chunk}%" for chunk in chunks]
        asked = {"like": like, "longest": max(like, key=len), "known": list(known), "limit": MOST_INSIDE}
        return _run(self.INSIDE, asked | {"kinds": list(kinds), "every": not kinds})

    @staticmethod
    def query(node: Node, labels: str) -> str:
        """The node as a tsquery that looks in the fields with these weights; everywhere without."""

        def word(leaf: Word) -> str:
            suffix = "*" * leaf.begins + labels
            return f"'{leaf.text}':{suffix}" if suffix else f"'{leaf.text}'"

        return _written(node, word, "&", "|")


class Sqlite:
    """FTS5 tables: portal_search_text for whole words and beginnings, portal_search_inside for the middle of words."""

    ERASE = (
        "DELETE FROM portal_search_text WHERE rowid IN (SELECT value FROM json_each(%s))",
        "DELETE FROM portal_search_inside WHERE rowid IN (SELECT value FROM json_each(%s))",
    )
    WRITE = "INSERT INTO portal_search_text (rowid, name, title, tags, body) VALUES (%s, %s, %s, %s, %s)"
    WRITE_INSIDE = "INSERT INTO portal_search_inside (rowid, words) VALUES (%s, %s)"
    MATCHING = """
        WITH said AS MATERIALIZED (
            SELECT rowid AS id, name, bm25(portal_search_text, 0, 10, 4, 1) AS score
            FROM portal_search_text WHERE portal_search_text MATCH %(sought)s),
        titled AS MATERIALIZED (SELECT rowid FROM portal_search_text WHERE portal_search_text MATCH %(title)s),
        tagged AS MATERIALIZED (SELECT rowid FROM portal_search_text WHERE portal_search_text MATCH %(tags)s),
        placed AS (
            SELECT said.id, said.name, score,
                   CASE WHEN said.name = %(name)s THEN 0 WHEN said.name LIKE %(name)s || '%%' THEN 1
                        WHEN said.id IN (SELECT rowid FROM titled) THEN 2
                        WHEN said.id IN (SELECT rowid FROM tagged) THEN 3 ELSE 4 END AS place
            FROM said JOIN portal_searchdocument AS document ON document.id = said.id
            WHERE %(every)s OR document.kind IN (SELECT value FROM json_each(%(kinds)s)))
        SELECT id, place, count(*) OVER ()
        FROM placed
        ORDER BY place, CASE place WHEN 4 THEN score END, length(name), name, id
        LIMIT %(limit)s OFFSET %(offset)s
    """
    INSIDE = """
        SELECT document.id,
               CASE WHEN EXISTS (SELECT 1 FROM json_each(%(chunks)s) WHERE instr(text.name, value) = 0)
                    THEN 6 ELSE 5 END AS place
        FROM portal_search_inside AS inside
        JOIN portal_searchdocument AS document ON document.id = inside.rowid
        JOIN portal_search_text AS text ON text.rowid = inside.rowid
        WHERE inside.words LIKE %(longest)s
              AND NOT EXISTS (SELECT 1 FROM json_each(%(chunks)s) WHERE instr(inside.words, value) = 0)
              AND document.id NOT IN (SELECT value FROM json_each(%(known)s))
              AND (%(every)s OR document.kind IN (SELECT value FROM json_each(%(kinds)s)))
        ORDER BY place, length(text.name), text.name, document.id LIMIT %(limit)s
    """

    def write(self, pk: int, name: str, fields: Sequence[Counter[str]], inside: str) -> None:
        self.erase([pk])
        texts = (" ".join(f"{word} " * min(times, MOST_TIMES) for word, times in counts.items()) for counts in fields)
        _run(self.WRITE, [pk, name, *texts])
        _run(self.WRITE_INSIDE, [pk, inside])

    def erase(self, pks: Sequence[int]) -> None:
        for statement in self.ERASE:
            _run(statement, [json.dumps(list(pks))])

    def matching(self, node: Node, name: str, kinds: Sequence[str], limit: int, offset: int) -> tuple[int, Rows]:
        sought = _written(node, lambda leaf: f'"{leaf.text}"{"*" * leaf.begins}', "AND", "OR")
        asked: dict[str, Any] = {"sought": sought, "name": name, "limit": limit, "offset": offset}
        asked |= {"title": f"{{title}} : {sought}", "tags": f"{{title tags}} : {sought}"}
        asked |= {"kinds": json.dumps(list(kinds)), "every": not kinds}
        return _page(self.MATCHING, asked)

    def inside(self, chunks: Sequence[str], kinds: Sequence[str], known: Sequence[int]) -> Rows:
        asked: dict[str, Any] = {"chunks": json.dumps(list(chunks)), "longest": f"%{max(chunks, key=len)}%"}
        asked |= {"known": json.dumps(list(known)), "limit": MOST_INSIDE}
        asked |= {"kinds": json.dumps(list(kinds)), "every": not kinds}
        return _run(self.INSIDE, asked)


def engine() -> Engine:
    """The one of the database in use."""
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def _run(statement: str, values: Mapping[str, Any] | Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _page(statement: str, asked: dict[str, Any]) -> tuple[int, Rows]:
    """A page and the total, which stands in every row; past the last page there is none, so the first is asked."""
    rows = _run(statement, asked)
    if rows or not asked["offset"]:
        return (rows[0][2] if rows else 0), [(pk, place) for pk, place, _ in rows]
    return _page(statement, asked | {"offset": 0, "limit": 1})[0], []
