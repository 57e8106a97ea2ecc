"""Numbers of YAML that begin with a zero (`012`): Spectral reads twelve, the parser of the engine reads a text."""

import re

from ..document import Tree
from ..places import Path
from .cut_offsets import cut_offsets
from .function import Value
from .offsets import wanted

_SIGNS = (re.compile(": (0[0-9]+)"), re.compile("- (0[0-9]+)"))
_NUMBER = re.compile(r"[-+]?0[0-9]+\Z")
_MOST = 10_000


def amend(tree: Tree) -> None:
    """Makes numbers of them, in place, where they stand without quotation marks."""
    text = tree.source.text
    written = {found[1] for sign in _SIGNS for found in sign.finditer(text)} if tree.language == "yaml" else ()
    if not written:
        return
    paths = _candidates(tree.root, frozenset(written))
    if not paths:
        return
    asked = set(paths)
    found = cut_offsets(text, tree.root, wanted(asked), asked)
    for path, (holder, key) in paths.items():
        start, end = found.get(path, (0, 0))
        if _NUMBER.match(text[start:end]):
            holder[key] = int(text[start:end])


def _candidates(root: Value, written: frozenset[str]) -> dict[Path, tuple[Value, Value]]:
    """Texts that look like such numbers: by the way to each, the collection it is in and its key there."""
    found: dict[Path, tuple[Value, Value]] = {}
    waiting: list[tuple[Value, _Link]] = [(root, None)]
    while waiting:
        value, link = waiting.pop()
        for key, below in value.items() if type(value) is dict else enumerate(value) if type(value) is list else ():
            kind = type(below)
            if kind is dict or kind is list:
                waiting.append((below, (link, key)))
            elif kind is str and below in written and len(found) < _MOST:
                found[(*_way(link), str(key))] = value, key
    return found


type _Link = tuple[_Link, str | int] | None
"""The way to a collection, from its end: paths are only put together for what is found."""


def _way(link: _Link) -> Path:
    steps: list[str] = []
    while link is not None:
        link, step = link
        steps.append(str(step))
    return tuple(reversed(steps))
