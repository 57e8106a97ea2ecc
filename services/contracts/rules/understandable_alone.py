"""understandable-alone"""

import re
from collections.abc import Iterator

from ..model import Text
from ..reading import holds_any
from ..registry import Problem, Sift, rule

_PERSON = r"\b(?:[Aa]sk|[Pp]ing|[Tt]alk to|[Cc]heck with)\s+"
_SENDS = (  # words of which one must be there (looked for first, being quick), the pattern, where it sends the reader
    (
        ("Ask", "ask", "Ping", "ping", "alk to", "heck with"),
        re.compile(_PERSON + r"(?:@\w{2,30}|[A-Z][a-z]{1,15})\b(?! [A-Z])"),
        "to a person",
    ),
    (
        ("Ask", "ask", "Ping", "ping", "alk to", "heck with"),
        re.compile(_PERSON + r"(?:the|our)\s+(?:[\w-]{1,30}\s+){1,3}(?:team|squad|guild)\b"),
        "to a team",
    ),
    (
        ("slack", "Slack"),
        re.compile(r"\b(?:ask|post|write|ping|join|find us)\b[^.\n]{0,40}\bslack\b|\bslack\s+channel\s+#\w", re.I),
        "to a chat",
    ),
    (
        ("wiki", "Wiki", "onfluence", "harepoint", "harePoint"),
        re.compile(
            r"\b(?:see|on|in|read|check)\s+(?:the|our)\s+(?:\w{1,20}\s+)?(?:wiki|confluence|sharepoint)\b", re.I
        ),
        "to a wiki",
    ),
    (
        ("://",),
        re.compile(
            r"://(?:[\w-]{1,40}\.){0,4}(?:confluence|wiki|jira|sharepoint)\.(?!com\b|org\b)[\w.-]{1,80}"
            r"|://[\w-]{1,60}\.(?:atlassian\.net|sharepoint\.com|notion\.site)\b"
        ),
        "to a wiki",
    ),
    (
        ("See", "see", "icket", "Jira", "jira"),
        re.compile(
            r"\b(?:[Ss]ee|[Tt]icket|[Jj]ira)\s+(?!UTF|ISO|RFC|SHA|CVE|CWE|BCP|AES|IEEE)[A-Z][A-Z0-9]{1,9}-\d{1,6}\b"
        ),
        "to a ticket",
    ),
    (("nternal ",), re.compile(r"\b[Ii]nternal (?:wiki|docs|documentation|handbook|runbook)\b"), "to the inside"),
)


@rule(
    "understandable-alone",
    title="Understandable alone",
    on=Text,
    sift=Sift(tuple({word for words, _, _ in _SENDS for word in words}), roles=("text", "title")),
    group="understanding",
    severity="warning",
    source="Zalando 101 and 234, AIP-192",
    mend="Say here what the reader would be told there.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: "Orders older than 30 days cannot be cancelled; the answer is 409."}
paths: {}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop. One that is older than 30 days cannot be cancelled.
package shop.orders.v1;
""",
        "graphql": """
type Query {
  "Finds an order by its number, up to two years back."
  order: String
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: "Cancels orders. Ask Ben about the edge cases, or see the wiki."}
paths: {}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop. Ask Ben which ones cannot be cancelled.
package shop.orders.v1;
""",
        "graphql": """
type Query {
  "Finds an order by its number; see the internal wiki."
  order: String
}
""",
    },
)
def check(text: Text) -> Iterator[Problem]:
    """A stranger has no Ben, no wiki and no channel. What the contract does not say itself, it does not say."""
    value = text.value
    for words, pattern, where in _SENDS:
        if holds_any(value, words):
            found = pattern.search(value)
            if found:
                yield Problem(text.place, f"This sends the reader {where}: {found.group(0)[:80]!r}.")
                return
