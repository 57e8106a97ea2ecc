"""Holds a schema against the specification of GraphQL, by graphql-core, with the place of every breach."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress

import graphql as gql
from graphql.language import ParallelVisitor, visit
from graphql.validation.rules.known_directives import KnownDirectivesRule
from graphql.validation.rules.known_type_names import KnownTypeNamesRule
from graphql.validation.rules.possible_type_extensions import PossibleTypeExtensionsRule
from graphql.validation.specified_rules import specified_sdl_rules
from graphql.validation.validation_context import SDLValidationContext

from ...model import Flaw
from ...places import Place
from .interface import Document
from .types import is_federated

CAP = 200
"""Flaws that are listed."""
_RULES = [one for one in specified_sdl_rules if one not in (KnownTypeNamesRule, PossibleTypeExtensionsRule)]
"""Without those that look for names: the reader does, and these guess what was meant at a cost."""
_TOO_NEW = "so implementation field"
"""A deprecated field of an interface that is not deprecated itself: a breach since September 2025 only."""


def check(document: Document, dialect: str) -> Iterator[Flaw]:
    """Every breach, CAP of them at most. Names that lead nowhere are told when the types are built."""
    near = _Near(document)
    for number, flaw in enumerate(_flaws(document, near)):
        if number == CAP:
            yield Flaw("format-invalid", document.root, f"There are more; the first {CAP} are shown.")
            return
        yield flaw


def _flaws(document: Document, near: "_Near") -> Iterator[Flaw]:
    for one in document.executable:
        said = "This is what a caller writes (an operation or a fragment), which is no part of a schema."
        yield near.flaw([one], said)
    _, missing = document.said
    whole = gql.DocumentNode(definitions=tuple(document.definitions))
    federated = is_federated(document)
    errors = _breaches(whole, federated)
    for breach in errors:
        yield near.flaw(breach.nodes, breach.message)
    if missing or federated:
        return
    try:
        found = gql.validate_schema(gql.build_ast_schema(whole, assume_valid_sdl=True))
    except RecursionError:  # a chain of thousands of types, each in the next
        return
    except (gql.GraphQLError, TypeError, ValueError) as error:
        if not errors:
            yield near.flaw(getattr(error, "nodes", None), str(error))
        return
    for breach in found:
        if _TOO_NEW not in breach.message:
            yield near.flaw(breach.nodes, breach.message)


class _Enough(Exception):
    """There are more breaches than are listed."""


def _breaches(whole: gql.DocumentNode, federated: bool) -> list[gql.GraphQLError]:
    """What graphql-core's rules say, one more than CAP at most: each breach costs a pass over the text for its line."""
    found: list[gql.GraphQLError] = []

    def note(breach: gql.GraphQLError) -> None:
        found.append(breach)
        if len(found) > CAP:
            raise _Enough

    context = SDLValidationContext(whole, None, note)
    rules = [one(context) for one in _RULES if not (federated and one is KnownDirectivesRule)]
    with suppress(_Enough):
        visit(whole, ParallelVisitor(rules))
    return found


class _Near:
    """Finds the definition in which something stands, so that a finding keeps its key while lines move."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.ways_in = set(document.roots.values())
        self.by_file: dict[str, list[tuple[int, gql.DefinitionNode]]] = {}
        for one in document.definitions:
            if one.loc is not None:
                self.by_file.setdefault(one.loc.source.name, []).append((one.loc.start, one))

    def flaw(self, nodes: "Sequence[gql.Node] | None", message: str) -> Flaw:
        """At the last of the nodes: of two of one name, the second is one too many."""
        said = "Against the specification: " + " ".join(message.split()).rstrip(".") + "."
        node = nodes[-1] if nodes else None
        if node is None or node.loc is None:
            return Flaw("format-invalid", self.document.root.to(name="interface"), said)
        token = getattr(node, "name", None) or node
        loc = token.loc or node.loc
        return Flaw("format-invalid", self._place(node), said, self.document.source_of(node).span(loc.start, loc.end))

    def _place(self, node: gql.Node) -> Place:
        home = self.document.home(node)
        found = self.by_file.get(node.loc.source.name, []) if node.loc else []
        at = bisect_right(found, node.loc.start, key=lambda one: one[0]) if node.loc else 0
        above = found[at - 1][1] if at else None
        owner = getattr(above, "name", None)
        if above is None or not isinstance(owner, gql.NameNode):
            return home.to(name="interface")
        place = home.to(owner.value, name=f"type:{owner.value}")
        named = node if isinstance(node, gql.NameNode) else getattr(node, "name", None)
        if not isinstance(named, gql.NameNode) or named is owner:
            return place
        name = named.value
        if isinstance(node, gql.DirectiveNode):
            return place.to(f"@{name}", name=f"directive:{name}")
        if isinstance(node, gql.NamedTypeNode):
            return place
        if owner.value in self.ways_in:
            return home.to(owner.value, name, name=f"operation:{owner.value}.{name}")
        return place.to(name, name=f"{'value' if above.kind.startswith('enum') else 'field'}:{name}")
