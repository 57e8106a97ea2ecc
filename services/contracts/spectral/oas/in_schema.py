"""oasSchema: a value fits a schema, read in the dialect of the document's version of OpenAPI."""

from ..function import Check, Options, Read, Target, Told, Value, function
from ..options import Given, is_object
from ..validating.compiler import Compiler
from ..validating.dialect import DIALECTS, Dialect, stated
from ..validating.fault import SchemaInvalid, Test, Unresolvable
from ..validating.references import Own
from ..validating.shown import shown


@function("oasSchema")
def in_schema(options: Options) -> Check:
    given = Given("oasSchema", options, "schema")
    given.needs("schema")
    written = given.take("schema", is_object, "a JSON Schema")
    made: dict[str, tuple[Own, Test | None]] = {}

    def check(value: Value, target: Target) -> list[Told] | None:
        dialect = dialect_of(target.read)
        if dialect.name not in made:
            references = Own(written)
            try:
                made[dialect.name] = references, Compiler(dialect, references).test(written)
            except Unresolvable:
                made[dialect.name] = references, None
            except SchemaInvalid as reason:
                return [Told(str(reason))]
        references, test = made[dialect.name]
        references.read = target.read
        faults = test(value, None) if test is not None else None
        return list(shown(faults, target.path)) if faults else None

    return check


def dialect_of(read: Read) -> Dialect:
    """The dialect in which the schemas of a document are written."""
    formats = read.formats
    if not formats:
        return DIALECTS["draft7"]
    if "oas3_1" in formats or "oas3_2" in formats:
        said = read.root.get("jsonSchemaDialect") if isinstance(read.root, dict) else None
        return DIALECTS[stated(said) or "draft2020-12"]
    return DIALECTS["draft4"]
