"""no-left-over-text"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import Text
from ..reading import holds_any
from ..registry import Problem, Sift, rule

_WHOLE = frozenset(
    {
        "todo", "tbd", "tba", "fixme", "xxx", "foo", "bar", "baz", "foobar", "asdf", "qwerty", "blah", "blah blah",
        "blah blah blah", "dummy", "changeme", "change me", "placeholder", "undefined", "n/a", "no description",
        "no description available", "no description provided", "no description given", "missing description",
        "default description", "description missing", "not documented", "undocumented", "to be defined",
        "to be documented", "to be done", "some description", "a description", "your description",
    }
)  # fmt: skip
"""What generators and templates leave, as the whole text."""
_GENERIC = frozenset({"string", "description", "text", "summary", "comment", "documentation"})
"""The same, unless it stands at something that is called so."""
_TITLES = frozenset(
    {
        "api documentation", "openapi definition", "fastapi", "my title", "my api", "api title", "your api", "new api",
        "untitled", "title", "sample api", "swagger api", "rest api", "api",
    }
)  # fmt: skip
"""How generators call a whole interface."""
_FILLING = "orem ipsum"
_MARKS = ("TODO", "FIXME", "TBD", "XXX")
_MARK = re.compile(r"\b(?:TODO|FIXME|TBD)\b|\bXXX:")
_TEMPLATE = re.compile(
    r"\b(?:insert|add|put|enter|write|provide|your|the|some)\s+(?:\w+\s+)?(?:description|text|summary)\s+(?:goes\s+)?here\b"
    r"|^\W*(?:description|text|summary) here\b|<(?:your |insert |add )?(?:description|summary|text)>"
    r"|\{\{\s*(?:description|summary|title|name|text|cookiecutter\.\w+)\s*\}\}",
    re.I,
)
_HINTS = (" here", "\nhere", " Here", "HERE", "escription>", "ummary>", "ext>", "{{")


@rule(
    "no-left-over-text",
    title="Nothing is left of the template",
    on=Text,
    sift=Sift((_FILLING, *_MARKS, *_HINTS), _WHOLE | _GENERIC | _TITLES | {""}, ("text", "title"), alike=False),
    group="understanding",
    severity="warning",
    source="AIP-192, Spectral no-eval-in-markdown and -script-tags (texts are for readers), Zalando 101",
    mend="Write what belongs there, or take it away: no text is more honest than a stand-in.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: Places and finds orders. One that was sent cannot be cancelled.}
paths: {}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// What a customer wants.
message Order {
  // Price of all lines in cents.
  int64 total = 1;
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: "Places and finds orders. TODO: say which can be cancelled."}
paths: {}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// What a customer wants.
message Order {
  // Lorem ipsum dolor sit amet.
  int64 total = 1;
}
""",
    },
)
def check(text: Text) -> Iterator[Problem]:
    """A stand-in looks like an answer until somebody reads it. Tools count it as documented, and people learn that this
    contract is not meant for them."""
    value = text.value
    if len(value) < 30 and _is_left_whole(text):
        yield Problem(text.place, f"{value.strip()[:60]!r} is what a template or a generator left.")
    elif said := _left_inside(value):
        yield Problem(text.place, said)


@lru_cache(maxsize=4096)
def _left_inside(value: str) -> str:
    """What a text says that is not finished, wherever it stands: many say what another one says."""
    if _FILLING in value:
        return "This is a text that only fills the space: lorem ipsum."
    found = (holds_any(value, _MARKS) and _MARK.search(value)) or (holds_any(value, _HINTS) and _TEMPLATE.search(value))
    return f"{found.group(0).strip()[:60]!r} is left: this is not finished." if found else ""


def _is_left_whole(text: Text) -> bool:
    said = text.value.strip(" .!-?_\n\t").lower()
    if text.role == "title":
        return said in _TITLES and text.place.key in ("", "interface")
    if said in _WHOLE or not said:
        return True
    return said in _GENERIC and not text.place.key.lower().endswith(said)
