"""What is wrong in a .proto file is told at its place: by protoc, by our own checks, or by a refusal of the reader."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from services.contracts import Limits, check, lint
from services.contracts.document import Source
from services.contracts.formats import proto
from services.contracts.formats.proto import compiler
from services.contracts.formats.proto.names import Names

from .documents import found, judged, refused
from .test_proto import SHOP

MISTAKES = [  # what is written in a message, line, column
    ("string a = 1;\n  string b = 1;", 4, 10),
    ("string a = 1;\n  string a = 2;", 4, 10),
    ("string a = 0;", 3, 10),
    ("string a = 19500;", 3, 10),
    ("string a = 536870912;", 3, 10),
    ("reserved 5;\n  string a = 5;", 4, 10),
    ('reserved "a";\n  string a = 5;', 4, 10),
    ("required string a = 5;", 3, 19),
    ("enum E { A = 1; }", 3, 12),
    ("enum E { A = 0; B = 0; }", 3, 19),
    ("enum E { }", 3, 8),
    ("message M { } message M { }", 3, 25),
]


@pytest.mark.parametrize(("said", "line", "column"), MISTAKES)
@pytest.mark.parametrize("alone", [True, False])
def test_mistakes_are_told_with_and_without_protoc(said: str, line: int, column: int, alone: bool):
    head = 'syntax = "proto3";' + ("" if alone else ' import "gone.proto";')
    flaws = found(f"{head}\nmessage Top {{\n  {said}\n}}\n", "format-invalid")
    assert flaws, "nothing was found"
    assert {one[3].startswith("protoc says: ") for one in flaws} == {alone and "19500" not in said}
    if not alone:
        assert [one[1:3] for one in flaws] == [(line, column)]
    assert all(one[1] in (line, line - 1) for one in flaws)


@pytest.mark.parametrize(
    ("said", "line", "column"),
    [
        ("message A { B b = 1; }", 2, 15),
        ("message A { }\nservice S { rpc Do(A) returns (Gone.Deep); }", 3, 32),
        ("message A { message A { } A.B b = 1; }", 2, 31),
        ("extend Gone { string a = 1; }", 2, 8),
    ],
)
def test_a_type_that_nobody_declares_is_missing(said: str, line: int, column: int):
    flaws = found(f'syntax = "proto3";\n{said}\n', "reference-missing")
    assert [one[1:3] for one in flaws] == [(line, column)]


@pytest.mark.parametrize(
    ("said", "line", "column"),
    [
        ("message A {\n  string a 1;\n}", 3, 12),
        ("message A {\n  string a = ;\n}", 3, 14),
        ("message A { string a = 1 }", 2, 26),
        ("message A { string a = 1;", 2, 26),
        ("message A { string a = 99999999999; }", 2, 24),
        ("message { }", 2, 9),
        ("service S { rpc Do(A) return (A); }", 2, 23),
        ("service S { call Do(A) returns (A); }", 2, 13),
        ('option a = "open;\nmessage B { }', 2, 12),
        ("/* never closed\nmessage B { }", 2, 1),
        ("message A { } ? ", 2, 15),
        ("stuct A { }", 2, 1),
        ("option (a) = { b: };", 2, 19),
        ("message A { oneof x { string a = 1; }", 2, 38),
        ('message A { string a = "1"; }', 2, 24),
        ("enum E { A = 1.5; }", 2, 14),
        ("message A { reserved 1 to; }", 2, 26),
        ("message A { string a = 1x; }", 2, 24),
    ],
)
def test_what_is_ill_formed_is_refused_at_its_place(said: str, line: int, column: int):
    assert refused(f'syntax = "proto3";\n{said}') == ("not-proto", line, column)


def test_a_syntax_nobody_knows_is_refused():
    assert refused('syntax = "proto4";\nmessage A { }') == ("not-proto", 1, 10)
    assert refused('// x\nedition = "next";\nmessage A { }') == ("not-proto", 2, 11)


@pytest.mark.parametrize(
    "said",
    [
        "message A { " * 100_000,
        "message A { " * 300 + "}" * 300,
        "option a = " + "{ a " * 100_000,
        "option a = { a: " + "[" * 100_000,
        "message A { " + "optional group A = 1 { " * 10_000,
    ],
)
def test_deep_nesting_is_refused(said: str):
    assert refused(f'syntax = "proto3"; {said}')[:2] == ("too-deep", 1)


@pytest.mark.parametrize(
    "said",
    [
        "option a = " + "-" * 200_000,
        "option a." + "b." * 200_000,
        "/" * 400_000,
        "/*" * 200_000,
        "/**/" * 100_000 + "?",
        "// " + "x" * 400_000,
        'option a = "' + "\\" * 400_001,
        "import " + '"a" ' * 100_000,
        "message " + " " * 400_000,
        "message\n" * 100_000,
        "1" * 400_000,
        "option a = " + "9" * 100_000 + ";",
        "option a = 0x" + "9" * 100_000 + ";",
        "message A { reserved " + "1, " * 20_000 + "1; }",
        "message A { " + "string a = 1;" * 3_000 + "}",
        "enum A { " + "B = 0;" * 20_000 + "}",
    ],
)
def test_no_text_takes_long(said: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiler, "SECONDS", 1.0)
    checked = lint(f'syntax = "proto3";\n{said}'.encode(), limits=Limits(seconds=20))
    assert checked.reason is None or checked.reason.code == "not-proto"


def test_too_many_words_are_refused():
    assert refused('syntax = "proto3";' + ";" * 2000, limits=Limits(nodes=1000))[0] == "too-many-nodes"


def test_protoc_gets_nothing_of_the_environment_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    seen: dict[str, Any] = {}
    run = subprocess.run

    def spy(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        return run(command, **options)

    monkeypatch.setattr(compiler.subprocess, "run", spy)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert judged(SHOP).reason is None
    assert seen["env"] == {}
    assert list(tmp_path.iterdir()) == []


def test_protoc_counts_bytes_and_tabs_and_we_do_not():
    said = 'syntax = "proto3";\nmessage A { /* \u00e4\u20ac */\tstring a = 1;\t/* \U0001f600 */ string a = 2; }\n'
    assert [one[1:3] for one in found(said, "format-invalid")] == [(2, said.splitlines()[1].rindex("a =") + 1)]


@pytest.mark.parametrize("name", ["--python_out=.", "-I.", "@names", "a\nb.proto", "a:b", ".hidden"])
def test_no_name_of_a_file_is_taken_for_an_option(name: str):
    sources = {name: Source(b'syntax = "proto3";', Limits(), name)}
    assert compiler.asked(Names(tuple(sources.values()), sources)) == {}


@pytest.mark.process
def test_protoc_works_within_the_limits_of_the_child():
    report = check(b'syntax = "proto3";\nmessage A { string a = 1; string a = 2; }\n')
    assert [one.message for one in report.findings() if one.rule == "format-invalid"] == [
        'protoc says: "a" is already defined in "A".'
    ]


def test_a_field_of_proto2_has_a_label():
    head = 'syntax = "proto2";\nimport "gone.proto";\n'
    said = f"{head}message A {{ string a = 1; map<string, A> b = 2; oneof c {{ A d = 3; }} }}\n"
    assert [one[1:3] for one in found(said, "format-invalid")] == [(3, 20)]


def test_without_protoc_our_own_checks_stand_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiler, "_program", lambda: None)
    said = 'syntax = "proto3";\nmessage A { string a = 1; string b = 1; }\n'
    assert [one[1:3] for one in found(said, "format-invalid")] == [(2, 34)]


@pytest.mark.parametrize(
    ("said", "dialect"),
    [
        ('syntax = "proto3";', "proto3"),
        ("// x\n/* y */ syntax='proto2';", "proto2"),
        ('edition = "2023";', "2023"),
        ("package a.b;\nmessage C {\n}", "proto2"),
        ('import "a.proto";\nextend a.B {\n}', "proto2"),
        ("service S {\n  rpc Do(A) returns (B);\n}", "proto2"),
        ("package a;\nenum B {\n  C = 0;\n}", "proto2"),
    ],
)
def test_it_is_known_by_what_it_says(said: str, dialect: str):
    assert proto.recognise(Source(said.encode(), Limits())) == dialect


@pytest.mark.parametrize(
    "said",
    [
        "package com.shop;\nimport java.util.List;\nenum Kind {\n  A, B\n}\n",
        "package shop\n\ntype Order struct {\n}\n",
        "namespace java shop\nservice Orders {\n  void place(1: Order order)\n}\n",
        "enum Kind { A = 1; }\n",
        "service Orders {\n  Order get(1: i32 id)\n}\n",
        'syntax = "v1"\ntype Order { }\n',
        "module Shop { interface Orders { }; };\n",
        "message: {}\n",
        "extend type Query { a: Int }\n",
    ],
)
def test_other_languages_are_left_alone(said: str):
    assert proto.recognise(Source(said.encode(), Limits())) == ""
