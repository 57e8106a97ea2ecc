"""What a function of a ruleset is: options are read once, then it looks at one value after the other.

`@function` is the only registration. A function is written as the maker of its check: it gets the options of one
`then`, raises OptionsInvalid for what makes no sense, and returns what looks at values.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, Protocol

from ..places import Path

type Value = Any


class _Missing:
    """JavaScript's undefined: nothing stands there. Null is None."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()


class Told(NamedTuple):
    """One complaint of a function. `path` is the whole way to what it is about, as if references were written out;
    None: the value that was looked at."""

    message: str
    path: Path | None = None


class Read(Protocol):
    """The document a check runs on."""

    @property
    def root(self) -> Value: ...
    @property
    def formats(self) -> frozenset[str]:
        """As rulesets call them: oas3, oas3_1, asyncapi2, json-schema-draft7 ..."""

    @property
    def resolved(self) -> bool:
        """Whether references count as what they lead to."""

    kept: dict[object, Any]
    """What functions keep about this document, for each other and for the next value."""

    def follow(self, value: Value) -> Value:
        """What stands here: of a reference what it leads to, when references are followed and it leads somewhere.
        Never longer than the chain of references; one that leads in a circle or nowhere is returned as it is."""


class Target(Protocol):
    """Where the value stands that is looked at."""

    @property
    def path(self) -> Path:
        """The way that led here, as if references were written out."""

    @property
    def parent(self) -> Value:
        """What the value stands in, when the rule has no field."""

    @property
    def read(self) -> Read: ...


class OptionsInvalid(ValueError):
    """The options of a function make no sense. The text is for the person who writes the ruleset."""


class OptionsUnsupported(OptionsInvalid):
    """Options that nothing can be judged by here. The rule is then not checked, and the rest of its ruleset is."""


type Options = Mapping[str, Value] | None
type Check = Callable[[Value, Target], Iterable[Told] | None]
type Maker = Callable[[Options], Check]

functions: Final[dict[str, Maker]] = {}


def function(name: str) -> Callable[[Maker], Maker]:
    """Registers the maker of a check under the name that rulesets call it by."""

    def register(maker: Maker) -> Maker:
        if name in functions:
            raise ValueError(f"There are two functions called {name}.")
        functions[name] = maker
        return maker

    return register
