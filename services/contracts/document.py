"""From bytes to a document: what was written, as values, and where each of them stands when somebody asks."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from time import sleep

from .beside import Beside
from .cutting import Cuts
from .limits import Limits, NotChecked
from .marking import cut_marks
from .model import Flaw, Value
from .parsing import parsed, read_json, read_yaml, refuse_several, takes_long
from .places import START, Lines, Path, Place, Span, Word, nearest, trie
from .scan import Double, count_json_keys, key_text, scan_json, scan_yaml, too_deep

_MARKS = (  # longest first: UTF-32 begins like UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


_TEXT = frozenset({str})
_WIDE = re.compile("[\U00010000-\U0010ffff]")


_FIRST = 0.001
"""Seconds in which the native parser gets to where it needs no interpreter."""


class Source:
    """The bytes as text. Formats look at it to recognise themselves; those in JSON or YAML ask for its `tree`."""

    def __init__(self, data: bytes, limits: Limits, name: str = "") -> None:
        """Raises NotChecked when there is too much, nothing at all, or something that is not text."""
        if len(data) > limits.bytes:
            raise too_large(len(data), limits.bytes)
        self.limits = limits
        self.name = name
        """Of a file among several; "" when the document came alone."""
        self.cuts: Cuts = {}
        self._data = data
        self._read: Tree | NotChecked | None = None
        self._values: Callable[[], Value] | None = None
        self.is_long = not name and takes_long(data)
        """A YAML text that takes long to read: it is worth it to do something else meanwhile."""
        self.is_one = False
        """Whether it is known already that this is no text of several YAML documents."""
        if not self.is_long:
            self.text  # noqa: B018 - from here on it is known to be one

    @cached_property
    def text(self) -> str:
        """Of a document that takes long to read decoded when somebody asks for it, and refused then."""
        text = _decode(self._data)
        self._data = b""
        if text.isspace() or not text:
            raise NotChecked("empty", "The document is empty.")
        return text

    def read[T](self, meanwhile: Callable[[], T]) -> T:
        """Reads the tree and does `meanwhile`, one beside the other where reading takes long: the native parser needs
        no interpreter before it makes values. What is wrong with the tree is told when somebody asks for it.

        Raises what `meanwhile` raises, and NotChecked for what is not text.
        """
        data = self._data
        if not data:
            return meanwhile()

        def work() -> T:
            sleep(_FIRST)
            refuse_several(self)
            self.is_one = True
            return meanwhile()

        beside = Beside(work)
        self._values = parsed(data)
        return beside.end()

    def values(self) -> Value:
        """What the native parser finds. Raises what it raises."""
        values, self._values = self._values or parsed(self.text), None
        return values()

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def wide(self) -> list[int]:
        """Where characters stand that UTF-16, in which JavaScript counts, needs two units for."""
        if self.text.isascii() or len(self.text.encode("utf-16-le", "surrogatepass")) == 2 * len(self.text):
            return []
        return [found.start() for found in _WIDE.finditer(self.text)]

    def span(self, start: int, end: int) -> Span:
        lines = self.lines
        if start >= len(self.text):  # an empty value at the very end stands in the last line, not behind it
            start = len(self.text.rstrip("\r\n"))
        return Span(*lines.at(start), *lines.at(max(start, end)), self.name)

    def refusal(self, code: str, message: str, at: int) -> NotChecked:
        """Why this text cannot be checked, at a place in it."""
        return NotChecked(code, message, *self.lines.at(min(at, len(self.text))), self.name)

    @property
    def tree(self) -> "Tree":
        """The text read as JSON, else as YAML. Raises NotChecked, with a place, when it is neither."""
        if self._read is None:  # every format that is asked wants to know
            try:
                self._read = self._tree()
            except NotChecked as reason:
                if reason.code == "check-timed-out":
                    raise
                reason.file = self.name
                self._read = reason
        if isinstance(self._read, NotChecked):
            raise self._read
        return self._read

    def _tree(self) -> "Tree":
        text = self.text
        if text.lstrip()[:1] in ("{", "["):
            try:
                return Tree(self, "json", read_json(text, self.limits.depth), False)
            except NotChecked as not_json:
                if not_json.code != "not-json":
                    raise
                try:  # flow-style YAML begins like JSON
                    return Tree(self, "yaml", *read_yaml(self))
                except NotChecked:
                    raise not_json from None
        return Tree(self, "yaml", *read_yaml(self))


class Tree:
    """A JSON or YAML document: `root` holds plain values whose keys are all text."""

    def __init__(self, source: Source, language: str, root: Value, doubled: bool) -> None:
        self.source = source
        self.language = language
        self.root = root
        self.doubled = doubled
        self.retyped = False
        """Whether a key was something else than text (`200:`)."""
        self.written = _written(root, source.limits)
        """The values as JSON, where that showed that they are within the limits and that their keys are text. Whoever
        looks into it may take it away."""
        if not self.written:
            self._measure()

    def _measure(self) -> None:
        """Holds depth and number of values to the limits, level by level, and makes every key text."""
        limits = self.source.limits
        level: list[Value] = [self.root]
        nodes, depth = 1, 0
        while level:
            maps: list[dict[Value, Value]] = [one for one in level if type(one) is dict]
            lists: list[list[Value]] = [one for one in level if type(one) is list]
            nodes += sum(map(len, maps)) + sum(map(len, lists))
            if nodes > limits.nodes:
                raise NotChecked("too-many-nodes", f"The document has more than {limits.nodes:,} values.")
            if not _TEXT.issuperset(map(type, chain.from_iterable(maps))):
                for one in maps:
                    if not _TEXT.issuperset(map(type, one)):
                        self._text_keys(one)
            values = chain(chain.from_iterable(map(dict.values, maps)), chain.from_iterable(lists))
            level = [one for one in values if type(one) is dict or type(one) is list]
            depth += 1
            if level and depth >= limits.depth:
                raise too_deep(limits.depth, *self._too_deep_at(limits.depth))

    def _text_keys(self, value: dict[Value, Value]) -> None:
        self.retyped = True
        fixed = {key_text(key): below for key, below in value.items()}
        self.doubled = self.doubled or len(fixed) < len(value)
        value.clear()
        value.update(fixed)

    def _too_deep_at(self, depth: int) -> tuple[int, int]:
        """Where the first value stands that is too deep: by its path, which is looked for again."""
        stack: list[tuple[Value, Path]] = [(self.root, ())]
        while stack:
            value, path = stack.pop()
            if len(path) >= depth:
                span = self.spans([path])[path]
                return span.line, span.column
            below = value.items() if isinstance(value, dict) else enumerate(value)
            stack += [(one, (*path, step)) for step, one in below if isinstance(one, dict | list)][::-1]
        return 1, 1

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]:
        """Lines and columns of the paths. One that leads nowhere gets the place of the nearest thing above it."""
        wanted = set(paths)
        source = self.source
        if self.language == "json":
            found = scan_json(source.text, trie(wanted))[0]
        else:
            found = cut_marks(source.text, source.lines, self.root, trie(wanted))
        start = START._replace(file=source.name)
        last = len(source.text.rstrip("\r\n"))
        spans: dict[Path, Span] = {}
        for path in wanted:
            marks = found.get(path) or nearest(found, path)
            if marks is None:
                spans[path] = start
                continue
            begin, end = marks.shown
            spans[path] = source.lines.span(begin, end, source.name) if begin < last else source.span(begin, end)
        return spans

    def is_doubled(self) -> bool:
        """Whether a key stands twice in one mapping."""
        return self.doubled or (self.language == "json" and count_json_keys(self.source.text) != _members(self.root))

    def flaws(self) -> Iterator[Flaw]:
        """Keys that stand twice in one mapping, each with its own place."""
        text = self.source.text
        if not self.is_doubled():
            return
        root = Place(None, ())
        doubles: list[Double] = (scan_json if self.language == "json" else scan_yaml)(text, {}, True)[1]
        for double in doubles:
            name = str(double.path[-1])
            place = root.to(*double.path, name="/".join(str(step) for step in double.path)[:200])
            message = f"The key {_short(name)} stands here a second time: what it said before is lost."
            yield Flaw("duplicate-key", place, message, self.source.span(double.start, double.end))

    def own_path(self, path: Path, words: dict[str, str]) -> Path:
        """A path whose Interface words are turned into the document's own and whose steps fit lists and mappings."""
        node = self.root
        steps: list[str | int] = []
        for given in path:
            step = words.get(given, str(given)) if isinstance(given, Word) else given
            if isinstance(node, dict):
                step = str(step)
                if step not in node:
                    break
                node = node[step]
            elif isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
                node = node[step]
            else:
                break
            steps.append(step)
        return tuple(steps)


