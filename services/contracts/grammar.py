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
        beside, said = self._comments(at, start)
        if start >= len(text):
            return Token("end", "", len(text), len(text), said, beside)
        token = grammar.token.match(text, start)
        if token is None or token.end() == start:
            unended = next((what for sign, what in _UNENDED if text.startswith(sign, start)), "")
            raise self.refusal(unended or f"{_quoted(text[start])} does not belong here", start)
        self.count += 1
        if self.count > self.source.limits.nodes:
            most = self.source.limits.nodes
            raise self.source.refusal("too-many-nodes", f"The document has more than {most:,} words.", start)
        return Token(token.lastgroup or "", token.group(), start, token.end(), said, beside)

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
    kept = []
    for given in comment.splitlines():
        line = re.sub(r"^(?:/\*+!?|//+[/!<]*|#+|\*+(?!/))[ \t]?", "", given.strip())
        kept.append(re.sub(r"[ \t]*\*+/$", "", line).rstrip())
    return "\n".join(kept).strip()


_COMMENT = re.compile(r"/\*.*?\*/|(?://|\#)[^\r\n]*+", re.S)


def closest(comment: str) -> str:
    """Of the comments before a thing those that belong to it: the last block, without an empty line after it."""
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
        self.marks: dict[Path, Span] = {}
        self.first = START

    def at(self, above: Place, step: str | int, source: Source, start: int, end: int, *, name: str = "") -> Place:
        """A new place below another one, and where it stands: `start` to `end` in the text of `source`."""
        place = above.to(step, name=name)
        path = place.path
        if path in self.marks:  # a second thing of that name stands elsewhere
            place = above.to(f"{step} {start}", name=name)
            path = place.path
        self.marks[path] = source.span(start, end)
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


_UNENDED = (
    ("/*", "the comment that begins here never ends"),
    ('"', "the string that begins here never ends"),
    ("'", "the string that begins here never ends"),
)


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return repr(shown if len(shown) <= 60 else shown[:57] + "...")
