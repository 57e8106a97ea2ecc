"""What the readers of hand-written languages share: tokens with places, one way to complain, and a document that
knows where everything stands.

A language is a `Grammar`: which words, numbers, strings, signs and comments it has. `Tokens` reads a text by it, one
token after the other, and raises NotChecked at a place for whatever does not belong there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from .document import Source
from .limits import NotChecked
from .model import Flaw
from .places import START, Path, Place, Span


class Token(NamedTuple):
    """A piece of text. `kind` is one of the grammar's names, or "end".

    `said` holds the comments above it, `beside` those that end the line of the token before it (and speak of that one).
    """

    kind: str
    text: str
    start: int
    end: int
    said: str = ""
    beside: str = ""


class Grammar:
    """A language's tokens as named patterns, tried in this order. `comment` and `space` stand between tokens.

    `code` is what a document that breaks the grammar is refused with ("not-thrift"), `name` what people call it.
    """

    def __init__(self, name: str, code: str, comment: str, **kinds: str) -> None:
        self.name = name
        self.code = code
        between = rf"(?:[\s\ufeff]++|{comment})*+"
        token = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
        self.between = re.compile(between, re.S)
        self.comment = re.compile(comment, re.S)
        self.token = re.compile(token, re.S)
        self.step = re.compile(rf"({between})(?:{token})", re.S)
        """What stands between, and the token behind it, at once: half of the time of a text goes into its tokens."""


_new = tuple.__new__
"""Makes a token without the function that a NamedTuple has for it."""


class Tokens:
    """The tokens of one text, with one token of foresight in `next`. Ends with a token of the kind "end"."""

    def __init__(self, source: Source, grammar: Grammar) -> None:
        self.source = source
        self.grammar = grammar
        self.depth = 0
        self.more = source.limits.nodes
        self.last_end = 0
        self.next = self._read(0)

    def _read(self, at: int) -> Token:
        text = self.source.text
        found = self.grammar.step.match(text, at)
        if found is None:
            return self._last(at)
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if end == start:
            raise self.stranger(start)
        self.more -= 1
        if self.more < 0:
            raise self.too_many(start)
        beside, said = ("", "") if start - at < 2 else self._comments(at, start)
        return _new(Token, (kind, text[start:end], start, end, said, beside))

    def _last(self, at: int) -> Token:
        """The end of the text. Raises NotChecked where there is more."""
        text = self.source.text
        found = self.grammar.between.match(text, at)
        start = found.end() if found else at
        if start < len(text):
            raise self.stranger(start)
        beside, said = self._comments(at, start)
        return Token("end", "", start, start, said, beside)

    def stranger(self, at: int) -> NotChecked:
        """Why no token begins here."""
        unended = next((what for sign, what in _UNENDED if self.source.text.startswith(sign, at)), "")
        return self.refusal(unended or f"{_quoted(self.source.text[at])} does not belong here", at)

    def too_many(self, at: int) -> NotChecked:
        most = self.source.limits.nodes
        return self.source.refusal("too-many-nodes", f"The document has more than {most:,} words.", at)

    def _comments(self, at: int, start: int) -> tuple[str, str]:
        """What stands between two tokens: the comments that end the line of the first, and those above the second."""
        between = self.source.text[at:start]
        if not between or between.isspace():
            return "", ""
        line = 0
        while at and line < len(between) and between[line] not in "\r\n":
            comment = self.grammar.comment.match(between, line)
            line = comment.end() if comment and comment.end() > line else line + 1
        if not at or line == len(between):  # all on one line: it speaks of what follows
            return "", between.lstrip()
        return between[:line].strip(), between[line:].lstrip()

    def take(self) -> Token:
        """The next token, whatever it is; the last one again and again at the end."""
        token = self.next
        self.last_end = token.end
        self.next = self._read(token.end) if token.kind != "end" else token
        return token

    def at(self, *texts: str) -> bool:
        """Whether one of these stands next, exactly. Never true of a string that only reads the same."""
        return self.next.text in texts and self.next.kind != "string"

    def accept(self, *texts: str) -> Token | None:
        return self.take() if self.next.text in texts and self.next.kind != "string" else None

    def expect(self, *texts: str) -> Token:
        """Takes one of these. Raises NotChecked, saying what was expected and what stands there."""
        if self.next.text not in texts or self.next.kind == "string":
            raise self.surprise(" or ".join(_quoted(text) for text in texts))
        return self.take()

    def word(self, what: str, kind: str = "word") -> Token:
        """Takes a token of this kind; `what` says what it would have been ("the name of a struct")."""
        if self.next.kind != kind:
            raise self.surprise(what)
        return self.take()

    def surprise(self, expected: str) -> NotChecked:
        """Why the next token cannot be: something else was expected."""
        token = self.next
        found = "the end of the text" if token.kind == "end" else _quoted(token.text)
        return self.refusal(f"Expected {expected}, found {found}", token.start)

    def refusal(self, message: str, at: int) -> NotChecked:
        return self.source.refusal(self.grammar.code, f"This is not {self.grammar.name}: {message}.", at)

    def deeper(self) -> "Tokens":
        """`with tokens.deeper():` around whatever can hold itself. Raises NotChecked beyond the limit of depth."""
        return self

    def __enter__(self) -> None:
        self.depth += 1
        if self.depth > self.source.limits.depth:
            most = self.source.limits.depth
            message = f"The document nests more than {most} levels deep, which is the limit."
            raise self.source.refusal("too-deep", message, self.next.start)

    def __exit__(self, *_: object) -> None:
        self.depth -= 1

    def several(self, read: Callable[[], Any], close: str, between: str = ",") -> list[Any]:
        """Reads a list up to `close`, which is taken: things with `between` after each but maybe the last."""
        found = []
        while not self.accept(close):
            found.append(read())
            if not self.accept(between):
                self.expect(close)
                break
        return found


def words(comment: str) -> str:
    """The text of a comment without its marks: `// x`, `# x`, `/** x */` with or without stars before the lines."""
    if not comment:
        return ""
    kept = []
    for given in comment.splitlines():
        line = re.sub(r"^(?:/\*+!?|//+[/!<]*|#+|\*+(?!/))[ \t]?", "", given.strip())
        kept.append(re.sub(r"[ \t]*\*+/$", "", line).rstrip())
    return "\n".join(kept).strip()


_COMMENT = re.compile(r"/\*.*?\*/|(?://|\#)[^\r\n]*+", re.S)


def closest(comment: str) -> str:
    """Of the comments before a thing those that belong to it: the last block, without an empty line after it."""
    if not comment:
        return ""
    kept: list[str] = []
    end = len(comment)
    for found in reversed(list(_COMMENT.finditer(comment))):
        if comment.count("\n", found.end(), end) > 1:
            break
        kept.append(words(found.group()))
        end = found.start()
    return "\n".join(reversed(kept)).strip()


class Script:
    """A document whose reader has written down where everything stands, in one file or in several."""

    def __init__(self) -> None:
        self.found: list[Flaw] = []
        self.marks: dict[Path, Span | tuple[Source, int, int]] = {}
        """Lines and columns, or what they are found by when somebody asks: most places are never shown."""
        self.first = START
        self._paths: dict[Place, Path] = {}

    def at(self, above: Place, step: str | int, source: Source, start: int, end: int, *, name: str = "") -> Place:
        """A new place below another one, and where it stands: `start` to `end` in the text of `source`."""
        over = self._paths.get(above)
        if over is None:
            over = self._paths[above] = above.path
        path = (*over, step)
        if path in self.marks:  # a second thing of that name stands elsewhere
            step = f"{step} {start}"
            path = (*over, step)
        self.marks[path] = (source, start, end)
        place = above.to(step, name=name)
        self._paths[place] = path
        return place

    def span(self, path: Path) -> Span:
        """Where a place stands; what has none gets that of the nearest thing above it."""
        while path and path not in self.marks:
            path = path[:-1]
        mark = self.marks.get(path, self.first)
        if isinstance(mark, Span):
            return mark
        source, start, end = mark
        return source.span(start, end)

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]:
        return {path: self.span(path) for path in paths}

    def flaws(self) -> Iterator[Flaw]:
        yield from self.found

    def own_path(self, path: Path, words: dict[str, str]) -> Path:
        return path


_UNENDED = (
    ("/*", "the comment that begins here never ends"),
    ('"', "the string that begins here never ends"),
    ("'", "the string that begins here never ends"),
)


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return repr(shown if len(shown) <= 60 else shown[:57] + "...")
