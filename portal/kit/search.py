"""Search over everything the house knows: one document a thing, the same answers from PostgreSQL and from SQLite.

Text is taken apart by :mod:`portal.kit.words`, not by the databases: their own parsers, stemmers and stop words differ.
Where the words are kept is :mod:`portal.kit.indexes`. Only :func:`put`, :func:`pass_on` and :func:`drop` write, in the
caller's transaction; rows written past them are not found.
"""

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.kit import words
from portal.kit.indexes import Either, Engine, Every, Node, Rows, Word, engine
from portal.models import SearchDocument

MOST_BODY = 400_000  # characters of a body; what comes after is neither kept nor found
MOST_TEXT = 400  # characters of a question
MOST_TERMS = 10
MOST_LIKE = 2_000  # characters that are compared with other documents
MOST_TELLING = 16  # words of them
MOST_LIMIT = 200
MOST_OFFSET = 10_000
FEW = 5  # with fewer hits than this, the words are also sought inside longer words
INSIDE_LEAST = 3  # letters
SNIPPET = 200  # characters
SNIPPET_WITHIN = 20_000  # characters of a body that are looked through for the place to show

_STOP_WORDS = "a an and are can do for from how i in is it my of on or that the this to what where with"
STOP_WORDS = frozenset(_STOP_WORDS.split())

# How well a document answers, best first. Within a rank the shorter title; in the body, what says it more often.
TITLE_IS, TITLE_BEGINS, IN_TITLE, IN_TAGS, IN_BODY, INSIDE_TITLE_WORD, INSIDE_WORD, SIMILAR = range(8)


@dataclass(frozen=True)
class Hit:
    """One document found. ``snippet`` is text in pieces, each with whether to mark it; the lowest ``rank`` is best."""

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


def put(kind: str, ref: str, *, title: str, body: str, tags: str | Iterable[str], url: str, owner: str) -> None:
    """Makes the thing ``(kind, ref)`` findable as this and no longer as what it was. Doing it twice changes nothing."""
    title, body = _clean(title), _clean(body[:MOST_BODY])
    tags = _clean(tags if isinstance(tags, str) else " ".join(tags))
    fields = [words.counted(text) for text in (title, tags, body)]
    document = SearchDocument(kind=kind, ref=ref, title=title, body=body, tags=tags, url=url, owner=owner)
    document.updated_at = timezone.now()
    changed = ["title", "body", "tags", "url", "owner", "updated_at"]
    with transaction.atomic(savepoint=False):
        SearchDocument.objects.bulk_create(
            [document], update_conflicts=True, unique_fields=["kind", "ref"], update_fields=changed
        )
        engine().write(document.pk, words.name(title), fields)


def pass_on(kind: str, begins: str, *, owner: str) -> int:
    """What belongs to things whose ``ref`` begins so has another owner; its words stay. Returns how many there are."""
    return SearchDocument.objects.filter(kind=kind, ref__startswith=begins).update(
        owner=owner, updated_at=timezone.now()
    )


def drop(kind: str, ref: str) -> None:
    """The thing is no longer found; one that never was is no error."""
    with transaction.atomic(savepoint=False):
        ids = list(SearchDocument.objects.filter(kind=kind, ref=ref).values_list("pk", flat=True))
        engine().erase(ids)
        SearchDocument.objects.filter(pk__in=ids).delete()


def find(text: str, *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0) -> Found:
    """The documents that say all of ``text``'s words, or words that begin so, best first.

    With few of them, also those that have the words inside longer ones (``ders`` in orders); with none, those that have
    them but for one slip in each. The text is only ever words: no quote, operator or control character means anything.
    """
    limit, offset = max(1, min(limit, MOST_LIMIT)), max(0, min(offset, MOST_OFFSET))
    text = _clean(text[:MOST_TEXT])
    chunks = _chunks(text)
    if not chunks:
        return Found(0, [])
    index, name = engine(), words.name(text)
    sought = Every([_sought(chunk, _exactly) for chunk in chunks])
    total, rows = index.matching(sought, name, kinds, limit, offset)
    if total >= FEW:
        return Found(total, _hits(rows, sought))
    rows = index.matching(sought, name, kinds, FEW, 0)[1]
    known = {pk for pk, _ in rows}
    wider = _inside(index, chunks)
    if wider:
        more = index.matching(wider, name, kinds, MOST_LIMIT, 0)[1]
        ranks = (INSIDE_TITLE_WORD, INSIDE_WORD)
        rows += [(pk, ranks[place > IN_TITLE]) for pk, place in more if pk not in known]
    if not rows:
        wider = _similar(index, chunks)
        rows = [(pk, SIMILAR) for pk, _ in index.matching(wider, name, kinds, MOST_LIMIT, 0)[1]]
    return Found(len(rows), _hits(rows[offset : offset + limit], sought, wider))


def telling(text: str) -> set[str]:
    """The stems of the words of ``text`` that are not in every sentence."""
    folded = {words.fold(chunk) for chunk in words.CHUNK.findall(_clean(text[:MOST_LIKE]))}
    return {words.stem(word) for word in folded if len(word) > 2 and word not in STOP_WORDS}


