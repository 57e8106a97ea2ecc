"""From a text to values: the native parsers, what is looked at before they may read, and why they refuse."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from .limits import NotChecked
from .model import Value
from .places import Lines
from .scan import too_deep, weigh_aliases

if TYPE_CHECKING:
    from .document import Source


def read_json(text: str, depth: int) -> Value:
    import orjson

    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        line, column = Lines(text).at(min(error.pos, len(text)))
        if "depth limit" in error.msg:
            raise too_deep(depth, line, column) from None
        raise NotChecked("not-json", f"This is not JSON: {error.msg}.", line, column) from None


_BEFORE_NODE = re.compile(r"(?:^|\n|[:?-][ \t]|(?:^|[\s:\[{,])[\[{]|,|(?:^|[\s\[{,])[!&]\S*[ \t])[ \t\r]*\Z")
_NO_NAME = frozenset(["", *" \t\n\r*&,[]{}"])
_AROUND = frozenset(["", *" \t\n\r[{,"])
_DOCUMENT = re.compile(r"^(---|\.\.\.)(?=[ \t\r\n]|\Z)", re.M)
_BEFORE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n|%[^\n]*\n)*+")


def read_yaml(source: "Source") -> tuple[Value, bool]:
    """The values, and whether a key stands twice somewhere."""
    import yamlrocks

    text, limits = source.text, source.limits
    if not source.is_one:
        refuse_several(source)
    if _stands("&", text) and _stands("*", text):
        weigh_aliases(text, nodes=limits.nodes, aliases=limits.aliases, depth=limits.depth)
    doubled = False
    try:
        try:
            root = source.values()
        except yamlrocks.YAMLRocksDuplicateKeyError:
            doubled = True
            root = yamlrocks.loads(text)
    except yamlrocks.YAMLRocksError as error:
        line, column = getattr(error, "line", None) or 0, getattr(error, "column", None) or 0
        reason = re.sub(r" at line \d+, column \d+$", "", str(error))
        if "nesting depth" in reason:
            raise too_deep(limits.depth, line, column) from None
        if "too many nodes" in reason:
            raise NotChecked(
                "too-many-aliases", "The aliases of this YAML document grow without end.", line, column
            ) from None
        raise NotChecked("not-yaml", f"This is not YAML: {reason}.", line, column) from None
    if root is None:
        raise NotChecked("empty", "The document holds comments only, or nothing.")
    return root, doubled


def parsed(written: str | bytes) -> Callable[[], Value]:
    """Reads YAML now. What is returned gives the values, or raises what the parser raised."""
    import yamlrocks

    try:
        root = yamlrocks.loads(written, option=yamlrocks.OPT_DUPLICATE_KEYS_ERROR)
    except yamlrocks.YAMLRocksError as error:
        return partial(_raised, error)
    return lambda: root


def _raised(error: Exception) -> Value:
    raise error


_LONG = 100_000
"""Bytes from which on a thread is worth it."""
_SAID = (b"openapi:", b"swagger:", b"asyncapi:")


def takes_long(data: bytes) -> bool:
    """Whether these bytes are a large contract in YAML and UTF-8, as far as a look at them tells. One whose aliases are
    to be weighed before it is read is none of these."""
    if len(data) < _LONG or data[:64].lstrip()[:1] in (b"{", b"[", b"\xef"):
        return False
    if not any(data.startswith(one) or b"\n" + one in data for one in _SAID):
        return False
    return not (_stands_in(b"&", data) and _stands_in(b"*", data))


def _stands(mark: str, text: str) -> bool:
    """Whether an anchor (&) or alias (*) may stand somewhere: where a value can begin. Ordinary text has few such."""
    at = text.find(mark)
    while at >= 0:
        if _is_mark(text[max(0, at - 100) : at], text[at + 1 : at + 2]):
            return True
        at = text.find(mark, at + 1)
    return False


def _stands_in(mark: bytes, data: bytes) -> bool:
    """The same of a text in UTF-8 that is not decoded yet."""
    at = data.find(mark)
    while at >= 0:
        if _is_mark(data[max(0, at - 100) : at].decode("latin-1"), data[at + 1 : at + 2].decode("latin-1")):
            return True
        at = data.find(mark, at + 1)
    return False


def _is_mark(before: str, after: str) -> bool:
    return after not in _NO_NAME and before[-1:] in _AROUND and _BEFORE_NODE.search(before) is not None


def refuse_several(source: "Source") -> None:
    """One check judges one contract: a second YAML document in the same text would go unseen."""
    if "\n---" not in source.text:
        return
    begin = _BEFORE.match(source.text)
    begun = False
    for found in _DOCUMENT.finditer(source.text):
        if found.group(1) == "---":
            if begun or (begin is not None and found.start() > begin.end()):
                line, column = source.lines.at(found.start())
                raise NotChecked(
                    "several-documents", f"A second YAML document begins at line {line}. One is checked.", line, column
                )
            begun = True
