"""What the rules of the group "understanding" decide where it is easy to be unfair."""

from typing import Any

import pytest

from ..documents import judged, openapi, operation


def told(data: bytes | str, rule: str) -> list[str]:
    return [one.message for one in judged(data).findings if one.rule == rule]


def unjudged(data: bytes | str, rule: str) -> str:
    return next(run.unjudged for run in judged(data).runs if run.rule.id == rule)


def types(**schemas: Any) -> bytes:
    return openapi(components={"schemas": schemas})


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


TEXT = {"type": "string"}
WHOLE = {"type": "integer"}

# -- examples-fit -------------------------------------------------------------


def body(schema: dict[str, Any], example: Any, media: str = "application/json") -> bytes:
    content = {media: {"schema": schema, "example": example}}
    return operation("post", requestBody={"content": content})


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (body(record(a=WHOLE), {"a": "x"}), True),
        (body(record(a=WHOLE), '{"a": 1}'), False),
        (body(record(a=WHOLE), '{"a": "x"}'), True),
        (body(record(a=WHOLE), "<a>1</a>"), True),
        (body(record(a=WHOLE), "<a>1</a>", "application/xml"), False),
        (body(record(a=WHOLE), None), False),
        (operation(parameters=[{"name": "a", "in": "query", "schema": WHOLE, "example": "x"}]), True),
        (
            operation(parameters=[{"name": "a", "in": "query", "schema": {"type": "array"}, "example": "a,b"}]),
            False,
        ),
        (types(A={**WHOLE, "default": "x"}), True),
        (types(A={**WHOLE, "default": None}), False),
    ],
)
def test_examples_and_defaults_wherever_they_stand(data: bytes, is_told: bool):
    assert len(told(data, "examples-fit")) == is_told


def test_an_example_that_many_operations_show_is_told_once():
    content = {"application/json": {"schema": WHOLE, "examples": {"it": {"$ref": "#/components/examples/it"}}}}
    answer = {"200": {"description": "x", "content": content}}
    data = openapi(
        paths={f"/{n}": {"get": {"operationId": f"o{n}", "responses": answer}} for n in range(3)},
        components={"examples": {"it": {"value": "x"}}},
    )
    assert told(data, "examples-fit") == ["This example does not fit: 'x' is not a whole number."]


# -- type-described -----------------------------------------------------------


def test_a_title_that_repeats_the_name_tells_nothing_of_a_type():
    one = record(a=TEXT)
    assert told(types(OrderLine={**one, "title": "Order line"}), "type-described") == [
        "Nothing says what OrderLine is."
    ]
    assert told(types(OrderLine={**one, "title": "What is bought"}), "type-described") == []


def test_what_is_all_of_one_message_is_told_by_its_operation():
    messages = "message GetRequest { string id = 1; }\nmessage Order { string id = 1; }\n"
    head = f'syntax = "proto3";\npackage shop.v1;\n{messages}'
    service = "service Orders {\n  // Finds an order.\n  rpc Get(GetRequest) returns (Order);\n%s}\n"
    assert told(head + service % "", "type-described") == []
    more = "  // Finds it again.\n  rpc Again(GetRequest) returns (Order);\n"
    assert told(head + service % more, "type-described") == [
        "2 of 2 types do not say what they are: GetRequest, Order."
    ]


def test_scalars_and_enumerations_are_not_asked_what_they_are():
    data = types(Id={"type": "string"}, State={"type": "string", "enum": ["a", "b"]})
    assert unjudged(data, "type-described") == "No type has a name here."


# -- values-described ---------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        ({"enum": ["open", "paid"], "description": "How far it is."}, False),
        ({"enum": ["open", "paid"]}, True),
        ({"enum": ["one"]}, False),
        ({"enum": [0, 1, 2], "description": "How far it is."}, True),
        ({"enum": [0, 1, 2], "description": "0: open, 1: paid, 2: sent."}, False),
        ({"enum": [10, 25, 50], "description": "How many at once."}, False),
        ({"enum": ["A", "P", "S"], "description": "How far it is."}, True),
        ({"enum": ["A", "P", "S"], "description": "A is open, P is paid, S is sent."}, False),
        ({"enum": ["DE", "FR"], "description": "The country, as in ISO 3166."}, False),
        ({"enum": ["S", "M", "L", "XL"], "description": "Of the shirt."}, False),
        ({"enum": ["Y", "N"]}, False),
    ],
)
def test_values_that_need_words(schema: dict[str, Any], is_told: bool):
    assert bool(told(types(State=schema), "values-described")) is is_told