def like(text: str, *, kinds: Sequence[str], limit: int = 20) -> list[tuple[Hit, float]]:
    """The documents that say most of what ``text`` says, best first, each with how much of it: 0 to 1.

    A word weighs the more, the fewer documents say it (inverse document frequency). One query for each of the text's
    first telling words, so a title goes first.
    """
    index, sought = engine(), _in_order(text)
    total = SearchDocument.objects.filter(kind__in=kinds).count()
    weights: dict[str, float] = {}
    scores: dict[int, float] = {}
    for word in sought if total else ():
        count, rows = index.matching(Word(word), words.name(text), kinds, MOST_LIMIT, 0)
        weights[word] = math.log(1 + total / max(count, 1))
        for pk, _ in rows:
            scores[pk] = scores.get(pk, 0) + weights[word]
    whole = sum(weights.values()) or 1
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:limit]
    hits = _hits([(pk, IN_BODY) for pk in best], Either([Word(word) for word in sought])) if best else []
    return [(hit, scores[pk] / whole) for hit, pk in zip(hits, best, strict=False)]


def _in_order(text: str) -> list[str]:
    """The telling stems of a text, each once, those said first first."""
    known = telling(text)
    stems = (words.stem(words.fold(chunk)) for chunk in words.CHUNK.findall(_clean(text[:MOST_LIKE])))
    return [word for word in dict.fromkeys(stems) if word in known][:MOST_TELLING]


def _clean(text: str) -> str:
    """Without NUL and lone surrogates, which PostgreSQL refuses, and with accents joined to their letters (NFC)."""
    return unicodedata.normalize("NFC", text.replace("\0", "").encode("utf-8", "replace").decode())


# What to look for


def _chunks(text: str) -> list[str]:
    """The chunks of a question, each once, without the words that every sentence has unless there are no others."""
    chunks = {words.fold(chunk): chunk[: words.MOST_CHARACTERS] for chunk in words.CHUNK.findall(text)}
    chunks.pop("", None)
    telling = [chunk for folded, chunk in chunks.items() if folded not in STOP_WORDS]
    return (telling or list(chunks.values()))[:MOST_TERMS]


def _sought(chunk: str, widened: Callable[[str], list[Node]]) -> Node:
    """The chunk as one word, or as the words it is made of: checkoutOrders also finds checkout-orders."""
    nodes = widened(words.fold(chunk))
    pieces = [folded for part in words.parts(chunk) if (folded := words.fold(part))]
    if len(pieces) > 1 and max(map(len, pieces)) > 2:
        nodes.append(Every([Either(widened(piece)) for piece in pieces]))
    return Either(nodes)


def _exactly(word: str) -> list[Node]:
    return [Word(word, begins=len(word) > 1), *([Word(stem)] if (stem := words.stem(word)) != word else [])]


def _inside(index: Engine, chunks: Sequence[str]) -> Every | None:
    """Words that have the chunks inside; nothing for a chunk of one or two letters, which half of all words have."""
    letters = [words.fold(chunk) for chunk in chunks]
    if min(map(len, letters)) < INSIDE_LEAST:
        return None
    containing = [index.containing(one) for one in letters]
    return Every([Either([Word(word) for word in found]) for found in containing]) if all(containing) else None


def _similar(index: Engine, chunks: Sequence[str]) -> Every:
    """The chunks as they are, or as words one slip away that some document does say."""
    pieces = {words.fold(piece) for chunk in chunks for piece in (chunk, *words.parts(chunk))}
    near = {piece: words.near(piece) for piece in pieces}
    existing = set(index.existing(set().union(*near.values())))

    def similarly(word: str) -> list[Node]:
        # Every word is also kept by its stem, so the stems of those near it find all their forms.
        return [*_exactly(word), *map(Word, sorted({words.stem(other) for other in near[word] & existing}))]

    return Every([_sought(chunk, similarly) for chunk in chunks])


# What to show


def _leaves(node: Node) -> Iterable[Word]:
    if isinstance(node, Word):
        yield node
    else:
        for inner in node.nodes:
            yield from _leaves(inner)


def _matcher(node: Node) -> Callable[[str], bool]:
    """Whether a word of a document is one of those sought."""
    leaves = list(_leaves(node))
    beginnings = tuple(leaf.text for leaf in leaves if leaf.begins)
    same = {leaf.text for leaf in leaves}
    known: dict[str, bool] = {}

    def matches(raw: str) -> bool:
        if raw not in known:
            word = words.fold(raw)
            known[raw] = word in same or word.startswith(beginnings) or words.stem(word) in same
        return known[raw]

    return matches


def _hits(rows: Rows, sought: Node, wider: Node | None = None) -> list[Hit]:
    exactly, widely = _matcher(sought), _matcher(wider or sought)
    documents = SearchDocument.objects.in_bulk([pk for pk, _ in rows])
    hits = []
    for document, rank in ((documents[pk], rank) for pk, rank in rows if pk in documents):
        matches = exactly if rank <= IN_BODY else widely
        snippet = _snippet(document.body, matches) or _snippet(document.tags, matches)
        snippet = snippet or words.marked(_line(document.body[:SNIPPET], len(document.body) > SNIPPET), matches)
        hits.append(Hit(document.kind, document.ref, document.title, document.url, document.owner, snippet, rank))
    return hits


def _snippet(text: str, matches: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """The text around the first word that matches, in pieces; nothing if none does."""
    place = words.first_match(text[:SNIPPET_WITHIN], matches)
    if place is None:
        return []
    start = text.rfind(" ", 0, max(0, place - SNIPPET // 3)) + 1
    end = start + SNIPPET if place < start + SNIPPET else place + SNIPPET
    line = _line(text[start:end], end < len(text))
    return words.marked(f"\u2026 {line}" if start else line, matches)


def _line(text: str, goes_on: bool) -> str:
    return " ".join(text.split()) + (" \u2026" if goes_on else "")
