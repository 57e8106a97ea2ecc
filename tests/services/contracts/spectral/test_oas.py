"""The ruleset for OpenAPI: every rule has a document it complains about, at the place that Spectral names."""

import json

import pytest
import yamlrocks

from services.contracts.spectral import builtin
from services.contracts.spectral.oas.official import official

WORKING = {
    "openapi": "3.0.3",
    "info": {
        "title": "Pets",
        "version": "1",
        "description": "All pets.",
        "contact": {"name": "n", "url": "https://a.test", "email": "a@b.test"},
        "license": {"name": "MIT", "url": "https://example.org"},
    },
    "servers": [{"url": "https://pets.test/v1"}],
    "tags": [{"name": "pets", "description": "Pets."}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "list",
                "description": "Lists.",
                "tags": ["pets"],
                "responses": {"200": {"description": "All."}},
            }
        }
    },
}
SWAGGER = {
    "swagger": "2.0",
    "info": WORKING["info"],
    "tags": WORKING["tags"],
    "host": "pets.test",
    "schemes": ["https"],
    "paths": WORKING["paths"],
}


@pytest.fixture
def found(run):
    """`found(document, change, ...)`: codes and paths of what all rules of OpenAPI say of a changed document."""

    def found_(document, *changes):
        changed = json.loads(json.dumps(document))
        for path, value in changes:
            below = changed
            steps = path.split(" ")
            for step in steps[:-1]:
                below = below.setdefault(step, {}) if isinstance(below, dict) else below[int(step)]
            if value is None:
                del below[steps[-1]]
            else:
                below[steps[-1]] = value
        ran = run({"extends": [["spectral:oas", "all"]]}, changed)
        assert ran.unjudged == {}
        return sorted({(one.code, " ".join(one.path)) for one in ran.results})

    return found_


@pytest.mark.parametrize(
    "document", [WORKING, SWAGGER, {**WORKING, "openapi": "3.1.0"}, {**WORKING, "openapi": "3.2.0"}]
)
def test_a_document_that_works_is_told_nothing(found, document):
    assert found(document) == []


GET = "paths /pets get"
SCHEMAS = "components schemas"
JSON = f"{GET} responses 200 content"
USED = (f"{JSON}", {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}})

THREE = [
    ("operation-success-response", [(f"{GET} responses", {"404": {"description": "-"}})], f"{GET} responses"),
    (
        "operation-operationId-unique",
        [("paths /dogs", {"get": WORKING["paths"]["/pets"]["get"]})],
        "paths /dogs get operationId",
    ),
    (
        "operation-parameters",
        [(f"{GET} parameters", [{"name": "a", "in": "query", "schema": {}}] * 2)],
        f"{GET} parameters 1",
    ),
    ("operation-tag-defined", [(f"{GET} tags", ["dogs"])], f"{GET} tags 0"),
    (
        "path-params",
        [("paths /{id}", {"get": {**WORKING["paths"]["/pets"]["get"], "operationId": "o"}})],
        "paths /{id} get",
    ),
    ("contact-properties", [("info contact url", None)], "info contact"),
    (
        "duplicated-entry-in-enum",
        [(f"{GET} parameters", [{"name": "a", "in": "query", "schema": {"enum": [1, 1]}}])],
        f"{GET} parameters 0 schema enum",
    ),
    ("info-contact", [("info contact", None)], "info"),
    ("info-description", [("info description", None)], "info"),
    ("info-license", [("info license", None)], "info"),
    ("license-url", [("info license url", None)], "info license"),
    ("no-eval-in-markdown", [("info description", "eval(1)")], "info description"),
    ("no-script-tags-in-markdown", [("info title", "<script>")], "info title"),
    (
        "openapi-tags-alphabetical",
        [("tags", [{"name": "pets", "description": "-"}, {"name": "a", "description": "-"}])],
        "tags",
    ),
    ("openapi-tags-uniqueness", [("tags", [{"name": "pets", "description": "-"}] * 2)], "tags 1 name"),
    ("openapi-tags", [("tags", None)], ""),
    ("operation-description", [(f"{GET} description", "")], f"{GET} description"),
    ("operation-operationId", [(f"{GET} operationId", None)], GET),
    ("operation-operationId-valid-in-url", [(f"{GET} operationId", "a b")], f"{GET} operationId"),
    ("operation-singular-tag", [(f"{GET} tags", ["pets", "pets"])], f"{GET} tags"),
    ("operation-tags", [(f"{GET} tags", [])], f"{GET} tags"),
    ("path-declarations-must-exist", [("paths /{}", {})], "paths /{}"),
    ("path-keys-no-trailing-slash", [("paths /a/", {})], "paths /a/"),
    ("path-not-include-query", [("paths /a?b", {})], "paths /a?b"),
    ("tag-description", [("tags 0 description", None)], "tags 0"),
    (
        "no-$ref-siblings",
        [USED, (f"{SCHEMAS} Pet", {"items": {"$ref": "#/components/schemas/Pet", "title": "t"}})],
        "components schemas Pet items title",
    ),
    ("array-items", [USED, (f"{SCHEMAS} Pet", {"type": "array"})], "components schemas Pet"),
    ("typed-enum", [USED, (f"{SCHEMAS} Pet", {"type": "string", "enum": ["a", 1]})], "components schemas Pet enum 1"),
    ("oas3-api-servers", [("servers", [])], "servers"),
    (
        "oas3-examples-value-or-externalValue",
        [(f"{JSON}", {"text/plain": {"examples": {"one": {"summary": "-"}}}})],
        f"{JSON} text/plain examples one",
    ),
    ("oas3-operation-security-defined", [("security", [{"key": []}])], "security 0 key"),
    (
        "oas3-parameter-description",
        [(f"{GET} parameters", [{"name": "a", "in": "query", "schema": {}}])],
        f"{GET} parameters 0",
    ),
    ("oas3-server-not-example.com", [("servers 0 url", "https://example.com")], "servers 0 url"),
    ("oas3-server-trailing-slash", [("servers 0 url", "https://pets.test/")], "servers 0 url"),
    (
        "oas3-valid-media-example",
        [(f"{JSON}", {"a/b": {"schema": {"type": "string"}, "example": 1}})],
        f"{JSON} a/b example",
    ),
    (
        "oas3-valid-schema-example",
        [(f"{JSON}", {"a/b": {"schema": {"type": "string", "default": 1}}})],
        f"{JSON} a/b schema default",
    ),
    ("oas3-schema", [(f"{GET} response", {})], f"{GET} response"),
    ("oas3-unused-component", [(f"{SCHEMAS} Pet", {})], "components schemas Pet"),
    ("oas3-server-variables", [("servers 0 url", "https://{a}.test")], "servers 0"),
    (
        "oas3-callbacks-in-callbacks",
        [
            (
                f"{GET} callbacks",
                {"c": {"{$url}": {"post": {"responses": {"200": {"description": "-"}}, "callbacks": {}}}}},
            )
        ],
        f"{GET} callbacks c {{$url}} post callbacks",
    ),
]

