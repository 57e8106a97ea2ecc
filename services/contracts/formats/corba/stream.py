"""The tokens of an IDL text behind its preprocessor: directives are followed, comments go to what they are about."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ...document import Source
from ...grammar import Grammar, Token, Tokens
from ...limits import NotChecked
from .condition import holds

IDL = Grammar(
    "CORBA IDL",
    "not-idl",
    r"//[^\n]*+|/\*.*?\*/",
    string=r'L?"(?:[^"\\\n]|\\.)*+"',
    char=r"L?'(?:[^'\\\n]|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|.))'",
    number=r"0[xX][0-9a-fA-F]++|(?:\d++\.\d*+|\.\d++|\d++(?=[eEdD]))(?:[eE][+-]?\d++)?[dD]?|\d++",
    word=r"[^\W\d]\w*+",
    sign=r"::|<<|[{}()\[\]<>,;:=+\-*/%|^&~@#]",
)
_LINE = re.compile(r'(?:\\\r?\n|\\[^\n]|"(?:[^"\\\n]|\\[^\n])*+"|//[^\n]*+|/(?!\*)|[^\n/"\\]++|["\\])*+')
_SKIPPED = re.compile(r'^[ \t]*#|//[^\n]*+|/\*|"(?:[^"\\\n]|\\[^\n])*+"', re.M)
_COMMENT = re.compile(r'("(?:[^"\\\n]|\\[^\n])*+")|//[^\n]*+|\\\r?\n')
_DIRECTIVE = re.compile(r"#\s*(\w*)\s*(.*)", re.S)
_MACRO = re.compile(r"([^\W\d]\w*+)(\(?)(.*)", re.S)
_LEGAL = re.compile(r"copyright|licen[cs]e", re.I)


_new = tuple.__new__


class Piece(Token):
    """A token that knows its file, and of which macros it was made."""

    source: Source
    hidden: frozenset[str] = frozenset()


def _is_special(text: str, at: int) -> bool:
    """Whether a directive begins here, or a comment that never ends: elsewhere these are signs."""
    if text[at] == "#":
        return not text[text.rfind("\n", 0, at) + 1 : at].strip()
    return text[at] == "/" and text.startswith("/*", at)


class Pragma(NamedTuple):
    text: str
    source: Source
    start: int
    end: int


class Macro(NamedTuple):
    """`tokens` None: it has arguments, or is no IDL; it is not expanded."""

    tokens: tuple[tuple[str, str], ...] | None


class _File:
    """A file that is being read: how far, and the conditions open in it (their place, and whether one has held)."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.at = 0
        self.ifs: list[tuple[int, bool]] = []
        self.fresh = True


type Missing = Callable[[str, str, Source, int, int], None]


