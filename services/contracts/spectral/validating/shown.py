"""Which of a validator's faults a person is shown.

Spectral hands what ajv tells through a clean-up made for people: of a choice, what lies deeper is shown and the choice
itself is not; of values that are not among the allowed ones, one is shown for all. The clean-up reads the place of a
fault as text, and stops at the first character it does not know in a name: what it does then is part of what is found.
"""

import re
from collections.abc import Iterator, Sequence

from ...places import Path, Step
from ..function import Told
from .fault import Fault, Faults

_STEP = re.compile(r"/[\w$-]+(?:/\d+)?", re.ASCII)


class _Branch:
    def __init__(self) -> None:
        self.below: dict[str, _Branch] = {}
        self.faults: Faults = []


def shown(faults: Faults, path: Path) -> Iterator[Told]:
    """The faults of the value at this path, as they are told."""
    if len(faults) == 1:
        (fault,) = faults
        if not fault.steps or _STEP.search(_pointer(fault)):
            yield _told(fault, path)
        return
    tree = _tree(faults)
    _thin(tree, None, "")
    for fault in _left(tree):
        yield _told(fault, path)


def _pointer(fault: Fault) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in reversed(fault.steps))


def _tree(faults: Faults) -> _Branch:
    root = _Branch()
    for fault in faults:
        branch = root
        names: Sequence[str] = _STEP.findall(_pointer(fault)) if fault.steps else ("",)
        for name in names:
            branch = branch.below.setdefault(name, _Branch())
        if names:
            branch.faults.append(fault)
    return root


def _thin(branch: _Branch, above: _Branch | None, name: str) -> None:
    if branch.below and any(fault.keyword == "anyOf" for fault in branch.faults):
        branch.faults = []
    if above is not None and _only_enums(branch.faults) and len(above.below) > 1:
        del above.below[name]
    for below_name, below in list(branch.below.items()):
        _thin(below, branch, below_name)


def _only_enums(faults: Faults) -> bool:
    return bool(faults) and all(fault.keyword == "enum" for fault in faults)


def _left(branch: _Branch) -> Iterator[Fault]:
    if _only_enums(branch.faults):
        yield branch.faults[0]
        return
    yield from branch.faults
    for below in branch.below.values():
        yield from _left(below)


def _told(fault: Fault, path: Path) -> Told:
    place: tuple[Step, ...] = path + fault.path
    if fault.keyword == "additionalProperties":
        return Told(f'Property "{fault.detail}" is not expected to be here', place)
    name = f'"{place[-1]}" property ' if place else "The value "
    said = "type " if fault.keyword == "type" else ""
    message = fault.message
    if fault.keyword == "enum":
        message += ": " + ", ".join(map(_printed, fault.detail))
    return Told(f"{name}{said}{message}", place)


def _printed(value: object) -> str:
    import orjson

    return orjson.dumps(value).decode("utf-8", "replace")
