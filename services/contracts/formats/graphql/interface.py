"""A GraphQL schema becomes an Interface: the fields of Query, Mutation and Subscription are what one can call."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import graphql as gql

from ...model import (
    Answer,
    Body,
    Direction,
    Effect,
    Facts,
    Flaw,
    Group,
    Interface,
    Message,
    Operation,
    Type,
)
from ...naming import effect
from ...places import Place
from .definitions import Definitions
from .types import Types, deprecation, fields_of, marked, text

_FAILS = ("Error", "Failure", "Exception", "Problem", "Fault")
_ERRORS = ("errors", "userErrors", "error")


class Document(Definitions):
    """The files, read; and what they say, built once."""

    @cached_property
    def said(self) -> tuple[Interface, list[Flaw]]:
        builder = _Builder(self)
        return builder.interface(), builder.types.flaws


def build(document: Document, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    interface, flaws = document.said
    return replace(interface, facts=facts), flaws


class _Builder:
    def __init__(self, document: Definitions) -> None:
        self.document = document
        self.types = Types(document)

    def interface(self) -> Interface:
        document = self.document
        schema = document.schemas[0] if document.schemas else None
        first = schema or document.definitions[0]
        place = document.mark(document.home(first), first, "interface")
        groups, operations = [], []
        for way, name in document.roots.items():
            defined = document.types.get(name)
            if defined is None:
                continue
            node = defined.parts[0]
            groups.append(Group(document.mark(document.home(node), node.name, f"group:{name}"), name, text(node)))
            operations += [self._operation(one, way, name) for one in fields_of(defined)]
        self.types.read_all()
        operations = [replace(one, answers=(*one.answers, *self._failures(one))) for one in operations]
        said_of = [one for each in document.schemas for one in each.directives or ()]
        return Interface(
            place,
            "graphql",
            text=text(schema) if schema is not None else "",
            groups=tuple(groups),
            operations=tuple(operations),
            types=self.types.named,
            marks=marked(said_of),
        )

    def _operation(self, node: gql.FieldDefinitionNode, way: str, root: str) -> Operation:
        document = self.document
        name = node.name.value
        place = document.mark(document.home(node), node.name, f"operation:{root}.{name}")
        request = document.mark(place, node.name, "request")
        fields = self.types.inputs(node.arguments or (), request, "argument:", "argument")
        direction: Direction = "send" if way == "subscription" else "call"
        answer = document.mark(place, node.type, "answer:data" if direction == "call" else "body:data")
        given = (Body(answer, self.types.shape(node.type, answer)),)
        kind: Effect = "read" if way == "query" else effect(name) if way == "mutation" else "act"
        if kind == "read" and way == "mutation":
            kind = "act"  # who only reads writes a query
        return Operation(
            place,
            name,
            f"{root}.{name}",
            direction,
            "graphql",
            kind,
            {"query": True, "mutation": False}.get(way),
            True if way == "query" else None,
            text=text(node),
            groups=(root,),
            request=Message(request, fields=fields, bodies=given if direction == "send" else ()),
            answers=() if direction == "send" else (Answer(answer, "data", "success", Message(answer, bodies=given)),),
            deprecated=deprecation(node.directives, place),
            marks=marked(node.directives),
        )

    def _failures(self, operation: Operation) -> Iterator[Answer]:
        """Errors as data: what a union has of them, and what a payload lists under `errors` or `userErrors`."""
        for answer in operation.answers:
            for body in answer.message.bodies:
                found = self.types.named.get(body.type.ref)
                if found is None:
                    continue
                for choice in found.choices:
                    if choice.ref.endswith(_FAILS):
                        yield _failure(choice, operation.place)
                for field in found.fields:
                    inner = field.type.item or field.type
                    if field.name in _ERRORS and inner.ref.endswith(_FAILS):
                        yield _failure(inner, operation.place)


def _failure(shape: Type, above: Place) -> Answer:
    place = above.to(f"error {shape.ref}", name=f"answer:{shape.ref}")
    return Answer(place, shape.ref, "error", Message(place, bodies=(Body(place, Type(place, ref=shape.ref)),)))
