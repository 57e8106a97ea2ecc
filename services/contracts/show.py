"""What a contract says, as plain data: the Interface for tools and for eyes."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from .lint import Checked
from .model import Interface
from .places import Place


def as_data(thing: Any) -> Any:
    """A part of an Interface as data: places as their keys, and only what is said."""
    if isinstance(thing, Place):
        return thing.key
    if is_dataclass(thing) and not isinstance(thing, type):
        said = {field.name: getattr(thing, field.name) for field in fields(thing)}
        return {
            "key" if name == "place" else name: as_data(value)
            for name, value in said.items()
            if value is False or value not in (None, "", (), [], {})
        }
    if isinstance(thing, Mapping):
        return {str(name): as_data(value) for name, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [as_data(one) for one in thing]
    return thing


def lines(checked: Checked, interface: Interface) -> Iterable[str]:
    """The outline as text for a terminal."""
    label = checked.format.label(checked.dialect) if checked.format else ""
    yield f"{interface.title or 'Untitled'} {interface.version}".rstrip() + f"  ({label})"
    for server in interface.servers:
        yield f"  at {server.address}"
    yield f"{len(interface.operations)} operations, {len(interface.types)} types, {checked.lines} lines"
    for operation in interface.operations:
        line = checked.spans[operation.place.path].line
        yield f"{line:>7}  {operation.address}  {operation.name}{'  (deprecated)' if operation.deprecated else ''}"
    for name, named in interface.types.items():
        yield f"{checked.spans[named.place.path].line:>7}  {named.kind} {name}"