_DEEPEST = 254
"""So deep are values that orjson writes. One level more, and it refuses."""


def _written(root: Value, limits: Limits) -> bytes:
    """The values as JSON, empty where that does not show that they are within the limits. Wrapped in as many lists as
    make those too deep for orjson that are too deep for us: writing takes a sixth of the time of counting."""
    import orjson

    if limits.depth > _DEEPEST:
        return b""
    for _ in range(_DEEPEST - limits.depth):
        root = [root]
    try:
        text = orjson.dumps(root)
    except TypeError:
        return b""
    most = text.count(b",") + text.count(b"{") + text.count(b"[")  # before or in front of each value stands one
    return text if most <= limits.nodes else b""


def _members(root: Value) -> int:
    """Of all mappings together."""
    found, waiting = 0, [root]
    while waiting:
        one = waiting.pop()
        if type(one) is dict:
            found += len(one)
        elif type(one) is not list:
            continue
        below = one.values() if type(one) is dict else one
        waiting += [value for value in below if type(value) is dict or type(value) is list]
    return found


def too_large(size: int, most: int) -> NotChecked:
    said = f"The document has {size / 1_000_000:.1f} MB; up to {most / 1_000_000:.1f} MB are read."
    return NotChecked("too-large", said)


def _short(name: str) -> str:
    return repr(name if len(name) <= 80 else name[:77] + "...")


