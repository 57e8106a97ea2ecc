"""XML Schema alone is a contract of types."""

from services.contracts import lint
from services.contracts.bundle import pack

from .documents import found, judged, refused

ORDER = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:orders:v3" xmlns="urn:orders:v3">
  <xs:annotation><xs:documentation>Orders, as partners send them.</xs:documentation></xs:annotation>
  <xs:element name="order" type="Order"/>
  <xs:complexType name="Order">
    <xs:sequence><xs:element name="total" type="xs:decimal"/><xs:element ref="order" minOccurs="0"/></xs:sequence>
  </xs:complexType>
</xs:schema>
"""


def test_a_schema_says_its_types():
    checked = judged(ORDER)
    said = checked.interface
    assert said is not None
    assert checked.format is not None
    assert (checked.format.NAME, checked.dialect) == ("xsd", "1.0")
    assert (said.version, said.text, said.operations) == ("v3", "Orders, as partners send them.", ())
    assert set(said.types) == {"order", "Order"}
    total, related = said.types["Order"].fields
    assert (total.type.format, related.required, related.type.ref) == ("decimal", False, "order")


def test_schemas_of_a_bundle_are_one_contract():
    files = {
        "a.xsd": ORDER.replace("<xs:element name=", '<xs:include schemaLocation="b.xsd"/><xs:element name=', 1),
        "b.xsd": '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="more" type="int"/></schema>',
    }
    said = judged(pack({name: text.encode() for name, text in files.items()})).interface
    assert said is not None
    assert set(said.types) == {"order", "Order", "more"}


def test_what_is_wrong_has_its_place():
    assert refused(ORDER.replace("</xs:sequence>", "")) == ("not-xsd", 6, 5)
    gone = ORDER.replace('type="xs:decimal"', 'type="Gone"')
    assert [one[:3] for one in found(gone, "reference-missing")] == [("reference-missing", 5, 18)]
    reason = lint(("<!DOCTYPE xs:schema [<!ENTITY a 'b'>]>\n" + ORDER).encode()).reason
    assert reason is not None
    assert (reason.code, reason.line, reason.column) == ("not-xsd", 1, 1)
