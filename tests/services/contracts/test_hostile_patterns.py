"""Patterns of strangers, wherever a contract may hold one, with a text that each of them can be slow on: they end."""

# ruff: noqa: E501 - documents have lines of their own

import time

import pytest

from services.contracts import lint

TEXT = "a" * 5_000 + "!"
PATTERNS = (
    "(a+)+$",
    "(a|a)*$",
    "(?=(a+)+b)",
    r"^(\w+\s?)*$",
    "(x{900}){900}",
    "(((((((a{9}){9}){9}){9}){9}){9}){9}",
    "(" * 3_000,
)
HOLDERS = {
    "openapi": '{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":'
    '{"A":{"type":"string","pattern":"@","example":"~","default":"~","enum":["~"]}}}}',
    "openapi-3.1": '{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":'
    '{"A":{"type":"string","format":"regex","pattern":"@","examples":["~"],"patternProperties":{"@":{"pattern":"@"}}}}}}',
    "openapi2": '{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{},"definitions":'
    '{"A":{"type":"string","pattern":"@","example":"~","default":"~"}}}',
    "asyncapi": '{"asyncapi":"2.6.0","info":{"title":"T","version":"1"},"channels":{},"components":{"schemas":'
    '{"A":{"type":"string","pattern":"@","examples":["~"],"default":"~"}}}}',
    "jsonschema": '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","patternProperties":{"@":{}},'
    '"properties":{"a":{"type":"string","pattern":"@","default":"~","examples":["~"]}}}',
    "plain": '{"homeport":1,"title":"T","types":{"A":{"type":"text","pattern":"@","example":"~"}}}',
    "smithy": '$version: "2"\nnamespace a\n%pattern("@")\nstring A\nstructure B { a: A = "~" }\n',
    "proto": 'syntax = "proto3";\npackage a;\nmessage A { string a = 1 [(buf.validate.field).string.pattern = "@"]; }\n',
    "graphql": "directive %constraint(pattern: String) on ARGUMENT_DEFINITION\n"
    'type Query { a(b: String = "~" %constraint(pattern: "@")): Int }\n',
    "xsd": '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="a"><simpleType name="A">'
    '<restriction base="string"><pattern value="@"/></restriction></simpleType></schema>',
}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern[:20])
def test_a_pattern_in_a_contract_ends(holder: str, pattern: str):
    said = pattern if holder == "xsd" else pattern.replace("\\", "\\\\")
    text = HOLDERS[holder].replace("@", said).replace("~", TEXT).replace("%", "@")
    began = time.process_time()
    checked = lint(text.encode())
    assert time.process_time() - began < 5
    assert checked.reason is None, checked.reason
    assert not [one for one in checked.findings if one.rule == "rule-crashed"]