TWO = [
    (
        "oas2-operation-formData-consume-check",
        [
            (f"{GET} consumes", ["a/b"]),
            (f"{GET} parameters", [{"name": "a", "in": "formData", "type": "string", "description": "-"}]),
        ],
        GET,
    ),
    ("oas2-api-host", [("host", None)], ""),
    ("oas2-api-schemes", [("schemes", None)], ""),
    (
        "oas2-discriminator",
        [("definitions Pet", {"discriminator": "kind", "properties": {}})],
        "definitions Pet properties",
    ),
    ("oas2-host-not-example", [("host", "example.com")], "host"),
    ("oas2-host-trailing-slash", [("host", "pets.test/")], "host"),
    (
        "oas2-parameter-description",
        [(f"{GET} parameters", [{"name": "a", "in": "query", "type": "string"}])],
        f"{GET} parameters 0",
    ),
    ("oas2-operation-security-defined", [("security", [{"key": []}])], "security 0 key"),
    (
        "oas2-valid-schema-example",
        [("definitions Pet", {"type": "string", "x-example": 1})],
        "definitions Pet x-example",
    ),
    (
        "oas2-valid-media-example",
        [(f"{GET} responses 200", {"description": "-", "schema": {"type": "string"}, "examples": {"a/b": 1}})],
        f"{GET} responses 200 examples a/b",
    ),
    ("oas2-anyOf", [("definitions Pet", {"anyOf": [{}]})], "definitions Pet anyOf"),
    ("oas2-oneOf", [("definitions Pet", {"oneOf": [{}]})], "definitions Pet oneOf"),
    ("oas2-schema", [("basePath", "pets")], "basePath"),
    ("oas2-unused-definition", [("definitions Pet", {})], "definitions Pet"),
]

LATER = [
    (
        "oas3_1-servers-in-webhook",
        "3.1.0",
        [("webhooks new post", {"servers": [], "responses": {}})],
        "webhooks new post servers",
    ),
    (
        "oas3_1-callbacks-in-webhook",
        "3.2.0",
        [("webhooks new post", {"callbacks": {}, "responses": {}})],
        "webhooks new post callbacks",
    ),
    (
        "oas3_2-no-deprecated-xml-attribute",
        "3.2.0",
        [(f"{JSON} a/b schema", {"xml": {"attribute": True}})],
        f"{JSON} a/b schema xml",
    ),
]


@pytest.mark.parametrize(("code", "changes", "path"), THREE, ids=[one[0] for one in THREE])
def test_a_rule_of_openapi_3(found, code, changes, path):
    assert (code, path) in found(WORKING, *changes)


@pytest.mark.parametrize(("code", "changes", "path"), TWO, ids=[one[0] for one in TWO])
def test_a_rule_of_openapi_2(found, code, changes, path):
    assert (code, path) in found(SWAGGER, *changes)


@pytest.mark.parametrize(("code", "version", "changes", "path"), LATER, ids=[one[0] for one in LATER])
def test_a_rule_of_later_versions(found, code, version, changes, path):
    assert (code, path) in found({**WORKING, "openapi": version}, *changes)


