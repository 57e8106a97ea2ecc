"""How alike a subject is to what somebody wrote before: TF-IDF over our own words, worked out before the draw."""

import re
from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

WORD = re.compile(r"[^\W\d_]{3,30}")
MOST_WORDS = 4000
"""Of one text; what comes later changes little and costs as much."""
LEAST = 0.05
MOST_PEOPLE = 100


def words_of(text: str) -> Counter[str]:
    """Its words in lower case with how often they come; names such as ``orderLines`` count as their parts too."""
    found: Counter[str] = Counter()
    for number, match in enumerate(WORD.finditer(text)):
        if number >= MOST_WORDS:
            break
        word = match.group()
        found[word.lower()] += 1
        parts = re.findall(r"[A-Z]?[a-z]{2,}", word)
        if len(parts) > 1:
            found.update(part.lower() for part in parts)
    return found


def likeness(subject: str, writings: Mapping[int, str]) -> tuple[tuple[int, float], ...]:
    """Per person the cosine between the subject and what they wrote, from 0 to 1; what is below 0.05 is left out.

    A word that everybody uses weighs next to nothing. By id, the hundred nearest at most.
    """
    texts = {person: words_of(text) for person, text in writings.items()}
    texts = {person: words for person, words in texts.items() if words}
    asked = words_of(subject)
    if not asked or not texts:
        return ()
    used = Counter(word for words in texts.values() for word in words)
    whole = len(texts) + 1
    rare = {word: log(whole / (1 + used[word])) + 0.1 for word in {*asked, *used}}
    ours = _weights(asked, rare)
    found = [(person, round(_product(ours, _weights(words, rare)), 4)) for person, words in texts.items()]
    near = sorted((one for one in found if one[1] >= LEAST), key=lambda one: (-one[1], one[0]))[:MOST_PEOPLE]
    return tuple(sorted(near))


def _weights(words: Counter[str], rare: Mapping[str, float]) -> dict[str, float]:
    weights = {word: (1 + log(times)) * rare[word] for word, times in words.items()}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _product(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    return min(sum(weight * theirs[word] for word, weight in sorted(ours.items()) if word in theirs), 1.0)
