"""Protocol Buffers and gRPC: proto2, proto3 and editions."""

import re

from ...bundle import Sources
from ...document import Source
from .build import Document, build
from .check import check
from .literals import GRAMMAR
from .names import Names

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "proto"
LOOKED_FOR = 'Protocol Buffers (syntax = "proto3", package, message, service ...)'
TOGETHER = True
WORDS: dict[str, str] = {}
ENDS = (".proto",)
OWN_END = ".proto"

_SYNTAX = re.compile(r"""(?:syntax\s*+=\s*+["'](proto\w{1,20})|edition\s*+=\s*+["'](\w{1,20}))["']""")
_FIRST = re.compile(r"(?:package|import|option|message|enum|extend|service)(?!\w)")
_TELLING = re.compile(r"^[ \t]*+(?:message\s++\w++\s*+\{|extend\s++[\w.]++\s*+\{|rpc\s++\w++\s*+\()", re.M)
_PACKAGE = re.compile(r"^[ \t]*+package\s++[\w.]++\s*+;", re.M)
_ENUM = re.compile(r"^[ \t]*+enum\s++\w++\s*+\{[^{}=]*+=\s*+-?+\w++\s*+[;\[]", re.M)


def recognise(source: Source) -> str:
    """By its first statement, which names the syntax; where there is none, by what only proto2 declares."""
    text = source.text
    begin = GRAMMAR.between.match(text)
    at = begin.end() if begin else 0
    said = _SYNTAX.match(text, at)
    if said:
        return said.group(1) or said.group(2)
    if _FIRST.match(text, at) and (_TELLING.search(text) or (_PACKAGE.search(text) and _ENUM.search(text))):
        return "proto2"
    return ""


def label(dialect: str) -> str:
    return f"Protocol Buffers ({dialect if dialect.startswith('proto') else f'edition {dialect}'})"


def read(sources: Sources, dialect: str) -> Document:
    """Raises NotChecked when a file is ill-formed."""
    return Document(Names(sources.own, sources.beside), sources.main.name)
