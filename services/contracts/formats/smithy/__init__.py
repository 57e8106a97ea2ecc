"""Smithy 1.0 and 2.0: models in the interface definition language (`.smithy`) and in JSON."""

import re

from ...bundle import Sources
from ...document import Source
from ...limits import NotChecked
from ...places import START
from .ast import read_ast
from .build import build
from .check import check
from .idl import Reader
from .link import link
from .nodes import GRAMMAR
from .shapes import Model

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "smithy"
LOOKED_FOR = 'Smithy ($version, namespace, structure, operation ...; as JSON a top-level "smithy")'
TOGETHER = True
WORDS: dict[str, str] = {}
ENDS = (".smithy",)
OWN_END = ".smithy"
_VERSION = re.compile(r'\$version\s*+:\s*+"([12])(?:\.0)?"')
_BEGIN = re.compile(
    r"\$(?:version|operation(?:In|Out)putSuffix)\s*+:|metadata\s++[\w\"]|"
    r"namespace[ \t]++[A-Za-z_][\w.]*+[ \t]*+(?:[\r\n]|//|\Z)"
)
_JSON = re.compile(r'"smithy"\s*+:')


def recognise(source: Source) -> str:
    """The version of the language; "1" where none is told, as it was then."""
    text = source.text
    if text.lstrip()[:1] == "{":
        return _of_json(source)
    between = GRAMMAR.between.match(text)
    if between is None or not _BEGIN.match(text, between.end()):
        return ""
    version = _VERSION.search(text, between.end(), between.end() + 5000)
    return version.group(1) if version else "1"


def _of_json(source: Source) -> str:
    if not _JSON.search(source.text):
        return ""
    try:
        root = source.tree.root
    except NotChecked:
        if re.match(r'\s*+\{\s*+"smithy"\s*+:\s*+"', source.text):  # that it is JSON is for the reader to say
            return "2"
        raise
    said = root.get("smithy") if isinstance(root, dict) else None
    return said[0] if isinstance(said, str) and said in ("1.0", "1", "2.0", "2") else ""


def label(dialect: str) -> str:
    return f"Smithy {dialect}.0"


def read(sources: Sources, dialect: str) -> Model:
    """Raises NotChecked, with a place, for what is no Smithy."""
    model = Model()
    model.first = START._replace(file=sources.main.name)
    several = len(sources.beside) > 1
    for source in sources.own:
        if source.text.lstrip()[:1] == "{":
            read_ast(model, source, several=several)
        else:
            Reader(model, source, several=several)
    link(model)
    return model
