"""WSDL 1.1 and 2.0 become an Interface, with the types of their schemas and what their policies ask."""
# ruff: noqa: E501 - documents have lines of their own

from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema

from services.contracts import Limits, lint
from services.contracts.model import Interface, Type
from tests.standaside import stand_aside

from .documents import found, judged, refused

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "wsdl"
OPERATIONS = {"benchmark": 19, "sequencetype.wsdl": 33, "typedef.wsdl": 15, "Printer.wsdl": 14, "cxf6866.wsdl": 23}
XSD = "{http://www.w3.org/2001/XMLSchema}"

SHOP = """\
<?xml version="1.0"?>
<wsdl:definitions name="Shop" targetNamespace="urn:hartwell-shop:v2"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:tns="urn:hartwell-shop:v2" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:wsp="http://www.w3.org/ns/ws-policy"
    xmlns:sp="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702"
    xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
  <wsdl:documentation>Orders of <b>the</b> shop.</wsdl:documentation>
  <wsp:Policy wsu:Id="Proof">
    <wsp:ExactlyOne>
      <wsp:All><sp:SupportingTokens><wsp:Policy><sp:UsernameToken/></wsp:Policy></sp:SupportingTokens></wsp:All>
      <wsp:All><sp:SupportingTokens><wsp:Policy><sp:SamlToken/></wsp:Policy></sp:SupportingTokens></wsp:All>
    </wsp:ExactlyOne>
  </wsp:Policy>
  <wsdl:types>
    <xs:schema targetNamespace="urn:hartwell-shop:v2" elementFormDefault="qualified">
      <xs:element name="place">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="order" type="tns:Order"/>
            <xs:element name="note" type="xs:string" minOccurs="0" nillable="true"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="placed" type="tns:Order"/>
      <xs:element name="key" type="xs:string"/>
      <xs:complexType name="Order">
        <xs:annotation><xs:documentation>What was ordered.</xs:documentation></xs:annotation>
        <xs:complexContent>
          <xs:extension base="tns:Thing">
            <xs:sequence>
              <xs:element name="line" type="xs:int" maxOccurs="20"/>
              <xs:choice>
                <xs:element name="card" type="xs:string"/>
                <xs:element name="cash" type="xs:decimal"/>
              </xs:choice>
              <xs:any processContents="lax"/>
            </xs:sequence>
            <xs:attribute name="state" type="tns:State" use="required"/>
            <xs:attribute name="size" type="xs:positiveInteger" default="3"/>
          </xs:extension>
        </xs:complexContent>
      </xs:complexType>
      <xs:complexType name="Thing" abstract="true"><xs:all><xs:element name="id" type="tns:Id"/></xs:all></xs:complexType>
      <xs:simpleType name="Id">
        <xs:restriction base="xs:string"><xs:pattern value="[A-Z]+"/><xs:maxLength value="12"/></xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="State">
        <xs:restriction base="xs:string">
          <xs:enumeration value="open"/>
          <xs:enumeration value="gone"><xs:annotation><xs:documentation>Left.</xs:documentation></xs:annotation></xs:enumeration>
        </xs:restriction>
      </xs:simpleType>
      <xs:complexType name="Price">
        <xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="unit" type="xs:string"/></xs:extension></xs:simpleContent>
      </xs:complexType>
      <xs:simpleType name="Ids"><xs:list itemType="tns:Id"/></xs:simpleType>
      <xs:simpleType name="Either"><xs:union memberTypes="tns:Id xs:int"/></xs:simpleType>
      <xs:element name="sorry"><xs:complexType><xs:group ref="tns:Words"/></xs:complexType></xs:element>
      <xs:group name="Words"><xs:sequence><xs:element ref="tns:key"/></xs:sequence></xs:group>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="Place">
    <wsdl:part name="body" element="tns:place"/>
    <wsdl:part name="key" element="tns:key"/>
  </wsdl:message>
  <wsdl:message name="Placed"><wsdl:part name="body" element="tns:placed"/></wsdl:message>
  <wsdl:message name="Sorry"><wsdl:part name="fault" element="tns:sorry"/></wsdl:message>
  <wsdl:message name="Plain"><wsdl:part name="a" type="xs:int"/><wsdl:part name="b" type="tns:Ids"/></wsdl:message>
  <wsdl:portType name="Orders">
    <wsdl:operation name="placeOrder">
      <wsdl:documentation>Places one.</wsdl:documentation>
      <wsdl:input message="tns:Place"/>
      <wsdl:output message="tns:Placed"/>
      <wsdl:fault name="Sorry" message="tns:Sorry"/>
    </wsdl:operation>
    <wsdl:operation name="tell"><wsdl:input message="tns:Plain"/></wsdl:operation>
    <wsdl:operation name="told"><wsdl:output message="tns:Plain"/></wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="OrdersSoap" type="tns:Orders">
    <wsp:PolicyReference URI="#Proof"/>
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="placeOrder">
      <soap:operation soapAction="urn:place"/>
      <wsdl:input><soap:header message="tns:Place" part="key" use="literal"/><soap:body use="literal" parts="body"/></wsdl:input>
      <wsdl:output><soap:body use="literal"/></wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="ShopService">
    <wsdl:port name="Main" binding="tns:OrdersSoap"><soap:address location="https://soap.hartwell-shop.com/v2"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
"""

