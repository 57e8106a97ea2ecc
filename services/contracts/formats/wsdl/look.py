"""How WSDL is told: by its first element."""

from ...document import Source
from .elements import root_name
from .files import WSDL, WSDL2, XSD

_DIALECTS = {(WSDL, "definitions"): "1.1", (WSDL2, "description"): "2.0"}


def dialect(source: Source) -> str:
    return _DIALECTS.get(root_name(source), "")


def is_schema(source: Source) -> bool:
    return root_name(source) == (XSD, "schema")


LATER = ("minVersion=", ":assert ", "<assert ", ":alternative ", ":openContent", ":override ", "defaultOpenContent")
"""What only XML Schema 1.1 has."""
