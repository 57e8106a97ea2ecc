"""Grammars with their words in other places, more than once, missing: an outcome, never a traceback."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.grammars import CLOSING, TEXTS
from services.contracts import lint
from services.contracts.bundle import pack

from .test_fuzz import whatever_happens
from .test_unread_files import BROKEN, GOOD

SMALL = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
GRAPHQL = '''
"""An order as it was placed."""
type Order implements Node @key(fields: "id") { id: ID! total(in: Currency = EUR): Int lines: [Line!]! }
interface Node { id: ID! }
union Line = Order | Gone
type Gone { why: String @deprecated(reason: "no longer") }
enum Currency { EUR USD }
input Place { note: String = "none" lines: [Int!] }
directive @key(fields: String!) repeatable on OBJECT
type Query { order(id: ID!): Order }
type Mutation { place(order: Place!): Order }
schema { query: Query mutation: Mutation }
'''
WSDL = """
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:shop" xmlns:x="http://www.w3.org/2001/XMLSchema"
 xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="urn:shop" name="Orders">
<types><x:schema targetNamespace="urn:shop"><x:element name="get" type="t:Get"/>
<x:complexType name="Get"><x:sequence><x:element name="id" type="x:long" maxOccurs="unbounded"/></x:sequence>
<x:attribute name="note" type="t:Note" use="required"/></x:complexType>
<x:simpleType name="Note"><x:restriction base="x:string"><x:maxLength value="80"/></x:restriction></x:simpleType>
</x:schema></types>
<message name="Get"><part name="body" element="t:get"/></message>
<portType name="Orders"><operation name="get"><input message="t:Get"/><output message="t:Get"/></operation></portType>
<binding name="B" type="t:Orders"><s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="get"><s:operation soapAction="get"/><input><s:body use="literal"/></input></operation></binding>
<service name="S"><port name="P" binding="t:B"><s:address location="https://shop.example/orders"/></port></service>
</definitions>
"""
WHOLE = {
    **{name: (head + part.replace("~", "") + CLOSING.get(name, "")) for name, (head, part) in TEXTS.items()},
    "graphql": GRAPHQL,
    "wsdl": WSDL,
}
PIECES = re.compile(r'"[^"\n]*"|[^\W\d]\w*|\d+|\s+|.', re.S)
ODD = [
    "",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    "[",
    "]",
    ";",
    ",",
    "@",
    "=",
    '"',
    '"""',
    "/*",
    "//",
    "#",
    "-1",
    "9" * 40,
    "\n",
]


def pieces(name: str) -> list[str]:
    return PIECES.findall(WHOLE[name])


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_one_is_a_contract(name: str):
    checked = lint(WHOLE[name].encode())
    assert checked.reason is None, checked.reason
    assert checked.format is not None
    assert name == checked.format.NAME


@pytest.mark.parametrize("name", WHOLE)
def test_words_in_other_places(name: str):
    words = pieces(name)
    where = st.integers(0, len(words) - 1)
    change = st.tuples(
        st.sampled_from(["put", "take", "double", "swap", "replace"]), where, where, st.sampled_from(words + ODD * 3)
    )

    @SMALL
    @given(changes=st.lists(change, min_size=1, max_size=4), beside=st.booleans())
    def run(changes: list[tuple[str, int, int, str]], beside: bool) -> None:
        text = list(words)
        for how, one, other, word in changes:
            first, second = min(one, len(text) - 1), min(other, len(text) - 1)
            if how == "put":
                text.insert(first, word)
            elif how == "take" and len(text) > 1:
                del text[first]
            elif how == "double":
                text[second:second] = text[first : first + 12]
            elif how == "swap":
                text[first], text[second] = text[second], text[first]
            else:
                text[first] = word
        data = "".join(text).encode()
        whatever_happens(pack({"a": WHOLE[name].encode(), "b": data}) if beside else data)

    run()


@pytest.mark.parametrize("kind", GOOD)
def test_a_contract_that_ends_anywhere(kind: str):
    """Every beginning of a text, alone and beside a whole one."""
    for text in (GOOD[kind], BROKEN[kind]):
        for end in range(1, len(text), 3):
            whatever_happens(text[:end])
        whatever_happens(pack({f"a.{kind}": GOOD[kind], f"b.{kind}": text[: len(text) // 2]}))
