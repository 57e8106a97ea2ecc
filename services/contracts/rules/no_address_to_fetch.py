"""no-address-to-fetch"""

import re
from collections import Counter
from collections.abc import Iterator

from ..model import Interface
from ..registry import Problem, rule
from ..sent import Sent, holders

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ADDRESS = frozenset({"url", "uri", "urls", "uris", "endpoint", "address", "link", "href"})
_FETCHED = frozenset(
    {
        "callback",
        "webhook",
        "hook",
        "notify",
        "notification",
        "notifications",
        "fetch",
        "import",
        "download",
        "feed",
        "proxy",
        "crawl",
        "scrape",
        "upstream",
        "payload",
        "delivery",
        "postback",
        "pingback",
        "subscriber",
        "vcs",
        "clone",
        "mirror",
        "jwks",
    }
)
_FETCHES = re.compile(
    r"\b(?:we|service|server|api|system|platform)(?: will|'ll)? (?:then )?"
    r"(?:call|fetch|download|request|post|send|retrieve|load|import)"
    r"|\b(?:will be|is|are) (?:fetched|downloaded|retrieved|delivered|called back|posted|crawled|imported)\b"
    r"|\b(?:fetch|download|import|retrieve|load)(?:ed|s|ing)? (?:it |them |this |the \w+ )?from\b"
    r"|\bto which\b.{0,60}\b(?:sent|delivered|posted)\b|\bcallback\b|\bwebhook\b",
    re.I,
)
_RESTRICTED = re.compile(
    r"\bhttps\b|\bmust\b|\bonly\b|\bnot allowed\b|\ballow(?:ed)?[- ]?list|\brestrict|\bregistered\b|\bverif|\bpublic\b"
    r"|\bprivate\b|\bdomains?\b|\brefused?\b|\breject",
    re.I,
)


@rule(
    "no-address-to-fetch",
    title="No address is fetched without limits",
    on=Interface,
    group="safety",
    severity="warning",
    source="OWASP API7:2023 (concerning-url-parameter), CWE-918",
    mend="Take an identifier of something registered beforehand; or say which addresses are taken (https only, public "
    "hosts, a list), best as a pattern, and refuse all others.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /subscriptions/{id}:
    put:
      operationId: replaceSubscription
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                callback_url: {type: string, format: uri, description: An https address of a public host.}
      responses: {"204": {description: Done.}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Mutation {
  subscribe(
    "An address on one of the domains you have registered."
    callbackUrl: String!
  ): Order
}
type Order { id: ID! }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /subscriptions/{id}:
    put:
      operationId: replaceSubscription
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                callback_url: {type: string, format: uri, description: Where news of the order go.}
      responses: {"204": {description: Done.}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Mutation {
  subscribe(
    "Where news of the order go."
    callbackUrl: String!
  ): Order
}
type Order { id: ID! }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem]:
    """Who may say which address the service opens can make it open addresses that only the service reaches: the
    neighbours inside, the cloud's keys. What is allowed must be said, or it is everything."""
    told: dict[str, Sent] = {}
    times: Counter[str] = Counter()
    for holder in holders(interface):
        for sent in holder.values:
            if _is_fetched(sent, interface) and not _is_restricted(sent, interface):
                name = sent.name.partition("__")[0]  # filters by it: url__contains, url__startswith
                told.setdefault(name, sent)
                times[name] += 1
    for name, sent in told.items():
        places = f", in {times[name]:,} places" if times[name] > 1 else ""
        message = (
            f"{name[:80]!r} takes an address to fetch or call, and says nothing of which ones are refused{places}."
        )
        yield Problem(sent.place, message)


def _is_fetched(sent: Sent, interface: Interface) -> bool:
    words = [word.lower() for word in _WORD.findall(sent.name[:100])]
    if _ADDRESS.isdisjoint(words):
        return False
    return not _FETCHED.isdisjoint(words) or any(map(_FETCHES.search, _texts(sent, interface)))


def _texts(sent: Sent, interface: Interface) -> tuple[str, ...]:
    shape = interface.resolve(sent.type)
    return (sent.text, sent.type.text, shape.text if shape is not None else "")


def _is_restricted(sent: Sent, interface: Interface) -> bool:
    shape = interface.resolve(sent.type)
    if shape is None:
        return True  # it is described elsewhere
    kinds = {"text", "any", "list", "choice"}
    told = shape.values or shape.limits.pattern or shape.kind not in kinds
    return bool(told) or any(map(_RESTRICTED.search, _texts(sent, interface)))
