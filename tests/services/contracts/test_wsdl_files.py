"""WSDL in several files, and what leads out of them."""

# ruff: noqa: E501 - documents have lines of their own

import pytest

from services.contracts import lint
from services.contracts.bundle import pack

from .documents import judged
from .test_wsdl import definitions, flaws, read


def test_names_that_lead_nowhere_are_told_once():
    text = definitions(
        "<message name='M'><part name='a' element='t:gone'/><part name='b' element='t:gone'/></message>\n"
        "<portType name='P'><operation name='o'><input message='t:M'/><output message='t:Off'/></operation></portType>\n"
        "<service name='S'><port name='X' binding='t:None'/></service>"
    )
    assert [one[:3] for one in flaws(text)] == [
        ("reference-missing", 2, 19),
        ("reference-missing", 3, 62),
        ("reference-missing", 4, 19),
    ]


def test_what_is_imported_and_not_here_is_told_once_and_kept_by_name():
    text = definitions(
        "<import namespace='urn:far' location='https://far.hartwell-shop.com/far.wsdl'/>\n"
        "<binding name='B' type='f:Port'><operation name='fetch'><input/><output/></operation></binding>",
        " xmlns:f='urn:far'",
    )
    assert [one[:2] for one in flaws(text)] == [("reference-not-followed", 2), ("reference-not-followed", 3)]
    assert [(one.address, one.direction) for one in read(text).operations] == [("Port.fetch", "call")]


def test_files_import_and_include_each_other():
    files = {
        "wsdl/shop.wsdl": definitions(
            "<import namespace='urn:t' location='parts/logical.wsdl'/>\n"
            "<binding name='B' type='t:P'><operation name='o'/></binding>"
        ),
        "wsdl/parts/logical.wsdl": definitions(
            "<types><xs:schema targetNamespace='urn:t'><xs:include schemaLocation='../../xsd/own.xsd'/>"
            "<xs:import namespace='urn:other'/></xs:schema></types>\n"
            "<message name='M'><part name='a' element='t:thing'/></message>\n"
            "<portType name='P'><operation name='o'><input message='t:M'/></operation></portType>"
        ),
        "xsd/own.xsd": "<schema xmlns='http://www.w3.org/2001/XMLSchema' xmlns:o='urn:other'>\n"
        "<element name='thing' type='o:Far'/></schema>",
        "xsd/other.xsd": "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:other'>\n"
        "<include schemaLocation='other.xsd'/><simpleType name='Far'><restriction base='int'/></simpleType></schema>",
    }
    checked = judged(pack({name: text.encode() for name, text in files.items()}))
    assert checked.interface is not None
    assert set(checked.interface.types) == {"thing", "Far"}
    assert checked.interface.types["thing"].ref == "Far"
    assert [one.address for one in checked.interface.operations] == ["P.o"]
    assert checked.spans[checked.interface.types["thing"].place.path].file == "xsd/own.xsd"
    told = {one.rule for one in checked.findings}
    assert not told & {"format-invalid", "reference-missing", "reference-not-followed"}


def test_a_mistake_in_a_file_beside_is_told_with_its_name():
    files = {
        "a.wsdl": definitions("<types><xs:schema><xs:include schemaLocation='b.xsd'/></xs:schema></types>").encode(),
        "b.xsd": b"<schema xmlns='http://www.w3.org/2001/XMLSchema'>\n <element name='x'>\n</schema>",
    }
    spans = [one.span for one in judged(pack(files)).findings if one.rule == "file-not-read"]
    assert [(span.file, span.line, span.column) for span in spans] == [("b.xsd", 3, 3)]


@pytest.mark.parametrize("text", ["<html><body/></html>", "<definitions/>", "<a>", "just words", "{}"])
def test_other_documents_are_left_to_others(text: str):
    checked = lint(text.encode())
    assert checked.format is None or checked.format.NAME != "wsdl"
