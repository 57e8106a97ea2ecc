"""A call and its answer as they could be: made from the document's examples, else from its types."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from services.contracts import model, sample
from services.reads.colours import highlight
from services.reads.source import shorten

LINES = 120
PROOFS = {"bearer": "Authorization: Bearer …", "basic": "Authorization: Basic …", "oauth2": "Authorization: Bearer …",
          "openid": "Authorization: Bearer …"}  # fmt: skip
OTHER_FORMS = {"avro", "corba", "proto", "thrift", "wsdl", "xsd"}
"""Technologies whose values do not travel as JSON."""
_IN_PATH = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Sample:
    """Lines of markup. ``given``: the document itself gives the example."""

    word: str
    markup: str
    given: bool
    note: str = ""
    form: str = ""
    """The form it is shown in, where callers send it in another one."""


def request_sample(interface: model.Interface, operation: model.Operation) -> Sample:
    """What a caller sends: the address with its places filled in, the proof, what must go along, the content."""
    fields = operation.request.fields if operation.request is not None else ()
    head = [_first_line(interface, operation, fields)]
    called = operation.direction != "send"  # what the service gives out carries no proof of who listens
    for need in (operation.needs or ((),))[0] if called else ():
        guard = next((one for one in interface.guards if one.name == need.guard), None)
        if guard is not None and guard.kind == "key" and guard.where == "header":
            head.append(f"{guard.member}: …")
        elif guard is not None and guard.kind in PROOFS and operation.protocol == "http":
            head.append(PROOFS[guard.kind])
    for one in fields:
        if one.where == "header" and one.required:
            head.append(f"{one.name}: {_text(sample.of_field(interface, one))}")
    body = operation.request.bodies[0] if operation.request is not None and operation.request.bodies else None
    if body is not None and body.media and operation.protocol == "http":
        head.append(f"Content-Type: {body.media}")
    markup, given = _body(interface, body, asking=True) if body is not None else ("", False)
    arguments = {one.name: sample.of_field(interface, one) for one in fields if one.where == "argument"}
    if arguments and not markup:
        markup = _markup(arguments)
    verb, space, rest = _line(head[0]).partition(" ")
    lines = [f'<i class="k">{verb}</i>{space}{rest}', *(f'<i class="c">{_line(one)}</i>' for one in head[1:])]
    word = "It sends" if operation.direction == "send" else "Ask" if operation.direction == "call" else "Send"
    return Sample(word, "\n".join([*lines, *(["", markup] if markup else [])]), given, form=_form(interface, markup))


def answer_sample(interface: model.Interface, answer: model.Answer) -> Sample | None:
    """What comes back when it goes well; None when nothing does."""
    body = answer.message.bodies[0] if answer.message.bodies else None
    if body is None:
        return None
    markup, given = _body(interface, body, asking=False)
    return Sample("Answer", markup, given, answer.code, _form(interface, markup)) if markup else None


def type_sample(interface: model.Interface, shape: model.Type) -> Sample:
    """A value of the type as it comes back."""
    found = interface.resolve(shape) or shape
    value = sample.of_type(interface, shape, asking=False)
    return Sample("As JSON", _markup(value), any(one.value is not None for one in found.examples))


def _form(interface: model.Interface, markup: str) -> str:
    return "shown as JSON" if markup and interface.technology in OTHER_FORMS else ""


def _first_line(interface: model.Interface, operation: model.Operation, fields: tuple[model.Field, ...]) -> str:
    if operation.protocol != "http":
        return operation.address
    by_name = {one.name: one for one in fields if one.where == "path"}

    def filled(found: re.Match[str]) -> str:
        place = by_name.get(found.group(1))
        value = _text(sample.of_field(interface, place)) if place is not None else ""
        return quote(value, safe="") if value and value not in {"…", "text"} else found.group(0)

    asked = [
        f"{one.name}={quote(_text(sample.of_field(interface, one)), safe='…,:/')}"
        for one in fields
        if one.where == "query" and one.required
    ]
    return _IN_PATH.sub(filled, operation.address) + ("?" + "&".join(asked) if asked else "")


def _body(interface: model.Interface, body: model.Body, *, asking: bool) -> tuple[str, bool]:
    given = next((one.value for one in body.examples if one.value is not None), None)
    if given is not None:
        return _markup(given), True
    value = sample.of_type(interface, body.type, asking=asking)
    if value is None or value == {}:
        return "", False
    found = interface.resolve(body.type)
    return _markup(value), found is not None and any(one.value is not None for one in found.examples)


def _markup(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2, default=str)
    lines = [shorten(line.encode("utf-8", "replace")) for line in text.split("\n")]
    kept = highlight(lines[:LINES], "json") if not isinstance(value, str) else [html.escape(one) for one in lines]
    more = len(lines) - LINES
    return "\n".join([*kept[:LINES], *([f'<i class="c">… {more:,} more lines</i>'] if more > 0 else [])])


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return ",".join(_text(one) for one in value[:5])
    return json.dumps(value, ensure_ascii=False, default=str)[:200] if value is not None else ""


def _line(text: str) -> str:
    return html.escape(shorten(" ".join(text.split())[:400].encode("utf-8", "replace")))
