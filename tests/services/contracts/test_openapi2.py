"""OpenAPI 2.0 becomes the same Interface as version 3, and its places are those of the document."""

from typing import Any

import orjson
import pytest
import yamlrocks

from services.contracts.bundle import pack
from services.contracts.model import Interface

from .documents import found, judged, refused
from .test_openapi3 import GARBAGE

PETS = """\
swagger: "2.0"
info: {title: Pets, version: 1.0.0, description: All about pets.}
host: pets.hartwell-shop.com
basePath: /v1
schemes: [https, http]
consumes: [application/json]
produces: [application/json, application/xml]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  user: {type: basic}
  login:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://login.hartwell-shop.com/a
    tokenUrl: https://login.hartwell-shop.com/t
    scopes: {"pets:read": See pets.}
security: [{key: []}]
parameters:
  Limit: {name: limit, in: query, type: integer, maximum: 50, description: How many.}
paths:
  /pets:
    parameters: [{$ref: "#/parameters/Limit"}]
    get:
      operationId: listPets
      responses:
        "200":
          description: The pets.
          schema: {type: array, items: {$ref: "#/definitions/Pet"}}
          headers: {X-Count: {type: integer, description: Of all.}}
          examples: {application/json: [{name: Rex}]}
        default: {$ref: "#/responses/Error"}
    post:
      operationId: addPet
      schemes: [https]
      security: []
      parameters:
        - {name: pet, in: body, required: true, description: The new one., schema: {$ref: "#/definitions/Pet"}}
      responses: {"201": {description: Made.}}
  /pets/{id}/photo:
    put:
      consumes: [multipart/form-data]
      parameters:
        - {name: id, in: path, required: true, type: string}
        - {name: photo, in: formData, type: file, required: true}
        - {name: note, in: formData, type: string}
      responses: {"204": {description: Kept.}}
definitions:
  Pet:
    type: object
    required: [name]
    properties:
      name: {type: string, x-nullable: true}
      friend: {$ref: "#/definitions/Pet"}
responses:
  Error: {description: Not well., schema: {type: object, properties: {code: {type: string}}}}
"""


def read(data: str | bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def test_a_document_without_flaws_has_none():
    assert judged(PETS).dialect == "2.0"
    for rule in ("format-invalid", "reference-missing", "reference-not-followed"):
        assert found(PETS, rule) == []


def test_host_base_and_schemes_are_servers():
    said = read(PETS)
    assert [(one.address, one.protocol) for one in said.servers] == [
        ("https://pets.hartwell-shop.com/v1", "https"),
        ("http://pets.hartwell-shop.com/v1", "http"),
    ]
    assert [one.protocol for one in said.operations[1].servers] == ["https"]
    assert read(PETS.replace("host: pets.hartwell-shop.com\n", "")).servers[0].address == "/v1"


def test_guards_and_needs():
    said = read(PETS)
    assert [(one.name, one.kind) for one in said.guards] == [("key", "key"), ("user", "basic"), ("login", "oauth2")]
    assert said.guards[2].rights == {"pets:read": "See pets."}
    assert [one.needs and [[need.guard for need in way] for way in one.needs] for one in said.operations] == [
        [["key"]],
        (),
        [["key"]],
    ]


def test_parameters_bodies_and_forms_are_requests():
    listed, added, photo = (one.request for one in read(PETS).operations)
    assert listed is not None
    assert added is not None
    assert photo is not None
    assert [(one.name, one.where, one.type.kind, one.type.limits.maximum) for one in listed.fields] == [
        ("limit", "query", "integer", 50)
    ]
    assert listed.fields[0] is added.fields[0]
    assert listed.fields[0].place.key == "parameter:Limit"
    assert [(one.media, one.type.ref) for one in added.bodies] == [("application/json", "Pet")]
    assert (added.required, added.text) == (True, "The new one.")
    (form,) = photo.bodies
    assert form.media == "multipart/form-data"
    assert [(one.name, one.type.kind, one.required, one.where) for one in form.type.fields] == [
        ("photo", "binary", True, ""),
        ("note", "text", False, ""),
    ]
    assert form.type.fields[0].place.key == "operation:PUT /pets/{id}/photo/request/field:photo"


def test_answers_come_in_every_media_type_that_is_produced():
    ok, error = read(PETS).operations[0].answers
    assert [(one.media, one.type.kind) for one in ok.message.bodies] == [
        ("application/json", "list"),
        ("application/xml", "list"),
    ]
    assert [one.value for one in ok.message.bodies[0].examples] == [[{"name": "Rex"}]]
    assert [one.name for one in ok.message.fields] == ["X-Count"]
    assert (error.code, error.outcome, len(error.message.bodies)) == ("default", "error", 2)


def test_definitions_are_types():
    said = read(PETS)
    pet = said.types["Pet"]
    assert (pet.place.key, pet.place.path) == ("type:Pet", ("definitions", "Pet"))
    assert [(one.name, one.required, one.type.nullable) for one in pet.fields] == [
        ("name", True, True),
        ("friend", False, False),
    ]
    assert said.resolve(pet.fields[1].type) is pet


@pytest.mark.parametrize(
    ("before", "after", "rule", "line", "column"),
    [
        ("      operationId: listPets", "      surprise: 1", "format-invalid", 24, 17),
        ("type: file, ", "type: fil, ", "format-invalid", 44, 11),
        ("info: {title: Pets, ", "info: {", "format-invalid", 2, 1),
        ('items: {$ref: "#/definitions/Pet"}', 'items: {$ref: "#/definitions/Pat"}', "reference-missing", 28, 33),
        ('default: {$ref: "#/responses/Error"}', 'default: {$ref: "x.yaml"}', "reference-not-followed", 31, 9),
    ],
)
def test_mistakes_are_shown_where_they_are(before: str, after: str, rule: str, line: int, column: int):
    assert before in PETS
    assert (line, column) in [(at, col) for _, at, col, _ in found(PETS.replace(before, after, 1), rule)]


def test_definitions_stand_in_other_files():
    text = PETS.replace('{$ref: "#/responses/Error"}', '{$ref: "errors.yaml#/Error"}').encode()
    errors = b"Error: {description: Not well., schema: {$ref: 'pets.yaml#/definitions/Pet'}}\n"
    checked = judged(pack({"pets.yaml": text, "errors.yaml": errors}))
    assert checked.interface is not None
    assert checked.interface.operations[0].answers[1].message.bodies[0].type.ref == "Pet"
    assert not [one for one in checked.findings if one.rule.startswith("reference-")]


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_any_member_may_hold_anything(garbage: Any):
    tree = yamlrocks.loads(PETS)
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        for step in list(node) if isinstance(node, dict) else range(len(node)):
            before, node[step] = node[step], garbage
            if step != "swagger":
                judged(orjson.dumps(tree))
            node[step] = before
            if isinstance(before, dict | list):
                waiting.append(before)


def test_other_versions_of_swagger_are_not_read():
    assert refused('swagger: "1.2"\n') == ("format-not-read", 1, 10)
    assert judged("swagger: 2.0\ninfo: {}\npaths: {}\n").dialect == "2.0"
