"""What protoc would refuse in a file, for files that it cannot be asked about: numbers and names that stand twice."""

from collections.abc import Iterator

from ...grammar import Token
from .reader import MOST
from .tree import Declared, EnumNode, FieldNode, MessageNode, OneofNode, ProtoFile, Reserved

type Mistake = tuple[Token, str]


def mistakes(file: ProtoFile) -> Iterator[Mistake]:
    yield from _twice([*file.messages, *file.enums, *file.services], "is declared")
    for service in file.services:
        yield from _twice(service.methods, "is declared")
    for one in file.enums:
        yield from _of_enum(one, file)
    waiting = list(file.messages)
    while waiting:
        message = waiting.pop(0)
        yield from _of_message(message, file)
        for one in message.enums:
            yield from _of_enum(one, file)
        waiting += message.messages


def _twice(nodes: list, what: str) -> Iterator[Mistake]:
    seen: set[str] = set()
    for node in nodes:
        if node.name in seen:
            yield node.token, f"The name {node.name[:100]!r} {what} a second time here."
        seen.add(node.name)


def _of_message(node: MessageNode, file: ProtoFile) -> Iterator[Mistake]:
    fields = [
        field for member in node.members for field in (member.fields if isinstance(member, OneofNode) else [member])
    ]
    yield from _twice(
        [*node.messages, *node.enums, *fields, *(one for one in node.members if isinstance(one, OneofNode))], "stands"
    )
    numbers: dict[int | None, FieldNode] = {}
    for field in fields:
        number = field.number
        before = numbers.setdefault(number, field)
        if before is not field:
            yield field.token, f"The number {number} of {field.name[:100]!r} is that of {before.name[:100]!r} already."
        if number is None or not 1 <= number <= MOST:
            yield field.token, f"The number {number} of {field.name[:100]!r} is not between 1 and {MOST}."
        elif 19_000 <= number <= 19_999:
            yield field.token, f"The number {number} is one of those kept for Protocol Buffers itself (19000 to 19999)."
        yield from _kept(field, number, node.reserved)
        if field.label == "required" and file.syntax != "proto2":
            yield field.token, f"{field.name[:100]!r} is required, which {file.syntax} does not have."
    if file.syntax == "proto2":
        for one in node.members:
            if isinstance(one, FieldNode) and not one.label and not one.key:
                yield one.token, f"{one.name[:100]!r} must be optional, required or repeated in proto2."


def _of_enum(node: EnumNode, file: ProtoFile) -> Iterator[Mistake]:
    if not node.values:
        yield node.token, f"The enum {node.name[:100]!r} has no value."
        return
    yield from _twice(list(node.values), "stands")
    if file.syntax == "proto3" and node.values[0].number != 0:
        yield node.values[0].token, f"The first value of {node.name[:100]!r} must be 0 in proto3."
    is_aliased = any(one.name == ("allow_alias",) and one.value is True for one in node.options)
    numbers: dict[int | None, str] = {}
    for value in node.values:
        before = numbers.setdefault(value.number, value.name)
        if before != value.name and not is_aliased:
            said = (
                f"The number {value.number} of {value.name[:100]!r} is that of {before[:100]!r} already (allow_alias)."
            )
            yield value.token, said
        yield from _kept(value, value.number, node.reserved)


def _kept(node: Declared, number: int | None, reserved: Reserved) -> Iterator[Mistake]:
    if node.name in reserved.names:
        yield node.token, f"The name {node.name[:100]!r} is reserved."
    if number is not None and any(first <= number <= last for first, last in reserved.ranges):
        yield node.token, f"The number {number} of {node.name[:100]!r} is reserved."