def test_codes_that_everybody_looks_up_need_no_words():
    codes = {"type": "string", "enum": ["DE", "FR"], "description": "Where it goes."}
    assert told(types(Order=record(country=codes)), "values-described") == []
    assert told(types(Order=record(state=codes)), "values-described") != []


def test_a_value_that_stands_for_nothing_needs_no_words():
    graphql = 'type Query { s: S }\nenum S {\n  "The money is there."\n  PAID\n  UNKNOWN\n}\n'
    assert told(graphql, "values-described") == []


# -- group-described ----------------------------------------------------------


def test_groups_of_graphql_are_of_the_language():
    graphql = "type Query { a: Int }\ntype Mutation { b: Int }\n"
    assert unjudged(graphql, "group-described") == "There are no groups to choose from."


# -- no-left-over-text --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("TODO", True),
        ("Cancels it. FIXME: when?", True),
        ("string", True),
        ("No description.", True),
        ("...", True),
        ("Lorem ipsum dolor", True),
        ("Your description goes here", True),
        ("<description>", True),
        ("{{ description }}", True),
        ("Shows a todo list.", False),
        ("None.", False),
        ("Yes.", False),
        ("A string.", False),
        ("The description is shown here and there.", False),
        ("Uses {{variables}} of the template.", False),
        ("Sizes from S to XXX", False),
    ],
)
def test_what_a_template_leaves(text: str, is_told: bool):
    data = types(A={**record(), "description": text})
    assert bool(told(data, "no-left-over-text")) is is_told


def test_a_field_may_be_called_description_and_an_interface_not_fastapi():
    assert told(types(A=record(description={**TEXT, "description": "Description"})), "no-left-over-text") == []
    assert told(openapi(info={"title": "FastAPI", "version": "1.0.0"}), "no-left-over-text") != []


# -- text-adds-something ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "is_told"),
    [
        ("shippingState", "The shipping state.", True),
        ("shipping_state", "Shipping State", True),
        ("order_states", "states of the orders", True),
        ("runner_group_id", "The ID of the runner group.", False),
        ("name", "The name.", True),
        ("shippingState", "The shipping state of the order's last parcel.", False),
        ("id", "Unique in a shop.", False),
        ("total", "", False),
        ("total", "of the", False),
    ],
)
def test_texts_that_only_repeat_the_name(name: str, text: str, is_told: bool):
    data = types(A=record(**{name: {**TEXT, "description": text}}))
    assert bool(told(data, "text-adds-something")) is is_told


def test_a_format_says_more_than_the_name():
    said = {"type": "string", "description": "Created at"}
    assert told(types(A=record(created_at=said)), "text-adds-something") != []
    assert told(types(A=record(created_at={**said, "format": "date-time"})), "text-adds-something") == []


def test_the_empty_texts_of_one_type_are_one_finding():
    data = types(A=record(a={**TEXT, "description": "The a."}, b={**TEXT, "description": "B"}))
    found = told(data, "text-adds-something")
    assert found == ["What is said about b only repeats its name."], '"a" is an article'
    data = types(A=record(one={**TEXT, "description": "The one."}, two={**TEXT, "description": "Two"}))
    assert told(data, "text-adds-something") == ["What is said about one, two only repeats their names."]


# -- one-naming-style ---------------------------------------------------------


def names(*fields: str) -> bytes:
    return types(A=record(**dict.fromkeys(fields, TEXT)))


def test_deviants_are_named_beside_what_is_usual():
    assert told(names("a_b", "c_d", "e_f", "gH", "iJ"), "one-naming-style") == [
        "Most fields are in snake_case (3); these are not: gH, iJ."
    ]
    assert told(names("aB", "cD", "a-b", "c-d", "e_f"), "one-naming-style")[0].startswith(
        "More fields than in any other style are in camelCase (2)"
    )


@pytest.mark.parametrize("odd", ["id", "URL", "$ref", "_links", "+1", "x-internal", "access_token", "name__in", "a.bC"])
def test_names_without_a_style_and_borrowed_ones_are_left_alone(odd: str):
    assert told(names("aB", "cD", "eF", "gH", odd), "one-naming-style") == []


def test_a_long_name_has_a_style_at_once():
    assert told(names("aB", "cD", "eF", "gH", "a" + "A" * 50_000 + "_b"), "one-naming-style") != []


def test_a_few_names_have_nothing_usual():
    assert unjudged(names("aB", "c_d"), "one-naming-style") == "There are too few names of several words."


