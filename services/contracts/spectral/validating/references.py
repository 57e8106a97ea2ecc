"""How schemas refer to each other: across a document that is read as if references were written out, or as they say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..function import Read
from ..percent import unquoted
from .drafts import drafts
from .fault import Unresolvable, Value


class Written:
    """The schemas of a document whose references count as what they lead to.

    Spectral writes them out, all but those that would never end, and ajv finds nothing under what is left: a schema
    with such a reference is not judged at all.
    """

    endless = False

    def __init__(self, read: Read) -> None:
        self.look = self.see = read.follow

    def lead(self, ref: str, schema: Value, *, dynamic: bool) -> Value:
        raise Unresolvable(f"can't resolve reference {ref}")


class Own:
    """Schemas that name each other by `$id`, anchors and pointers, as JSON Schema says."""

    endless = True

    def __init__(self, root: Value, others: Iterable[Value] = (), *, identifier: str = "$id") -> None:
        self.root = root
        self._identifier = identifier
        self._bases: dict[int, str] = {}
        self._found: dict[str, Value] = {}
        for schema in (root, *others):
            self._index(schema)
        self.read: Read | None = None
        """The document that values are of, whose references count as what they lead to."""
        self.dynamic: Mapping[str, Value] = {}
        """What dynamic anchors lead to, where it is known from the start."""

    def look(self, schema: Value) -> Value:
        return schema

    def see(self, data: Value) -> Value:
        return data if self.read is None else self.read.follow(data)

    def lead(self, ref: str, schema: Value, *, dynamic: bool) -> Value:
        if dynamic and ref.removeprefix("#") in self.dynamic:
            return self.dynamic[ref.removeprefix("#")]
        base, fragment = _joined("" if ref.startswith("#") else self._bases.get(id(schema), ""), ref)
        if ref.startswith("#"):
            base = self._bases.get(id(schema), "")
        if base not in self._found:
            for address, one in drafts(base).items():
                self._index(one, address)
        found = self._found.get(f"{base}#{fragment}")
        if found is not None:
            return found
        start = self._found.get(base)
        if start is None or (fragment and not fragment.startswith("/")):
            raise Unresolvable(f"can't resolve reference {ref} from id {base or '#'}")
        return _below(start, fragment, ref)

    def _index(self, root: Value, base: str = "") -> None:
        if not isinstance(root, dict):
            return
        waiting: list[tuple[Value, str]] = [(root, base)]
        self._found.setdefault(base, root)
        while waiting:
            schema, base = waiting.pop()
            if not isinstance(schema, dict):
                waiting += [(one, base) for one in schema]
                continue
            said = schema.get(self._identifier)
            if isinstance(said, str):
                address, fragment = _joined(base, said)
                if fragment:
                    self._found.setdefault(f"{address or base}#{fragment}", schema)
                if address:
                    base = address
                    self._found.setdefault(base, schema)
            self._bases[id(schema)] = base
            for name in ("$anchor", "$dynamicAnchor"):
                if isinstance(schema.get(name), str):
                    self._found.setdefault(f"{base}#{schema[name]}", schema)
            waiting += [(value, base) for value in _nested(schema)]


_VALUES = frozenset({"const", "default", "enum", "example", "examples"})
_NAMED = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})


def _nested(schema: dict[str, Any]) -> Iterator[Value]:
    """What may be schemas below one: not what stands for values, unless it is a name there."""
    for name, value in schema.items():
        if name in _NAMED and isinstance(value, dict):
            yield from (one for one in value.values() if isinstance(one, dict | list))
        elif name not in _VALUES and isinstance(value, dict | list):
            yield from [value] if isinstance(value, dict) else [one for one in value if isinstance(one, dict | list)]


def _joined(base: str, said: str) -> tuple[str, str]:
    """An address as it is meant, without its fragment, and the fragment."""
    from urllib.parse import urldefrag, urljoin

    address, fragment = urldefrag(urljoin(base, said))
    return address, fragment


def _below(start: Value, pointer: str, ref: str) -> Value:
    found = start
    for step in pointer.split("/")[1:]:
        name = unquoted(step).replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        else:
            raise Unresolvable(f"can't resolve reference {ref}")
    return found
