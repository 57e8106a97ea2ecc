"""Where the words of search documents are kept and looked up: PostgreSQL's full text, or SQLite's FTS5.

PostgreSQL keeps them as a ``tsvector`` in the document's row. SQLite keeps them in a table of their own, whose rowid
is the document's id: Django copies a SQLite table to change it, which would lose columns and triggers it does not know.
Both keep every word ever put in ``portal_search_word``, to find words by their middle and by a slip of the finger.
Words are handed over finished; no parser of a database sees a person's text. Migration 0002 makes all this.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

MOST_TIMES = 8  # a word said more often than this counts no more
MOST_CONTAINING = 100  # words that have the same letters inside, the shortest first


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

    def write(self, pk: int, name: str, fields: Sequence[Counter[str]]) -> None:
        """Keeps a document's title as :func:`words.name`, and the words of its title, tags and body."""

    def erase(self, pks: Sequence[int]) -> None:
        """Forgets the words of these documents."""

    def matching(self, node: Node, name: str, kinds: Sequence[str], limit: int, offset: int) -> tuple[int, Rows]:
        """How many documents match, and a page of them with their places.

        Places: 0 the title is ``name``, 1 it begins so, 2 it has the words, 3 with the tags it has, 4 with the body.
        """

    def containing(self, letters: str) -> list[str]:
        """Words that have these letters inside, the shortest first."""

    def existing(self, words: Iterable[str]) -> list[str]:
        """Those of these words that were ever put."""


class Postgres:
    """``document.vector`` with weights A (title), B (tags), C (body); ``document.name`` for how titles begin.

    A word that half the company uses must not cost a second: of the documents that say it, only so many are weighed.
    Those whose title is it or begins so always are among them. Totals are therefore exact up to ``MOST_WEIGHED``.
    """

    MOST_WEIGHED = 3000
    WRITE = "UPDATE portal_searchdocument SET name = %s, vector = %s::tsvector WHERE id = %s"
    # No unique index: two writers of the same new word would wait for each other, and two of two for ever. A word that
    # stands twice does no harm.
    LEARN = """
        INSERT INTO portal_search_word (word)
        SELECT word FROM unnest(%s::text[]) AS new (word)
        WHERE NOT EXISTS (SELECT 1 FROM portal_search_word AS old WHERE old.word = new.word)
    """
    MATCHING = """
        WITH begun AS (
            SELECT id, name, CASE WHEN name = %(name)s THEN 0 ELSE 1 END AS place, NULL::real AS score
            FROM portal_searchdocument
            WHERE left(name, 200) COLLATE "C" LIKE %(begins)s AND (%(every)s OR kind = ANY(%(kinds)s))
            ORDER BY left(name, 200) COLLATE "C" LIMIT %(most)s),
        titled AS (
            SELECT id, name, 2 AS place, NULL::real AS score
            FROM portal_searchdocument
            WHERE ts_filter(vector, '{a}') @@ %(sought)s::tsquery AND (%(every)s OR kind = ANY(%(kinds)s))
            LIMIT %(most)s),
        said AS (
            SELECT id, name, vector
            FROM portal_searchdocument
            WHERE vector @@ %(sought)s::tsquery AND (%(every)s OR kind = ANY(%(kinds)s))
            LIMIT %(most)s),
        weighed AS (
            SELECT id, name, CASE WHEN vector @@ %(tags)s::tsquery THEN 3 ELSE 4 END AS place,
                   -ts_rank('{0, 0.1, 0.4, 1}', vector, %(sought)s::tsquery) AS score
            FROM said),
        best AS (
            SELECT DISTINCT ON (id) id, name, place, score
            FROM (SELECT * FROM begun UNION ALL SELECT * FROM titled UNION ALL SELECT * FROM weighed) AS found
            ORDER BY id, place)
        SELECT id, place, count(*) OVER ()
        FROM best
        ORDER BY place, CASE place WHEN 4 THEN score END, length(name), name COLLATE "C", id
        LIMIT %(limit)s OFFSET %(offset)s
    """
    CONTAINING = """
        SELECT DISTINCT word COLLATE "C", length(word) FROM portal_search_word WHERE word LIKE %s ORDER BY 2, 1 LIMIT %s
    """
    EXISTING = "SELECT DISTINCT word FROM portal_search_word WHERE word = ANY(%s)"

    def write(self, pk: int, name: str, fields: Sequence[Counter[str]]) -> None:
        places: dict[str, list[str]] = {}
        for weight, counts in zip("ABC", fields, strict=True):
            for word, times in counts.items():
                said = places.setdefault(word, [])
                said.extend(f"{len(said) + more + 1}{weight}" for more in range(min(times, MOST_TIMES)))
        vector = " ".join(f"'{word}':{','.join(said)}" for word, said in places.items())
        _run(self.WRITE, [name, vector, pk])
        _run(self.LEARN, [list(places)])

    def erase(self, pks: Sequence[int]) -> None:
        pass  # the words stand in the document's own row

    def matching(self, node: Node, name: str, kinds: Sequence[str], limit: int, offset: int) -> tuple[int, Rows]:
        asked: dict[str, Any] = {"sought": self.query(node, ""), "tags": self.query(node, "AB"), "name": name}
        asked |= {"begins": f"{name[:200]}%", "kinds": list(kinds), "every": not kinds, "most": self.MOST_WEIGHED}
        return _page(self.MATCHING, asked | {"limit": limit, "offset": offset})

    def containing(self, letters: str) -> list[str]:
        return [word for word, _ in _run(self.CONTAINING, [f"%{letters}%", MOST_CONTAINING])]

    def existing(self, words: Iterable[str]) -> list[str]:
        return [word for (word,) in _run(self.EXISTING, [list(words)])]

    @staticmethod
    def query(node: Node, labels: str) -> str:
        """The node as a tsquery that looks in the fields with these weights; everywhere without."""

        def word(leaf: Word) -> str:
            suffix = "*" * leaf.begins + labels
            return f"'{leaf.text}':{suffix}" if suffix else f"'{leaf.text}'"

        return _written(node, word, "&", "|")