TWO = """\
<description xmlns="http://www.w3.org/ns/wsdl" targetNamespace="urn:two" xmlns:t="urn:two"
    xmlns:wsoap="http://www.w3.org/ns/wsdl/soap" xmlns:x="http://www.w3.org/ns/wsdl-extensions"
    xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <types><xs:schema targetNamespace="urn:two"><xs:element name="ask" type="xs:string"/></xs:schema></types>
  <interface name="Base"><fault name="bad" element="t:ask"/>
    <operation name="look" pattern="http://www.w3.org/ns/wsdl/in-out" x:safe="true">
      <input element="t:ask"/><output element="#any"/><outfault ref="t:bad"/>
    </operation>
  </interface>
  <interface name="More" extends="t:Base">
    <operation name="drop" pattern="http://www.w3.org/ns/wsdl/in-only"><input element="#none"/></operation>
    <operation name="news" pattern="http://www.w3.org/ns/wsdl/out-only"><output element="t:ask"/></operation>
  </interface>
  <binding name="Soap" interface="t:More" type="http://www.w3.org/ns/wsdl/soap" wsoap:protocol="http://x.example/">
    <operation ref="t:look" wsoap:action="urn:look"/>
  </binding>
  <service name="S" interface="t:More"><endpoint name="E" binding="t:Soap" address="https://soap.hartwell-shop.com/"/></service>
</description>
"""


