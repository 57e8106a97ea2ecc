"""The formats that contracts come in: one module each, found by looking into the document, never at its name.

A format module offers what `Format` lists: a few constants, and functions to recognise, read, check and build.
A new format is a new module, its line in `FORMATS` and its cases; nothing else changes. docs/formats.md tells how.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any, Protocol, cast, overload

from ..bundle import Bundle, Sources, unread_file
from ..document import Source
from ..limits import NotChecked
from ..model import Facts, Flaw, Interface
from ..places import Path, Span


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
    TOGETHER: bool
    """Whether several files of this format are one contract by themselves (packages, modules). When not, one of them
    is the contract, and the others are what it refers to."""
    ENDS: tuple[str, ...]
    """How its files are usually called (.thrift); empty where the name tells nothing (.yaml, .json). No name makes a
    contract of a file; but one that is called so and that no format can read is told, and never passed over."""
    OWN_END: str
    """The one of these that files of nothing else have, or "". A file that is called so is of the contract beside it,
    even where its text is not recognised: it is read all the same, so that somebody says what is wrong with it."""

    def recognise(self, source: Source) -> str:
        """The dialect ("3.1"), or "" when the text is not of this format. Raises NotChecked when it cannot be read."""

    def label(self, dialect: str) -> str:
        """What people call it: OpenAPI 3.1."""

    def read(self, sources: Sources, dialect: str) -> Any:
        """The document. Raises NotChecked, with a place, when it is ill-formed: its code begins with "not-", so that
        of several files only that one is left out. `dialect` is "" when the text was not recognised (OWN_END)."""

    def check(self, document: Any, dialect: str) -> Iterator[Flaw]:
        """Where the document breaks the format's own specification."""

    def build(self, document: Any, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
        """The Interface, and the references that lead nowhere. Never raises for what a document says."""


class _Formats(Sequence[Format]):
    """Modules, each imported when somebody comes to it: who only runs a ruleset on a document needs none, and whoever
    has found the format of a document needs no other. All of them took most of the time in which a process starts."""

    def __init__(self, *names: str) -> None:
        self.names = names

    @overload
    def __getitem__(self, index: int) -> Format: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Format]: ...
    def __getitem__(self, index: int | slice) -> Format | Sequence[Format]:
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        return cast(Format, import_module(f"{__name__}.{self.names[index]}"))

    def __len__(self) -> int:
        return len(self.names)


FORMATS: Sequence[Format] = _Formats(
    "openapi3",
    "plain",
    "openapi2",
    "asyncapi",
    "avro",
    "thrift",
    "smithy",
    "proto",
    "corba",
    "graphql",
    "jsonschema",
    "wsdl",
    "xsd",
)
"""Where a text could be of two formats (a schema beside those who use it), the first one is meant."""

_NOT_READ_YET = (
    ("swagger", "", "another version of Swagger"),
    ("asyncapi", "", "another version of AsyncAPI"),
    ("openapi", "", "another version of OpenAPI"),
)


def find(bundle: Bundle) -> tuple[Format, str, Sources]:
    """The format of what was handed in, its dialect, and which files it begins with.

    Raises NotChecked, saying what was looked for, when no format knows it, and when several files are each a contract
    of its own and nobody said which is meant.
    """
    if not bundle.packed:
        source = bundle.files[""]
        form, dialect = _find(source)
        return form, dialect, Sources(source, (source,), bundle.files)
    if bundle.main:
        main = bundle.files[bundle.main]
        form, dialect = _find(main)
        known = {main.name: dialect, **_all_of(form, bundle)}
    else:
        form, known = _first_of(bundle)
        main = bundle.files[next(iter(known))]
    if not form.TOGETHER and not bundle.main and len(known) > 1:
        names = ", ".join(sorted(known)[:5]) + (" ..." if len(known) > 5 else "")
        said = (
            f"The archive holds {len(known)} contracts ({names}). Register each, or name one: main: in contract.yaml."
        )
        raise NotChecked("several-documents", said)
    own = tuple(bundle.files[name] for name in known) if form.TOGETHER else (main,)
    return form, known[main.name], Sources(main, own, bundle.files)


_MOST = 20
"""So many files of a contract may be unreadable. With more of them it is not worth speaking of the rest."""
_DATA = (".yaml", ".yml", ".json")


