"""A call as a command: what a shell makes of it is the call, whatever the document has written into it."""

import shlex

import pytest

from services import contracts as engine
from services.reads.calls import call_of

SHOP = """\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
servers: [{url: "https://{region}.shop.example/v1/", variables: {region: {default: eu}}}]
security: [{ours: []}]
paths:
  /orders/{orderId}/lines/{line}:
    put:
      operationId: change
      parameters:
        - {name: orderId, in: path, required: true, schema: {type: string}}
        - {name: line, in: path, required: true, schema: {type: integer}, example: 7}
        - {name: dry run, in: query, required: true, schema: {type: boolean}, example: true}
        - {name: page, in: query, schema: {type: integer}}
        - {name: X-Shop, in: header, required: true, schema: {type: string}, example: "it's mine"}
        - {name: seen, in: cookie, required: true, schema: {type: string}, example: "1"}
      requestBody:
        content:
          text/plain: {schema: {type: string}}
          application/json: {schema: {type: object, required: [note],
            properties: {note: {type: string, example: "@/etc/passwd 'quoted'"}}}}
      responses:
        "200": {description: Fine., content: {text/csv: {}, application/problem+json: {}}}
  /orders:
    get: {operationId: list, responses: {"200": {description: Fine.}}}
    head: {operationId: look, responses: {"200": {description: Fine.}}}
  /forms:
    post:
      operationId: form
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [card], properties: {
        card: {type: object, properties: {number: {type: string, example: "4&2"}}}, other: {type: string}}}}}}
      responses: {"201": {description: Made.}}
  /files:
    post:
      operationId: file
      requestBody: {content: {multipart/form-data: {schema: {type: object, required: [file, note], properties: {
        file: {type: string, format: binary}, note: {type: string, example: "@secret"}}}}}}
      responses: {"201": {description: Made.}}
  /raw:
    post:
      operationId: raw
      requestBody: {content: {application/octet-stream: {schema: {type: string}, example: "@example.zip"}}}
      responses: {"201": {description: Made.}}
webhooks:
  sent: {post: {operationId: told, responses: {"200": {description: Fine.}}}}
components: {securitySchemes: {ours: %s}}
"""
BEARER = "{type: http, scheme: bearer}"


def commands(document, guard=BEARER):
    interface = engine.lint((document % guard if "%s" in document else document).encode()).interface
    assert interface is not None
    return {one.name: call_of(interface, one) for one in interface.operations}


def words(call):
    return shlex.split(call.text.replace(" \\\n  ", " "))


def test_address_parameters_proof_and_content_are_where_they_belong():
    said = words(commands(SHOP)["change"])
    assert said[:4] == ["curl", "-X", "PUT", "https://eu.shop.example/v1/orders/ORDER_ID/lines/7?dry%20run=true"]
    assert said[4:] == [
        "-H", "Accept: application/problem+json",
        "-H", "Authorization: Bearer $TOKEN",
        "-H", "X-Shop: it's mine",
        "--cookie", "seen=1",
        "-H", "Content-Type: application/json",
        "--data-raw", '{\n  "note": "@/etc/passwd \'quoted\'"\n}',
    ]  # fmt: skip


def test_what_only_asks_needs_no_method_and_what_comes_to_you_has_no_call():
    made = commands(SHOP)
    assert words(made["list"])[:2] == ["curl", "https://eu.shop.example/v1/orders"]
    assert words(made["look"])[:2] == ["curl", "--head"]
    assert made["told"] is None


def test_forms_and_files_have_their_own_options():
    made = commands(SHOP)
    assert words(made["form"])[-2:] == ["--data-urlencode", "card[number]=4&2"]
    said = words(made["file"])
    assert said[said.index("--form") + 1] == "file=@FILE"
    assert said[said.index("--form-string") + 1] == "note=@secret"
    assert words(made["raw"])[-2:] == ["--data-binary", "@FILE"]


@pytest.mark.parametrize(
    ("guard", "said"),
    [
        ("{type: http, scheme: basic}", '-u "$LOGIN:$PASSWORD"'),
        ("{type: apiKey, in: header, name: X-Key}", '-H "X-Key: $KEY"'),
        ("{type: apiKey, in: cookie, name: key}", '--cookie "key=$KEY"'),
        ("{type: apiKey, in: query, name: key}", "'https://eu.shop.example/v1/orders?key='\"$KEY\""),
        ("{type: openIdConnect, openIdConnectUrl: 'https://id.example/'}", '-H "Authorization: Bearer $TOKEN"'),
        ("{type: mutualTLS}", "--cert client.pem --key client.key"),
    ],
)
def test_every_kind_of_proof_is_shown_as_curl_takes_it(guard, said):
    assert said in commands(SHOP, guard)["list"].text


HOSTILE = ["$(touch /tmp/x)", "`touch /tmp/x`", "'; touch /tmp/x; '", "\\' \" && touch x", "a\nb", "\x1b]0;x\x07"]


@pytest.mark.parametrize("evil", HOSTILE)
def test_nothing_in_a_document_reaches_the_shell(evil):
    """Only what we wrote ourselves may be read by the shell: the rest is inside single quotes, to the last sign."""
    import json

    told = json.dumps(evil)
    document = f"""
openapi: 3.1.0
info: {{title: x, version: 1.0.0}}
servers: [{{url: {json.dumps("https://a.example/" + evil)}}}]
security: [{{ours: []}}]
paths:
  {json.dumps("/a" + evil)}:
    post:
      operationId: bad
      parameters:
        - {{name: {told}, in: query, required: true, schema: {{type: string}}, example: {told}}}
        - {{name: {told}, in: header, required: true, schema: {{type: string}}, example: {told}}}
      requestBody: {{content: {{application/json: {{example: {{a: {told}}}}}}}}}
      responses: {{"200": {{description: x, content: {{{json.dumps(evil + "/json")}: {{}}}}}}}}
components: {{securitySchemes: {{ours: {{type: apiKey, in: header, name: {told}}}}}}}
"""
    call = commands(document)["bad"]
    assert "\x1b" not in call.text
    rest = call.text.replace(" \\\n  ", " ").replace("'\\''", "")
    outside = "".join(rest.split("'")[::2])
    assert set(outside) <= set('curl-XPOSTH datwKEY$"')
    assert outside.count("$") == outside.count("$KEY") == 1
    assert words(call)[0] == "curl"


def test_a_procedure_has_a_grpcurl_and_a_topic_has_none():
    proto = b"""syntax = "proto3";
package shop.v1;
service Orders { rpc Place(Order) returns (Order); }
message Order { string id = 1; }
"""
    interface = engine.lint(proto).interface
    call = call_of(interface, interface.operations[0])
    assert call.tool == "grpcurl"
    assert words(call)[:2] == ["grpcurl", "-d"]
    assert words(call)[-2:] == ["HOST:443", "shop.v1.Orders/Place"]
    assert set(commands(SHOP)) > {"list"}
