"""AsyncAPI becomes an Interface: what passes on channels, seen from the service."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from services.contracts import lint
from services.contracts.bundle import pack
from services.contracts.model import Interface
from tests.standaside import stand_aside

from .documents import found, judged, refused
from .test_openapi3 import GARBAGE

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "asyncapi"

OLD = """\
asyncapi: 2.6.0
info: {title: Lights, version: 1.0.0}
servers:
  main:
    url: broker.hartwell-shop.com:{port}
    protocol: kafka-secure
    variables: {port: {default: "9093"}}
    security: [{sasl: []}]
    bindings: {kafka: {schemaRegistryUrl: "https://r.hartwell-shop.com"}}
defaultContentType: application/json
channels:
  lights/{id}/measured:
    parameters: {id: {description: Which light., schema: {type: string}}}
    publish:
      operationId: onMeasured
      traits: [{$ref: "#/components/operationTraits/grouped"}]
      message: {$ref: "#/components/messages/measured"}
    subscribe:
      message:
        oneOf:
          - {$ref: "#/components/messages/measured"}
          - {name: dimmed, contentType: text/plain, payload: {type: string}}
components:
  operationTraits:
    grouped: {description: Said by the trait., bindings: {kafka: {groupId: {type: string}}}}
  messages:
    measured:
      name: measured
      summary: A light was measured.
      payload: {$ref: "#/components/schemas/Light"}
      headers: {type: object, required: [trace], properties: {trace: {type: string}}}
      correlationId: {location: "$message.header#/trace"}
      bindings: {kafka: {key: {type: string, description: The light.}}}
      examples: [{name: one, summary: A dim one., payload: {lumens: 1}}]
  schemas:
    Light: {type: object, properties: {lumens: {type: integer}}}
  securitySchemes:
    sasl: {type: scramSha256}
"""

NEW = """\
asyncapi: 3.0.0
info: {title: Sums, version: 2.0.0, tags: [{name: maths, description: All of it.}]}
servers:
  main: {host: rabbit.hartwell-shop.com, pathname: /v1, protocol: amqps}
channels:
  asked:
    address: sums.{kind}
    parameters: {kind: {description: Which., enum: [int, float], default: int}}
    messages:
      sum: {payload: {type: array, items: {type: number}}}
      difference: {payload: {$ref: "#/components/schemas/Pair"}}
  answered:
    address: null
    messages:
      total: {payload: {type: number}}
operations:
  add:
    action: receive
    channel: {$ref: "#/channels/asked"}
    messages: [{$ref: "#/channels/asked/messages/sum"}]
    security: [{$ref: "#/components/securitySchemes/user"}, {type: oauth2, flows: {}, scopes: [sums]}]
    reply:
      address: {location: "$message.header#/reply"}
      channel: {$ref: "#/channels/answered"}
      messages: [{$ref: "#/channels/answered/messages/total"}]
  tell: {action: send, channel: {$ref: "#/channels/asked"}, tags: [{name: maths}], summary: Tells.}
components:
  schemas: {Pair: {type: object, properties: {a: {type: number}}}}
  securitySchemes: {user: {type: userPassword, description: A name and a word.}}
