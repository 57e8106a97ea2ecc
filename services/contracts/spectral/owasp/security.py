"""Who may use an operation: whether that is said at all, and whether administrators are told from everybody."""

import json
from collections.abc import Iterator
from typing import Any

from ..function import Check, Options, Read, Target, Told, Value, function

_METHODS = frozenset(("get", "head", "post", "put", "patch", "delete", "options", "trace"))


@function("checkSecurity")
def restricted(options: Options) -> Check:
    """The operations of some `methods` ask for something, themselves or by what the document asks for everywhere. With
    `nullable: false` an alternative that asks for nothing is told too."""
    said = options or {}
    methods, strict = said.get("methods"), said.get("nullable") is False

    def check(root: Value, target: Target) -> Iterator[Told]:
        everywhere = root.get("security") if isinstance(root, dict) else None
        for path, operation in _operations(root, target.read):
            if isinstance(methods, list) and path[-1] not in methods:
                continue
            asked = target.read.follow(operation.get("security", everywhere))
            if asked is None or asked in (False, 0, "", []):
                yield Told("Nothing is asked of whoever uses this operation.", (*path, "security", "securitySchemes"))
            for index, one in enumerate(asked if strict and isinstance(asked, list) else ()):
                if target.read.follow(one) == {}:
                    yield Told("One may use this operation without being known.", (*path, "security", index))

    return check


@function("differentSecuritySchemes")
def apart(options: Options) -> Check:
    """What is asked for at addresses with `adminUrl` in them is asked for nowhere else."""
    administrators = str((options or {}).get("adminUrl", "/admin"))

    def check(root: Value, target: Target) -> Iterator[Told]:
        elsewhere, guarded = set(), []
        for path, operation in _operations(root, target.read):
            asked = target.read.follow(operation.get("security"))
            for index, one in enumerate(asked if isinstance(asked, list) else ()):
                way = target.read.follow(one)
                if way is not None and not isinstance(way, dict | list):
                    continue
                key = json.dumps(way)
                if administrators in path[1]:
                    guarded.append((key, (*path, "security", index)))
                else:
                    elsewhere.add(key)
        for key, at in guarded:
            if key in elsewhere:
                yield Told(f"What lets everybody in elsewhere lets them in here: {at[1]} is for administrators.", at)

    return check


def _operations(root: Value, read: Read) -> Iterator[tuple[tuple[str, str, str], dict[str, Any]]]:
    """A list in place of an operation is one that says nothing."""
    paths = read.follow(root.get("paths")) if isinstance(root, dict) else None
    for address, one in paths.items() if isinstance(paths, dict) else ():
        item = read.follow(one)
        for method, below in item.items() if isinstance(item, dict) else ():
            operation = read.follow(below)
            if method in _METHODS and isinstance(operation, dict | list):
                yield ("paths", str(address), method), operation if isinstance(operation, dict) else {}
