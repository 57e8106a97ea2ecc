"""What the pages of a reference show: operations and types in plain words, the same for every technology."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from services import contracts as engine
from services.contracts import model
from services.models import Blob, Check, Contract, Revision
from services.reads.calls import Call, call_of
from services.reads.kinds import Kind, kind_of, notes_of
from services.reads.reports import Entry, Reading
from services.reads.samples import Sample, answer_sample, request_sample, type_sample

ROWS, DEEP = 100, 4
"""Rows of one table of fields, and how deep fields stand below each other in it."""
VALUES = 12
NEAR = 60

STREAMS = {(True, False): "Send many, get one", (False, True): "Ask once, get many", (True, True): "Both send many"}
"""By whether what goes in is a stream, and what comes back."""
SHAPES = {"call": ("away", "Ask and wait"), "send": ("bell", "It tells you"), "receive": ("forward", "Tell it")}
PROOFS = {
    "key": "a key", "basic": "name and password", "bearer": "a bearer token", "oauth2": "OAuth 2",
    "openid": "OpenID Connect", "mutual-tls": "a certificate", "other": "a proof of its own",
}  # fmt: skip


def reference_of(revision: Revision) -> engine.Reference | None:
    """What the newest report's document says; None for checks from before there were references."""
    digest = (
        Check.objects.filter(revision=revision)
        .exclude(report="")
        .order_by("-pk")
        .values_list("reference", flat=True)
        .first()
    )
    return _reference(digest) if digest else None


@lru_cache(maxsize=4)
def _reference(digest: str) -> engine.Reference:
    """They never change, so the last few are kept open."""
    return engine.Reference(Blob.read(digest))


@dataclass(frozen=True, slots=True)
class Row:
    """One field: of a message, of a record, or of a record inside it (``level``)."""

    name: str
    level: int
    kind: Kind
    text: str
    required: bool
    where: str = ""
    values: list[str] = field(default_factory=list)
    values_more: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A body in one media type: its kind, its fields, and whether there are more than are shown."""

    media: str
    kind: Kind
    rows: list[Row]
    choices: list[Kind]
    more: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What comes back under one code."""

    code: str
    text: str
    headers: list[Row]
    contents: list[Content]

    @property
    def kind(self) -> Kind | None:
        return self.contents[0].kind if self.contents else None


