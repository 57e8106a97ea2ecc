"""What the text of a document says and plain data cannot: keys that stand twice, and keys that are no text."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..document import Tree
from ..places import Path, Step
from ..scan import readable, yaml_step
from .ranges import Range, point


class Diagnosis(NamedTuple):
    """`kind` is the parser option that says how severe it is."""

    kind: str
    message: str
    path: Path
    range: Range


def diagnose(tree: Tree) -> list[Diagnosis]:
    """Both kinds, in the order of the text. Looks into the text only when the data shows that there is something."""
    if not tree.retyped and not tree.is_doubled():
        return []
    from yaml import YAMLError

    found = []
    try:
        for kind, message, path, start, end in _keys(tree.source.text):
            found.append(Diagnosis(kind, message, path, Range(point(tree.source, start), point(tree.source, end))))
    except YAMLError:  # libyaml refuses what another parser took: what was found until then is told
        pass
    return found


class _Open:
    """A collection that is being read."""

    __slots__ = ("awaits", "index", "is_map", "path", "seen", "step")

    def __init__(self, is_map: bool, path: Path) -> None:
        self.is_map = is_map
        self.path = path
        self.awaits = is_map
        """Whether a key comes next."""
        self.seen: set[str] = set()
        self.index = -1
        self.step: Step = ""

    def enter(self) -> Path:
        """The way to the value that begins now."""
        if self.is_map:
            self.awaits = True
            return (*self.path, self.step)
        self.index += 1
        return (*self.path, self.index)


def _keys(text: str) -> Iterator[tuple[str, str, Path, int, int]]:
    from yaml import events
    from yaml._yaml import CParser  # type: ignore[import-untyped,unused-ignore]

    parser: Any = CParser(readable(text))
    opens = {events.MappingStartEvent: True, events.SequenceStartEvent: False}
    stack: list[_Open] = []
    while True:
        event = parser.get_event()
        kind = event.__class__
        if kind is events.StreamEndEvent:
            return
        top = stack[-1] if stack else None
        if kind in opens:
            stack.append(_Open(opens[kind], top.enter() if top else ()))
        elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            stack.pop()
        elif kind is events.ScalarEvent and top and top.awaits:
            top.awaits = False
            plain = not event.style
            top.step = yaml_step(event.value, plain)
            start, end = event.start_mark.index, event.end_mark.index
            path = (*top.path, event.value)
            if plain and (odd := _type(event.value)):
                message = f"Mapping key must be a string scalar rather than {odd}"
                yield "incompatibleValues", message, path, start, end
            if top.step in top.seen and top.step != "<<":
                yield "duplicateKeys", f"Duplicate key: {event.value}", path, start, end
            top.seen.add(top.step)
        elif top and (kind is events.ScalarEvent or kind is events.AliasEvent):
            top.enter()


def _type(key: str) -> str:
    """What JavaScript would call a plain key that is no text, "" for one that is."""
    if key[:1].isalpha() and key.lower() not in ("null", "true", "false"):
        return ""
    import yamlrocks

    value = yamlrocks.loads(key) if key else None
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else ""
