"""Apache Thrift: files of definitions (`.thrift`), one or several that include each other."""

from ...bundle import Sources
from ...document import Source
from .build import build
from .check import check
from .files import parse
from .look import is_thrift
from .tree import Thrift

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "thrift"
LOOKED_FOR = "Thrift (namespace, struct, service ...)"
TOGETHER = True
WORDS: dict[str, str] = {}
ENDS = (".thrift",)
OWN_END = ".thrift"


def recognise(source: Source) -> str:
    return "thrift" if is_thrift(source) else ""


def label(dialect: str) -> str:
    return "Apache Thrift"


def read(sources: Sources, dialect: str) -> Thrift:
    """Raises NotChecked, with a place, for what is no Thrift."""
    return parse(sources)
