"""Search over everything the house knows: one document a thing, the same answers from PostgreSQL and from SQLite.

Text is taken apart here (:mod:`portal.kit.words`), not by the databases: their own parsers, stemmers and stop words differ.
PostgreSQL keeps the words as a ``tsvector`` beside the document, SQLite in two FTS5 tables whose ``rowid`` is the
document's id; migration 0002 makes them. Only :func:`put` and :func:`drop` write, in the caller's transaction.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from portal.kit import words
from portal.models import SearchDocument

MOST_BODY = 400_000  # characters of a body; what comes after is neither kept nor found
MOST_TEXT = 400  # characters of a question
MOST_TERMS = 10
MOST_LIMIT = 200
MOST_OFFSET = 10_000
MOST_TIMES = 8  # a word said more often than this counts no more
FEW = 5  # with fewer hits than this, words are also sought inside longer words
SNIPPET = 200  # characters
SNIPPET_WITHIN = 20_000  # characters of a body that are looked through for the best place

STOP_WORDS = frozenset("a an and are can do for from how i in is it my of on or that the this to what where with".split())

# How well a document answers, best first. Within one rank the one that says it more often, then the shorter title.
TITLE_IS, TITLE_BEGINS, IN_TITLE, IN_TAGS, IN_BODY, INSIDE_TITLE_WORD, INSIDE_WORD, SIMILAR = range(8)


@dataclass(frozen=True)
class Hit:
    """One document found. ``snippet`` is text in pieces, each with whether to highlight it; the lower ``rank``, the better."""

    kind: str
    ref: str
    title: str
    url: str
    owner: str
    snippet: list[tuple[str, bool]]
    rank: int


@dataclass(frozen=True)
class Found:
    """A page of hits, and how many there are in all."""

    total: int
    hits: list[Hit]


@dataclass(frozen=True)
class Word:
    """A word to look for; with ``begins``, any word that begins so."""

    text: str
    begins: bool = False


@dataclass(frozen=True)
class All:
    """Every one of these."""

    nodes: Sequence["Node"]


@dataclass(frozen=True)
class Any:
    """At least one of these."""

    nodes: Sequence["Node"]


type Node = Word | All | Any
type Rows = list[tuple[int, int, int]]  # id, rank, and how many there are in all


def put(kind: str, ref: str, *, title: str, body: str, tags: str | Iterable[str], url: str, owner: str) -> None:
    """Makes the thing ``(kind, ref)`` findable as this, and no longer as what it was before. Doing it twice changes nothing."""
    title, body = _clean(title), _clean(body[:MOST_BODY])
    tags = _clean(tags if isinstance(tags, str) else " ".join(tags))
    fields = {"title": words.counted(title), "tags": words.counted(tags), "body": words.counted(body)}
    found_by = " ".join(dict.fromkeys(word for counts in fields.values() for word in counts))
    document = SearchDocument(
        kind=kind, ref=ref, title=title, body=body, tags=tags, words=found_by, url=url, owner=owner, updated_at=timezone.now()
    )
    changed = ["title", "body", "tags", "words", "url", "owner", "updated_at"]
    with transaction.atomic():
        [document] = SearchDocument.objects.bulk_create(
            [document], update_conflicts=True, unique_fields=["kind", "ref"], update_fields=changed
        )
        _engine().write(document.pk, words.name(title), fields, found_by)


def drop(kind: str, ref: str) -> None:
    """The thing is no longer found; one that never was is no error."""
    with transaction.atomic():
        ids = list(SearchDocument.objects.filter(kind=kind, ref=ref).values_list("pk", flat=True))
        SearchDocument.objects.filter(pk__in=ids).delete()
        _engine().erase(ids)


def find(text: str, *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0) -> Found:
    """The documents that say all of ``text``'s words, or words that begin so, best first.

    With few of them also those that have the words inside longer words (``ders`` in orders); with none, those that have
    them but for one slip in each. The text is only ever words: no quote, operator or control character means anything.
    """
    limit, offset = max(1, min(limit, MOST_LIMIT)), max(0, min(offset, MOST_OFFSET))
    terms = _terms(text)
    if not terms:
        return Found(0, [])
    engine, name = _engine(), words.name(_clean(text[:MOST_TEXT]))
    rows = engine.matching(All([_exactly(term) for term in terms]), name, kinds, limit, offset)
    total = rows[0][2] if rows else 0
    if not rows and offset:
        return Found(find(text, kinds=kinds, limit=1).total, [])
    ...
