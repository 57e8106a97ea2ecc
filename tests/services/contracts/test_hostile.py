"""Documents are hostile until proven otherwise: a clear sentence, a place, quickly, and never a traceback."""

import sys
import time

import orjson
import pytest

from services.contracts import Limits, Report, lint, write
from services.contracts.document import Source

from .documents import found, judged, openapi, operation, refused

HEAD = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths: {}\n"
DEEP = 100_000


def inside(value: str) -> str:
    return '{"openapi":"3.0.3","info":{"title":"T","version":"1.0.0"},"paths":{},"x-a":@}'.replace("@", value)


def bomb(levels: int) -> str:
    lines = ["x0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"x{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]" for i in range(1, levels)]
    return HEAD + "\n".join(lines)


REFUSED = {
    "aliases-ten-to-the-twelfth": (bomb(12), "too-many-aliases", 10),
    "merge-keys-upon-merge-keys": (
        "x0: &a0 {x: 1}\n" + "".join(f"x{i}: &a{i} {{<<: *a{i - 1}, k{i}: 1}}\n" for i in range(1, 4_000)),
        "too-many-aliases",
        1581,
    ),
    "many-small-aliases": (HEAD + "a: &a x\ny:\n" + "- *a\n" * 20_000, "too-many-aliases", 10_006),
    "json-lists": (inside("[" * DEEP + "]" * DEEP), "too-deep", 1),
    "json-lists-never-closed": (inside("[" * DEEP), "too-deep", 1),
    "json-objects": (inside('{"a":' * DEEP + "1" + "}" * DEEP), "too-deep", 1),
    "json-a-little-too-deep": (inside("[" * 250 + "]" * 250), "too-deep", 1),
    "yaml-flow": (HEAD + "x: " + "[" * DEEP + "]" * DEEP, "too-deep", 4),
    "yaml-flow-maps": (HEAD + "x: " + "{a: " * DEEP, "too-deep", 4),
    "yaml-flow-a-little-too-deep": (HEAD + "x: " + "[" * 250 + "]" * 250, "too-deep", 4),
    "yaml-block": (HEAD + "x:\n" + "".join(" " * i + "a:\n" for i in range(1, 3_000)), "too-deep", 1003),
    "yaml-block-a-little-too-deep": (HEAD + "x:\n" + "".join(" " * i + "a:\n" for i in range(1, 250)), "too-deep", 203),
    "yaml-lists": (HEAD + "x:\n  " + "- " * DEEP + "x", "too-deep", 5),
    "yaml-keys-that-are-keys": (HEAD + "? " * DEEP, "too-deep", 4),
    "nul": (HEAD + "x: a\0b\n", "not-text", 4),
    "nothing": ("", "empty", 0),
    "spaces": (" \n\n\t\n", "empty", 0),
    "comments": ("# a\n# b\n", "empty", 0),
    "two-documents": (HEAD + "---\na: 1\n", "several-documents", 4),
    "two-documents-begun-twice": ("---\n" + HEAD + "...\n---\n" + HEAD, "several-documents", 6),
    "an-anchor-in-itself": ("a: &a [*a]", "not-yaml", 1),
    "an-alias-without-anchor": (HEAD + "x: *nobody", "not-yaml", 4),
    "tabs": ("openapi: 3.0.3\n\tinfo: x\n", "not-yaml", 2),
    "half-a-document": (inside("1")[:-12], "not-json", 1),
    "more-after-the-end": (inside("1") + "more", "not-json", 1),
    "half-a-character": (inside('"\\ud800"'), "not-json", 1),
    "text": ("hello", "unknown-format", 1),
    "a-list": ("[1, 2]", "unknown-format", 1),
    "another-technology": ("program Orders;\nbegin\n", "unknown-format", 1),
    "swagger-1": ('swagger: "1.2"\ninfo: {}\n', "format-not-read", 1),
    "asyncapi-1": ("\nasyncapi: 1.2.0\n", "format-not-read", 2),
    "openapi-4": ("openapi: 4.0.0\n", "format-not-read", 1),
}


@pytest.mark.parametrize(("text", "code", "line"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_a_reason_and_a_place(text: str, code: str, line: int):
    assert refused(text)[:2] == (code, line)


def test_a_document_beyond_the_limit_is_not_even_looked_at():
    assert refused(b"\xff" * 100_000_000) == ("too-large", 0, 0)


def test_bytes_that_are_not_utf_8_are_shown_their_line():
    assert refused(HEAD.encode() + "x: café".encode("latin-1")) == ("not-text", 4, 7)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(encoding: str):
    assert judged(HEAD.encode(encoding)).interface is not None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_without_a_mark_the_zeros_beside_the_letters_tell(encoding: str):
    assert judged(HEAD.encode(encoding)).interface is not None
    assert refused(HEAD.encode(encoding)[:-1])[0] == "not-text"


@pytest.mark.parametrize(("data", "named"), [(b"PK\x03\x04", "ZIP"), (b"\x1f\x8b\x08", "gzip"), (b"%PDF-1", "a PDF")])
def test_what_is_packed_is_called_by_its_name(data: bytes, named: str):
    assert named in str(lint(data).reason)


def test_what_is_not_read_says_what_it_looks_like_and_what_is_read():
    for text, name in (
        ('swagger: "1.2"', "Swagger"),
        ("asyncapi: 1.2.0", "another version of AsyncAPI"),
        ("a: 1", "Looked for: OpenAPI 3"),
    ):
        reason = lint(text.encode()).reason
        assert reason is not None
        assert name in reason.message


def test_the_limits_are_the_callers():
    assert refused(HEAD, limits=Limits(bytes=10))[0] == "too-large"
    assert refused(HEAD, limits=Limits(nodes=3))[0] == "too-many-nodes"
    assert refused(HEAD, limits=Limits(depth=1))[0] == "too-deep"
    assert refused(HEAD + "a: &a x\nb: *a\n", limits=Limits(aliases=0))[0] == "too-many-aliases"
    assert judged(HEAD + "x-a: " + "[" * 500 + "]" * 500, limits=Limits(depth=600)).interface is not None


def test_time_runs_out_even_inside_a_rule():
    slow = openapi(paths={f"/{i}": {"get": {"responses": {"200": {"description": "x"}}}} for i in range(30_000)})
    began = time.perf_counter()
    assert refused(slow, limits=Limits(seconds=0.2))[0] == "check-timed-out"
    assert time.perf_counter() - began < 3


def test_keys_that_stand_twice_are_found_at_every_depth_in_yaml():
    text = HEAD + "x-a: 1\nx-b:\n  c: {d: 1, d: 2}\nx-a: 2\n"
    assert [(line, column) for _, line, column, _ in found(text, "duplicate-key")] == [(6, 13), (7, 1)]


def test_keys_that_stand_twice_are_found_at_every_depth_in_json():
    text = inside('{"b": ":",\n "c": {"d": 1, "d": 2}, "\\u0062": 3}')
    assert [(line, column) for _, line, column, _ in found(text, "duplicate-key")] == [(2, 16), (2, 25)]


def test_the_number_200_and_the_text_200_are_one_key():
    text = HEAD.replace(
        "paths: {}", 'paths: {/a: {get: {responses: {200: {description: x}, "200": {description: y}}}}}'
    )
    assert [line for _, line, _, _ in found(text, "duplicate-key")] == [3]


def test_a_merge_key_may_stand_twice_and_a_clean_document_has_no_doubles():
    assert found(HEAD + "x-a: &a {k: 1}\nx-b:\n  <<: *a\n  k: 2\n", "duplicate-key") == []
    assert found(inside('{"a": ":", "b": [{"a": 1}, {"a": 2}]}'), "duplicate-key") == []


def test_anchors_are_weighed_wherever_they_may_stand_and_ordinary_text_is_not(monkeypatch: pytest.MonkeyPatch):
    weighed: list[str] = []
    monkeypatch.setattr(
        sys.modules["services.contracts.parsing"], "weigh_aliases", lambda text, **_: weighed.append(text)
    )
    anchored = [
        "a: &x 1\nb: *x",
        "- &x 1\n- *x",
        "{a: &x 1, b: *x}",
        "[&x 1,*x]",
        "&x a: *x",
        "a: !t &x 1\nb: *x",
        "? &x a\n: *x",
    ]
    for text in anchored:
        refused(text)
    assert weighed == anchored
    for text in ("a: Pro, & Team\nb: '* x **y** *z*'", "a: 'x{&y}'\nb: x *y*", "a: R&D\nb: 2*3"):
        refused(text)
    assert weighed == anchored


def test_tags_do_nothing():
    text = (
        HEAD
        + "x-a: !!python/object/apply:os.system [x]\nx-b: !include /etc/passwd\nx-c: !env_var HOME\nx-d: !secret y\n"
    )
    root = Source(text.encode(), Limits()).tree.root
    assert (root["x-a"], root["x-b"], root["x-c"], root["x-d"]) == (["x"], "/etc/passwd", "HOME", "y")


def test_yaml_means_what_yaml_1_2_means():
    text = "a: yes\nb: 2020-01-01\nc: 017\nd: 12:30:45\ne: 0o17\nf: null\ng: ~\nh: 1_000\ni: on"
    assert Source(text.encode(), Limits()).tree.root == {
        "a": "yes",
        "b": "2020-01-01",
        "c": "017",
        "d": "12:30:45",
        "e": 15,
        "f": None,
        "g": None,
        "h": "1_000",
        "i": "on",
    }


def test_numbers_of_any_size_do_no_harm():
    for number in ("1e400", "9" * 5_000, "-1e-400", "NaN", "Infinity", "0x" + "f" * 5_000):
        lint(inside(number).encode())
        judged(HEAD + f"x-a: {number}\n")
        judged(
            operation(parameters=[{"name": "n", "in": "query", "schema": {"maximum": "@"}}]).replace(
                b'"@"', number.encode()
            )
        )


def test_markup_script_and_control_characters_stay_text():
    nasty = "<script>alert(1)</script>\"'&\x1b[31m\u202e\x07\u0000\n"
    data = openapi(
        info={"title": nasty, "version": nasty, "description": nasty},
        paths={
            "/" + nasty: {"get": {"operationId": nasty, "tags": [nasty], "responses": {"200": {"description": nasty}}}}
        },
        components={"schemas": {nasty: {"type": "object", "properties": {nasty: {"enum": [nasty]}}}}},
    )
    checked = judged(data)
    assert checked.interface is not None
    assert checked.interface.operations[0].name == nasty
    for one in checked.findings:
        assert "\n" not in one.message
    orjson.loads(orjson.dumps([one.message for one in checked.findings]))


def test_huge_keys_and_texts_take_ordinary_time():
    big = "a-b " * 250_000
    data = openapi(
        info={"title": big, "version": "1." * 500_000, "description": "ask the " * 125_000 + "http://" * 100_000},
        servers=[{"url": "https://" + "a." * 400_000}, {"url": "https://" + "a:" * 400_000 + "@"}],
        paths={
            "/" + "v" * 1_000_000: {"post": {"operationId": big, "summary": "see " + "A1-" * 300_000, "responses": {}}}
        },
        components={
            "schemas": {
                "x": {"type": "object", "properties": {big: {"deprecated": True, "description": "jan " * 250_000}}}
            }
        },
    )
    began = time.perf_counter()
    checked = judged(data)
    assert time.perf_counter() - began < 10
    assert max(len(one.message) for one in checked.findings) <= 500


def test_findings_beyond_the_limit_are_counted_and_the_heaviest_keep_their_place(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules["services.contracts.lint"], "PLACES", 1_000)
    schemas = {f"T{i}": {"type": "object", "properties": {"a": {}, "iban": {}}} for i in range(900)}
    checked = judged(openapi(components={"schemas": schemas}))
    assert checked.total == sum(run.found for run in checked.runs) > 3_600
    assert len(checked.findings) == 1_000
    assert sum(one.rule == "sensitive-data-marked" for one in checked.findings) == 900
    assert Report(write(checked)).data["truncated"]


def test_a_document_of_nothing_but_doubled_keys_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules["services.contracts.scan"], "PLACES", 1_000)
    assert len(found(inside("{" + '"a":1,' * 50_000 + '"a":1}'), "duplicate-key")) == 1_000
