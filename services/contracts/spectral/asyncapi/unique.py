"""Ids that are to be there once: those of operations and of messages, in AsyncAPI 2."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...places import Path
from ..function import Check, Options, Read, Target, Told, Value, function

type _Found = Iterator[tuple[Path, dict[str, Any]]]


@function("asyncApi2OperationIdUniqueness")
def operation_ids(options: Options) -> Check:
    return _once("operationId", _operations)


@function("asyncApi2MessageIdUniqueness")
def message_ids(options: Options) -> Check:
    return _once("messageId", _messages)


def _once(member: str, things: Callable[[Value, Read], _Found]) -> Check:
    def check(root: Value, target: Target) -> Iterator[Told]:
        seen = set()
        for path, thing in things(root, target.read):
            found = _id(thing, member, target.read)
            if found is None:
                continue
            below, said = found
            if said in seen:
                yield Told(f'Something else has the {member} "{said}" already.', (*path, *below))
            seen.add(said)

    return check


def _id(thing: dict[str, Any], member: str, read: Read) -> tuple[Path, str] | None:
    """The last trait that says one has the last word, then the thing itself."""
    traits = read.follow(thing.get("traits"))
    for index, one in reversed(list(enumerate(traits if isinstance(traits, list) else ()))):
        trait = read.follow(one)
        if isinstance(trait, dict) and isinstance(trait.get(member), str):
            return ("traits", index, member), trait[member]
    own = thing.get(member)
    return ((member,), own) if isinstance(own, str) else None


def _operations(root: Value, read: Read) -> _Found:
    channels = read.follow(root.get("channels")) if isinstance(root, dict) else None
    for address, one in channels.items() if isinstance(channels, dict) else ():
        channel = read.follow(one)
        yield from _dicts(channel, ("subscribe", "publish"), ("channels", address), read)


def _messages(root: Value, read: Read) -> _Found:
    for path, operation in _operations(root, read):
        for at, message in _dicts(operation, ("message",), path, read):
            several = read.follow(message.get("oneOf"))
            if isinstance(several, list):
                yield from _dicts(several, range(len(several)), (*at, "oneOf"), read)
            else:
                yield at, message


def _dicts(node: Value, steps: Iterable[Any], above: Path, read: Read) -> _Found:
    """Those members that are mappings, and the way to them."""
    for step in steps:
        below = node.get(step) if isinstance(node, dict) else node[step] if isinstance(node, list) else None
        found = read.follow(below)
        if isinstance(found, dict):
            yield (*above, step), found
