"""Whether a reason for ignoring advice says something: pure, so that it can be tried on any text.

It refuses what is empty, copied, calls on others only (``appeals.py``), or has no number in it and speaks of none, and
nothing else: it does not judge whether a reason is good. Copies are found as plagiarism finders find them, by the share
of pairs of neighbouring words ("shingles", Broder 1997) that stand in the other text, too; that survives changed case,
punctuation and a few words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teams.reviews.appeals import without_appeals, without_sayings

LONGEST = 4000
LEAST_WORDS = 4
LEAST_SAID = 3
"""Different words that carry meaning: below that a sentence says "because"."""
COPIED = 0.6
"""This share of the pairs of words stands in the other text: it is that text, edited."""
SAME_WORDS = 0.85
ENOUGH_TO_COMPARE = 4
"""Texts with fewer words that carry meaning have too much in common by chance."""
APPEALS = (
    "That everybody knows it, that somebody of weight says it, or that nobody needs it, shows nothing. Say what was "
    "measured, or what is lost or gained."
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STOP = _set(
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is "
    "it its just may might me my no not of on or our shall she should so some than that the their them then there "
    "these they this those to up us was we were what when which who why will with would you your about also any "
    "because since still very all"
)
_EMPTY = _set(
    "agree agreed believe data decided decision discussed disagree enough feel fine good bad important know later "
    "like makes matter needed need needs necessary now ok okay opinion option point priority prefer reason reasons "
    "see sense sure team think time want wanted wont dont don't won't work works worth really simply reject "
    "rejected ignore ignored ignoring advice suggestion suggestions na tbd todo applicable required useful better "
    "best way thing things right wrong our going keep against meeting meetings"
)
_NUMBERS = _set(
    "none nobody never nothing zero once twice half third thirds quarter quarters two three four five six seven "
    "eight nine ten eleven twelve twenty thirty forty fifty hundred hundreds thousand thousands million dozen "
    "percent double tenth hundredth one single"
)
_NAMED = re.compile(
    r"\b(?:[rsv]-?\d[\w.]*|(?:version|line|lines|suggestion|step|review|revision|rule|phase|level)\s+\d+|\d{4}-\d\d-\d\d"
    r"|(?:in|since|until|before|after|by|from|of)\s+(?:19|20)\d\d(?!-\d)(?=\s*(?:$|[^\w\s%]|(?:and|or|the|it|we|they|is|was)\b))"
    r"|\w*[a-z]\d\w*)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['\u2019][^\W_]+)*")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "qwertzuiop")
_VOWELS = re.compile(r"[aeiouy\u00e0-\u00ff]")


@dataclass(frozen=True, slots=True)
class Known:
    """A text that a reason may not be a copy of, and what it is called in a sentence: "the reviewer's own words"."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a reason does not count: a code that is never reused, and a sentence."""

    code: str
    says: str


def fault_of(reason: str, known: Iterable[Known] = (), measures: Sequence[str] = ()) -> Fault | None:
    """None for a reason that says something; else why it does not.

    ``known`` are texts it may not be a copy of, ``measures`` what its data measures: a reason that speaks of them
    speaks of their numbers.
    """
    words = words_of(reason)
    if not words:
        return Fault("answer-empty", "Say why not, for a reader in a year.")
    if len(words) < LEAST_WORDS:
        return Fault("answer-reason-short", "Say it in a sentence: what you know that speaks against the advice.")
    if _is_noise(words):
        return Fault("answer-reason-says-nothing", "These are no words that a reader in a year could use.")
    for one in known:  # before what it says is weighed: of a copy one wants to hear that it is one
        if is_copy(reason, one.text):
            return Fault("answer-reason-copied", f"This repeats {one.name}. Say what you know that it does not say.")
    rest = without_appeals(_plain(reason))
    said = words_of(rest)
    says, counts = len(_said(said)) >= LEAST_SAID, has_number(rest) or _speaks_of(said, measures)
    if said != words and not (says and counts):
        return Fault("answer-reason-appeals", APPEALS)
    if not says:
        return Fault("answer-reason-says-nothing", "This says that you do not want to, but not what speaks against it.")
    if not counts:
        return Fault("answer-reason-without-number", "Nothing in it can be counted, and it speaks of no measure below.")
    return None


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters; scripts without gaps between words count by character."""
    found: list[str] = []
    for word in _WORD.findall(_plain(text).casefold()):
        found.extend(word if _WIDE.search(word) else [word])
    return found


def likeness(said: str, other: str) -> float:
    """The share of the pairs of neighbouring words of ``said`` that stand in ``other``: 0 to 1."""
    mine, theirs = _pairs(words_of(said)), _pairs(words_of(other))
    return len(mine & theirs) / len(mine) if mine else 0.0


def is_copy(said: str, other: str) -> bool:
    """Whether one text is the other, lightly edited or put in another order."""
    if likeness(said, other) >= COPIED:
        return True
    mine, theirs = _said(words_of(said)), _said(words_of(other))
    return len(mine) >= ENOUGH_TO_COMPARE and len(mine & theirs) / len(mine) >= SAME_WORDS


def has_number(text: str) -> bool:
    """Whether something is counted: a number that is no name, year, date or saying, or a word for one."""
    said = without_sayings(_NAMED.sub(" ", _plain(text)))
    return bool(re.search(r"\d", said)) or not _NUMBERS.isdisjoint(words_of(said))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST])


def _pairs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + 2]) for at in range(len(words) - 1)} or {tuple(words)} if words else set()


def _said(words: Iterable[str]) -> set[str]:
    """The words that carry meaning."""
    return {_stem(word) for word in words if word not in _STOP and word not in _EMPTY}


def _stem(word: str) -> str:
    """Enough to see "orders" in "order": not a linguist's stem."""
    for end in ("ies", "es", "s", "ed", "ing"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def _speaks_of(words: Iterable[str], measures: Iterable[str]) -> bool:
    measured = _said(word for text in measures for word in words_of(text)) if measures else set()
    return bool({word for word in measured if len(word) > 2} & _said(words))


def _is_noise(words: Sequence[str]) -> bool:
    """Keys that were pressed, or one word again and again."""
    first = words[:40]
    if len(first) >= 6 and len(set(first)) < len(first) / 2:
        return True
    letters = [word for word in first if word.isalpha() and word.isascii()]
    odd = sum(_is_odd(word) for word in letters)
    return not any(word.isalpha() for word in first) or (bool(letters) and odd * 2 >= len(letters))


def _is_odd(word: str) -> bool:
    if len(word) < 3:
        return False
    if re.search(r"(.)\1\1", word) or (not _VOWELS.search(word) and len(word) > 4):
        return True
    return len(word) > 3 and any(word[at : at + 4] in row for row in _ROWS for at in range(len(word) - 3))
