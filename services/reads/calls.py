"""A call as a command that runs as it stands, but for what only its caller knows: curl for HTTP, grpcurl for gRPC."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from portal.kit.text import visible
from services.contracts import model, sample

LONGEST = 20_000
"""Signs of a body that is written into a command."""
PARTS = 3
"""Parts of a form that are shown where none must be there."""
VERBS = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"})
_IN_PATH = re.compile(r"\{([^{}]*)\}")
_UNKNOWN = {"", "…", "text"}
"""What a sample says where the document gives no value."""
_SAFE_IN_ADDRESS = "/:@%,;~+$.-_!*()="


@dataclass(frozen=True, slots=True)
class Call:
    """``tool``: what runs it."""

    tool: str
    text: str


def call_of(interface: model.Interface, operation: model.Operation) -> Call | None:
    """None for what is not called by either. Words in capitals, and ``$TOKEN`` and the like, are for the caller."""
    if operation.direction == "send":
        return None
    if operation.protocol == "grpc":
        return Call("grpcurl", _joined(_grpcurl(interface, operation)))
    verb, _, path = operation.address.partition(" ")
    if operation.protocol != "http" or verb not in VERBS or not path.startswith("/"):
        return None
    return Call("curl", _joined(_curl(interface, operation, verb, path)))


def is_http_call(address: str, direction: str) -> bool:
    """Whether an operation of a list has a curl."""
    verb, _, path = address.partition(" ")
    return direction != "send" and verb in VERBS and path.startswith("/")


def _curl(interface: model.Interface, operation: model.Operation, verb: str, path: str) -> Iterator[str]:
    request = operation.request
    fields = request.fields if request is not None else ()
    body = _body(request.bodies) if request is not None else None
    how = {"GET": "" if body is None else "-X GET ", "HEAD": "--head "}.get(verb, f"-X {verb} ")
    proofs = list(_proofs(interface, operation))
    secrets = "&".join(one for place, one in proofs if place == "query")
    address = _address(interface, operation, path, fields)
    if secrets:
        address += ("&" if "?" in address else "?") + secrets
    yield f"curl {how}{_quoted(address)}" + ('"$KEY"' if secrets else "")
    if media := _accepted(operation):
        yield f"-H {_quoted(f'Accept: {media}')}"
    yield from (one for place, one in proofs if place == "option")
    for one in fields:
        if one.required and one.where == "header" and one.name.casefold() not in {"accept", "content-type"}:
            yield f"-H {_quoted(f'{one.name}: {_value(interface, one)}')}"
        elif one.required and one.where == "cookie":
            yield f"--cookie {_quoted(f'{one.name}={_value(interface, one)}')}"
    if body is not None:
        yield from _content(interface, body)


def _grpcurl(interface: model.Interface, operation: model.Operation) -> Iterator[str]:
    bodies = operation.request.bodies if operation.request is not None else ()
    value = sample.of_type(interface, bodies[0].type) if bodies else None
    yield f"grpcurl -d {_quoted(json.dumps(value or {}, ensure_ascii=False, default=str))}"
    host = interface.servers[0].address.rpartition("//")[2] if interface.servers else "HOST:443"
    yield f"{_quoted(host)} {_quoted(operation.address)}"


def _address(interface: model.Interface, operation: model.Operation, path: str, fields: Sequence[model.Field]) -> str:
    servers = operation.servers or interface.servers
    base = _IN_PATH.sub(lambda found: _capitals(found[1]), servers[0].address).rstrip("/") if servers else ""
    if not base.startswith(("http://", "https://")):
        base = f"https://{base.lstrip('/')}" if base and not base.startswith("/") else f"https://HOST{base}"
    places = {one.name: one for one in fields if one.where == "path"}

    def filled(found: re.Match[str]) -> str:
        place = places.get(found[1])
        value = _value(interface, place) if place is not None and _is_told(place) else ""
        return quote(value, safe="") if value not in _UNKNOWN else _capitals(found[1])

    asked = "&".join(
        f"{quote(one.name, safe='[]')}={quote(_value(interface, one), safe=',:/')}"
        for one in fields
        if one.where == "query" and one.required
    )
    whole = quote(base, safe=_SAFE_IN_ADDRESS) + quote(_IN_PATH.sub(filled, path), safe=_SAFE_IN_ADDRESS)
    return whole + (f"?{asked}" if asked else "")


def _is_told(place: model.Field) -> bool:
    """Whether the document itself gives a value: one made up for a name would lead nowhere."""
    return any(one.value is not None for one in place.examples) or place.default is not None


def _proofs(interface: model.Interface, operation: model.Operation) -> Iterator[tuple[str, str]]:
    """What shows who calls: an option of curl, or a beginning of a query that a key ends. The first way in is taken."""
    guards = {one.name: one for one in interface.guards}
    for need in (operation.needs or ((),))[0]:
        guard = guards.get(need.guard)
        if guard is None:
            continue
        if guard.kind == "key" and guard.where == "header":
            yield "option", f"-H {_with_key(guard.member, ': ')}"
        elif guard.kind == "key" and guard.where == "cookie":
            yield "option", f"--cookie {_with_key(guard.member, '=')}"
        elif guard.kind == "key" and guard.where == "query":
            yield "query", f"{quote(guard.member)}="
        elif guard.kind == "basic":
            yield "option", '-u "$LOGIN:$PASSWORD"'
        elif guard.kind in {"bearer", "oauth2", "openid"}:
            yield "option", '-H "Authorization: Bearer $TOKEN"'
        elif guard.kind == "mutual-tls":
            yield "option", "--cert client.pem --key client.key"


def _accepted(operation: model.Operation) -> str:
    """The media type of the first good answer that has one; JSON where it can be had."""
    offered = [body.media for one in operation.answers if one.outcome != "error" for body in one.message.bodies]
    return next((one for one in offered if _is_json(one)), next((one for one in offered if one), ""))


def _body(bodies: Sequence[model.Body]) -> model.Body | None:
    return next((one for one in bodies if _is_json(one.media)), bodies[0] if bodies else None)


def _is_json(media: str) -> bool:
    name = media.partition(";")[0].strip().casefold()
    return name == "application/json" or name.endswith("+json")


def _content(interface: model.Interface, body: model.Body) -> Iterator[str]:
    value = _given(interface, body)
    media = body.media.partition(";")[0].strip().casefold()
    if media == "multipart/form-data":
        for name, each in _parts(interface, body, value):
            yield f"--form {_quoted(f'{name}=@FILE')}" if each == "…" else f"--form-string {_quoted(f'{name}={each}')}"
        return
    if media == "application/x-www-form-urlencoded":
        for name, each in _parts(interface, body, value):
            yield f"--data-urlencode {_quoted(f'{name}={each}')}"
        return
    if body.media and body.media != "*/*":
        yield f"-H {_quoted(f'Content-Type: {body.media}')}"
    if _is_json(body.media) or not isinstance(value, str | None):
        text = json.dumps(value if value is not None else {}, ensure_ascii=False, indent=2, default=str)
    else:
        text = value or ""
    is_text = _is_json(body.media) or media.startswith("text/") or media.endswith(("xml", "yaml"))
    if not text or text == "…" or len(text) > LONGEST or not is_text:
        yield "--data-binary @FILE"
    else:
        yield f"--data-raw {_quoted(text, lines=True)}"  # --data would read a file for what begins with @


def _given(interface: model.Interface, body: model.Body) -> Any:
    told = next((one.value for one in body.examples if one.value is not None), None)
    return told if told is not None else sample.of_type(interface, body.type, asking=True)


def _parts(interface: model.Interface, body: model.Body, value: Any) -> list[tuple[str, str]]:
    """Of a form the parts that must be there; where none must, the first ones."""
    if not isinstance(value, dict):
        return []
    shape = interface.resolve(body.type)
    needed = {one.name for one in interface.members(shape) if one.required} if shape is not None else set()
    kept = [name for name in value if name in needed] or list(value)[:PARTS]
    return [part for name in kept for part in _flat(str(name), value[name])]


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """A record in a form has its members' names in brackets."""
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from _flat(f"{name}[{inner}]", each)
    else:
        yield name, _text(value)


def _value(interface: model.Interface, one: model.Field) -> str:
    value = _text(sample.of_field(interface, one))
    return value if value not in _UNKNOWN else _capitals(one.name)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return ",".join(_text(one) for one in value[:5])
    return json.dumps(value, ensure_ascii=False, default=str)[:2000] if value is not None else ""


def _capitals(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "_", re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).upper()).strip("_") or "VALUE"


def _quoted(text: str, *, lines: bool = False) -> str:
    """One word of a shell, whatever the document has written into it."""
    plain = "\n".join(visible(row) for row in text.split("\n")) if lines else visible(" ".join(text.split()))
    return "'" + plain.replace("'", "'\\''") + "'"


def _with_key(member: str, sign: str) -> str:
    """A word in which the shell puts a key: the one place that it reads, so a name that it could read is quoted."""
    is_plain = re.fullmatch(r"[\w.-]+", member, re.ASCII)
    return f'"{member}{sign}$KEY"' if is_plain else f'{_quoted(member + sign.strip())}"$KEY"'


def _joined(parts: Iterator[str]) -> str:
    return " \\\n  ".join(parts)
