"""What `spectral:asyncapi` finds with its own functions, and at which places."""

import pytest
import yamlrocks

from services.contracts.formats.asyncapi.fields import VERSION_2, VERSION_3
from services.contracts.spectral import builtin
from services.contracts.spectral.asyncapi.specification import schema
from services.contracts.spectral.asyncapi.whole import written_out

OLD = "asyncapi: 2.6.0\ninfo: {title: Orders, version: 1.0.0}\n"
NEW = "asyncapi: 3.0.0\ninfo: {title: Orders, version: 1.0.0}\n"


@pytest.fixture
def found(run):
    """`found(code, document)`: the places at which one rule finds something, in their order."""

    def found_(code, document):
        ran = run({"extends": [["spectral:asyncapi", "off"]], "rules": {code: True}}, document)
        assert ran.unjudged == {}
        return ["/".join(one.path) for one in ran.results if one.code == code]

    return found_


def test_every_rule_says_what_it_wants_in_words_of_ours():
    rules = yamlrocks.loads(builtin.written("spectral:asyncapi"))["rules"]
    assert len(rules) == 55
    assert all(rule["description"].endswith(".") and rule["given"] and rule["formats"] for rule in rules.values())


def test_the_parameters_of_a_channel_are_those_of_its_address(found):
    document = OLD + (
        "channels:\n"
        "  orders/{id}/{part}: {parameters: {id: {}, other: {}}}\n"
        "  plain: {parameters: {id: {}}}\n"
        "  none/{id}: {}\n"
    )
    assert found("asyncapi-channel-parameters", document) == [
        "channels/orders/{id}/{part}/parameters",
        "channels/orders/{id}/{part}/parameters/other",
    ]


def test_since_version_3_a_channel_says_its_address(found):
    document = NEW + "channels: {one: {address: 'orders/{id}', parameters: {id: {}, more: {}}}}\n"
    assert found("asyncapi-channel-parameters", document) == ["channels/one/parameters/more"]


def test_a_channel_names_servers_that_there_are(found):
    servers = "servers: {here: {url: x, protocol: amqp}}\n"
    document = OLD + servers + "channels: {a: {servers: [here, there]}, b: {servers: [there]}}\n"
    assert found("asyncapi-channel-servers", document) == ["channels/a/servers/1", "channels/b/servers/0"]
    assert found("asyncapi-channel-servers", OLD + servers + "channels: {a: {servers: [there]}, b: []}\n") == []


def test_ids_are_there_once_and_the_last_trait_has_the_last_word(found):
    document = OLD + (
        "channels:\n"
        "  a: {publish: {operationId: x, message: {messageId: m}}}\n"
        "  b: {publish: {operationId: y, traits: [{operationId: x}, {}], message: {oneOf: [{}, {messageId: m}]}}}\n"
        "  c: {subscribe: {operationId: y}}\n"
    )
    assert found("asyncapi-operation-operationId-uniqueness", document) == [
        "channels/b/publish/traits/0/operationId",
    ]
    assert found("asyncapi-message-messageId-uniqueness", document) == [
        "channels/b/publish/message/oneOf/1/messageId",
    ]


def test_security_names_schemes_and_scopes_that_there_are(found):
    document = OLD + (
        "channels: {a: {publish: {security: [{open: [read, write]}, {nowhere: []}, {key: [anything]}]}}}\n"
        "components: {securitySchemes: {key: {type: apiKey, in: user}, "
        "open: {type: oauth2, flows: {implicit: {scopes: {read: all of it}}}}}}\n"
    )
    assert found("asyncapi-operation-security", document) == [
        "channels/a/publish/security/0/open/1",
        "channels/a/publish/security/1/nowhere",
    ]


def test_examples_and_defaults_are_held_against_their_schemas(found):
    schemas = (
        "    Count: {type: integer, default: 1.5, examples: [1, x, [2]]}\n"
        "    Endless: {properties: {next: {$ref: '#/components/schemas/Endless'}}, default: {next: 1}}\n"
    )
    document = OLD + "channels: {}\ncomponents:\n  schemas:\n" + schemas
    assert found("asyncapi-schema-default", document) == ["components/schemas/Count/default"]
    assert found("asyncapi-schema-examples", document) == ["components/schemas/Count/examples/2"]


def test_that_a_schema_is_none_is_told_at_the_first_example(found):
    schemas = (
        "    Workable: {properties: {id: ''}, minProperties: 1, examples: [{id: 1}, {id: 2}, {}]}\n"
        "    Not: {items: 1, examples: [[1], [2]]}\n"
    )
    assert found("asyncapi-schema-examples", OLD + "channels: {}\ncomponents:\n  schemas:\n" + schemas) == [
        "components/schemas/Workable/examples/0",
        "components/schemas/Workable/examples/2",
        "components/schemas/Not/examples/0",
        "components/schemas/Not/examples/1",
    ]


