"""Numbers of YAML that begin with a zero (`012`): Spectral reads twelve, the parser of the engine reads a text."""

import re

from ..document import Tree
from ..places import Path
from .cutting import cut_offsets
from .function import Value
from .offsets import wanted

_SIGNS = (re.compile(": 0[0-9]"), re.compile("- 0[0-9]"))
_NUMBER = re.compile(r"[-+]?0[0-9]+\Z")
_MOST = 10_000


def amend(tree: Tree) -> None:
    """Makes numbers of them, in place, where they stand without quotation marks."""
    text = tree.source.text
    if tree.language != "yaml" or not any(one.search(text) for one in _SIGNS):
        return
    paths = _candidates(tree.root)
    if not paths:
        return
    asked = set(paths)
    found = cut_offsets(text, tree.root, wanted(asked), asked)
    for path, (holder, key) in paths.items():
        start, end = found.get(path, (0, 0))
        if _NUMBER.match(text[start:end]):
            holder[key] = int(text[start:end])


def _candidates(root: Value) -> dict[Path, tuple[Value, Value]]:
    """Texts that look like such numbers: by the way to each, the collection it is in and its key there."""
    found: dict[Path, tuple[Value, Value]] = {}
    waiting: list[tuple[Path, Value]] = [((), root)] if isinstance(root, dict | list) else []
    while waiting:
        path, value = waiting.pop()
        for key, below in value.items() if type(value) is dict else enumerate(value):
            kind = type(below)
            if kind is dict or kind is list:
                waiting.append(((*path, str(key)), below))
            elif kind is str and below[:1] in _BEGINS and _NUMBER.match(below) and len(found) < _MOST:
                found[(*path, str(key))] = value, key
    return found


_BEGINS = frozenset("0-+")