def test_every_rule_is_tried_here_and_says_what_it_asks():
    rules = yamlrocks.loads(builtin.written("spectral:oas"))["rules"]
    tried = {one[0] for one in (*THREE, *TWO, *LATER)}
    assert tried == set(rules)
    assert all(str(rule["description"]).endswith(".") for rule in rules.values())


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1", "3.2"])
def test_the_official_schemas_are_asked_alike_by_the_quick_and_the_telling_validator(version):
    from services.contracts.spectral.oas.structure import _is_sound, _test

    known = official(version)
    for document in (
        {},
        {"openapi": version + ".0", "info": {}},
        {"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}},
    ):
        assert _is_sound(version)(document) == (not _test(version)(document, None))
    assert known.schema["$schema"].startswith("https://json-schema.org/draft/2020-12")


def test_what_can_only_be_read_need_not_be_sent(found):
    schema = {
        "type": "object",
        "required": ["id", "key"],
        "properties": {"id": {"type": "integer", "readOnly": True}, "key": {"type": "string", "writeOnly": True}},
    }
    sent = {"content": {"application/json": {"schema": schema, "example": {"key": "k"}}}}
    answered = {"description": "-", "content": {"application/json": {"schema": schema, "example": {"key": "k"}}}}
    codes = found(
        WORKING,
        (
            "paths /pets post",
            {
                **WORKING["paths"]["/pets"]["get"],
                "operationId": "add",
                "requestBody": sent,
                "responses": {"200": answered},
            },
        ),
    )
    assert codes == [("oas3-valid-media-example", "paths /pets post responses 200 content application/json example")]


def test_a_schema_whose_references_never_end_is_not_judged_but_its_flaws_are_told(found):
    pet = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Pet"}, "name": {"type": "string"}}}
    media = {"a/b": {"schema": {"$ref": "#/components/schemas/Pet"}, "example": {"name": 1}}}
    assert found(WORKING, (JSON, media), (f"{SCHEMAS} Pet", pet)) == []
    pet["properties"]["name"]["required"] = "no"
    codes = [code for code, _ in found(WORKING, (JSON, media), (f"{SCHEMAS} Pet", pet))]
    assert codes == ["oas3-schema", "oas3-valid-media-example"]


def test_an_example_is_held_against_the_dialect_of_the_version(found):
    def changes(bound):
        media = {"a/b": {"schema": {"type": "number", "minimum": 3, "exclusiveMinimum": bound}, "example": 3}}
        return (JSON, media)

    place = ("oas3-valid-media-example", f"{JSON} a/b example")
    assert found(WORKING, changes(True)) == [place]
    assert found({**WORKING, "openapi": "3.1.0"}, changes(3)) == [place]
    assert found({**WORKING, "openapi": "3.1.0"}, changes(2)) == []


def test_null_is_allowed_where_the_version_says_nullable(found):
    media = {"a/b": {"schema": {"type": "string", "nullable": True}, "example": None}}
    assert found(WORKING, (JSON, media)) == []
    pet = {"type": "string", "x-nullable": True, "default": None}
    assert ("oas2-valid-schema-example", "definitions Pet default") not in found(SWAGGER, ("definitions Pet", pet))


def test_of_a_schema_that_is_none_only_the_first_example_is_told(found):
    examples = {"one": {"value": 1}, "two": {"value": 2}}
    flawed = {"a/b": {"schema": {"type": "integer", "title": 1}, "examples": examples}}
    told = [path for code, path in found(WORKING, (JSON, flawed)) if code == "oas3-valid-media-example"]
    assert told == [f"{JSON} a/b examples one value"]
    senseless = {"a/b": {"schema": {"nullable": True}, "examples": examples}}
    assert len(found(WORKING, (JSON, senseless))) == 2


def test_what_stands_beside_a_reference_refers_to_nothing(found):
    schema = {"$ref": "#/components/schemas/Pet", "items": {"$ref": "#/components/schemas/Dog"}}
    document = {**WORKING, "openapi": "3.1.0"}
    told = found(document, (JSON, {"a/b": {"schema": schema}}), (f"{SCHEMAS} Pet", {}), (f"{SCHEMAS} Dog", {}))
    assert told == [("oas3-unused-component", "components schemas Dog")]


def test_the_place_of_a_finding_behind_a_reference_that_leads_nowhere_is_the_closest_there_is(found):
    media = {"a/b": {"schema": {"type": "string"}, "examples": {"one": {"$ref": "#/components/examples/none"}}}}
    told = found(WORKING, (JSON, media), ("components", {"examples": {}}))
    assert ("oas3-valid-media-example", "components examples") in told


def test_half_a_pair_of_surrogates_hides_no_place(run):
    ran = run(
        {"extends": [["spectral:oas", None]]},
        json.dumps({"openapi": "3.0.0", "x": "\U0001f600", "info": {"title": ""}}),
    )
    (info,) = [one for one in ran.results if one.code == "info-contact"]
    assert info.range.start.character > 0
