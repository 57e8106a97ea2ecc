"""WS-Policy and WS-SecurityPolicy: which proofs a caller has to show."""

from collections.abc import Iterable, Iterator

from ...model import Guard, GuardKind, Need
from ...places import Place
from .elements import Element
from .files import Wsdl

_POLICIES = frozenset(
    {"http://schemas.xmlsoap.org/ws/2004/09/policy", "http://www.w3.org/ns/ws-policy",
     "http://schemas.xmlsoap.org/ws/2002/12/policy", "http://www.w3.org/2006/07/ws-policy"}
)  # fmt: skip
_ID = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd Id"
_XML_ID = "http://www.w3.org/XML/1998/namespace id"
_TOKENS: dict[str, tuple[GuardKind, str]] = {
    "UsernameToken": ("basic", "A name and a password in the message (WS-Security)."),
    "HttpBasicAuthentication": ("basic", "A name and a password, as HTTP sends them."),
    "HttpDigestAuthentication": ("other", "A name and the digest of a password, as HTTP sends them."),
    "RequireClientCertificate": ("mutual-tls", "A certificate of the caller's own, for the connection."),
    "X509Token": ("other", "A certificate in the message (WS-Security)."),
    "SamlToken": ("bearer", "A SAML assertion in the message (WS-Security)."),
    "IssuedToken": ("bearer", "A token that a security token service has issued (WS-Trust)."),
    "KerberosToken": ("other", "A Kerberos ticket in the message (WS-Security)."),
    "SpnegoContextToken": ("other", "A context negotiated by SPNEGO (WS-Trust)."),
    "SecureConversationToken": ("other", "A security context (WS-SecureConversation)."),
    "KeyValueToken": ("other", "A key of the caller's own (WS-Security)."),
    "RelToken": ("other", "A licence in the message (WS-Security)."),
}
_OF_SERVICE = frozenset({"RecipientToken", "RecipientSignatureToken", "RecipientEncryptionToken"})
"""Below these stand tokens that the service shows."""
_MOST = 12

type Alternatives = list[frozenset[str]]


class Policies:
    """The policies of a contract by their ids, and the guards that they ask for."""

    def __init__(self, wsdl: Wsdl) -> None:
        self.wsdl = wsdl
        self.guards: dict[str, Guard] = {}
        self.by_id: dict[str, Element] = {}
        self.on: dict[int, list[Element]] = {}
        self.told: dict[int, Alternatives] = {}
        """What policies ask for, and which stand on what, by the ids of elements: many operations share them."""
        for root in wsdl.roots:
            for one in root.all():
                if one.name == "Policy" and one.namespace in _POLICIES:
                    name = one.get(_ID) or one.get(_XML_ID) or one.get("Name")
                    if name:
                        self.by_id.setdefault(name, one)

    def needs(self, ways: Iterable[Iterable[Element]]) -> tuple[tuple[Need, ...], ...] | None:
        """What a caller shows: along each way (a binding) the policies of all that it passes. None: none says it."""
        found: Alternatives = []
        for way in ways:
            together: Alternatives = [frozenset()]
            for policy in self._attached(way):
                told = self.told.get(id(policy))
                if told is None:
                    told = self.told[id(policy)] = self._alternatives(policy)
                together = [one | other for one in together for other in told][:_MOST]
            found += [one for one in together if one not in found]
        if not any(found):
            return None
        return tuple(tuple(Need(name) for name in sorted(one)) for one in found)

    def _attached(self, way: Iterable[Element]) -> Iterator[Element]:
        """The policies on elements: in them, or named by a reference or an attribute."""
        for element in way:
            if id(element) not in self.on:
                self.on[id(element)] = list(self._on(element))
            yield from self.on[id(element)]

    def _on(self, element: Element) -> Iterator[Element]:
        for one in element.inside:
            if one.namespace in _POLICIES and one.name == "Policy":
                yield one
            elif one.namespace in _POLICIES and one.name == "PolicyReference":
                yield from self._named(one.get("URI"), one)
        for namespace in _POLICIES:
            for uri in element.get(f"{namespace} PolicyURIs").split():
                yield from self._named(uri, element)

    def _named(self, uri: str, element: Element) -> Iterator[Element]:
        found = self.by_id.get(uri.removeprefix("#")) or self.by_id.get(uri)
        if found is not None:
            yield found
        elif uri not in self.wsdl.outside:
            place = Place(None, ("policy", uri), f"policy:{uri}")
            rule = "reference-missing" if uri.startswith("#") else "reference-not-followed"
            self.wsdl.flaw(rule, f"The policy {uri[:200]} is not here: what it asks is not known.", element, place)

    def _alternatives(self, policy: Element) -> Alternatives:
        """The sets of tokens that a policy leaves to choose from."""
        choices = [one for one in policy.inside if one.namespace in _POLICIES and one.name == "ExactlyOne"]
        if len(choices) == 1 and len(policy.inside) == 1:
            return [frozenset(self._tokens(one)) for one in choices[0].inside][:_MOST] or [frozenset()]
        return [frozenset(self._tokens(policy))]

    def _tokens(self, policy: Element) -> Iterator[str]:
        waiting = [(policy, "")]
        while waiting:
            one, under = waiting.pop()
            if one.name in _OF_SERVICE or any(
                one.get(f"{namespace} Optional") in ("true", "1") for namespace in _POLICIES
            ):
                continue
            if one.name == "HttpsToken" and one.get("RequireClientCertificate") in ("true", "1"):
                yield self._guard("RequireClientCertificate", one)
            service = one.name == "X509Token" and under == "ProtectionToken"
            if one.name in _TOKENS and "securitypolicy" in one.namespace and not service:
                yield self._guard(one.name, one)
                if one.name == "IssuedToken":
                    continue  # what the issuer asks for is its own affair
            holder = one.name if one.name.endswith("Token") and one.name not in _TOKENS else under
            waiting += [(below, holder) for below in reversed(one.inside)]

    def _guard(self, name: str, element: Element) -> str:
        if name not in self.guards:
            kind, text = _TOKENS[name]
            place = self.wsdl.mark(Place(None, ()), f"guard {name}", element, name=f"guard:{name}")
            self.guards[name] = Guard(place, name, kind, text=text)
        return name
