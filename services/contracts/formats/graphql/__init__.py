"""GraphQL schemas, as they are written in the schema definition language."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...bundle import Sources
from ...document import Source
from ...model import Facts, Flaw, Interface

if TYPE_CHECKING:
    from .interface import Document

NAME = "graphql"
LOOKED_FOR = "a GraphQL schema (type Query { ... }, input, scalar, directive ...)"
TOGETHER = True
WORDS: dict[str, str] = {}
ENDS = (".graphql", ".graphqls", ".gql")
OWN_END = ""

_BEGIN = re.compile(r'(?:[\s,\ufeff]++|#[^\r\n]*+|"""(?:[^"\\]|\\.|"(?!""))*+"""|"(?!"")(?:[^"\\\r\n]|\\.)*+")*+', re.S)
_FIRST = re.compile(r"(?:schema|type|interface|union|enum|input|scalar|directive|extend)(?![A-Za-z0-9_])")
_TELLING = re.compile(
    r"^[ \t]*+(?:extend[ \t]++)?+(?:(?:type|input)[ \t]++\w++\s*+(?:[@{]|implements(?!\w))|schema\s*+[@{]"
    r"|scalar[ \t]++\w++[ \t]*+(?:$|@|#)|union[ \t]++\w++\s*+[@=]|directive\s*+@)",
    re.M,
)


def recognise(source: Source) -> str:
    """By its first word, and a definition that no other language has in that form."""
    return "schema" if _begins(source) and _TELLING.search(source.text) else ""


def _begins(source: Source) -> bool:
    begin = _BEGIN.match(source.text)
    return _FIRST.match(source.text, begin.end() if begin else 0) is not None


def label(dialect: str) -> str:
    return "GraphQL schema"


# What follows loads graphql-core, which takes a third of the time in which the command starts.


def read(sources: Sources, dialect: str) -> "Document":
    """Raises NotChecked when a file is ill-formed. A file of enums only is known by the others beside it."""
    from .interface import Document

    known = {one.name for one in sources.own}
    more = [one for name, one in sources.beside.items() if name not in known and name.endswith(ENDS) and _begins(one)]
    return Document([*sources.own, *more])


def check(document: "Document", dialect: str) -> Iterator[Flaw]:
    from .breaches import check

    return check(document, dialect)


def build(document: "Document", dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    from .interface import build

    return build(document, dialect, facts)
