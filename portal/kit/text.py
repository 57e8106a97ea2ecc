"""Text from outside, made safe to store, to look up and to show. Nothing here escapes markup; templates do that."""

import re
import unicodedata

from django.http import HttpRequest

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_JOINERS = "\u200c\u200d"
LONGEST_QUESTION = 200


def storable(text: str, most: int | None = None) -> str:
    """Without what a database cannot hold (NUL, lone surrogates), and at most ``most`` characters."""
    kept = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return kept if most is None or len(kept) <= most else kept[: most - 1] + "…"


def one_line(text: str) -> str:
    """What somebody wrote, where a line break would begin something else: a mail's header, a line of chat."""
    return " ".join(text.split())


def asked(request: HttpRequest, name: str) -> str:
    """A word of the query string as it may be looked up: no control characters, not endless."""
    text = request.GET.get(name, "")[:LONGEST_QUESTION]
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def visible(text: str) -> str:
    """Invisible marks made visible: control, bidirectional and zero-width characters become ``[U+202E]``.

    Text in a contract can reorder what a reader sees. New lines and tabs stay; joiners stay, scripts need them.
    """
    if text.isprintable():  # nearly always, and a page asks hundreds of times
        return text
    return "".join(f"[U+{ord(sign):04X}]" if _hides(sign) else sign for sign in text)


def _hides(sign: str) -> bool:
    category = unicodedata.category(sign)
    return (category in {"Cc", "Cs"} and sign not in "\n\t\r") or (category == "Cf" and sign not in _JOINERS)
