"""oasExample: examples and defaults fit the schemas they stand next to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...places import Path
from ..function import MISSING, Check, Options, Read, Target, Told, Value, function
from ..options import Given, is_text, one_of
from ..referring import WRITTEN
from ..validating.compiler import Compiler
from ..validating.dialect import Dialect
from ..validating.fault import SchemaInvalid, Test, Unresolvable
from ..validating.flaws import flaw
from ..validating.references import Written
from ..validating.shown import shown
from .in_schema import dialect_of

type Item = tuple[Value, Path]
"""A value to be judged, and the way to it from where the function was asked."""

_FIELDS: Final = {2: ("example", "x-example", "default"), 3: ("example", "default")}


@function("oasExample")
def examples(options: Options) -> Check:
    given = Given("oasExample", options, "oasVersion", "schemaField", "type")
    version = given.take("oasVersion", one_of(2, 3), "2 or 3")
    field = given.take("schemaField", is_text, "a text")
    media = given.take("type", one_of("media", "schema"), '"media" or "schema"') == "media"

    def check(value: Value, target: Target) -> Iterator[Told]:
        if not isinstance(value, dict):
            return
        read = target.read
        schema = value if field == "$" else read.follow(value.get(field))
        if not isinstance(schema, dict):
            return
        if version == 2 and isinstance(schema.get("required"), bool):
            schema = {name: said for name, said in schema.items() if name != "required"}
        items = _media(value, version, read) if media else _schema(value, version, read)
        path: Path | None = None
        judge = _Judge()
        for item, below in items:
            if path is None:
                path = target.path
                judge = _judges(read).of(schema, _direction(path, version) if media else "")
            place = (*path, *below)
            if item is MISSING:
                yield Told('#{{print("property")}}must exist', place)
            else:
                yield from judge.judged(item, place)

    return check


def _schema(value: dict[str, Value], version: int, read: Read) -> Iterator[Item]:
    for field in _FIELDS[version]:
        if field in value:
            yield read.follow(value[field]), (field,)


def _media(value: dict[str, Value], version: int, read: Read) -> Iterator[Item]:
    if version == 3 and "example" in value:
        yield read.follow(value["example"]), ("example",)
        return
    stated = read.follow(value.get("examples"))
    if not isinstance(stated, dict | list):
        return
    for name, one in stated.items() if isinstance(stated, dict) else enumerate(stated):
        example = read.follow(one)
        if version == 2:
            yield example, ("examples", str(name))
        elif isinstance(example, dict) and "externalValue" not in example:
            yield read.follow(example.get("value", MISSING)), ("examples", str(name), "value")
        elif isinstance(example, list):
            yield MISSING, ("examples", str(name), "value")


_REQUESTS: Final = {2: (), 3: (("components", "requestBodies"), ("paths", "*", "*", "requestBody"))}
_RESPONSES: Final = {
    2: (("responses",), ("paths", "*", "*", "responses")),
    3: (("components", "responses"), ("paths", "*", "*", "responses")),
}


def _direction(path: Path, version: int) -> str:
    """Whether what stands here is sent or answered: in one, what can only be read need not be there."""
    if any(_begins(path, one) for one in _REQUESTS[version]):
        return "readOnly"
    return "writeOnly" if any(_begins(path, one) for one in _RESPONSES[version]) else ""


def _begins(path: Path, start: tuple[str, ...]) -> bool:
    return all(wanted == "*" or (index < len(path) and path[index] == wanted) for index, wanted in enumerate(start))


class _Reading(Compiler):
    """Reads the schemas of a document as OpenAPI means them."""

    def __init__(self, dialect: Dialect, references: Written, *, spared: str, swagger: bool, loose: bool) -> None:
        super().__init__(dialect, references, loose=loose)
        self.spared, self.swagger = spared, swagger
        if spared:
            self.plain = _Reading(dialect, references, spared="", swagger=swagger, loose=loose)

    def meant(self, schema: dict[str, Value]) -> dict[str, Value]:
        if self.swagger and schema.get("x-nullable") is True:
            schema = {**schema, "nullable": True}
        if self.spared and isinstance(schema.get("required"), list) and isinstance(schema.get("properties"), dict):
            return self._without_spared(schema)
        return schema

    def _without_spared(self, schema: dict[str, Value]) -> dict[str, Value]:
        look = self.references.look
        spared = {name for name, one in schema["properties"].items() if _is(look(one), self.spared)}
        if not spared:
            return schema
        left = [name for name in schema["required"] if not isinstance(name, str) or name not in spared]
        said = {**schema, "required": left}
        if not left:
            del said["required"]
        return said


def _is(schema: Value, flag: str) -> bool:
    return isinstance(schema, dict) and schema.get(flag) is True


@dataclass(slots=True)
class _Judge:
    """What is told of the examples of one schema."""

    test: Test | None = None
    broken: str = ""
    """Why there is no test."""
    flaw: str = ""
    """Why the schema is none of its draft. ajv holds it against that once: only the first example is told."""

    def judged(self, value: Value, path: Path) -> Iterator[Told]:
        if self.flaw:
            yield Told(self.flaw, path)
            self.flaw = ""
        elif self.broken:
            yield Told(self.broken, path)
        elif self.test is not None:
            faults = self.test(value, None)
            if faults:
                yield from shown(faults, path)


def _absent(text: bytes) -> frozenset[str]:
    """The flags that no schema of a document has, as far as its text tells: all is in it where no reference leads out
    of it. Without them schemas mean the same in both directions."""
    if not text or text.count(b'"$ref":"') > text.count(b'"$ref":"#'):
        return frozenset()
    return frozenset(flag for flag in ("readOnly", "writeOnly") if f'"{flag}":'.encode() not in text)


class _Judges:
    """The tests of one document's schemas, each made once."""

    def __init__(self, read: Read) -> None:
        self._references, self._dialect = Written(read), dialect_of(read)
        self._swagger = "oas2" in read.formats
        self._absent = _absent(read.kept.get(WRITTEN, b""))
        self._compilers: dict[tuple[str, bool], _Reading] = {}

    def _compiler(self, spared: str, *, loose: bool = False) -> _Reading:
        key = spared, loose
        if key not in self._compilers:
            self._compilers[key] = _Reading(
                self._dialect, self._references, spared=spared, swagger=self._swagger, loose=loose
            )
        return self._compilers[key]

    def of(self, schema: Value, spared: str) -> _Judge:
        """A schema whose references never end is not judged, but its flaws are told."""
        spared = "" if spared in self._absent else spared
        compiler = self._compiler(spared)
        try:
            return _Judge(compiler.test(schema))
        except (SchemaInvalid, Unresolvable) as reason:
            found = flaw(schema, compiler)
            if not found:
                return _Judge(broken=str(reason) if isinstance(reason, SchemaInvalid) else "")
        try:
            return _Judge(self._compiler(spared, loose=True).test(schema), flaw=found)
        except SchemaInvalid as reason:
            return _Judge(broken=str(reason), flaw=found)
        except Unresolvable:
            return _Judge(flaw=found)


def _judges(read: Read) -> _Judges:
    if _Judges not in read.kept:
        read.kept[_Judges] = _Judges(read)
    judges: _Judges = read.kept[_Judges]
    return judges