class Stream(Tokens):
    """Reads a file and what it includes. A file is read once, with its guard or without.

    `files` are all files by name; `left` holds for each file that was read the macros it left behind; `missing` is
    told what could not be followed: what it is, why, and where it stands.
    """

    def __init__(
        self, source: Source, files: Mapping[str, Source], left: dict[str, dict[str, Macro | None]], missing: Missing
    ) -> None:
        self.files = files
        self.left = left
        self.missing = missing
        self.macros: dict[str, Macro | None] = {}
        self.stack = [_File(source)]
        self.waiting: list[Piece] = []
        self.pragmas: list[Pragma] = []
        self.said = ""
        self.beside = ""
        super().__init__(source, IDL)

    if TYPE_CHECKING:  # the tokens of this language are pieces
        next: Piece

        def take(self) -> Piece: ...

    def _read(self, at: int) -> Piece:
        self.said = self.beside = ""
        while True:
            token = self.waiting.pop() if self.waiting else self._raw()
            macro = self.macros.get(token.text) if token.kind == "word" else None
            if macro is None or token.text in token.hidden:
                return token
            self._expand(token, macro)

    def _expand(self, token: Piece, macro: Macro) -> None:
        self._counted(token.start)
        if macro.tokens is None:
            said = f"{token.text} is a macro that is not expanded here; write what it stands for"
            raise token.source.refusal("not-idl", f"This cannot be read: {said}.", token.start)
        hidden = token.hidden | {token.text}
        for kind, text in reversed(macro.tokens):
            made = Piece(kind, text, token.start, token.end, token.said, token.beside)
            made.source, made.hidden = token.source, hidden
            self.waiting.append(made)

    def _counted(self, at: int) -> None:
        self.more -= 1
        if self.more < 0:
            raise self.too_many(at)

    def _raw(self) -> Piece:
        """The next token of the text itself; directives on the way are done."""
        while True:
            file = self.stack[-1]
            self.source = file.source
            text = file.source.text
            found = IDL.step.match(text, file.at)
            if found is not None and not _is_special(text, found.end(1)):
                kind = found.lastgroup or ""
                start, end = found.span(kind)
                self._counted(start)
                if start - file.at > 1:
                    self._hear(file, start)
                file.at = end
                file.fresh = False
                return self._piece(kind, text[start:end], start, end)
            between = IDL.between.match(text, file.at)
            start = between.end() if between else file.at
            self._hear(file, start)
            file.at = start
            if start >= len(text):
                if file.ifs:
                    raise self.refusal("the #if that begins here never ends", file.ifs[-1][0])
                if len(self.stack) == 1:
                    return self._piece("end", "", start, start)
                self.stack.pop()
                self.said = ""
            elif text[start] == "#" and _is_special(text, start):
                self._direct(file, start)
            elif text[start] in "\"'":
                raise self.refusal("the text that begins here does not end on its line", start)
            else:
                raise self.stranger(start)

    def _piece(self, kind: str, text: str, start: int, end: int) -> Piece:
        made = _new(Piece, (kind, text, start, end, self.said, self.beside))
        made.source = self.source
        return made

    def _hear(self, file: _File, start: int) -> None:
        """The comments before the next token, and those that end the line of the last one."""
        beside, said = self._comments(file.at, start)
        self.beside = self.beside or beside
        if file.fresh and _LEGAL.search(said):
            said = ""  # the terms of the file, not what its first declaration is
        file.fresh = file.fresh and not said
        self.said += said

    def _logical(self, text: str, start: int) -> tuple[str, int]:
        """The line of a directive without comments, with its continuations, and where it ends."""
        at, parts = start, []
        while True:
            found = _LINE.match(text, at)
            end = found.end() if found else at
            parts.append(_COMMENT.sub(lambda one: one.group(1) or " ", text[at:end]))
            if not text.startswith("/*", end):
                return "".join(parts).strip(), end
            at = text.find("*/", end) + 2
            if at < 2:
                raise self.refusal("the comment that begins here never ends", end)

    def _direct(self, file: _File, start: int) -> None:
        text = file.source.text
        line, file.at = self._logical(text, start)
        found = _DIRECTIVE.match(line)
        name, rest = (found.group(1), found.group(2).strip()) if found else ("", "")
        end = start + len(text[start : file.at].split("\n", 1)[0].rstrip())
        self.said += "\n\n" if self.said else ""
        if name == "include":
            self._include(rest, start, end)
        elif name == "define":
            self._define(rest, start, end)
        elif name == "undef":
            self._set(rest.split(" ")[0], None)
        elif name == "pragma":
            self.pragmas.append(Pragma(rest, file.source, start, end))
        elif name in ("if", "ifdef", "ifndef"):
            file.ifs.append((start, self._holds(name, rest, start)))
            if not file.ifs[-1][1]:
                self._skip(file)
        elif name in ("else", "elif", "endif"):
            if not file.ifs:
                raise self.refusal(f"#{name} stands here without an #if", start)
            if name == "endif":
                file.ifs.pop()
            else:
                self._skip(file)
        elif name == "error":
            raise self.refusal(f"#error {rest}".strip(), start)
        elif name and not name.isdigit() and name not in ("warning", "line", "ident"):
            raise self.refusal(f"there is no directive #{name}", start)

    def _holds(self, name: str, rest: str, at: int) -> bool:
        if name == "if":
            values = {word: _number(macro) for word, macro in self.macros.items() if macro is not None}
            found = holds(rest, values)
            if found is None:
                raise self.refusal(f"the condition {rest[:60]!r} cannot be worked out", at)
            return found
        if not rest:
            raise self.refusal(f"#{name} names no macro", at)
        return (self.macros.get(rest.split(maxsplit=1)[0]) is not None) == (name == "ifdef")

    def _skip(self, file: _File) -> None:
        """Goes on to the branch of the open condition that holds, or behind its end."""
        text, depth = file.source.text, 0
        begun, done = file.ifs[-1]
        while True:
            found = _SKIPPED.search(text, file.at)
            if found is None:
                raise self.refusal("the #if that begins here never ends", begun)
            if found.group() == "/*":
                file.at = text.find("*/", found.end()) + 2
                if file.at < 2:
                    raise self.refusal("the comment that begins here never ends", found.start())
                continue
            if not found.group().endswith("#") or found.group()[0] in '"/':
                file.at = found.end()
                continue
            start = found.end() - 1
            line, file.at = self._logical(text, start)
            split = _DIRECTIVE.match(line)
            name, rest = (split.group(1), split.group(2).strip()) if split else ("", "")
            if name in ("if", "ifdef", "ifndef"):
                depth += 1
            elif name == "endif":
                depth -= 1
                if depth < 0:
                    file.ifs.pop()
                    return
            elif depth == 0 and not done and (name == "else" or (name == "elif" and self._holds("if", rest, start))):
                file.ifs[-1] = (begun, True)
                return

    def _set(self, name: str, macro: Macro | None) -> None:
        self.macros[name] = macro
        for file in self.stack:
            self.left.setdefault(file.source.name, {})[name] = macro

    def _define(self, rest: str, start: int, end: int) -> None:
        found = _MACRO.match(rest)
        if found is None:
            raise self.refusal("#define needs a name", start)
        name, arguments, body = found.groups()
        if arguments:
            self.missing(name, "macro", self.source, start, end)
            self._set(name, Macro(None))
            return
        tokens: list[tuple[str, str]] = []
        body, at = body.strip(), 0
        while at < len(body):
            token = IDL.token.match(body, at)
            if token is None:
                self._set(name, Macro(None))
                return
            tokens.append((token.lastgroup or "", token.group()))
            at = token.end()
            while at < len(body) and body[at].isspace():
                at += 1
        self._set(name, Macro(tuple(tokens)))

    def _include(self, rest: str, start: int, end: int) -> None:
        wanted = rest[1:].split(">" if rest.startswith("<") else '"', maxsplit=1)[0].strip()
        if rest[:1] not in ("<", '"') or not wanted:
            raise self.refusal('#include needs the name of a file, as "orders.idl" or <orders.idl>', start)
        self.said = ""
        source = self._file(wanted)
        if source is None:
            self.missing(wanted, "file", self.source, start, end)
        elif source.name in self.left and all(file.source is not source for file in self.stack):
            for name, macro in self.left[source.name].items():
                self._set(name, macro)
        elif len(self.stack) > 60:
            said = f"The file {wanted[:200]!r} includes itself without end: put it between #ifndef, #define and #endif."
            raise self.source.refusal("too-deep", said, start)
        else:
            self.left.setdefault(source.name, {})
            self.stack.append(_File(source))

    def _file(self, wanted: str) -> Source | None:
        """The file of this name: beside the one that includes it, in a folder above, or the only one that ends so."""
        wanted = wanted.replace("\\", "/")
        folder = self.source.name.split("/")[:-1]
        steps: list[str] = []
        for step in wanted.split("/"):
            if step == ".." and (steps or folder):
                (steps or folder).pop()
            elif step not in ("", ".", ".."):
                steps.append(step)
        for depth in range(len(folder), -1, -1):
            name = "/".join([*folder[:depth], *steps])
            if name in self.files:
                return self.files[name]
        ending = "/" + "/".join(steps)
        found = [source for name, source in self.files.items() if name.endswith(ending)]
        return found[0] if len(found) == 1 else None


def _number(macro: Macro) -> int:
    """What a macro is worth in a condition."""
    text = macro.tokens[0][1] if macro.tokens and len(macro.tokens) == 1 else ""
    try:
        return int(text[:40], 0)
    except ValueError:
        return 0


__all__ = ["IDL", "NotChecked", "Piece", "Pragma", "Stream"]
