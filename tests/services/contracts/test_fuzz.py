"""Whatever the bytes: an outcome, never a traceback."""

import copy
from typing import Any

import orjson
import yamlrocks
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.contracts import Facts, Limits, Report, lint, write
from services.contracts.document import Source
from services.contracts.show import as_data

from .documents import ORDERS
from .test_openapi3 import GARBAGE

TREE: Any = yamlrocks.loads(ORDERS)
SMALL = settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def whatever_happens(data: bytes) -> None:
    checked = lint(data, limits=Limits(bytes=100_000, nodes=20_000, seconds=20), facts=Facts(contact="x"))
    read = Report(write(checked))
    assert read.checked is (checked.reason is None)
    assert not [one for one in read.findings() if one.rule == "rule-crashed"]
    assert all(
        one.line >= 1 and one.column >= 1 and (one.end_line, one.end_column) >= (one.line, one.column)
        for one in read.findings()
    )
    if checked.interface is not None:
        orjson.dumps(as_data(checked.interface), default=str, option=orjson.OPT_NON_STR_KEYS)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for step, one in below for deeper in places(one, (*path, step)))]


PLACES = places(TREE)[1:]
REFERENCES = [
    "#",
    "#/",
    "#/paths",
    "#/components/schemas/Order",
    "#/components/schemas/Order/properties",
    "a.yaml",
    "#/info/title",
]
VALUES = st.one_of(
    st.sampled_from(GARBAGE),
    st.sampled_from([{"$ref": ref} for ref in REFERENCES]),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=20),
        lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=10), below, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(PLACES).map(lambda path: at(TREE, path)),
)


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@SMALL
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=4), as_json=st.booleans())
def test_a_valid_document_with_parts_put_in_other_places(changes: list[tuple[tuple[Any, ...], Any]], as_json: bool):
    tree = copy.deepcopy(TREE)
    for path, value in changes:
        try:
            at(tree, path[:-1])[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    data = orjson.dumps(tree, option=orjson.OPT_NON_STR_KEYS) if as_json else yamlrocks.dumps(tree)
    whatever_happens(data)


@SMALL
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, len(ORDERS)), st.integers(0, 40), st.binary(max_size=8)), min_size=1, max_size=4
    )
)
def test_a_valid_document_with_bytes_replaced(cuts: list[tuple[int, int, bytes]]):
    data = ORDERS.encode()
    for start, length, put in cuts:
        data = data[:start] + put + data[start + length :]
    whatever_happens(data)


SYNTAX = st.sampled_from(
    [
        "openapi: 3.1.0\n",
        "paths:\n",
        "  ",
        "- ",
        "? ",
        ": ",
        "&a ",
        "*a",
        "!t ",
        "!!str ",
        "|\n",
        ">-\n",
        "{",
        "}",
        "[",
        "]",
        ",",
        '"',
        "'",
        "#",
        "---\n",
        "...\n",
        "<<: ",
        "\n",
        "\t",
        "%YAML 1.1\n",
        "\r",
        "\u2028",
        "\u0085",
        "\ufeff",
        "\x07",
        "a",
        "1e9",
        "~",
        "\\u0000",
    ]
)


@SMALL
@given(parts=st.lists(SYNTAX, max_size=25))
@example(parts=["openapi: 3.1.0\n", "&a ", "a", ": ", "*a"])
def test_pieces_of_yaml_in_any_order(parts: list[str]):
    whatever_happens("".join(parts).encode())
    whatever_happens(("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\nx-a: " + "".join(parts)).encode())


@SMALL
@given(data=st.binary(max_size=200))
def test_any_bytes(data: bytes):
    whatever_happens(data)
    whatever_happens(b"{" + data)
    whatever_happens(b"\xff\xfe" + data)


@SMALL
@given(text=st.text(max_size=60), path=st.lists(st.text(max_size=4) | st.integers(0, 3), max_size=4))
def test_any_place_of_any_text_has_a_span(text: str, path: list[Any]):
    from services.contracts import NotChecked

    try:
        tree = Source(text.encode("utf-8", "surrogatepass"), Limits()).tree
    except NotChecked:
        return
    span = tree.spans([tuple(path)])[tuple(path)]
    assert 1 <= span.line <= text.count("\n") + text.count("\r") + 1