@dataclass(frozen=True, slots=True)
class ValueView:
    """One of the values of a type, with what is told of it."""

    value: str
    number: int | None
    text: str
    deprecated: bool


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation as its page shows it."""

    listed: engine.Listed
    title: str
    text: str
    shape: tuple[str, str]
    repeat: tuple[str, str]
    may_call: list[str] | None
    limit: str
    used_by: int
    deprecated: model.Deprecation | None
    farewell: str
    """What is said of its end, where that is not its whole description."""
    parameters: list[Row]
    contents: list[Content]
    request_text: str
    one_way: bool
    """Nothing comes back and nothing can be told to go wrong."""
    comes_back: list[AnswerView]
    goes_wrong: list[AnswerView]
    ask: Sample
    answer: Sample | None
    call: Call | None
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class TypeView:
    """One named type as its page shows it."""

    listed: engine.Named
    text: str
    content: Content
    kind: Kind
    notes: list[tuple[str, str]]
    values: list[ValueView]
    open_values: bool
    is_empty: bool
    """A record that holds nothing."""
    users: engine.Users
    sample: Sample
    deprecated: bool
    entry: Entry | None


def _farewell(operation: model.Operation) -> str:
    said = operation.deprecated.text if operation.deprecated is not None else ""
    return said if said not in (operation.text, operation.summary) else ""


def operation_view(
    reference: engine.Reference, listed: engine.Listed, reading: Reading, contract: Contract
) -> OperationView:
    """One operation: two lines of the reference, the types it names, and who declares to use it: one query."""
    operation, interface = reference.operation(listed.at), reference.interface
    request = operation.request
    answers = [_answer(reference, one) for one in operation.answers]
    wrong = [one.outcome == "error" for one in operation.answers]
    good = [one for one in operation.answers if one.outcome != "error"]
    return OperationView(
        listed=listed,
        title=operation.summary or operation.name or operation.address,
        text=operation.text if operation.text != operation.summary else "",
        shape=_streamed(operation) or shape_of(interface, operation.direction),
        repeat=_repeat(operation, interface),
        may_call=_may_call(operation, interface),
        limit=_limit(operation, contract),
        used_by=_used_by(contract, listed.name) if listed.name else 0,
        deprecated=operation.deprecated,
        farewell=_farewell(operation),
        parameters=[_row(reference, one, 0) for one in request.fields] if request else [],
        contents=[_content(reference, body.media, body.type) for body in request.bodies] if request else [],
        request_text=request.text if request else "",
        one_way=operation.direction != "call" and not operation.answers,
        comes_back=[one for one, is_wrong in zip(answers, wrong, strict=True) if not is_wrong],
        goes_wrong=[one for one, is_wrong in zip(answers, wrong, strict=True) if is_wrong],
        ask=request_sample(interface, operation),
        answer=answer_sample(interface, good[0]) if good else None,
        call=call_of(interface, operation),
        entry=reading.operation(listed.at),
    )


def type_view(reference: engine.Reference, listed: engine.Named, reading: Reading) -> TypeView:
    """One named type with its fields and what names it."""
    named = reference.type(listed.name)
    shape = reference.interface.resolve(named) or named
    return TypeView(
        listed=listed,
        text=named.text or shape.text,
        content=_content(reference, "", named),
        kind=kind_of(reference, named),
        notes=notes_of(shape),
        values=_values(shape),
        open_values=shape.open_values,
        is_empty=shape.kind == "record" and not (shape.choices or shape.values),
        users=reference.users(listed.at),
        sample=type_sample(reference.interface, named),
        deprecated=named.deprecated is not None,
        entry=reading.type(listed.name),
    )


def near(reference: engine.Reference, listed: engine.Listed) -> list[engine.Listed]:
    """The operations of the same group around this one, for the outline."""
    same = [one for one in reference.operations if one.group == listed.group]
    at = same.index(listed)
    start = max(0, min(at - NEAR // 2, len(same) - NEAR))
    return same[start : start + NEAR]


def shape_of(interface: model.Interface, direction: str) -> tuple[str, str]:
    """Icon and words. What OpenAPI lets a service send is a call; elsewhere it is a message to whoever listens."""
    icon, words = SHAPES[direction]
    is_call = direction == "send" and interface.technology.startswith("openapi")
    return icon, "It calls you" if is_call else words


def _streamed(operation: model.Operation) -> tuple[str, str] | None:
    goes_in = operation.request is not None and bool(operation.request.marks.get("streaming"))
    comes_back = any(one.message.marks.get("streaming") for one in operation.answers)
    words = STREAMS.get((goes_in, comes_back))
    return ("away", words) if words else None


def _values(shape: model.Type) -> list[ValueView]:
    told = {_shown(one.value): one for one in shape.constants}
    views = []
    for each in shape.values:
        one = told.get(_shown(each))
        views.append(
            ValueView(_shown(each), one.number, one.text, one.deprecated is not None)
            if one is not None
            else ValueView(_shown(each), None, "", False)
        )
    return views


def _used_by(contract: Contract, name: str) -> int:
    rows = contract.consumers.filter(ended_at=None).values_list("operations", flat=True)
    return sum(name in operations for operations in rows)


def _answer(reference: engine.Reference, answer: model.Answer) -> AnswerView:
    message = answer.message
    return AnswerView(
        answer.code,
        message.text,
        [_row(reference, one, 0) for one in message.fields],
        [_content(reference, body.media, body.type) for body in message.bodies],
    )


def _content(reference: engine.Reference, media: str, shape: model.Type) -> Content:
    """The fields of what a body holds: a record's own, or those of the things in a list."""
    interface = reference.interface
    found = interface.resolve(shape)
    for _ in range(3):  # a list of lists is still about the things in it
        if found is not None and found.kind in {"list", "map"} and found.item is not None and not found.fields:
            found = interface.resolve(found.item)
    rows = list(_rows(reference, found, 0, (shape.ref or shape.name,))) if found is not None else []
    choices = [kind_of(reference, one) for one in found.choices[:VALUES]] if found is not None else []
    return Content(media, kind_of(reference, shape), rows[:ROWS], choices, len(rows) > ROWS)


