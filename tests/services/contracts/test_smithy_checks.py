"""What is wrong with Smithy is told where it stands; hostile models, and real ones."""

from typing import Any

import orjson
import pytest

from services.contracts import Limits, lint
from services.contracts.bundle import pack

from .documents import refused
from .test_corpus import CORPUS, stand_aside
from .test_smithy import flaws


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("structure A { b: C }", 2, 18, "There is no shape 'C' in x."),
        ("@nothing\nstring A", 2, 2, "There is no trait 'nothing' in x."),
        ("@smithy.api#nothing\nstring A", 2, 2, "There is no trait 'nothing' in smithy.api."),
        ("structure A with [B] {}", 2, 19, "There is no shape 'B' in x."),
        ("apply A @required", 2, 7, "There is no shape 'A' in x."),
        ("structure A {}\napply A$b @required", 3, 7, "A has no member 'b'."),
        ("structure A { $b }", 2, 16, "'b' is left to a mixin or a resource, and none of them has it."),
        ("operation A { errors: [B] }", 2, 24, "There is no shape 'B' in x."),
    ],
)
def test_a_name_that_stands_for_nothing_is_told(text: str, line: int, column: int, message: str):
    assert flaws("namespace x\n" + text, "reference-missing") == [(line, column, message)]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("structure A { b: String\n b: String }", 3, 2, "There is a member 'b' already in A."),
        ("string A\nstring A", 3, 8, "There is a shape 'A' already in x."),
        ("list A { b: String }", 2, 10, "A list has the member 'member' only, not 'b'."),
        ("map A { key: String }", 2, 5, "The map A has no member 'value'."),
        ("intEnum A { B }", 2, 13, "The value 'B' of an intEnum has no number."),
        ("enum A { B = 1 }", 2, 14, "The value of 'B' has to be a text."),
        ('enum A { B = "c", D = "c" }', 2, 23, "The value 'c' of 'D' is that of 'B' already."),
        ('structure A { b: Integer = "c" }', 2, 28, "The default of b is 'c', which is no value of Integer."),
        ("structure A { b: Byte = 1024 }", 2, 25, "The default of b is '1024', which is no value of Byte."),
        ("@length(min: 5, max: 1)\nstring A", 2, 2, "The trait @length has a `min` that is not above its `max`."),
        ("@range\ninteger A", 2, 2, "The trait @range has `min`, `max`, or both."),
        ('@error("nobody")\nstructure A {}', 2, 2, 'The trait @error is "client" or "server".'),
        (
            '@http(method: "GET")\noperation A {}',
            2,
            2,
            "The trait @http has a text as `method` and another as `uri`.",
        ),
        (
            '@http(method: "GET", uri: "/{b}")\noperation A { input: C }\nstructure C {}',
            2,
            2,
            "The label 'b' of the address is no member with @httpLabel of the input.",
        ),
        (
            '@http(method: "GET", uri: "/")\noperation A { input := { @httpLabel @required b: String } }',
            3,
            47,
            "'b' has @httpLabel, and the address of A has no such label.",
        ),
        (
            "operation A { errors: [B] }\nstructure B {}",
            2,
            24,
            "'B' is given as an error and has no trait @error.",
        ),
        (
            'service A { version: "1", operations: [B] }\nstructure B {}',
            2,
            40,
            "'B' is of the type structure; under 'operations' stand operations.",
        ),
    ],
)
def test_what_breaks_the_rules_of_smithy_is_told_at_its_place(text: str, line: int, column: int, message: str):
    told = flaws("namespace x\n" + text)
    assert (line, column, message) in told
    assert len(told) <= 2


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("structure A {", 2, 14),
        ("structure A { b String }", 2, 17),
        ("structure 5 {}", 2, 11),
        ("thing A {}", 2, 1),
        ("@a(b: ) string C", 2, 7),
        ('@a("no end) string C', 2, 4),
        ('@a("""no break""") string C', 2, 4),
        ('@a("\\q") string C', 2, 4),
        ("@a({b: 1, b: 2}) string C", 2, 11),
        ('service A { version: "1", version: "2" }', 2, 27),
        ("use a.b", 2, 5),
        ("apply A", 2, 8),
        ("} ", 2, 1),
    ],
)
def test_what_is_no_smithy_is_refused_at_its_place(text: str, line: int, column: int):
    assert refused("namespace x\n" + text) == ("not-smithy", line, column)