def read(form: Format, dialect: str, sources: Sources, bundle: Bundle) -> tuple[Document, list[Flaw]]:
    """The document, made of the files that can be read, and a flaw for each of the others.

    Raises NotChecked when the file that is named as the main one cannot be read, none can, too many cannot, or a limit
    is reached: limits are of the whole contract.
    """
    unread = _unread(form, sources, bundle)
    first: NotChecked | None = None
    while True:
        try:
            document: Document = form.read(sources, dialect)
        except NotChecked as reason:
            first = first or reason
            is_main = reason.file == sources.main.name and (bundle.main or not form.TOGETHER)
            others = sources.without(reason.file) if reason.file in sources.beside and not is_main else None
            if others is None or not _is_ill_formed(reason) or len(unread) >= _MOST:
                raise first from None
            sources, unread[reason.file] = others, reason
            continue
        return document, [unread_file(reason) for _, reason in sorted(unread.items())]


def _unread(form: Format, sources: Sources, bundle: Bundle) -> dict[str, NotChecked]:
    """Files that are called like those of the contract, and of which nobody can tell what they say."""
    own = {one.name for one in sources.own}
    ends = {PurePosixPath(name).suffix for name in own} - {""}
    found = {name: reason for name, reason in bundle.left_out.items() if reason.code == "not-text"}
    if form.TOGETHER:
        for name, source in bundle.files.items():
            if name not in own and PurePosixPath(name).suffix in ends:
                try:
                    if not form.recognise(source) and PurePosixPath(name).suffix == form.OWN_END:
                        form.read(Sources(source, (source,), {name: source}), "")
                except NotChecked as reason:
                    if _is_ill_formed(reason):
                        found[name] = reason
    return {name: reason for name, reason in found.items() if PurePosixPath(name).suffix in ends}


def _is_ill_formed(reason: NotChecked) -> bool:
    return reason.code.startswith("not-") or reason.code == "several-documents"


def _first_of(bundle: Bundle) -> tuple[Format, dict[str, str]]:
    """The first format that knows a file, and all files it knows with their dialects."""
    for form in FORMATS:
        known = _all_of(form, bundle)
        if known:
            return form, known
    raise _none_known(bundle)


def _none_known(bundle: Bundle) -> NotChecked:
    """Why no file is a contract. One that is ill-formed may be meant: where it breaks is what its author needs."""
    for name in sorted(bundle.files, key=lambda name: (name.count("/"), name)):
        if PurePosixPath(name).suffix in _DATA:
            try:
                bundle.files[name].tree  # noqa: B018 - read for what it raises
            except NotChecked as reason:
                if reason.code == "check-timed-out":
                    raise
                message = f"{reason.message} No other file of the archive is a contract."
                return NotChecked(reason.code, message, reason.line, reason.column, name)
    return NotChecked("unknown-format", f"No file of the archive is a contract format known here. {_looked_for()}")


def _all_of(form: Format, bundle: Bundle) -> dict[str, str]:
    known = {}
    for name, source in bundle.files.items():
        try:
            dialect = form.recognise(source)
        except NotChecked as reason:
            if reason.code == "check-timed-out":
                raise
            continue
        if dialect:
            known[name] = dialect
    return known


def _find(source: Source) -> tuple[Format, str]:
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
        unreadable.message = f"{unreadable.message} {_looked_for()}"
    raise unreadable


def _looked_for() -> str:
    return f"Looked for: {'; '.join(one.LOOKED_FOR for one in FORMATS)}."


def _unknown(source: Source) -> NotChecked:
    root = source.tree.root
    if isinstance(root, dict):
        for member, begins, name in _NOT_READ_YET:
            said = root.get(member)
            if isinstance(said, str | int | float) and str(said).startswith(begins):
                path = source.tree.own_path((member,), {})
                span = source.tree.spans([path])[path]
                what = f"{name} ({member}: {str(said)[:40]})"
                message = f"This looks like {what}, which is not read yet. {_looked_for()}"
                return NotChecked("format-not-read", message, span.line, span.column, source.name)
    message = f"This is no contract format known here. {_looked_for()}"
    return NotChecked("unknown-format", message, 1, 1, source.name)