class Sqlite:
    """``portal_search_text``, an FTS5 table. Every document that matches is weighed; a laptop holds thousands."""

    ERASE = "DELETE FROM portal_search_text WHERE rowid IN (SELECT value FROM json_each(%s))"
    WRITE = "INSERT INTO portal_search_text (rowid, name, title, tags, body) VALUES (%s, %s, %s, %s, %s)"
    LEARN = "INSERT OR IGNORE INTO portal_search_word (word) SELECT value FROM json_each(%s)"
    MATCHING = """
        WITH said AS MATERIALIZED (
            SELECT rowid AS id, name, bm25(portal_search_text, 0, 10, 4, 1) AS score
            FROM portal_search_text WHERE portal_search_text MATCH %(sought)s),
        titled AS MATERIALIZED (SELECT rowid FROM portal_search_text WHERE portal_search_text MATCH %(title)s),
        tagged AS MATERIALIZED (SELECT rowid FROM portal_search_text WHERE portal_search_text MATCH %(tags)s),
        best AS (
            SELECT said.id, said.name, score,
                   CASE WHEN said.name = %(name)s THEN 0 WHEN said.name LIKE %(name)s || '%%' THEN 1
                        WHEN said.id IN (SELECT rowid FROM titled) THEN 2
                        WHEN said.id IN (SELECT rowid FROM tagged) THEN 3 ELSE 4 END AS place
            FROM said JOIN portal_searchdocument AS document ON document.id = said.id
            WHERE %(every)s OR document.kind IN (SELECT value FROM json_each(%(kinds)s)))
        SELECT id, place, count(*) OVER ()
        FROM best
        ORDER BY place, CASE place WHEN 4 THEN score END, length(name), name, id
        LIMIT %(limit)s OFFSET %(offset)s
    """
    CONTAINING = "SELECT word FROM portal_search_word WHERE instr(word, %s) ORDER BY length(word), word LIMIT %s"
    EXISTING = "SELECT word FROM portal_search_word WHERE word IN (SELECT value FROM json_each(%s))"

    def write(self, pk: int, name: str, fields: Sequence[Counter[str]]) -> None:
        self.erase([pk])
        texts = (" ".join(f"{word} " * min(times, MOST_TIMES) for word, times in counts.items()) for counts in fields)
        _run(self.WRITE, [pk, name, *texts])
        _run(self.LEARN, [json.dumps([word for counts in fields for word in counts])])

    def erase(self, pks: Sequence[int]) -> None:
        _run(self.ERASE, [json.dumps(list(pks))])

    def matching(self, node: Node, name: str, kinds: Sequence[str], limit: int, offset: int) -> tuple[int, Rows]:
        sought = _written(node, lambda leaf: f'"{leaf.text}"{"*" * leaf.begins}', "AND", "OR")
        asked: dict[str, Any] = {"sought": sought, "name": name, "kinds": json.dumps(list(kinds)), "every": not kinds}
        asked |= {"title": f"{{title}} : {sought}", "tags": f"{{title tags}} : {sought}"}
        return _page(self.MATCHING, asked | {"limit": limit, "offset": offset})

    def containing(self, letters: str) -> list[str]:
        return [word for (word,) in _run(self.CONTAINING, [letters, MOST_CONTAINING])]

    def existing(self, words: Iterable[str]) -> list[str]:
        return [word for (word,) in _run(self.EXISTING, [json.dumps(list(words))])]


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
