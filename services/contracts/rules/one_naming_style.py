"""one-naming-style"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..model import Interface
from ..places import Place
from ..reading import some
from ..registry import Problem, Unjudged, rule

_STYLES = {
    "camelCase": re.compile(r"[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*"),
    "snake_case": re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+"),
    "kebab-case": re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"),
    "PascalCase": re.compile(r"[A-Z][A-Z0-9]*[a-z][A-Za-z0-9]*"),
    "UPPER_CASE": re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"),
}
_NEUTRAL = re.compile(r"[a-z0-9]*|[A-Z0-9]+|x-.*|.*__.*|.*[^A-Za-z0-9_-].*|[^A-Za-z].*|.*[-_]", re.S)
"""One word, or no name in a style at all: `id`, `URL`, `$ref`, `+1`, `filter[name]`."""
_BORROWED = frozenset(
    {
        "access_token", "refresh_token", "id_token", "token_type", "expires_in", "client_id", "client_secret",
        "client_assertion", "grant_type", "redirect_uri", "response_type", "response_mode", "code_challenge",
        "code_challenge_method", "code_verifier", "device_code", "user_code", "verification_uri",
        "error_description", "error_uri", "login_hint", "subject_token", "user_agent",
    }
)  # fmt: skip
"""Names that OAuth and its neighbours have chosen for everybody."""
_ENOUGH = 4
"""Below that there is nothing usual."""


class Name(NamedTuple):
    text: str
    place: Place


@rule(
    "one-naming-style",
    title="Names have one style",
    on=Interface,
    group="understanding",
    severity="info",
    source="Zalando 118, 129 and 130, AIP-140, Azure casing conventions",
    mend="Take the style that most names have; where callers would break, with the next major version.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      description: What a customer wants.
      type: object
      properties:
        placed_at: {type: string, description: When it came in.}
        paid_at: {type: string, description: When the money was there.}
        sent_at: {type: string, description: When it left the house.}
        cancelled_at: {type: string, description: When the customer gave up.}
""",
        "thrift": """
namespace * shop.orders.v1
struct Order { 1: string placedAt, 2: string paidAt, 3: string sentAt, 4: string cancelledAt }
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
message Order {
  string placed_at = 1;
  string paid_at = 2;
  string sent_at = 3;
  string cancelled_at = 4;
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      description: What a customer wants.
      type: object
      properties:
        placed_at: {type: string, description: When it came in.}
        paid_at: {type: string, description: When the money was there.}
        sent_at: {type: string, description: When it left the house.}
        cancelledAt: {type: string, description: When the customer gave up.}
""",
        "thrift": """
namespace * shop.orders.v1
struct Order { 1: string placedAt, 2: string paidAt, 3: string sentAt, 4: string cancelled_at }
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
message Order {
  string placed_at = 1;
  string paid_at = 2;
  string sent_at = 3;
  string cancelledAt = 4;
}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Was it createdAt or created_at here? Where names have one style nobody looks, and nobody mistypes."""
    kinds = {
        "fields": _fields(interface),
        "parameters": _parameters(interface),
        "parts of paths": _segments(interface),
    }
    judged = False
    for what, names in kinds.items():
        styles = {text: _style(text) for text in names}
        counts = Counter(style for style in styles.values() if style)
        if counts.total() < _ENOUGH:
            continue
        judged = True
        if len(counts) < 2:
            continue
        usual, count = max(counts.items(), key=lambda one: (one[0] in _STYLES, one[1]))
        odd = [Name(text, names[text]) for text, style in styles.items() if style not in ("", usual)]
        most = f"Most {what} are" if 2 * count > counts.total() else f"More {what} than in any other style are"
        said = f"{most} in {usual} ({count:,}); {'this one is' if len(odd) == 1 else 'these are'} not: "
        place = odd[0].place if len(odd) == 1 else interface.place
        yield Problem(place, f"{said}{some([one.text for one in odd])}.")
    if not judged:
        yield Unjudged("There are too few names of several words.")


def _fields(interface: Interface) -> dict[str, Place]:
    """Of all named types, and of what stands directly in messages."""
    found: dict[str, Place] = {}
    for shape in interface.types.values():
        for field in shape.fields:
            found.setdefault(field.name, field.place)
    for operation in interface.operations:
        for message in (operation.request, *(answer.message for answer in operation.answers)):
            for body in message.bodies if message is not None else ():
                for field in body.type.fields:
                    found.setdefault(field.name, field.place)
    return found


def _parameters(interface: Interface) -> dict[str, Place]:
    """Not of headers, in which case is nothing."""
    found: dict[str, Place] = {}
    for operation in interface.operations:
        for field in operation.request.fields if operation.request is not None else ():
            if field.where not in ("header", "cookie"):
                found.setdefault(field.name, field.place)
    return found


def _segments(interface: Interface) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for operation in interface.operations:
        _, slash, path = operation.address.partition(" /")
        if slash:
            for segment in path.split("/"):
                found.setdefault(segment, operation.place)
    return found


def _style(name: str) -> str:
    """ "": it has none, or a borrowed one."""
    if _NEUTRAL.fullmatch(name) or name in _BORROWED:
        return ""
    return next((style for style, pattern in _STYLES.items() if pattern.fullmatch(name)), "a style of its own")
