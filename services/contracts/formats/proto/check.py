"""Holds the files against the rules of their language: by protoc where all they import is at hand, else by ours."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from ...model import Flaw
from ...places import File, Place, Span
from .build import Document
from .compiler import asked, complaints
from .mistakes import mistakes

CAP = 200
"""Flaws that are listed."""


def check(document: Document, dialect: str) -> Iterator[Flaw]:
    """Every breach of the language, CAP of them at most. Names that lead nowhere are told when the types are built."""
    for number, flaw in enumerate(_flaws(document)):
        if number == CAP:
            yield Flaw("format-invalid", Place(None, ()), f"There are more; the first {CAP} are shown.")
            return
        yield flaw


def _flaws(document: Document) -> Iterator[Flaw]:
    near = _Near(document)
    names = document.names
    judged = asked(names)
    found = complaints(judged, CAP + 1)
    by_protoc = {file.source.name for file in judged.values()} if found is not None else set()
    unplaced: dict[str, str] = {}
    for one in found or ():
        source = one.file.source
        if one.at < 0:
            unplaced.setdefault(source.name, one.message)
        elif "is not defined" not in one.message:
            span = source.span(one.at, one.at)
            yield Flaw("format-invalid", near.place(source.name, span), f"protoc says: {one.message}", near.whole(span))
    for name, file in names.files.items():
        if name in by_protoc and name not in unplaced:
            continue
        told = list(mistakes(file))
        if not told and name in unplaced:
            told = [(file.token, f"protoc says: {unplaced[name]}")]
        for token, message in told:
            span = file.source.span(token.start, token.end)
            yield Flaw("format-invalid", near.place(name, span), message, span)


class _Near:
    """Finds the declaration in which something stands, so that a finding keeps its key while lines move."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def by_file(self) -> dict[str, list[tuple[Span, Place]]]:
        _ = self.document.said  # the places are written down when it is built
        by_file: dict[str, list[tuple[Span, Place]]] = {}
        for place in self.document.places:
            span = self.document.span(place.path)
            by_file.setdefault(span.file, []).append((span, place))
        return {name: sorted(found, key=lambda one: one[0]) for name, found in by_file.items()}

    def place(self, file: str, span: Span) -> Place:
        """Of what is declared next on this line (a type stands before its field's name), else of what was before."""
        found = self.by_file.get(file, [])
        at = bisect_left(found, (span.line, span.column), key=lambda one: one[0][:2])
        if at < len(found) and found[at][0].line == span.line:
            return found[at][1]
        return found[at - 1][1] if at else Place(None, (File(file),) if file else ())

    def whole(self, span: Span) -> Span:
        """The whole name that begins where protoc points, if one does."""
        found = self.by_file.get(span.file, [])
        at = bisect_right(found, (span.line, span.column), key=lambda one: one[0][:2])
        return found[at - 1][0] if at and found[at - 1][0][:2] == span[:2] else span