_PACKED = {b"PK\x03\x04": "a ZIP archive inside another", b"\x1f\x8b": "packed with gzip", b"%PDF-": "a PDF"}


def _decode(data: bytes) -> str:
    for mark, named in _PACKED.items():
        if data.startswith(mark):
            raise NotChecked("not-text", f"This is {named}, not a text. Upload the document itself.", 1, 1)
    encoding, mark = _encoding(data)
    data = data[len(mark) :]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line, column = Lines(before).at(len(before))
        raise NotChecked(
            "not-text",
            f"Line {line} is not {encoding.upper()} text (byte {data[error.start]:#04x}). Save the document as UTF-8.",
            line,
            column,
        ) from None
    zero = text.find("\0")
    if zero >= 0:
        line, column = Lines(text[:zero]).at(zero)
        raise NotChecked("not-text", f"Line {line} holds a NUL character, so this is not text.", line, column)
    return text


def _encoding(data: bytes) -> tuple[str, bytes]:
    """How the text is written, and the mark that says so. Without a mark it is told by the zero bytes beside a first
    letter of ASCII (YAML 1.2, 5.2; RFC 4627, 3), which is what every contract begins with."""
    for mark, named in _MARKS:
        if data.startswith(mark):
            return named, mark
    for zeros, named in _ZEROS:
        if zeros.match(data):
            return named, b""
    return "utf-8", b""


_ZEROS = (
    (re.compile(rb"[\t\n\r\x20-\x7e]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[\t\n\r\x20-\x7e]"), "utf-32-be"),
    (re.compile(rb"(?:[\t\n\r\x20-\x7e]\0){2}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\n\r\x20-\x7e]){2}"), "utf-16-be"),
)


def as_utf_8(data: bytes) -> bytes:
    """A text in UTF-16 or UTF-32 as one in UTF-8; anything else as it is."""
    encoding, mark = _encoding(data)
    if encoding == "utf-8":
        return data
    try:
        return data[len(mark) :].decode(encoding).encode()
    except UnicodeError:
        return data
