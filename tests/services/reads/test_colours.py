"""Every line keeps its text and gets the colours of its language, and no text takes long."""

import html
import re

import pytest

from services.reads.colours import highlight, language_of
from tests.bounded import bounded

THRIFT = ["/* Orders,", "   in two lines. */", "struct Order {", '  1: required i64 total = 7 // "cents"', "}"]
LANGUAGES = ["graphql", "omg-idl", "protobuf", "smithy", "thrift", "xml"]


@pytest.mark.parametrize(
    ("content", "technology", "language"),
    [
        (b'\xef\xbb\xbf {"a": 1}', "avro", "json"),
        (b'<?xml version="1.0"?>', "", "xml"),
        (b"struct A {}", "thrift", "thrift"),
        (b"syntax = 'proto3';", "proto", "protobuf"),
        (b"module A {};", "corba", "omg-idl"),
        (b"openapi: 3.1.0", "openapi", "yaml"),
        (b"who knows", "", "yaml"),
    ],
)
def test_the_first_sign_and_the_technology_tell_the_language(content, technology, language):
    assert language_of(content, technology) == language


def test_comments_go_over_lines_and_keywords_types_and_numbers_are_told_apart():
    assert highlight(THRIFT, "thrift") == [
        '<i class="c">/* Orders,</i>',
        '<i class="c">   in two lines. */</i>',
        '<i class="k">struct</i> Order {',
        '  <i class="n">1</i>: <i class="k">required</i> <i class="n">i64</i> total = <i class="n">7</i> '
        '<i class="c">// &quot;cents&quot;</i>',
        "}",
    ]


@pytest.mark.parametrize("language", [*LANGUAGES, "json", "yaml"])
def test_no_text_is_lost_and_none_becomes_markup(language):
    texts = ["", *THRIFT, "<a b='1'>&amp;<!-- x", ']]> """ \' \\', "@doc $x: [Y!]!", "é \U0001f600 \t"]
    drawn = highlight(texts, language)
    assert [html.unescape(re.sub(r'</?i(?: class="[a-z]")?>', "", line)) for line in drawn] == texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", ["<!--", "option ", "/*", "a.", "::", '"'])
def test_what_wants_to_be_slow_is_not(language, piece):
    with bounded(5):
        highlight([piece * (2000 // len(piece))] * 400, language)
        highlight([piece * (1000 // len(piece))] * 60, language)
