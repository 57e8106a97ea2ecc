"""How keywords become tests: the table they register in, and what a maker is given."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from .fault import Fault, Faults, Test, Value

if TYPE_CHECKING:
    from .compiler import Compiler

type Group = Literal["any", "number", "string", "array", "object"]
GROUPS: Final[tuple[Group, ...]] = ("any", "number", "string", "array", "object")
"""The order in which ajv tries keywords: those for every value first, then by the type they are about."""


class Making(NamedTuple):
    """The schema whose keyword is made into a test."""

    compiler: "Compiler"
    schema: dict[str, Value]
    composite: bool
    """It stands in a branch of a choice, where ajv goes on after some faults."""

    def below(self, schema: Value, *, boolean: bool = False) -> Test | None:
        """The test of a schema below, as strict as this one. `boolean`: where every draft knows true and false."""
        return self.compiler.test(schema, composite=self.composite, boolean=boolean)

    def branch(self, schema: Value) -> Test | None:
        return self.compiler.test(schema, composite=True)

    def verdict(self, schema: Value) -> Test | None:
        """A test whose faults nobody reads."""
        return self.compiler.plain.test(schema)

    def fault(self, keyword: str, message: str, detail: Value = None) -> Faults:
        return [Fault(keyword, message, self.schema, detail)]


type Maker = Callable[[Making], Test | None]


class Keyword(NamedTuple):
    name: str
    groups: tuple[Group, ...]
    make: Maker


keywords: Final[dict[str, Keyword]] = {}


def keyword(name: str, *groups: Group) -> Callable[[Maker], Maker]:
    """Registers the maker of a keyword's test. Where it stands among others is said in `compiler.ORDER`."""

    def register(make: Maker) -> Maker:
        keywords[name] = Keyword(name, groups, make)
        return make

    return register
