"""The formats that contracts come in: one module each, found by looking into the document, never at its name.

A format module offers what `Format` lists: three constants, and functions to recognise, read, check and build.
A new format is a new module and its line in `FORMATS`; nothing else changes.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from ..document import Source
from ..limits import NotChecked
from ..model import Facts, Flaw, Interface
from ..places import Path, Span
from . import openapi3


class Document(Protocol):
    """A contract that was read: it can tell where its places stand, and what was wrong already in the writing."""

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]: ...
    def flaws(self) -> Iterator[Flaw]: ...
    def own_path(self, path: Path, words: dict[str, str]) -> Path: ...


class Format(Protocol):
    NAME: str
    """Short and stable, for machines: openapi."""
    LOOKED_FOR: str
    """How a person knows it: OpenAPI 3 (a top-level "openapi: 3...")."""
    WORDS: dict[str, str]
    """The Interface's words for attributes, where the document has another name for them."""

    def recognise(self, source: Source) -> str:
        """The dialect ("3.1"), or "" when the text is not of this format. Raises NotChecked when it cannot be read."""

    def label(self, dialect: str) -> str:
        """What people call it: OpenAPI 3.1."""

    def read(self, source: Source, dialect: str) -> Any:
        """The document. Raises NotChecked."""

    def check(self, document: Any, dialect: str) -> Iterator[Flaw]:
        """Where the document breaks the format's own specification."""

    def build(self, document: Any, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
        """The Interface, and the references that lead nowhere. Never raises for what a document says."""


FORMATS: tuple[Format, ...] = (openapi3,)

_NOT_READ_YET = (
    ("swagger", "2", "OpenAPI 2.0 (Swagger)"),
    ("asyncapi", "", "AsyncAPI"),
    ("openapi", "", "another version of OpenAPI"),
)


def find(source: Source) -> tuple[Format, str]:
    """The format of the text and its dialect. Raises NotChecked, saying what was looked for, when none knows it."""
    unreadable: NotChecked | None = None
    for one in FORMATS:
        try:
            dialect = one.recognise(source)
        except NotChecked as reason:
            unreadable = unreadable or reason
            continue
        if dialect:
            return one, dialect
    if unreadable is None:
        raise _unknown(source)
    if unreadable.code in ("not-json", "not-yaml"):
        message = f"{unreadable.message} Looked for: {_looked_for()}."
        raise NotChecked(unreadable.code, message, unreadable.line, unreadable.column)
    raise unreadable


def _looked_for() -> str:
    return "; ".join(one.LOOKED_FOR for one in FORMATS)


def _unknown(source: Source) -> NotChecked:
    looked_for = _looked_for()
    root = source.tree.root
    if isinstance(root, dict):
        for member, begins, name in _NOT_READ_YET:
            said = root.get(member)
            if isinstance(said, str | int | float) and str(said).startswith(begins):
                path = source.tree.own_path((member,), {})
                span = source.tree.spans([path])[path]
                what = f"{name} ({member}: {str(said)[:40]})"
                message = f"This looks like {what}, which is not read yet. Read: {looked_for}."
                return NotChecked("format-not-read", message, span.line, span.column)
    return NotChecked("unknown-format", f"This is no contract format known here. Looked for: {looked_for}.", 1, 1)