def test_the_examples_of_a_message_see_its_traits(found):
    document = OLD + (
        "channels: {}\n"
        "components:\n"
        "  messages:\n"
        "    M:\n"
        "      payload: {type: object, required: [id]}\n"
        "      traits: [{payload: {required: null, properties: {n: {type: integer}}}}]\n"
        "      examples: [{payload: {n: 1}}, {payload: {n: x}}, {headers: [1], payload: []}]\n"
    )
    assert found("asyncapi-message-examples", document) == [
        "components/messages/M/examples/1/payload/n",
        "components/messages/M/examples/2/payload",
    ]


def test_what_the_specification_does_not_know_is_told_at_the_member(found):
    document = OLD + "channels: {a: {publish: {operationID: x, tags: [{}]}}}\nx-own: 1\nown: 2\n"
    assert found("asyncapi-schema", document) == ["channels/a/publish/operationID", "channels/a/publish/tags/0", "own"]


def test_of_a_thing_or_a_reference_the_thing_is_told(found):
    document = OLD + "channels: {}\nservers: {a: {url: 1}}\n"
    assert found("asyncapi-schema", document) == ["servers/a", "servers/a/url"]


def test_a_payload_is_held_against_the_rules_of_its_language(found):
    document = OLD + (
        "channels: {}\n"
        "components:\n"
        "  messages:\n"
        "    Own: {payload: {type: text}}\n"
        "    Avro: {schemaFormat: application/vnd.apache.avro;version=1.9.0, payload: {type: record, fields: []}}\n"
        "    Other: {schemaFormat: text/plain, payload: {type: text}}\n"
    )
    assert set(found("asyncapi-schema", document)) == {
        "components/messages/Own",
        "components/messages/Own/payload",
        "components/messages/Own/payload/type",
        "components/messages/Avro",
        "components/messages/Avro/schemaFormat",
        "components/messages/Avro/payload",
        "components/messages/Avro/payload/type",
    }


def test_version_3_is_asked_with_and_without_its_references(found):
    document = NEW + (
        "channels: {a: {address: x}, b: {bindings: {kafka: {partitions: 0}}}}\n"
        "operations: {o: {action: send, channel: {$ref: '#/channels/a'}, title: {$ref: '#/info/title'}}}\n"
        "components: {$ref: '#/x'}\n"
    )
    assert found("asyncapi-3-document-resolved", document) == [
        "channels/b/bindings/kafka",
        "channels/b/bindings/kafka/partitions",
    ]
    assert found("asyncapi-3-document-unresolved", document) == ["components"]


def test_later_versions_3_are_held_against_the_newest(found):
    document = "asyncapi: 3.7.0\ninfo: {title: Orders}\n"
    assert found("asyncapi-3-document-resolved", document) == ["info"]


@pytest.mark.parametrize(("major", "minor", "tables"), [("2", 0, VERSION_2), ("2", 6, VERSION_2), ("3", 1, VERSION_3)])
def test_every_reference_of_the_schema_leads_somewhere(major, minor, tables):
    asked = schema(major, minor)
    waiting, named = [asked], set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                named.add(value["$ref"])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    named.discard("http://json-schema.org/draft-07/schema#")
    assert {one.removeprefix("#/definitions/") for one in named} <= set(asked["definitions"])
    assert set(tables) - {"document", "guard", "flows"} <= set(asked["definitions"])


def test_what_several_refer_to_is_written_out_once():
    shared = {"a": [1]}
    root = {"one": {"$ref": "x"}, "two": [{"$ref": "x"}], "left": {"$ref": "nowhere"}}
    whole = written_out(root, lambda value: shared if value == {"$ref": "x"} else value)
    assert whole == {"one": shared, "two": [shared], "left": {"$ref": "nowhere"}}
    assert whole["one"] is whole["two"][0] and whole["one"] is not shared


def test_what_leads_back_to_where_it_is_stays_a_reference(found):
    root = {"node": {"next": {"$ref": "node"}}, "one": {"$ref": "node"}}
    whole = written_out(root, lambda value: root["node"] if value == {"$ref": "node"} else value)
    assert whole == {"node": {"next": {"$ref": "node"}}, "one": {"next": {"$ref": "node"}}}
    endless = "components: {schemas: {S: {properties: {s: {$ref: '#/components/schemas/S'}}, required: 1}}}\n"
    assert "components/schemas/S/required" in found("asyncapi-schema", OLD + "channels: {}\n" + endless)


def test_schemas_that_refer_to_the_next_one_twice_are_looked_at_once(found):
    twice = "{{properties: {{a: {{$ref: '#/components/schemas/S{0}'}}, b: {{$ref: '#/components/schemas/S{0}'}}}}}}"
    schemas = "".join(f"    S{number}: {twice.format(number + 1)}\n" for number in range(60))
    document = (
        OLD + "channels: {}\ncomponents:\n  schemas:\n" + schemas + "    S60: {type: string}\n    Wrong: {type: 1}\n"
    )
    assert "components/schemas/Wrong/type" in found("asyncapi-schema", document)
