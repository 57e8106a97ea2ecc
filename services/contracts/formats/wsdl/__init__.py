"""WSDL 1.1 and 2.0, with the XML Schema in it and beside it.

Several files are one contract. What they import is looked for among them; nothing is fetched, and no DTD is read.
"""

from collections.abc import Iterator

from ...bundle import Sources
from ...document import Source
from ...model import Facts, Flaw, Interface
from . import build as _build
from . import check as _check
from . import look
from .files import Wsdl, load

NAME = "wsdl"
LOOKED_FOR = "WSDL (definitions of 1.1, description of 2.0)"
WORDS: dict[str, str] = {}
TOGETHER = True
ENDS = (".wsdl",)
OWN_END = ""


def recognise(source: Source) -> str:
    """ "1.1" or "2.0", by the name of the root element."""
    return look.dialect(source)


def label(dialect: str) -> str:
    return f"WSDL {dialect}"


def read(sources: Sources, dialect: str) -> Wsdl:
    return load(sources.main, sources.own, sources.beside, "not-wsdl")


def check(document: Wsdl, dialect: str) -> Iterator[Flaw]:
    return _check.check(document)


def build(document: Wsdl, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    found = len(document.found)
    interface, flaws = _build.build(document, facts)
    return interface, [*flaws, *document.found[found:]]