def test_a_version_that_is_not_known_is_refused():
    assert refused('$version: "3"\nnamespace a') == ("not-smithy", 1, 11)
    assert refused('{"smithy": "2.0",\n "shapes": {"a#B": {"type": "thing"}}}') == ("not-smithy", 2, 13)
    assert refused('{"smithy": "2.0",\n "shapes": {]}')[:2] == ("not-json", 2)


def test_nesting_and_length_are_held_to_their_limits():
    for text in ("@a(" + "[" * 100_000, "@a(" + "{b:" * 9_000, "metadata a = " + "[" * 9_000):
        head = "" if text.startswith("metadata") else "namespace x\n"
        assert refused(head + text)[0] in ("too-deep", "unknown-format")
    assert refused("namespace x\n" + "string A " * 1000, limits=Limits(nodes=1000))[0] == "too-many-nodes"


@pytest.mark.parametrize(
    "piece", ["//", '"\\', '"""', "@a", "@a(", "string A\n", "a.", "$", ",", "apply A @b ", "///a\n"]
)
def test_whatever_is_repeated_takes_its_time_and_no_more(piece: str):
    lint(("namespace x\n" + piece * 20_000).encode(), limits=Limits(seconds=20))


@pytest.mark.parametrize(
    "shapes",
    [
        [],
        {"a#B": None},
        {"a#B": {"type": "structure", "members": []}},
        {"a#B": {"type": "structure", "members": {"c": 1}, "traits": [1]}},
        {"a#B": {"type": "list", "member": {"target": 5}}},
        {"a#B": {"type": "enum", "members": {"c": {"target": "x", "traits": {"smithy.api#enumValue": {"d": []}}}}}},
        {"a#B": {"type": "service", "operations": {"a": 1}, "version": 5, "traits": {"smithy.api#auth": "x"}}},
        {"a#B": {"type": "operation", "input": [], "traits": {"smithy.api#http": "x", "smithy.api#examples": [1]}}},
        {"a#B": {"type": "string", "traits": {"smithy.api#length": {"min": "x"}, "smithy.api#enum": [1, {}]}}},
    ],
)
def test_json_of_any_shape_is_a_report_or_a_reason(shapes: Any):
    checked = lint(orjson.dumps({"smithy": "2.0", "shapes": shapes}))
    assert checked.reason is None or checked.reason.code == "not-smithy"
    assert "rule-crashed" not in {one.rule for one in checked.findings}


LOADER = "smithy-model_src_test_resources_software_amazon_smithy_model_errorfiles_loader_"
ILL_FORMED = {f"{LOADER}dupe-service-binding.smithy": 7, f"{LOADER}dupe-trait-object-keys.smithy": 8}


def test_every_real_file_is_read_or_refused_at_its_line():
    folder = CORPUS.parent / "smithy"
    if not folder.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    files = sorted(folder.glob("*.smithy"))
    operations = fields = 0
    for path in files:
        checked = lint(path.read_bytes())
        if path.name in ILL_FORMED:
            assert checked.reason is not None
            assert (checked.reason.code, checked.reason.line) == ("not-smithy", ILL_FORMED[path.name])
            continue
        assert checked.reason is None, path.name
        said = checked.interface
        assert said is not None
        assert checked.format is not None
        assert checked.format.NAME == "smithy", path.name
        assert said.operations or said.types or said.groups, path.name
        told = {one.rule for one in checked.findings}
        assert "rule-crashed" not in told, path.name
        assert "errorfiles" in path.name or "format-invalid" not in told, path.name
        named = [*said.operations, *said.types.values()]
        assert all(checked.spans[one.place.path].line > 2 for one in named), path.name
        operations += len(said.operations)
        fields += sum(len(one.fields) for one in said.types.values())
    assert (len(files), operations, fields) == (88, 136, 576)


def test_the_real_files_are_one_contract_together():
    folder = CORPUS.parent / "smithy"
    if not folder.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    checked = lint(pack({path.name: path.read_bytes() for path in folder.glob("smithy-aws-*.smithy")}))
    assert checked.interface is not None
    assert len(checked.interface.groups) == 10
    assert "format-invalid" not in {one.rule for one in checked.findings}
