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
    """A piece of text. `kind` is one of the grammar's names, or "end"; `said` the comment that stands before it."""

    kind: str
    text: str
    start: int
    end: int
    said: str = ""


class Grammar:
    """A language's tokens as named patterns, tried in this order. `comment` and `space` stand between tokens.

    `code` is what a document that breaks the grammar is refused with ("not-thrift"), `name` what people call it.
    """

    def __init__(self, name: str, code: str, comment: str, **kinds: str) -> None:
        self.name = name
        self.code = code
        self.between = re.compile(rf"(?:[\s\ufeff]++|{comment})*+", re.S)
        self.comment = re.compile(comment, re.S)
        self.token = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()), re.S)


class Tokens:
    """The tokens of one text, with one token of foresight in `next`. Ends with a token of the kind "end"."""

    def __init__(self, source: Source, grammar: Grammar) -> None:
        self.source = source
        self.grammar = grammar
        self.depth = 0
        self.count = 0
        self.last_end = 0
        self.next = self._read(0)

    def _read(self, at: int) -> Token:
        text, grammar = self.source.text, self.grammar
        found = grammar.between.match(text, at)
        start = found.end() if found else at
        said = text[at:start].strip()
        if start >= len(text):
            return Token("end", "", len(text), len(text), said)
        token = grammar.token.match(text, start)
        if token is None or token.end() == start:
            raise self.refusal(f"{_quoted(text[start])} does not belong here", start)
        self.count += 1
        if self.count > self.source.limits.nodes:
            most = self.source.limits.nodes
            raise self.source.refusal("too-many-nodes", f"The document has more than {most:,} words.", start)
        return Token(token.lastgroup or "", token.group(), start, token.end(), said)

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
        return self.take() if self.at(*texts) else None

    def expect(self, *texts: str) -> Token:
        """Takes one of these. Raises NotChecked, saying what was expected and what stands there."""
        if not self.at(*texts):
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
        """Reads a list up to `close`, which is taken: things with `between` after each, the last one's may be left out."""
        found = []
        while not self.accept(close):
            found.append(read())
            if not self.accept(between):
                self.expect(close)
                break
        return found


def words(comment: str) -> str:
    """The text of a comment without its marks: `// x`, `# x`, `/** x */` with or without stars before the lines."""
    kept = []
    for line in comment.splitlines():
        line = line.strip()
        line = re.sub(r"^(?:/\*+!?|//+[/!<]*|#+|\*+(?!/))[ \t]?", "", line)
        kept.append(re.sub(r"[ \t]*\*+/$", "", line).rstrip())
    return "\n".join(kept).strip()


def closest(comment: str) -> str:
    """Of the comments before a thing those that belong to it: the last block, without an empty line after it."""
    blocks = re.split(r"\n[ \t\r]*\n", comment.strip())
    return words(blocks[-1]) if blocks else ""


class Script:
    """A document whose reader has written down where everything stands, in one file or in several."""

    def __init__(self) -> None:
        self.found: list[Flaw] = []
        self.marks: dict[Path, Span] = {}
        self.first = START

    def at(self, above: Place, step: str | int, source: Source, start: int, end: int, name: str = "") -> Place:
        """A new place below another one, and where it stands: `start` to `end` in the text of `source`."""
        place = above.to(step, name=name)
        self.marks[place.path] = source.span(start, end)
        return place

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]:
        """The places as they were written down; what has none gets that of the nearest thing above it."""
        spans = {}
        for path in paths:
            known = path
            while known and known not in self.marks:
                known = known[:-1]
            spans[path] = self.marks.get(known, self.first)
        return spans

    def flaws(self) -> Iterator[Flaw]:
        yield from self.found

    def own_path(self, path: Path, words: dict[str, str]) -> Path:
        return path


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return repr(shown if len(shown) <= 60 else shown[:57] + "...")
