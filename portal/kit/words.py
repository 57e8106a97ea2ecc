"""Takes text apart into the words people search for, and compares such words. Both databases are given just these.

An identifier is found by its parts: ``listPets``, ``checkout-orders``, ``GET /pets/{id}``. Every word that leaves here
is letters and digits only, lower case, without accents: it stands in any query language and means nothing there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from string import ascii_lowercase

MOST_CHARACTERS = 60  # of a word; longer ones are keys and digests, nobody types them
MOST_WORDS = 20_000
MOST_BYTES = 400_000  # PostgreSQL takes a megabyte of words and places

CHUNK = re.compile(r"[^\W_]+")
RUN = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")
VOWEL = re.compile("[aeiouy]")


def fold(text: str) -> str:
    """Lower case, no accents or compatibility forms (Unicode NFKD), only letters and digits: ``Été`` is ``ete``."""
    if text.isascii():
        return text.lower() if text.isalnum() else "".join(filter(str.isalnum, text.lower()))
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(filter(str.isalnum, folded))


def parts(chunk: str) -> list[str]:
    """A chunk of letters and digits cut where people hear words: ``getHTTPStatus2xx`` is get, HTTP, Status2, xx."""
    found, start = [], 0
    for here in range(1, len(chunk)):
        last, char = chunk[here - 1], chunk[here]
        before_word = last.isupper() and char.isupper() and chunk[here + 1 : here + 2].islower()
        if before_word or (char.isupper() and last.islower()) or (last.isdigit() and not char.isdigit()):
            found.append(chunk[start:here])
            start = here
    return [*found, chunk[start:]]


def stem(word: str) -> str:
    """The word without English endings for many, doing and done: orders, ordering, ordered are ``order``.

    Harman's S-stemmer (1991), then -ing, -ed and a last e. It is ours so that both databases agree; they come with
    two different ones.
    """
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "aes", "ees", "oes")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and VOWEL.search(rest) and not word.endswith("eed"):
            doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            return rest[:-1] if doubled else rest.removesuffix("e")
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def name(text: str) -> str:
    """The text as its words in order, to compare titles by: ``Checkout-Orders API`` is ``checkout orders api``."""
    return " ".join(folded for chunk in CHUNK.findall(text) for part in parts(chunk) if (folded := fold(part)))


def counted(text: str) -> Counter[str]:
    """Every word ``text`` is to be found by, with how often it says it, in order, within the limits above."""
    counts: Counter[str] = Counter()
    for run, times in Counter(RUN.findall(text)).items():
        for word in _words(run):
            counts[word] += times
    kept: Counter[str] = Counter()
    size = 0
    for word, times in counts.items():
        size += len(word.encode())
        if len(kept) == MOST_WORDS or size > MOST_BYTES:
            break
        kept[word] = times
    return kept


def _words(run: str) -> set[str]:
    chunks = CHUNK.findall(run)
    found = {fold(piece[:MOST_CHARACTERS]) for chunk in chunks for piece in (chunk, *parts(chunk))}
    if len(chunks) > 1 and len(run) <= MOST_CHARACTERS:
        found.add(fold(run))  # checkout-orders is also found as checkoutorders
    return (found | {stem(word) for word in found}) - {""}


def near(word: str) -> set[str]:
    """Every word one slip of the finger away: a letter too few, too many, another one, or two swapped (Damerau, 1964).

    Asking for all of them costs an index some hundred look-ups, and needs nothing from it that either database lacks.
    Words of fewer than five letters have too many neighbours that mean something else: pets, posts.
    """
    if not 5 <= len(word) <= 24:
        return {word}
    letters = sorted({*ascii_lowercase, *word})
    cuts = [(word[:here], word[here:]) for here in range(len(word) + 1)]
    fewer = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    more = {left + letter + right for left, right in cuts for letter in letters}
    return fewer | swapped | other | more


def marked(text: str, matches: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a chunk, or part of one, that ``matches``; joined they are it."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in _matching(text, matches):
        if start > at:
            pieces.append((text[at:start], False))
        if pieces and pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + text[start:end], True)
        else:
            pieces.append((text[start:end], True))
        at = end
    return [*pieces, (text[at:], False)] if at < len(text) else pieces


def first_match(text: str, matches: Callable[[str], bool]) -> int | None:
    """Where the first chunk, or part of one, that ``matches`` begins."""
    return next((start for start, _ in _matching(text, matches)), None)


def _matching(text: str, matches: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    for chunk in CHUNK.finditer(text):
        if matches(chunk[0]):
            yield chunk.span()
            continue
        start = chunk.start()
        for part in parts(chunk[0]):
            if len(part) < len(chunk[0]) and matches(part):
                yield start, start + len(part)
            start += len(part)