def test_paths_and_parameters_have_a_style_of_their_own():
    def path(segment: str) -> dict[str, Any]:
        parameters = [
            {"name": f"{segment.replace('-', '_')}_id", "in": "path", "required": True, "schema": TEXT},
            {"name": "X-Request-Id", "in": "header", "schema": TEXT},
        ]
        return {"get": {"operationId": segment, "parameters": parameters, "responses": {"204": {"description": "x"}}}}

    segments = ("order-lines", "sent-orders", "paid-orders", "late-orders")
    paths = {f"/{one}/{{{one.replace('-', '_')}_id}}": path(one) for one in segments}
    assert told(openapi(paths=paths), "one-naming-style") == []
    paths["/oldOrders"] = {"get": {"operationId": "old", "responses": {"204": {"description": "x"}}}}
    assert told(openapi(paths=paths), "one-naming-style") == [
        "Most parts of paths are in kebab-case (4); this one is not: oldOrders."
    ]


# -- unit-told ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "is_told"),
    [
        ({"timeout": WHOLE}, True),
        ({"timeout_seconds": WHOLE}, False),
        ({"timeoutMs": WHOLE}, False),
        ({"timeout": {**WHOLE, "description": "In seconds."}}, False),
        ({"timeout": {**WHOLE, "description": "How long to wait."}}, True),
        ({"timeout": TEXT}, False),
        ({"timeout": {**WHOLE, "format": "unix-time"}}, False),
        ({"timeout": {"$ref": "#/components/schemas/Seconds"}}, False),
        ({"timeout": {"$ref": "#/components/schemas/Length"}}, True),
        ({"interval_count": WHOLE}, False),
        ({"amount": WHOLE}, True),
        ({"amount": WHOLE, "currency": TEXT}, False),
        ({"amount": {**WHOLE, "x-unit": "EUR"}}, False),
        ({"max_age": WHOLE}, True),
        ({"weight": {**WHOLE, "minimum": 0, "maximum": 100}}, False),
        ({"page": WHOLE, "total": WHOLE, "size": WHOLE}, False),
    ],
)
def test_quantities_that_need_a_unit(field: dict[str, Any], is_told: bool):
    data = types(A=record(**field), Seconds=WHOLE, Length=WHOLE)
    assert bool(told(data, "unit-told")) is is_told


def test_an_example_of_a_proto_field_is_json_in_a_text():
    def field(kind: str, example: str) -> str:
        option = "(grpc.gateway.protoc_gen_openapiv2.options.openapiv2_field)"
        said = f"[{option} = {{example: '{example}'}}]"
        return f'syntax = "proto3";\npackage shop.v1;\nmessage Order {{ {kind} it = 1 {said}; }}\n'

    fitting = [("int32", "5"), ("string", "5"), ("string", '"five"'), ("bool", "true"), ("repeated int32", "[1, 2]")]
    for kind, example in fitting:
        assert told(field(kind, example), "examples-fit") == [], (kind, example)
    assert told(field("int32", '"5"'), "examples-fit") == ["This example does not fit: '5' is not a whole number."]


# -- field-described and examples-given ---------------------------------------


def test_the_parameters_of_one_request_are_one_finding_and_shared_ones_are_told_once():
    shared = {"$ref": "#/components/parameters/page"}
    own = [{"name": name, "in": "query", "schema": TEXT} for name in ("a", "b")]
    one = {"parameters": [shared, *own], "responses": {"204": {"description": "x"}}}
    data = openapi(
        paths={"/1": {"get": {**one, "operationId": "o1"}}, "/2": {"get": {**one, "operationId": "o2"}}},
        components={"parameters": {"page": {"name": "page", "in": "query", "schema": TEXT}}},
    )
    assert sorted(told(data, "field-described")) == [
        "Nothing says what 'page' means.",
        "Nothing says what a, b mean.",
        "Nothing says what a, b mean.",
    ]


def test_an_example_in_words_is_an_example():
    proto = 'syntax = "proto3";\npackage shop.v1;\nservice S { rpc Get(Order) returns (Order); }\nmessage Order {%s}\n'
    assert told(proto % "\n  // Its number, e.g. A-1.\n  string id = 1;\n", "examples-given") == []
    assert told(proto % " string id = 1; ", "examples-given") == [
        "No example shows what Get takes.",
        "No example shows what Get gives.",
    ]


def test_examples_that_nobody_shows_are_one_finding():
    content = {"application/json": {"schema": record(a=WHOLE)}}
    paths = {
        f"/{n}": {"get": {"operationId": f"o{n}", "responses": {"200": {"description": "x", "content": content}}}}
        for n in range(3)
    }
    assert told(openapi(paths=paths), "examples-given") == [
        "3 of 3 operations show no example of what they take or give: o0, o1, o2."
    ]


def test_a_document_without_data_is_not_judged_by_its_data():
    for rule in ("field-described", "examples-fit"):
        assert unjudged(openapi(), rule) == "No data passes here."
