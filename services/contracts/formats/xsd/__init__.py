"""XML Schema alone: a contract of types. The same reader as for the schemas in WSDL."""

from collections.abc import Iterator

from ...bundle import Sources
from ...document import Source
from ...model import Facts, Flaw, Interface
from ..wsdl import look
from ..wsdl.build import build_schema
from ..wsdl.check import check as _check
from ..wsdl.files import Wsdl, load

NAME = "xsd"
LOOKED_FOR = "XML Schema (schema)"
WORDS: dict[str, str] = {}
TOGETHER = True
ENDS = (".xsd",)
OWN_END = ""


def recognise(source: Source) -> str:
    """ "1.0" or "1.1" for a schema: the later one when it says so, or uses what only that has."""
    if not look.is_schema(source):
        return ""
    return "1.1" if any(word in source.text for word in look.LATER) else "1.0"


def label(dialect: str) -> str:
    return f"XML Schema {dialect}"


def read(sources: Sources, dialect: str) -> Wsdl:
    return load(sources.main, sources.own, sources.beside, "not-xsd")


def check(document: Wsdl, dialect: str) -> Iterator[Flaw]:
    return _check(document)


def build(document: Wsdl, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    found = len(document.found)
    interface, flaws = build_schema(document, facts)
    return interface, [*flaws, *document.found[found:]]
