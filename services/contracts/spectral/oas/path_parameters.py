"""oasPathParam: the parameters in paths are defined, those that are defined are there, and paths differ by more."""

import re
from collections.abc import Iterator

from ...places import Path
from ..function import MISSING, Check, Options, Read, Target, Told, Value, function
from ..javascript import text
from ..options import no_options
from .operations import METHODS

_PARAMETER = re.compile(r"\{;?\??[a-zA-Z0-9_-]+\*?\}")
_AROUND = re.compile(r"[{}?*;]")


@function("oasPathParam")
def path_parameters(options: Options) -> Check:
    no_options("oasPathParam", options)

    def check(value: Value, target: Target) -> Iterator[Told]:
        seen: dict[str, str] = {}
        for path, written in value.items() if isinstance(value, dict) else ():
            item = target.read.follow(written)
            if not isinstance(item, dict | list):
                continue
            shape = _PARAMETER.sub("%", path)
            if shape in seen:
                yield Told(f'Paths "{seen[shape]}" and "{path}" must not be equivalent.', ("paths", path))
            else:
                seen[shape] = path
            if isinstance(item, dict):
                yield from _path(path, item, target.read)
            else:
                yield from _names(path, [])

    return check


def _names(path: str, names: list[str]) -> Iterator[Told]:
    """Fills in the parameters that stand in a path; tells those that stand there twice."""
    for found in _PARAMETER.findall(path):
        name = _AROUND.sub("", found)
        if name in names:
            yield Told(f'Path "{path}" must not use parameter "{{{name}}}" multiple times.', ("paths", path))
        else:
            names.append(name)


def _path(path: str, item: dict[str, Value], read: Read) -> Iterator[Told]:
    names: list[str] = []
    yield from _names(path, names)
    place: Path = ("paths", path)
    shared: dict[str, Path] = {}
    yield from _defined(item.get("parameters"), place, shared, read)
    for method, written in item.items():
        operation = read.follow(written)
        if method not in METHODS or not isinstance(operation, dict | list):
            continue
        own: dict[str, Path] = {}
        stated = operation.get("parameters") if isinstance(operation, dict) else None
        yield from _defined(stated, (*place, method), own, read)
        defined = {**shared, **own}
        for name, where in defined.items():
            if name not in names:
                yield Told(f'Parameter "{name}" must be used in path "{path}".', where)
        for name in names:
            if name not in defined:
                said = f'Operation must define parameter "{{{name}}}" as expected by path "{path}".'
                yield Told(said, (*place, method))


def _defined(parameters: Value, place: Path, defined: dict[str, Path], read: Read) -> Iterator[Told]:
    """Fills in the path parameters that are defined in one place; tells what is wrong with them."""
    stated = read.follow(parameters)
    for index, parameter in enumerate(map(read.follow, stated) if isinstance(stated, list) else ()):
        if not isinstance(parameter, dict) or parameter.get("in") != "path":
            continue
        name = parameter.get("name", MISSING)
        if name is MISSING:
            continue
        name, where = text(name), (*place, "parameters", index)
        if parameter.get("required") is not True:
            yield Told(f'Path parameter "{name}" must have "required" property that is set to "true".', where)
        if name in defined:
            yield Told(f'Path parameter "{name}" must not be defined multiple times.', where)
        else:
            defined[name] = where
