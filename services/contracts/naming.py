"""What names tell where a technology has no other word for it: the effect of an operation, the version of a package."""

import re
from functools import lru_cache

from .model import Effect

_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]")
_VERSION = re.compile(r"[vV][0-9]{1,4}(?:(?:p[0-9]{1,4})?(?:alpha|beta)[0-9]{0,4})?")
_BEGIN: dict[Effect, str] = {
    "read": "get list find search read fetch lookup query describe count exists show view load retrieve watch is has",
    "create": "create add insert register place submit post new open issue make",
    "change": "update modify patch set change rename edit adjust",
    "replace": "replace put overwrite",
    "delete": "delete remove destroy purge drop erase",
}
_EFFECTS: dict[str, Effect] = {word: effect for effect, words in _BEGIN.items() for word in words.split()}


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, small: `createdAt` and `created_at` are `created`, `at`."""
    return tuple(word.lower() for word in _WORD.findall(name[:200]))


def effect(name: str) -> Effect:
    """By the first word of a name: GetOrder reads, create_order creates. Whatever else it is called, it acts."""
    words = [word.lower() for word in _WORD.findall(name[:100])[:2]]
    if len(words) == 2 and words[0] == "batch":
        words = words[1:]
    return _EFFECTS.get(words[0], "act") if words else "act"


def version(package: str) -> str:
    """The last part of a package or namespace that is a version: `shop.orders.v1` is of version v1. "": none is."""
    parts = re.split(r"[.:/\\]+", package[:1000])
    return next((part.lower() for part in reversed(parts) if _VERSION.fullmatch(part)), "")
