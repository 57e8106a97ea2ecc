"""How deep and how many the values of a document are is held to the limits, however it is found out."""

import orjson
import pytest

from services.contracts import document
from services.contracts.document import Source
from services.contracts.limits import Limits, NotChecked


def nested(depth: int) -> str:
    return "a:" + "".join(f"\n{' ' * level}b{level}:" for level in range(1, depth)) + " 1\n"


def outcome(text: str, limits: Limits) -> str:
    try:
        Source(text.encode(), limits).tree  # noqa: B018
    except NotChecked as reason:
        return reason.code
    return "read"


@pytest.mark.parametrize("depth", [1, 9, 200, 250])
def test_a_document_is_as_deep_as_allowed_and_no_deeper(depth):
    limits = Limits(depth=depth)
    assert outcome(nested(depth), limits) == "read"
    assert outcome(nested(depth + 1), limits) == "too-deep"
    assert outcome(nested(depth + 1).replace(" 1\n", " {}\n"), limits) == "too-deep"


def test_what_writes_values_refuses_where_we_believe_that_it_does():
    value: object = 1
    for _ in range(document._DEEPEST):
        value = [value]
    assert orjson.dumps(value)
    with pytest.raises(TypeError):
        orjson.dumps([value])


@pytest.mark.parametrize("text", ["a: [1, 2, {b: 3}]\n", '{"a": [1, 2, {"b": 3}]}', "1: [x, y, {2: z}]\n"])
def test_values_are_counted(text):
    assert outcome(text, Limits(nodes=6)) == "read"
    assert outcome(text, Limits(nodes=5)) == "too-many-nodes"


def test_a_number_too_long_to_be_written_does_no_harm():
    source = Source(b"a: 123456789012345678901234567890\n1: x\n", Limits())
    assert source.tree.root == {"a": 123456789012345678901234567890, "1": "x"}
    assert not source.tree.written