def _rows(
    reference: engine.Reference, shape: model.Type, level: int, above: tuple[str, ...], room: list[int] | None = None
) -> Iterator[Row]:
    """Fields, and below each the fields of what it holds: of records written in line, and of named ones at the top."""
    room = room if room is not None else [ROWS + 1]
    for one in reference.interface.members(shape):
        if room[0] <= 0:
            return
        room[0] -= 1
        yield _row(reference, one, level)
        inner = one.type
        while inner.kind in {"list", "map"} and inner.item is not None and not inner.ref:
            inner = inner.item
        is_named = bool(inner.ref) and not inner.ref.startswith("#")
        if (is_named and level >= 1) or (inner.ref and inner.ref in above):
            continue
        below = reference.interface.resolve(inner)
        if below is not None and level < DEEP and below.kind in {"record", "list"}:
            yield from _rows(reference, below, level + 1, (*above, inner.ref), room)


def _row(reference: engine.Reference, one: model.Field, level: int) -> Row:
    shape = one.type
    found = reference.interface.resolve(shape) or shape
    values = found.values if not (shape.ref and found.fields) else ()
    return Row(
        name=one.name,
        level=level,
        kind=kind_of(reference, shape),
        text=one.text or shape.text or (found.text if not found.fields else ""),
        required=one.required,
        where=one.where,
        values=[_shown(each) for each in values[:VALUES]],
        values_more=max(0, len(values) - VALUES),
        notes=notes_of(shape, one, example=bool(one.where)),  # of what is inside a body the sample shows it
        deprecated=one.deprecated is not None,
    )


def _shown(value: Any) -> str:
    return "yes" if value is True else "no" if value is False else "nothing" if value is None else str(value)[:200]


def _repeat(operation: model.Operation, interface: model.Interface) -> tuple[str, str]:
    key = engine.repeat_key(operation, interface)
    if operation.safe:
        return "good", "Safe, it changes nothing"
    if operation.repeatable:
        return "good", "Safe, twice is as once"
    if key is not None:
        return ("good", f"Safe, by {key.name}") if key.required else ("warn", f"Safe only with {key.name}")
    return ("open", "not told") if operation.repeatable is None else ("bad", "Not safe")


def _may_call(operation: model.Operation, interface: model.Interface) -> list[str] | None:
    """One sentence for each way in; None: nothing is said; an empty list: everybody."""
    if operation.needs is None:
        return None
    guards = {one.name: one for one in interface.guards}
    ways = []
    for alternative in operation.needs:
        if not alternative:
            return []
        proofs = []
        for need in alternative:
            guard = guards.get(need.guard)
            word = PROOFS.get(guard.kind, need.guard) if guard else need.guard
            rights = f" with {', '.join(need.rights)}" if need.rights else ""
            proofs.append(f"{word} ({need.guard}){rights}")
        ways.append(" and ".join(proofs))
    return ways


def _limit(operation: model.Operation, contract: Contract) -> str:
    if contract.facts.get("quotas"):
        return str(contract.facts["quotas"])
    told = next((one for one in operation.answers if one.code == "429"), None)
    return "told by 429" if told else ""
