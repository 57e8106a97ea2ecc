"""Apache Avro: schemas and protocols, in JSON or in Avro IDL."""

from ...bundle import Sources
from ...document import Source
from .build import build
from .check import check
from .files import Schemas, dialect_of

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "avro"
LOOKED_FOR = 'Avro (a JSON with "type": "record", enum or fixed, or with "protocol"; Avro IDL)'
TOGETHER = True
WORDS = {"text": "doc", "title": "protocol"}
ENDS = (".avsc", ".avpr", ".avdl")
OWN_END = ".avdl"
_LABELS = {"schema": "Avro schema", "protocol": "Avro protocol", "idl": "Avro IDL"}


def recognise(source: Source) -> str:
    """Raises NotChecked when the text begins like JSON and is not."""
    return dialect_of(source)


def label(dialect: str) -> str:
    return _LABELS[dialect]


def read(sources: Sources, dialect: str) -> Schemas:
    return Schemas(sources)
