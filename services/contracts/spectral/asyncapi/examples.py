"""Examples and defaults, held against the schemas they belong to."""

from collections.abc import Iterator
from typing import Any

from ...places import Path
from ..function import Check, Options, OptionsInvalid, Read, Target, Told, Value, function
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


def _against(schema: Value, value: Value, path: Path, read: Read) -> Iterator[Told]:
    """What a schema of the document says of a value of the document. Nothing, where the schema never ends."""
    from ..validating.compiler import Compiler
    from ..validating.dialect import DIALECTS, stated
    from ..validating.fault import SchemaInvalid, Unresolvable
    from ..validating.references import Written
    from ..validating.shown import shown

    draft = stated(schema.get("$schema")) if isinstance(schema, dict) else None
    try:
        test = Compiler(DIALECTS[draft or "draft7"], Written(read), every=True).test(schema)
    except Unresolvable:
        return
    except SchemaInvalid as reason:
        yield Told(str(reason), path)
        return
    faults = test(written_out(value, read.follow), None) if test is not None else None
    yield from shown(faults or [], path)