"""


def read(data: str | bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def test_what_others_publish_the_service_receives_in_version_2():
    received, sent = read(OLD).operations
    assert (received.name, received.address, received.direction) == ("onMeasured", "lights/{id}/measured", "receive")
    assert (sent.name, sent.address, sent.direction) == ("", "lights/{id}/measured", "send")
    assert (received.protocol, received.place.key) == ("kafka-secure", "operation:onMeasured")
    assert sent.place.key == "operation:send lights/{id}/measured"


def test_an_operation_holds_what_its_channel_message_and_traits_say():
    one = read(OLD).operations[0]
    assert one.request is not None
    assert [(field.where, field.name, field.required) for field in one.request.fields] == [
        ("path", "id", True),
        ("header", "trace", True),
        ("key", "key", False),
    ]
    assert [(body.media, body.type.ref) for body in one.request.bodies] == [("application/json", "Light")]
    assert [(shown.name, shown.value) for shown in one.request.bodies[0].examples] == [("one", {"lumens": 1})]
    assert one.request.marks["correlationId"] == "$message.header#/trace"
    assert (one.text, one.marks["bindings"]) == ("Said by the trait.", {"kafka": {"groupId": {"type": "string"}}})
    assert one.needs is not None
    assert [[need.guard for need in way] for way in one.needs] == [["sasl"]]


def test_several_messages_are_several_bodies_and_a_header_of_one_is_not_required_of_all():
    sent = read(OLD).operations[1]
    assert sent.request is not None
    assert [body.media for body in sent.request.bodies] == ["application/json", "text/plain"]
    assert [field.required for field in sent.request.fields if field.name == "trace"] == [False]


def test_servers_have_protocols_and_addresses_with_their_variables_filled_in():
    (old,), (new,) = read(OLD).servers, read(NEW).servers
    assert (old.address, old.protocol) == ("kafka-secure://broker.hartwell-shop.com:9093", "kafka-secure")
    assert old.marks["bindings"] == {"kafka": {"schemaRegistryUrl": "https://r.hartwell-shop.com"}}
    assert (new.address, new.protocol) == ("amqps://rabbit.hartwell-shop.com/v1", "amqps")


def test_the_service_does_what_its_action_says_in_version_3_and_a_reply_makes_a_call():
    add, tell = read(NEW).operations
    assert (add.direction, add.address, add.place.key) == ("call", "sums.{kind}", "operation:add")
    assert (tell.direction, tell.groups, tell.summary) == ("send", ("maths",), "Tells.")
    (reply,) = add.answers
    assert (reply.code, reply.outcome, reply.message.bodies[0].type.kind) == ("reply", "success", "number")
    assert reply.message.marks == {"channel": "answered", "address": "$message.header#/reply"}
    assert add.request is not None
    assert tell.request is not None
    assert [len(one.request.bodies) for one in (add, tell) if one.request] == [1, 2]
    assert add.request.fields[0].type.values == ("int", "float")


def test_a_security_scheme_on_the_spot_is_a_guard_too():
    said = read(NEW)
    assert [(guard.kind, guard.name) for guard in said.guards] == [
        ("basic", "user"),
        ("oauth2", "oauth2 of operation add"),
    ]
    assert [[(n.guard, n.rights) for n in way] for way in said.operations[0].needs or ()] == [
        [("user", ())],
        [("oauth2 of operation add", ("sums",))],
    ]


def test_a_payload_in_avro_becomes_types_too():
    payload = {
        "schemaFormat": "application/vnd.apache.avro;version=1.9.0",
        "schema": {
            "type": "record",
            "name": "Node",
            "namespace": "a.b",
            "fields": [{"name": "next", "type": ["null", "Node"]}],
        },
    }
    other = {"schemaFormat": "application/vnd.google.protobuf", "schema": "message A {}"}
    messages = {"m": {"payload": payload}, "n": {"payload": other}}
    said = read(
        orjson.dumps(
            {
                "asyncapi": "3.0.0",
                "info": {"title": "T", "version": "1"},
                "channels": {"c": {"address": "c", "messages": messages}},
                "operations": {"o": {"action": "send", "channel": {"$ref": "#/channels/c"}}},
            }
        )
    )
    first, second = said.operations[0].request.bodies if said.operations[0].request else ()
    node = said.resolve(first.type)
    assert node is said.types["a.b.Node"]
    assert (node.fields[0].type.ref, node.fields[0].type.nullable) == ("a.b.Node", True)
    assert (second.type.kind, second.type.format) == ("any", "application/vnd.google.protobuf")


MISTAKES = [
    (OLD, "      operationId: onMeasured", "      surprise: 1", "'surprise' is not known here", 0),
    (OLD, "info: {title: Lights, version: 1.0.0}", "info: {title: Lights}", '"version" is a required property', 0),
    (OLD, "{type: integer}", "{type: integr}", "is not one of", 0),
    (OLD, "{type: scramSha256}", "{type: magic}", "is not one of", 0),
    (OLD, "[{sasl: []}]", "[{nobody: []}]", "'nobody' is not defined", 0),
    (OLD, "    parameters: {id:", "    parameters: {it:", "The parameter 'id' of the address", 1),
    (OLD, "      name: measured", "      name: 5", "is not of type", 0),
    (NEW, "action: send", "action: publish", "is not one of", 0),
    (NEW, "{host: rabbit.hartwell-shop.com, ", "{", '"host" is a required property', 0),
    (NEW, "#/channels/asked/messages/sum", "#/channels/answered/messages/total", "is not one of the messages", 0),
    (NEW, '{location: "$message.header#/reply"}', "{location: there}", "does not match", 0),
    (NEW, "    address: null", "    address: 5", "is not of type", 0),
]


@pytest.mark.parametrize(("text", "before", "after", "message", "above"), MISTAKES)
def test_breaches_are_shown_where_they_are(text: str, before: str, after: str, message: str, above: int):
    assert found(text, "format-invalid") == []
    line = text[: text.index(before)].count("\n") + 1 - above
    told = found(text.replace(before, after, 1), "format-invalid")
    assert [message in said for _, at, _, said in told if at == line][:1] == [True], told


def test_what_came_with_a_later_version_is_not_known_in_an_earlier_one():
    text = OLD.replace("      name: measured\n", "      name: measured\n      messageId: m\n")
    assert found(text, "format-invalid") == []
    assert len(found(text.replace("2.6.0", "2.3.0"), "format-invalid")) == 1


def test_references_that_lead_nowhere_and_out_are_told():
    text = NEW.replace("#/components/schemas/Pair", "#/components/schemas/Gone")
    assert [(line, column) for _, line, column, _ in found(text, "reference-missing")] == [(11, 20)]
    text = NEW.replace("#/components/schemas/Pair", "https://x.hartwell-shop.com/pair.json")
    assert [line for _, line, _, _ in found(text, "reference-not-followed")] == [11]


def test_messages_stand_in_other_files():
    main = NEW.replace("{payload: {type: number}}", "{$ref: '../common/messages.yaml#/total'}").encode()
    common = b"total:\n  surprise: 1\n  payload: {$ref: '#/Total'}\nTotal: {type: number, description: All.}\n"
    checked = judged(pack({"sums/asyncapi.yaml": main, "common/messages.yaml": common}))
    assert checked.interface is not None
    (answer,) = checked.interface.operations[0].answers
    total = checked.interface.resolve(answer.message.bodies[0].type)
    assert total is not None
    assert (total.name, total.kind) == ("common/messages.yaml#/Total", "number")
    told = [(one.span.file, one.span.line) for one in checked.findings if one.rule == "format-invalid"]
    assert told == [("common/messages.yaml", 2)]
    assert not [one for one in checked.findings if one.rule.startswith("reference-")]


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_any_member_may_hold_anything(garbage: Any):
    import yamlrocks

    for text in (OLD, NEW):
        tree = yamlrocks.loads(text)
        waiting: list[Any] = [tree]
        while waiting:
            node = waiting.pop()
            for step in list(node) if isinstance(node, dict) else range(len(node)):
                before, node[step] = node[step], garbage
                if node is not tree or step != "asyncapi":
                    judged(orjson.dumps(tree))
                node[step] = before
                if isinstance(before, dict | list):
                    waiting.append(before)


def test_other_versions_say_that_they_are_not_read():
    for version in ("1.2.0", "4.0.0", "2.7.0", "x"):
        assert refused(f"asyncapi: {version}\n") == ("format-not-read", 1, 11)


def test_every_real_document_is_read():
    if not CORPUS.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    read_here = {}
    for path in sorted(CORPUS.rglob("*.y*ml")):
        checked = lint(path.read_bytes())
        if checked.reason is not None:
            read_here[path.name] = checked.reason.code
            continue
        told = {one.rule for one in checked.findings}
        assert not told & {"rule-crashed", "duplicate-key", "reference-missing", "format-invalid"}, path.name
        assert checked.interface is not None
        assert checked.interface.operations, path.name
        read_here[path.name] = "read"
    pieces = {"parameters.yaml", "servers.yaml"}  # parts of another document, no contracts
    assert {name for name, outcome in read_here.items() if outcome != "read"} == pieces
    assert len(read_here) == 13
    files = {str(path.relative_to(CORPUS)): path.read_bytes() for path in CORPUS.rglob("social-media/*/*.yaml")}
    whole = judged(pack(files))
    (gone,) = [one for one in whole.findings if one.rule.startswith("reference-")]
    assert (gone.rule, gone.span.line) == ("reference-not-followed", 23)
