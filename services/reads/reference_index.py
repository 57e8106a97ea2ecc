"""The lists of a reference: operations by their groups, named types, and what a question finds, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.kit.paging import Page
from services import contracts as engine
from services.reads.calls import is_http_call
from services.reads.kinds import WORDS
from services.reads.reference import NEAR, PROOFS, shape_of
from services.reads.reports import Entry, Reading

ROWS = 100
OF_A_GROUP = 300
"""Rows of a page: of all operations, and of one group, which few documents make longer."""


@dataclass(frozen=True, slots=True)
class Row:
    """An operation of the list. ``has_call``: it can be copied as a command."""

    one: engine.Listed
    entry: Entry | None
    has_call: bool


def index_page(reference: engine.Reference, reading: Reading, *, text: str, group: str, page: int) -> dict[str, Any]:
    """Operations by their groups, a page at a time; of a question the nearest first, and the types that it finds."""
    groups: dict[str, int] = {}
    for one in reference.operations:
        groups[one.group] = groups.get(one.group, 0) + 1
    chosen = [one for one in reference.operations if not group or one.group == group]
    types: list[engine.Named] = []
    if text:
        chosen = nearest(chosen, text)
        types = [one for one in reference.types if _distance(text, (one.name,), one.text) is not None][:NEAR]
    else:
        order = {name: place for place, name in enumerate(groups)}
        chosen.sort(key=lambda one: order[one.group])
    size = OF_A_GROUP if group else ROWS
    at = min(page, max(1, -(-len(chosen) // size)))
    rows = chosen[(at - 1) * size : at * size]
    told: list[tuple[str, list[Row]]] = []
    for one in rows:
        heading = "" if text else one.group
        if not told or told[-1][0] != heading:
            told.append((heading, []))
        told[-1][1].append(Row(one, reading.operation(one.at), is_http_call(one.address, one.direction)))
    return {
        "groups": groups,
        "shared": _shared(groups),
        "group": group,
        "told": told,
        "types": types,
        "first_call": next((one.at for one in rows if is_http_call(one.address, one.direction)), None),
        "page": Page(rows, at, size, len(chosen)),
        "sends": shape_of(reference.interface, "send")[1],
        "guards": [(one, PROOFS.get(one.kind, one.kind)) for one in reference.interface.guards],
    }


def _shared(names: Iterable[str]) -> int:
    """How many signs all names begin with, up to a divider: a module in which every group stands tells nothing."""
    told = [name for name in names if name]
    low, high = (min(told), max(told)) if len(told) > 1 else ("", "")  # what these two share, all between them do
    same = next((at for at, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), len(low))
    return max((low.rfind(sign, 0, same) + len(sign) for sign in ("::", ".") if sign in low[:same]), default=0)


def nearest(operations: Iterable[engine.Listed], text: str) -> list[engine.Listed]:
    """Those with every word of the question, the one that is called so first."""
    found = []
    for at, one in enumerate(operations):
        path = one.address.rpartition(" ")[2]
        distance = _distance(text, (one.name, one.address, path), f"{one.title} {one.text}")
        if distance is not None:
            found.append((distance, at, one))
    return [one for _, _, one in sorted(found, key=lambda each: each[:2])]


def _distance(text: str, names: tuple[str, ...], words: str) -> int | None:
    """0: it is called so; 1: its name begins so; 2: all words are in its names; 3: in what is said of it too."""
    wanted = " ".join(text.casefold().split())
    called = [name.casefold() for name in names]
    if wanted in called:
        return 0
    if any(name.startswith(wanted) for name in called):
        return 1
    every, asked = " ".join(called), wanted.split()
    if all(word in every for word in asked):
        return 2
    return 3 if all(word in f"{every} {words.casefold()}" for word in asked) else None


def types_page(reference: engine.Reference, *, text: str, page: int, size: int = 100) -> Page:
    """The named types, a page at a time."""
    chosen = [one for one in reference.types if not text or _distance(text, (one.name,), one.text) is not None]
    at = min(page, max(1, -(-len(chosen) // size)))
    rows = [one._replace(kind=WORDS.get(one.kind, one.kind)) for one in chosen[(at - 1) * size : at * size]]
    return Page(rows, at, size, len(chosen))
