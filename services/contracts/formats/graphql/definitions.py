"""GraphQL files, parsed: what they define, and where it stands. The parser is graphql-core's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import graphql as gql
from graphql.language import Node, TokenKind

from ...document import Source
from ...grammar import Script
from ...limits import NotChecked
from ...places import File, Place

CODE = "not-graphql"
_OPEN, _CLOSE = (
    (TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L),
    (
        TokenKind.BRACE_R,
        TokenKind.BRACKET_R,
        TokenKind.PAREN_R,
    ),
)

TypeNode = gql.TypeDefinitionNode | gql.TypeExtensionNode
Executable = gql.OperationDefinitionNode | gql.FragmentDefinitionNode


@dataclass(slots=True)
class Defined:
    """A type by its name: its definition, if there is one, and all that extends it."""

    name: str
    kind: str
    """object, interface, union, enum, input_object, scalar."""
    parts: list[TypeNode] = field(default_factory=list)
    is_defined: bool = False


class Definitions(Script):
    """All files as one document of the type system."""

    def __init__(self, sources: list[Source]) -> None:
        """Raises NotChecked, with a place, when one of them is ill-formed."""
        super().__init__()
        self.sources = {source.name: source for source in sources}
        self.root = Place(None, ())
        definitions: list[gql.DefinitionNode] = []
        for source in sources:
            definitions += _parsed(source).definitions
        self.executable = [one for one in definitions if isinstance(one, Executable)]
        self.definitions = [one for one in definitions if not isinstance(one, Executable)]
        self.types: dict[str, Defined] = {}
        self.schemas: list[gql.SchemaDefinitionNode | gql.SchemaExtensionNode] = []
        self.directives: dict[str, gql.DirectiveDefinitionNode] = {}
        for one in self.definitions:
            if isinstance(one, gql.SchemaDefinitionNode | gql.SchemaExtensionNode):
                self.schemas.append(one)
            elif isinstance(one, gql.DirectiveDefinitionNode):
                self.directives.setdefault(one.name.value, one)
            elif isinstance(one, TypeNode):
                self._define(one)

    def _define(self, node: TypeNode) -> None:
        """Takes the first definition of a name, and its extensions wherever they stand."""
        kind, _, way = node.kind.rpartition("_type_")
        if node.kind.startswith("input_object"):
            kind = "input_object"
        known = self.types.setdefault(node.name.value, Defined(node.name.value, kind))
        if way == "extension":
            if known.kind == kind:
                known.parts.append(node)
        elif not known.is_defined:
            known.kind, known.is_defined = kind, True
            known.parts = [node, *(one for one in known.parts if one.kind.startswith(kind))]

    @cached_property
    def roots(self) -> dict[str, str]:
        """Which types are the ways in: query, mutation, subscription, and the name of the type of each."""
        named = {
            one.operation.value: one.type.name.value for schema in self.schemas for one in schema.operation_types or ()
        }
        if any(isinstance(one, gql.SchemaDefinitionNode) for one in self.schemas):
            return named
        usual = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
        return {way: name for way, name in {**usual, **named}.items() if name in self.types}

    def source_of(self, node: Node) -> Source:
        name = node.loc.source.name if node.loc else ""
        return self.sources[name]

    def home(self, node: Node) -> Place:
        name = self.source_of(node).name
        return self.root.to(File(name)) if name else self.root

    def mark(self, above: Place, node: Node, name: str, step: str = "") -> Place:
        """A place where `node` stands, usually a name."""
        source, loc = self.source_of(node), node.loc
        start, end = (loc.start, loc.end) if loc else (0, 0)
        return self.at(above, step or name.partition(":")[2] or name, source, start, end, name=name)


def _parsed(source: Source) -> gql.DocumentNode:
    limits = source.limits
    try:
        document = gql.parse(
            gql.Source(source.text, source.name), max_lexical_tokens=limits.nodes, max_comments=limits.nodes
        )
    except gql.GraphQLError as error:
        at = next(iter(error.positions or ()), 0)
        raise _refusal(source, error.message, at) from None
    _hold_depth(source, document)
    return document


def _refusal(source: Source, message: str, at: int) -> NotChecked:
    if "nested too deeply" in message or "too deep" in message:
        return _too_deep(source, at)
    if "more than" in message and ("tokens" in message or "comments" in message):
        most = source.limits.nodes
        return source.refusal("too-many-nodes", f"The document has more than {most:,} words.", at)
    if "Unterminated string" in message:  # it is mended where it begins
        at = max(0, source.text.rfind('"', 0, at))
        at -= 2 if source.text.endswith('"""', 0, at + 1) else 0
    said = " ".join(message.removeprefix("Syntax Error: ").split()).rstrip(".")[:300]
    return source.refusal(CODE, f"This is not GraphQL: {said}.", at)


def _too_deep(source: Source, at: int) -> NotChecked:
    most = source.limits.depth
    return source.refusal("too-deep", f"The document nests more than {most} levels deep, which is the limit.", at)


def _hold_depth(source: Source, document: gql.DocumentNode) -> None:
    """The parser goes as deep as Python lets it; what comes after it does not."""
    depth, most = 0, source.limits.depth
    token = document.loc.start_token if document.loc else None
    while token is not None:
        if token.kind in _OPEN:
            depth += 1
            if depth > most:
                raise _too_deep(source, token.start)
        elif token.kind in _CLOSE:
            depth -= 1
        token = token.next


def directives(nodes: list[TypeNode]) -> Iterator[gql.DirectiveNode]:
    for node in nodes:
        yield from node.directives or ()