def read(data: str | bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def definitions(inner: str, more: str = "") -> str:
    return (
        '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:t="urn:t" targetNamespace="urn:t"{more}>\n{inner}\n</definitions>'
    )


def types(inner: str) -> dict[str, Type]:
    return dict(read(definitions(f'<types><xs:schema targetNamespace="urn:t">{inner}</xs:schema></types>')).types)


def flaws(data: str | bytes) -> list[tuple[str, int, int, str]]:
    own = ("format-invalid", "reference-missing", "reference-not-followed")
    return [one for one in found(data) if one[0] in own]


def test_a_contract_says_what_it_says():
    shop = read(SHOP)
    assert not flaws(SHOP)
    assert (shop.title, shop.version, shop.text) == ("Shop", "v2", "Orders of the shop.")
    assert [(one.address, one.direction, one.effect, one.protocol) for one in shop.operations] == [
        ("Orders.placeOrder", "call", "create", "soap"),
        ("Orders.tell", "receive", "act", ""),
        ("Orders.told", "send", "act", ""),
    ]
    assert [(one.address, one.protocol, one.name) for one in shop.servers] == [
        ("https://soap.hartwell-shop.com/v2", "https", "Main"),
    ]
    assert {(one.name, one.kind) for one in shop.guards} == {("UsernameToken", "basic"), ("SamlToken", "bearer")}


def test_messages_become_bodies_headers_answers_and_errors():
    place, tell, told = read(SHOP).operations
    assert place.text == "Places one."
    assert place.request is not None
    assert place.request.bodies[0].type.ref == "place"
    assert [(one.name, one.where, one.place.key) for one in place.request.fields] == [
        ("key", "header", "operation:Orders.placeOrder/request/header:key"),
    ]
    success, error = place.answers
    assert (success.outcome, success.message.bodies[0].type.ref) == ("success", "placed")
    assert (error.code, error.outcome, error.message.bodies[0].type.ref) == ("Sorry", "error", "sorry")
    assert place.needs is not None
    assert [[need.guard for need in way] for way in place.needs] == [["UsernameToken"], ["SamlToken"]]
    assert place.marks["bindings"] == [
        {"binding": "OrdersSoap", "protocol": "soap 1.1", "soapAction": "urn:place", "style": "document", "use": "literal"},
    ]  # fmt: skip
    assert tell.answers == ()
    assert told.request is not None
    assert [(one.name, one.type.format or one.type.ref) for one in told.request.bodies[0].type.fields] == [
        ("a", "int"), ("b", "Ids"),
    ]  # fmt: skip


def test_schemas_become_types_with_their_limits():
    made = read(SHOP).types
    order = made["Order"]
    assert order.text == "What was ordered."
    assert [(one.name, one.required) for one in order.fields] == [("line", True), ("state", True), ("size", False)]
    assert order.open_fields is True
    assert order.parts[0].ref == "Thing"
    assert [one.title for one in order.parts[1].choices] == ["card", "cash"]
    line, _state, size = order.fields
    assert (line.type.kind, line.type.limits.min_items, line.type.limits.max_items) == ("list", 1, 20)
    assert size.default is not None
    assert (size.default.value, size.type.limits.minimum, size.marks) == (3, 1, {"attribute": True})
    assert line.place.key == "type:Order/field:line"
    assert made["Thing"].marks["abstract"] is True
    assert (made["Id"].limits.pattern, made["Id"].limits.max_length) == ("[A-Z]+", 12)
    assert made["State"].values == ("open", "gone")
    assert [one.text for one in made["State"].constants] == ["", "Left."]
    assert [one.name for one in made["Price"].fields] == ["#text", "unit"]
    assert made["Ids"].item is not None
    assert made["Ids"].item.ref == "Id"
    assert [one.ref or one.format for one in made["Either"].choices] == ["Id", "int"]
    note = made["place"].fields[1]
    assert (note.required, note.type.nullable) == (False, True)
    assert made["sorry"].parts[0].ref == "Words"
    assert made["Words"].fields[0].type.ref == "key"


def test_the_own_schema_of_these_tests_is_one_by_the_official_schema():
    official = xmlschema.XMLSchema10.meta_schema
    official.build()
    for schema in ElementTree.fromstring(SHOP).iter(f"{XSD}schema"):
        assert not list(official.iter_errors(schema))


def test_wsdl_2_says_the_same_in_other_words():
    checked = judged(TWO)
    two = checked.interface
    assert two is not None
    assert checked.dialect == "2.0"
    assert not flaws(TWO)
    assert [(one.address, one.direction, one.effect, one.safe) for one in two.operations] == [
        ("Base.look", "call", "read", True),
        ("More.drop", "receive", "delete", None),
        ("More.news", "send", "act", None),
    ]
    look = two.operations[0]
    assert [(one.code, one.outcome) for one in look.answers] == [("output", "success"), ("bad", "error")]
    assert look.marks["bindings"] == [{"binding": "Soap", "protocol": "soap 1.2", "action": "urn:look"}]
    assert [one.address for one in two.servers] == ["https://soap.hartwell-shop.com/"]


def test_rpc_arrays_and_http_are_read_too():
    text = definitions(
        """<types><xs:schema targetNamespace="urn:t" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/"
    xmlns:w="http://schemas.xmlsoap.org/wsdl/"><xs:import namespace="http://schemas.xmlsoap.org/soap/encoding/"/>
  <xs:complexType name="Ints"><xs:complexContent><xs:restriction base="e:Array">
    <xs:attribute ref="e:arrayType" w:arrayType="xs:int[]"/></xs:restriction></xs:complexContent></xs:complexType>
</xs:schema></types>
<message name="In"><part name="a" type="t:Ints"/></message>
<portType name="P"><operation name="go"><input message="t:In"/><output message="t:In"/></operation></portType>
<binding name="B" type="t:P"><h:binding verb="GET"/><operation name="go"><h:operation location="/go"/></operation></binding>
""",
        ' xmlns:h="http://schemas.xmlsoap.org/wsdl/http/"',
    )
    made = read(text)
    assert not flaws(text)
    assert made.types["Ints"].item is not None
    assert made.types["Ints"].item.format == "int"
    assert [(one.effect, one.safe, one.protocol) for one in made.operations] == [("read", True, "http")]


def test_one_name_in_two_kinds_or_namespaces_is_told_apart():
    made = types('<xs:element name="A" type="t:A"/><xs:complexType name="A"/><xs:element name="B" type="t:A"/>')
    assert set(made) == {"A", "element A", "B"}
    assert made["element A"].ref == "A"


def test_a_choice_alone_is_a_choice_and_what_repeats_is_a_list():
    made = types(
        '<xs:complexType name="C"><xs:choice><xs:element name="a" type="xs:int"/><xs:sequence>'
        '<xs:element name="b" type="xs:int"/></xs:sequence></xs:choice></xs:complexType>'
        '<xs:complexType name="M"><xs:choice maxOccurs="unbounded"><xs:element name="a" type="xs:int"/></xs:choice>'
        '<xs:anyAttribute/></xs:complexType>'
        '<xs:simpleType name="N"><xs:restriction base="xs:byte"><xs:minExclusive value="3"/></xs:restriction></xs:simpleType>'
    )  # fmt: skip
    assert [[field.name for field in one.fields] for one in made["C"].choices] == [["a"], ["b"]]
    (a,) = made["M"].fields
    assert (a.required, a.type.kind, made["M"].open_fields) == (False, "list", True)
    assert (made["N"].limits.above, made["N"].limits.minimum, made["N"].limits.maximum) == (3, None, 127)


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        (definitions("<types>"), (3, 3), "mismatched tag"),
        (definitions("<message name='a'>&gone;</message>"), (2, 19), "undefined entity"),
        (definitions("<x:y/>"), (2, 1), "unbound prefix"),
        ('<!DOCTYPE definitions SYSTEM "file:///etc/passwd">\n' + definitions(""), (1, 1), "DOCTYPE"),
    ],
)
def test_what_is_no_xml_is_refused_at_its_place(text: str, at: tuple[int, int], words: str):
    assert refused(text) == ("not-wsdl", *at)
    reason = lint(text.encode()).reason
    assert reason is not None
    assert words in reason.message


