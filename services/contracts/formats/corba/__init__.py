"""CORBA IDL, to version 4.2 of the language: interfaces and their operations, and the types they pass.

Several files are one contract. What they include is looked for among them; what is not there is kept by its name.
"""

from collections.abc import Iterator

from ...bundle import Sources
from ...document import Source
from ...model import Facts, Flaw, Interface
from . import build as _build
from . import look
from .definitions import Idl
from .definitions import read as _read

NAME = "corba"
LOOKED_FOR = "CORBA IDL (module, interface, struct ... with a semicolon behind each)"
WORDS: dict[str, str] = {}
TOGETHER = True
ENDS: tuple[str, ...] = ()
OWN_END = ""


def recognise(source: Source) -> str:
    """ "idl" for CORBA IDL, by the words and signs that only it puts together."""
    return "idl" if look.is_idl(source) else ""


def label(dialect: str) -> str:
    return "CORBA IDL"


def read(sources: Sources, dialect: str) -> Idl:
    return _read(sources.main, sources.own, sources.beside)


def check(document: Idl, dialect: str) -> Iterator[Flaw]:
    """What breaks the specification is told while reading: names and constants are known only there."""
    yield from ()


def build(document: Idl, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    found = len(document.found)
    interface, flaws = _build.build(document, facts)
    return interface, [*flaws, *document.found[found:]]
