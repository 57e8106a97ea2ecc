"""no-trust-in-network"""

import re
from collections.abc import Iterator

from ..model import Group, Guard, Interface, Operation, Server
from ..reading import holds_any, squeezed
from ..registry import Problem, rule
from ..walk import texts

_NETWORK = (
    r"(?:\bvpn\b|\bintranet\b"
    r"|\b(?:internal|corporate|company|office|private|trusted|our own) (?:network|lan|subnet|vpc)s?\b"
    r"|\bservice mesh\b|\bsame (?:network|cluster|vpc|subnet)\b)"
)
_LIST = r"\b(?:white|allow|safe)[- ]?list(?:ed|ing|s)?\b"
_HINTS = (
    *("VPN", "vpn", "ntranet", "l network", "e network", "y network", "d network", "n network", "ervice mesh"),
    *("me cluster", " subnet", " VPC", " vpc", "low-list", "lowlist", "low list", "hitelist", "hite-list", "afelist"),
)
"""Of which one must be there: looked for first, being quick."""
_WHO = r"\b(?:callers?|clients?|consumers?|partners?|requests?|access|you|your|source)\b"
_TRUSTS = re.compile(
    "|".join(
        (
            # reached from inside only
            r"\b(?:only|reachable|accessible|available|callable|allowed|permitted|restricted|limited|exposed)\b"
            r"[^.\n]{0,50}\b(?:from|in|inside|within|over|via|through|on|behind|to)\b "
            r"(?:the |our |your |a )?(?:[\w-]{1,20} )?" + _NETWORK,
            r"\b(?:internal|corporate|company|private) network only\b",
            # no proof needed, because of where one stands
            r"\b(?:no|without|skips?|instead of|not require|n't require)\b[^.\n]{0,20}"
            r"\b(?:auth\w*|log-?in|token|credentials?|password|key)\b[^.\n]{0,80}" + _NETWORK,
            _NETWORK + r"[^.\n]{0,60}\b(?:is|are) (?:always )?trusted\b",
            r"\btrusted\b[^.\n]{0,30}\b(?:by|because of|based on) (?:their |the |its )?(?:source |client )?"
            r"(?:ip|network)\b",
            # known by an address
            _WHO + r"[^.\n]{0,60}\bips?\b[^.\n]{0,40}" + _LIST,
            _LIST + r"[^.\n]{0,40}\b(?:your|caller|client|source|partner)s?'? ips?\b",
        )
    ),
    re.I,
)
_NAMES = ("allowlist", "whitelist", "ipfilter", "iprestriction", "vpn", "internalnetwork", "trustednetwork")


@rule(
    "no-trust-in-network",
    title="Nobody is trusted for where they stand",
    on=(Interface, Server, Guard, Group, Operation),
    group="reach",
    severity="warning",
    source="NIST SP 800-207 (zero trust), OWASP API2:2023, Zalando 104",
    mend="Ask for a proof of who calls (a token, a certificate), and take away what only the network guards.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: Callers show a token that names them.}
paths: {}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
// Orders of the shop. Callers show a certificate that names them.
service Orders { rpc ListOrders(Asked) returns (Found); }
message Asked {}
message Found {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: Reachable only from the corporate network. No token is needed.}
paths: {}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
// Orders of the shop. The client's IP has to be on the allow-list.
service Orders { rpc ListOrders(Asked) returns (Found); }
message Asked {}
message Found {}
""",
    },
)
def check(thing: Interface | Server | Guard | Group | Operation) -> Iterator[Problem]:
    """A network tells where a call comes from, not whose it is. One machine taken over inside is trusted like all
    others, and whoever is outside can never be let in."""
    if isinstance(thing, Guard) and any(name in squeezed(f"{thing.name} {thing.member}") for name in _NAMES):
        yield Problem(thing.place, f"{thing.name[:80]!r} knows callers by their network, not by who they are.")
        return
    if isinstance(thing, Operation) and not holds_any(f"{thing.summary}\n{thing.text}", _HINTS):
        return
    for text in texts(thing):
        if text.role in ("text", "title") and holds_any(text.value, _HINTS):
            found = _TRUSTS.search(text.value)
            if found:
                yield Problem(text.place, f"This trusts a network, not a caller: {found.group(0)[:100]!r}.")
                return