def test_entities_that_grow_are_never_read():
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    text = f'<?xml version="1.0"?>\n<!DOCTYPE definitions [<!ENTITY a0 "ha">{laughs}]>\n' + definitions("&a11;")
    assert refused(text)[:2] == ("not-wsdl", 2)


def test_deep_wide_and_broken_texts_are_held():
    assert refused(definitions("<a>" * 300 + "</a>" * 300))[0] == "too-deep"
    assert refused(definitions("<message name='a'/>" * 2000), limits=Limits(nodes=1000))[0] == "too-many-nodes"
    assert refused(definitions("<!-- " * 1000))[0] == "not-wsdl"
    round_and_round = '<xs:simpleType name="A"><xs:restriction base="t:A"><xs:minLength value="1"/></xs:restriction>'
    assert types(round_and_round + "</xs:simpleType>")["A"].ref == "A"
    number = '<xs:simpleType name="N"><xs:restriction base="xs:decimal"><xs:maxInclusive value="9e99999999"/>'
    assert types(number + "</xs:restriction></xs:simpleType>")["N"].limits.maximum is None


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        (definitions("<message name='M'><part name='a'/></message>"), (2, 19), "one of the two"),
        (definitions("<message name='M'/>\n<message name='M'/>"), (3, 1), "second time"),
        (definitions("<portType/>"), (2, 1), "needs the attribute name"),
        (definitions("<portType name='P'><input/></portType>"), (2, 20), "cannot stand in a portType"),
        (definitions("<portType name='P'><operation name='o'><input/></operation></portType>"), (2, 40), "attribute message"),
        (definitions("<portType name='P'/><binding name='B' type='t:P'><operation name='o'/></binding>"), (2, 50), "no operation"),
        (definitions("<types><xs:schema><xs:element/></xs:schema></types>"), (2, 19), "needs a name"),
        (definitions("<types><xs:schema><xs:sequence/></xs:schema></types>"), (2, 19), "cannot stand in a schema"),
        (definitions("<types><xs:schema><xs:element name='a' type='x:b'/></xs:schema></types>"), (2, 19), "prefix 'x'"),
        (definitions("<types><xs:schema><xs:element name='a'/><xs:element name='a'/></xs:schema></types>"), (2, 41), "second time"),
        (definitions("<types><xs:schema><xs:complexType name='c'><xs:all><xs:element name='a' minOccurs='2'/></xs:all>"
                     "</xs:complexType></xs:schema></types>"), (2, 52), "more than maxOccurs"),
        (definitions("<types><xs:schema><xs:simpleType name='c'><xs:restriction base='xs:string'><xs:maxLength value='x'/>"
                     "</xs:restriction></xs:simpleType></xs:schema></types>"), (2, 76), "maxLength"),
        (definitions("<types><xs:schema><xs:simpleType name='c'/></xs:schema></types>"), (2, 19), "restriction, a list"),
    ],
)  # fmt: skip
def test_what_breaks_the_specification_is_told_at_its_place(text: str, at: tuple[int, int], words: str):
    told = [one for one in flaws(text) if words in one[3]]
    assert [(rule, line, column) for rule, line, column, _ in told] == [("format-invalid", *at)], flaws(text)


