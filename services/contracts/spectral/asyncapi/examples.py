"""Examples and defaults, held against the schemas they belong to."""

from collections.abc import Iterator
from typing import Any

from ...places import Path
from ..function import Check, Options, OptionsInvalid, Read, Target, Told, Value, function
from ..validating.compiler import Compiler
from ..validating.dialect import DIALECTS, stated
from ..validating.fault import SchemaInvalid, Test, Unresolvable
from ..validating.flaws import flaw
from ..validating.references import Written
from ..validating.shown import shown
from .whole import written_out


@function("asyncApiSchemaValidation")
def schema_validation(options: Options) -> Check:
    """The default of a schema, or its examples. Texts are not told: Spectral passes over them."""
    kind = (options or {}).get("type")
    if kind not in ("default", "examples"):
        raise OptionsInvalid('asyncApiSchemaValidation needs "type", which is "default" or "examples".')

    def check(schema: Value, target: Target) -> Iterator[Told]:
        read = target.read
        several = read.follow(schema.get("examples")) if isinstance(schema, dict) else None
        if not isinstance(schema, dict) or ("examples" in schema and not isinstance(several, list)):
            yield Told("This is no schema with a default or a list of examples.")
            return
        if kind == "default":
            shown: list[tuple[Path, Value]] = [(("default",), schema.get("default"))]
        else:
            shown = [(("examples", index), one) for index, one in enumerate(several or ())]
        for below, value in shown:
            if not isinstance(read.follow(value), str):
                yield from _against(schema, value, (*target.path, *below), read)

    return check


@function("asyncApi2MessageExamplesValidation")
def message_examples(options: Options) -> Check:
    """The examples of a message, its traits merged into it, against the schemas of its payload and its headers."""

    def check(message: Value, target: Target) -> Iterator[Told]:
        read = target.read
        if not isinstance(message, dict) or not all(
            _text_or_nothing(message, name, read) for name in ("name", "summary")
        ):
            return
        whole = _with_traits(message, read)
        examples = read.follow(whole.get("examples"))
        for index, one in enumerate(examples if isinstance(examples, list) else ()):
            example = read.follow(one)
            for member in ("payload", "headers"):
                if isinstance(example, dict) and member in example:
                    schema = {} if whole.get(member) is None else whole[member]
                    path = (*target.path, "examples", index, member)
                    yield from _against(schema, example[member], path, read)

    return check


def _text_or_nothing(node: dict[str, Any], member: str, read: Read) -> bool:
    return member not in node or isinstance(read.follow(node[member]), str)


def _with_traits(message: dict[str, Any], read: Read) -> dict[str, Any]:
    traits = read.follow(message.get("traits"))
    whole = dict(message)
    for one in traits if isinstance(traits, list) else ():
        trait = read.follow(one)
        for name, said in trait.items() if isinstance(trait, dict) else ():
            whole[name] = _merged(whole.get(name), said, read)
    return whole


def _merged(own: Value, said: Value, read: Read) -> Value:
    """As RFC 7396 merges: member by member, null takes away."""
    said = read.follow(said)
    if not isinstance(said, dict):
        return said
    own = read.follow(own)
    whole = dict(own) if isinstance(own, dict) else {}
    for name, below in said.items():
        if below is None:
            whole.pop(name, None)
        else:
            whole[name] = _merged(whole.get(name), below, read)
    return whole


class _Schemas:
    """The schemas of one document that something was held against, each made into a test once."""

    def __init__(self, read: Read) -> None:
        self._references = Written(read)
        self._compilers: dict[tuple[str, bool], Compiler] = {}
        self._tests: dict[int, tuple[Value, Test | None, str]] = {}

    def judged(self, schema: Value, value: Value, path: Path) -> Iterator[Told]:
        """What a schema says of a value. As long as it can be worked with, that it is no schema is told once, of the
        first value, as ajv does."""
        if id(schema) not in self._tests:
            test, broken, once = self._made(schema)
            self._tests[id(schema)] = schema, test, broken
            if once:
                yield Told(once, path)
                return
        _, test, broken = self._tests[id(schema)]
        if broken:
            yield Told(broken, path)
        faults = test(value, None) if test is not None else None
        if faults:
            yield from shown(faults, path)

    def _made(self, schema: Value) -> tuple[Test | None, str, str]:
        """The test, if there is something to ask; why it can never be asked; and why the schema is none, though it can
        be worked with. A schema that never ends is not asked."""
        draft = (stated(schema.get("$schema")) if isinstance(schema, dict) else None) or "draft7"
        strict = self._compiler(draft, loose=False)
        try:
            return strict.test(schema), "", ""
        except Unresolvable:
            return None, flaw(schema, strict), ""
        except SchemaInvalid as reason:
            wrong = str(reason)
        try:
            return self._compiler(draft, loose=True).test(schema), "", wrong
        except (SchemaInvalid, Unresolvable):
            return None, wrong, ""

    def _compiler(self, draft: str, *, loose: bool) -> Compiler:
        key = draft, loose
        if key not in self._compilers:
            self._compilers[key] = Compiler(DIALECTS[draft], self._references, every=True, loose=loose)
        return self._compilers[key]


def _against(schema: Value, value: Value, path: Path, read: Read) -> Iterator[Told]:
    """What a schema of the document says of a value of the document."""
    if _Schemas not in read.kept:
        read.kept[_Schemas] = _Schemas(read)
    schemas: _Schemas = read.kept[_Schemas]
    yield from schemas.judged(read.follow(schema), written_out(value, read.follow), path)
