"""no-person-named"""

import re
from collections.abc import Iterator

from ..model import Group, Interface, Operation, Type
from ..reading import holds_any, words
from ..registry import Problem, rule
from ..walk import texts

_FREE = re.compile(
    r"@(?:gmail|googlemail|gmx|web|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|proton|protonmail|pm|aol|mail|yandex"
    r"|t-online|freenet|qq|163)\.(?:com|net|org|de|at|ch|fr|it|es|co\.uk|ru|me|cn)\b",
    re.I,
)
_MAIL = re.compile(
    r"\b([A-Za-z]{2,20})\.([A-Za-z]{2,20})@(?!(?:[\w-]{1,60}\.){0,3}(?:example|test|invalid)\b)[\w.-]{3,100}"
)
_ROLES = words(
    "api apis team teams support help service services dev developer developers devops platform info contact "
    "sales open data integration integrations customer customers partner partners security admin ops operations "
    "product products it tech technical office hello public group shop order orders payment payments billing "
    "account accounts user users first last name firstname lastname given family someone your my no reply noreply "
    "do not test example mail email desk domain center centre digital business software engineering architecture "
    "web portal gateway"
)
_WRITTEN = re.compile(
    r"(?:@author|\b[Aa]uthors?:|\b[Mm]aintainers?:|\b[Mm]aintained by|\b[Ww]ritten by|\b[Dd]eveloped by|\b[Oo]wner:"
    r"|\b[Cc]ontact(?: person)?:|\b[Rr]esponsible:)\s+(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?"
    r"([A-Z][a-z]{1,15})\s+(?:[A-Z]\.\s+)?([A-Z][a-z]{1,20})\b"
)
_HINTS = ("uthor", "aintain", "ritten by", "eveloped by", "wner:", "ontact", "esponsible:")
_ANY = ("@", *_HINTS, "mployee", "ersonnel", "taff")
"""Of which one stands wherever a person is named: looked for first, being quick."""
_NUMBER = re.compile(r"\b(?:employee|personnel|staff)[ -]?(?:id|no|number|nr)\b\.?:?\s*[A-Z]{0,3}\d{3,10}\b", re.I)
_PERSON = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?([A-Z][a-z]{1,15})\s+(?:[A-Z]\.\s+)?[A-Z][a-z-]{1,20}")
_FIRST = words(
    "adam alan albert alex alexander alice amanda amy andrea andreas andrew angela anna anne anthony antonio "
    "barbara ben benjamin bernd bill bob brian bruce carlos carol caroline catherine charles chris christian "
    "christine christopher claudia daniel david deborah dennis diana dieter donald dorothy edward elena elizabeth "
    "emily emma eric eva felix fernando francesco francis frank franz fred gary george gerald giovanni grace greg "
    "hannah hans harald harry heather heidi heinz helen henry igor ingrid irene isabel ivan jack jacob james jan "
    "jane janet jason jean jeff jennifer jens jessica jim joan joe john jonathan jordi jose joseph juan judith "
    "juergen julia julie jurgen karen karl kate katherine keith kelly kenneth kevin klaus larry laura lauren lee "
    "linda lisa louis lucas lucy luis luca maria marie mark markus martin mary matthew matthias max michael "
    "michel michelle mike monica nancy natalie nicholas nicole nick nina oliver olivia pablo pamela patricia "
    "patrick paul pedro peter petra philip pierre rachel ralf ralph rebecca richard rob robert roger roland "
    "ronald rosa ruth ryan sabine samuel sandra sara sarah scott sean sebastian sharon simon sofia sophia sophie "
    "stefan stefanie stephanie stephen steve steven susan susanne sven tanja teresa theresa thomas tim tina "
    "tobias tom tony ursula uwe victor victoria vincent walter werner william wolfgang"
)


@rule(
    "no-person-named",
    title="A team is named, not a person",
    on=(Interface, Group, Operation),
    group="reach",
    severity="warning",
    source="Zalando 218, Italian ModI has-contact, GDPR art. 5",
    mend="Name the team and an address that whoever is on duty reads.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, contact: {name: Checkout, email: checkout@shop.example}}
paths: {}
""",
        "thrift": """
/** Orders of the shop. Maintained by Checkout. */
namespace * shop.orders.v1
struct Order { 1: i32 count }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, contact: {name: Hannah Meyer, email: checkout@shop.example}}
paths: {}
""",
        "thrift": """
/** Orders of the shop. Maintained by Hannah Meyer. */
namespace * shop.orders.v1
struct Order { 1: i32 count }
""",
    },
)
def check(thing: Interface | Group | Operation) -> Iterator[Problem]:
    """People go on holiday, change teams and leave, and their names stay in every copy. A stranger then writes to
    nobody, and somebody's name is kept where it has no business."""
    yield from _texts(thing)
    if isinstance(thing, Interface):
        yield from _contact(thing)
        for named in thing.types.values():  # a type without a name has the text of its field, which is of the matter
            if named.text:
                yield from _texts(named)


def _texts(thing: Interface | Group | Operation | Type) -> Iterator[Problem]:
    if not holds_any(thing.text, _ANY):
        return
    for text in texts(thing):
        said = _said(text.value) if text.role == "text" else ""
        if said:
            yield Problem(text.place, f"This names a person: {said[:100]!r}.")
            return


def _contact(interface: Interface) -> Iterator[Problem]:
    contact, facts = interface.contact, interface.facts
    named = _PERSON.fullmatch(contact.name.strip()[:60])
    if named and named.group(1).lower() in _FIRST:
        yield Problem(interface.place.of("contact"), f"The contact is a person: {contact.name[:60]!r}.")
        return
    for address in (contact.mail, facts.contact, facts.support):
        said = _mail(address)
        if said:
            yield Problem(
                interface.place.of("contact"), f"The contact is the mail address of a person: {said[:100]!r}."
            )
            return


def _said(text: str) -> str:
    """The words that name a person, "" when none do. What is looked for first is quick to find."""
    if "@" in text and (said := _mail(text)):
        return said
    for hint in _HINTS:
        if hint in text:
            for found in _WRITTEN.finditer(text):
                if found.group(1).lower() in _FIRST:
                    return " ".join(found.group(0).split())
            break
    if "mployee" in text or "ersonnel" in text or "taff" in text:
        number = _NUMBER.search(text)
        return number.group(0) if number else ""
    return ""


def _mail(text: str) -> str:
    for found in _MAIL.finditer(text):
        if _ROLES.isdisjoint((found.group(1).lower(), found.group(2).lower())):
            return found.group(0)
    free = _FREE.search(text)
    return text[: free.end()].rpartition(" ")[2] if free else ""