@pytest.fixture
def corpus() -> list[Path]:
    if not CORPUS.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    return sorted(CORPUS.glob("*.wsdl"))


def test_every_real_contract_is_read_as_the_official_schemas_read_it(corpus: list[Path]):
    assert len(corpus) >= 24
    official = xmlschema.XMLSchema10.meta_schema
    official.build()
    for path in corpus:
        checked = lint(path.read_bytes())
        assert checked.reason is None, (path.name, checked.reason)
        assert checked.format is not None
        assert checked.format.NAME == "wsdl"
        said = checked.interface
        assert said is not None
        assert said.operations or said.types, path.name
        told = [one for one in checked.findings if one.rule in ("format-invalid", "rule-crashed")]
        root = ElementTree.parse(path).getroot()
        schemas = list(root.iter(f"{XSD}schema"))
        assert bool(told) == any(next(iter(official.iter_errors(one)), None) is not None for one in schemas), path.name
        kinds = {f"{XSD}{one}" for one in ("element", "complexType", "simpleType", "group", "attributeGroup")}
        assert len(said.types) == sum(one.tag in kinds for schema in schemas for one in schema)
        number = next(
            (many for name, many in OPERATIONS.items() if path.name.endswith(name) or name in path.name), None
        )
        assert number is None or len(said.operations) == number, path.name
        lines = path.read_text("utf-8").splitlines()
        for one in said.types.values():
            span = checked.spans[one.place.path]
            assert lines[span.line - 1][span.column - 1] == "<"
