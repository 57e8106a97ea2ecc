"""schema: a value fits a JSON Schema."""

from ..function import MISSING, Check, Options, OptionsUnsupported, Target, Told, Value, function
from ..options import Given, is_object, is_truth, one_of
from ..validating.compiler import Compiler
from ..validating.dialect import DIALECTS, stated
from ..validating.fault import SchemaInvalid, Unresolvable
from ..validating.references import Own
from ..validating.shown import shown


@function("schema")
def schema(options: Options) -> Check:
    given = Given("schema", options, "schema", "dialect", "allErrors")
    given.needs("schema")
    written = given.take("schema", is_object, "a JSON Schema")
    said = given.take("dialect", one_of("auto", *DIALECTS), "one of " + ", ".join(("auto", *DIALECTS)), "auto")
    every = given.take("allErrors", is_truth, "true or false", False)
    dialect = DIALECTS[(stated(written.get("$schema")) or "draft7") if said == "auto" else said]
    references = Own(written, identifier="id" if dialect.name == "draft4" else "$id")
    test, broken = None, ""
    try:
        test = Compiler(dialect, references, every=every).test(written)
    except SchemaInvalid as reason:
        broken = str(reason)
    except Unresolvable as reason:
        raise OptionsUnsupported(f"The schema refers to what is not there: {reason}.") from None

    def check(value: Value, target: Target) -> list[Told] | None:
        if value is MISSING:
            return [Told('#{{print("property")}}must exist')]
        if test is None:
            return [Told(broken)] if broken else None
        references.read = target.read
        faults = test(value, None)
        return list(shown(faults, target.path)) if faults else None

    return check
