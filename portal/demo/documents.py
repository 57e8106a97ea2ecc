"""From a few lines about an interface to the document a team would have written: OpenAPI in YAML or JSON.

What a line says (`amount: 4200 | In cents.`) becomes a field with its type, limits, text and example. Flaws are named
in the description, with the version that mends them: real documents are better in some respects than in others.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.demo import yaml_text

Data = dict[str, Any]
CHATTY = {
    "ask": "Ask {person} if an answer looks wrong.",
    "wiki": "For the edge cases see our wiki.",
    "todo": "TODO: say what happens at the end of the month.",
}
_SINCE = re.compile(r"^(?P<name>[^@+*]+)(?P<marks>[+*]*)(?:@(?P<since>\d))?$")


@dataclass(frozen=True, slots=True)
class Member:
    """One field of a thing: what it is like, and what is said about it."""

    name: str
    example: str
    text: str
    given: bool
    """By the service; a caller does not send it."""
    required: bool


@dataclass(slots=True)
class Sketch:
    """One version of an interface, as the description has it."""

    contract: str
    version: str
    data: Data
    flaws: frozenset[str]
    number: int
    team: str
    schemas: Data = field(default_factory=dict)

    def has(self, flaw: str) -> bool:
        return flaw in self.flaws


def versions(data: Data) -> list[str]:
    return str(data["versions"]).split()


def document(contract: str, data: Data, number: int, team: str, email: str) -> bytes:
    """The bytes of version ``number`` (from 0) of a described interface."""
    sketch = Sketch(contract, versions(data)[number], data, frozenset(_flaws(data, number)), number, team)
    written = str(data.get("is", "3.1"))
    paths = _paths(sketch)
    body: Data = {
        "openapi": {"3.1": "3.1.0", "3.0": "3.0.3", "json": "3.0.3"}[written],
        "info": _info(sketch, email),
        "servers": [{"url": _server(sketch), "description": "Production"}],
    }
    guard, needs = _guard(sketch)
    if needs:
        body["security"] = [needs]
    components: Data = {"securitySchemes": guard} if guard else {}
    responses = _responses(sketch)
    if responses:
        components["responses"] = responses
    components["schemas"] = sketch.schemas
    body |= {"paths": paths, "components": components}
    if written == "json":
        return json.dumps(body, indent=2, ensure_ascii=False).encode() + b"\n"
    return yaml_text.write(body)


def _flaws(data: Data, number: int) -> Iterator[str]:
    """`terms` in every version, `terms<2` until the third mends it, `terms>0` since the second brought it."""
    for flaw in str(data.get("flaws", "")).split():
        name, sign, other = re.match(r"(\w+)([<>]?)(\d?)", flaw).groups()  # type: ignore[union-attr]
        if not sign or (number < int(other) if sign == "<" else number > int(other)):
            yield name


def _info(sketch: Sketch, email: str) -> Data:
    data = sketch.data
    text = str(data["text"])
    for flaw, words in CHATTY.items():
        if sketch.has(flaw):
            text = f"{text} {words.format(person=data.get('person', 'Ben'))}"
    version = sketch.version.rpartition(".")[0] if sketch.has("number") else sketch.version
    info: Data = {"title": data["title"], "version": version}
    if not sketch.has("silent"):
        info["description"] = text
    if not sketch.has("terms"):
        info["termsOfService"] = "https://developers.tideline.example/terms"
    info["contact"] = {"name": sketch.team, "email": email}
    if not sketch.has("terms"):
        info["contact"]["url"] = f"https://developers.tideline.example/{sketch.contract.partition('/')[0]}"
        info["x-data-class"] = "internal"
    return info


def _server(sketch: Sketch) -> str:
    """Relative to where the document is read: one gateway serves them all. Or one of the old ways."""
    service = sketch.contract.partition("/")[0]
    major = sketch.version.partition(".")[0]
    if sketch.has("http"):
        return f"http://{service}.tideline.example/v{major}"
    if sketch.has("inside"):
        return f"https://{service}.prod.svc.cluster.local:8443/v{major}"
    if sketch.has("placeholder"):
        return f"https://{service}.tideline.example/v{major}"
    return f"/{service}" if sketch.has("hidden") else f"/{service}/v{major}"


def _guard(sketch: Sketch) -> tuple[Data, Data]:
    if sketch.has("open"):
        return {}, {}
    if sketch.has("querykey"):
        return {"key": {"type": "apiKey", "in": "query", "name": "api_key"}}, {"key": []}
    kind = sketch.data.get("guard", "bearer")
    if kind == "key":
        text = "A key of the calling service, renewed every ninety days."
        return {"key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": text}}, {"key": []}
    return {"token": {"type": "http", "scheme": "bearer", "description": "A token of the calling service."}}, {
        "token": []
    }


def _responses(sketch: Sketch) -> Data:
    if sketch.has("errors"):
        return {}
    problem: Data = {
        "type": {"type": "string", "description": "Names the kind of problem.", "maxLength": 200},
        "title": {"type": "string", "description": "A sentence for a person.", "maxLength": 300},
        "status": {"type": "integer", "description": "The HTTP status again.", "minimum": 400, "maximum": 599},
    }
    if sketch.has("trace"):
        problem["stackTrace"] = {"type": "string", "description": "Where it went wrong."}
    sketch.schemas["Problem"] = {
        "type": "object",
        "description": "What went wrong, in the shape of RFC 9457.",
        "required": ["title", "status"],
        "properties": problem,
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    plain = {"text/plain": {"schema": {"type": "string", "maxLength": 2000}}}
    busy: Data = {
        "description": f"More than {sketch.data.get('limit', 600)} requests a minute.",
        "headers": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "maximum": 3600}}},
        "content": content,
    }
    found: Data = {
        "NotAllowed": {"description": "The caller is not known or may not do this.", "content": content},
        "NotFound": {"description": "There is no such thing, or it may not be seen.", "content": content},
        "Invalid": {"description": "The request cannot be used as it is; the title says why.", "content": content},
        "Fault": {"description": "A fault of ours.", "content": plain if sketch.has("shapes") else content},
    }
    return found if sketch.has("limits") else {**found, "TooMany": busy}


def _paths(sketch: Sketch) -> Data:
    paths: Data = {}
    for name, thing in sketch.data["things"].items():
        members = list(_members(thing["has"], sketch.number))
        if not any(verb == "create" for verb, _ in _verbs(thing, sketch.number)):
            new = []
        else:
            new = [one for one in members if not one.given]
        sketch.schemas[name] = _record(sketch, str(thing["text"]), members, members)
        if new and len(new) < len(members):
            sketch.schemas[f"New{name}"] = _record(sketch, f"What a caller says for it: {thing['text']}", new, members)
        for verb, words in _verbs(thing, sketch.number):
            where, method, operation = _operation(sketch, name, str(thing["at"]), (verb, words), members)
            paths.setdefault(where, {})[method] = operation
    return paths


def _verbs(thing: Data, number: int) -> Iterator[tuple[str, str]]:
    for key, words in thing["do"].items():
        verb, _, since = str(key).partition("@")
        if number >= int(since or 0):
            yield verb, str(words or "")


def _members(has: Data, number: int) -> Iterator[Member]:
    for key, said in has.items():
        found = _SINCE.match(str(key))
        if found and number >= int(found["since"] or 0):
            example, _, text = str(said).partition(" | ")
            marks = found["marks"]
            yield Member(found["name"], example.strip(), text.strip(), "+" in marks, "*" in marks or "+" in marks)


def _record(sketch: Sketch, text: str, members: list[Member], all_: list[Member]) -> Data:
    record: Data = {"type": "object"} if sketch.has("types") else {"type": "object", "description": text}
    required = [one.name for one in members if one.required]
    if required:
        record["required"] = required
    record["properties"] = {one.name: _shape(sketch, one, all_.index(one)) for one in members}
    return record


def _shape(sketch: Sketch, one: Member, place: int) -> Data:
    shape = _of(sketch, one.example)
    if "$ref" in shape:
        return shape
    if one.text and not (sketch.has("fields") and place % 3 == 2):
        shape["description"] = one.text
        if "enum" in shape and not sketch.has("fields"):
            shape["description"] += " More may be added."
    if one.given and one.name != "id":
        shape["readOnly"] = True
    if "private" in one.text.lower() and not sketch.has("pii"):
        shape["x-data-class"] = "confidential"
    return shape


def _of(sketch: Sketch, example: str) -> Data:
    if example.startswith("["):
        return {"type": "array", "maxItems": 200, "items": _of(sketch, example[1:-1])}
    if example.startswith(">"):
        return {"$ref": f"#/components/schemas/{example[1:]}"}
    if example.startswith("{"):
        words = {"type": "string", "maxLength": 200}
        return {"type": "object"} if sketch.has("free") else {"type": "object", "additionalProperties": words}
    if re.fullmatch(r"-?\d+", example):
        low = -1_000_000_000 if example.startswith("-") else 0
        return {"type": "integer", "minimum": low, "maximum": 10 ** max(3, len(example) + 2)}
    if re.fullmatch(r"-?\d+\.\d+", example):
        return {"type": "number", "minimum": -180 if example.startswith("-") else 0, "maximum": 1_000_000}
    if example in ("true", "false"):
        return {"type": "boolean"}
    if re.match(r"\d{4}-\d\d-\d\dT", example):
        return {"type": "string", "format": "date-time", "maxLength": 40}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", example):
        return {"type": "string", "format": "date", "maxLength": 10}
    if re.fullmatch(r"[a-z-]+(/[a-z-]+)+", example):
        return {"type": "string", "enum": example.split("/"), "maxLength": 40}
    return {"type": "string", "maxLength": next(most for most in (40, 200, 2000) if len(example) * 2 <= most)}


def _value(sketch: Sketch, example: str) -> Any:
    """The example as JSON has it."""
    if example.startswith("["):
        return [_value(sketch, example[1:-1])]
    if example.startswith(">"):
        has = sketch.data["things"][example[1:]]["has"]
        return {one.name: _value(sketch, one.example) for one in _members(has, sketch.number)}
    if example.startswith("{"):
        name, _, value = example[1:-1].partition(":")
        return {name.strip(): value.strip()}
    if re.fullmatch(r"[a-z-]+(/[a-z-]+)+", example):
        return example.partition("/")[0]
    if re.fullmatch(r"-?\d+(\.\d+)?", example):
        return float(example) if "." in example else int(example)
    return {"true": True, "false": False}.get(example, example)


def _operation(
    sketch: Sketch, name: str, at: str, deed: tuple[str, str], members: list[Member]
) -> tuple[str, str, Data]:
    """Address, method and what stands there, for list, read, create, replace, delete, or a deed on one thing."""
    verb, words = deed
    noun, plural = _noun(name), at.replace("-", " ")
    a = "an" if noun[0] in "aeiou" else "a"
    one = {
        "list": (f"List {plural}", f"list{_title(plural)}", "get", words or "Newest first, a page at a time."),
        "read": (f"Read {a} {noun}", f"read{name}", "get", words or f"The {noun} as it stands now."),
        "create": (f"Add {a} {noun}", f"create{name}", "post", words or "Answers with what was stored."),
        "replace": (f"Replace {a} {noun}", f"replace{name}", "put", words or "What is left out is gone."),
        "delete": (f"Remove {a} {noun}", f"delete{name}", "delete", words or "It can be restored for thirty days."),
    }.get(verb) or (f"{verb.capitalize()} {a} {noun}", f"{verb}{name}", "post", words)
    summary, identity, method, text = one
    body: Data = {"operationId": identity, "summary": summary, "description": text}
    if sketch.has("unnamed") and verb not in ("list", "read"):
        del body["operationId"]
    if sketch.has("mute") and verb != "create":
        del body["summary"], body["description"]
    if sketch.has("going") and verb == "replace":
        body |= {"deprecated": True, "description": text}
    parameters = list(_parameters(sketch, verb, _noun(name), members))
    if parameters:
        body["parameters"] = parameters
    if verb in ("create", "replace"):
        new = f"New{name}" if f"New{name}" in sketch.schemas else name
        body["requestBody"] = {"required": True, "content": _content(sketch, new, members, new=True)}
    body["responses"] = _answers(sketch, name, verb, plural, members)
    key = next((member.name for member in members if member.given), members[0].name)
    where = f"/{at}" if verb in ("list", "create") else f"/{at}/{{{key}}}"
    return (where if verb in ("list", "create", "read", "replace", "delete") else f"{where}/{verb}"), method, body


def _parameters(sketch: Sketch, verb: str, noun: str, members: list[Member]) -> Iterator[Data]:
    if verb == "list":
        told = {} if sketch.has("fields") else {"description": "How many at most."}
        size = {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
        cursor = "Where the last page ended; left out for the first."
        if not sketch.has("unbounded"):
            yield {"name": "limit", "in": "query", **told, "schema": size}
            schema = {"type": "string", "maxLength": 200}
            yield {"name": "cursor", "in": "query", "description": cursor, "schema": schema}
        for one in members:
            if "/" in one.example and not one.example.startswith("["):
                text = f"Only those with this {one.name.replace('_', ' ')}."
                yield {"name": one.name, "in": "query", "description": text, "schema": _of(sketch, one.example)}
        return
    if verb == "create":
        if not sketch.has("retry"):
            text = "Chosen by the caller; the same key within a day does nothing twice."
            schema = {"type": "string", "minLength": 16, "maxLength": 128}
            yield {"name": "Idempotency-Key", "in": "header", "required": True, "description": text, "schema": schema}
        return
    key = next((one for one in members if one.given), members[0])
    schema = {"type": "string", "maxLength": 40}
    text = f"Which {noun}."
    yield {"name": key.name, "in": "path", "required": True, "description": text, "schema": schema}


def _content(sketch: Sketch, schema: str, members: list[Member], *, new: bool = False) -> Data:
    content: Data = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    if not sketch.has("examples"):
        shown = [one for one in members if not (new and one.given)]
        content["example"] = {one.name: _value(sketch, one.example) for one in shown}
    return {"application/json": content}


def _answers(sketch: Sketch, name: str, verb: str, plural: str, members: list[Member]) -> Data:
    answers: Data = {}
    noun = _noun(name)
    if verb == "delete":
        answers["204"] = {"description": f"The {noun} is gone."}
    elif verb == "list":
        answers["200"] = {"description": f"One page of {plural}.", "content": _page(sketch, name, plural, members)}
    else:
        code, text = ("201", f"The {noun} is stored.") if verb == "create" else ("200", f"The {noun}.")
        answers[code] = {"description": text, "content": _content(sketch, name, members)}
    if sketch.has("errors"):
        return answers
    codes = {"401": "NotAllowed", "404": "NotFound", "422": "Invalid", "429": "TooMany", "500": "Fault"}
    if verb in ("list", "create"):
        del codes["404"]
    if verb in ("list", "read", "delete"):
        del codes["422"]
    if sketch.has("limits"):
        del codes["429"]
    return answers | {code: {"$ref": f"#/components/responses/{found}"} for code, found in codes.items()}


def _page(sketch: Sketch, name: str, plural: str, members: list[Member]) -> Data:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    example: Any = [{one.name: _value(sketch, one.example) for one in members}]
    if sketch.has("bare"):
        content: Data = {"schema": items}
    else:
        text = "The cursor of the next page; left out on the last one."
        properties = {
            "items": {**items, "description": f"The {plural} of this page.", "maxItems": 100},
            "next": {"type": "string", "description": text, "maxLength": 200},
        }
        if sketch.has("unbounded"):
            del properties["items"]["maxItems"], properties["next"]
        sketch.schemas[f"{name}Page"] = {
            "type": "object", "description": f"One page of {plural}.", "required": ["items"], "properties": properties,
        }  # fmt: skip
        content, example = {"schema": {"$ref": f"#/components/schemas/{name}Page"}}, {"items": example}
    if not sketch.has("examples"):
        content["example"] = example
    return {"application/json": content}


def _noun(name: str) -> str:
    """ReturnRequest is a return request."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", name).lower()


def _title(words: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words.split())
