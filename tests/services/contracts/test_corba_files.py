"""CORBA IDL in several files, behind its preprocessor, and in hostile shapes."""

import pytest

from services.contracts import Limits, lint
from services.contracts.bundle import pack

from .documents import judged, refused
from .test_corba import flaws, read


def test_a_file_that_is_not_here_is_told_once_and_what_it_declares_is_kept_by_name():
    text = "#include <orb.idl>\n#include <orb.idl>\ninterface A { void f(in Far::Thing t); };\n"
    assert [one[:3] for one in flaws(text)] == [("reference-not-followed", 1, 1), ("reference-not-followed", 3, 25)]
    request = read(text).operations[0].request
    assert request is not None
    assert request.bodies[0].type.fields[0].type.ref == "Far::Thing"


def test_files_include_each_other_and_each_is_read_once():
    files = {
        "idl/shop.idl": b'#include "kinds.idl"\n#include <sub/more.idl>\ninterface Shop { Kinds::Id a(in More m); };\n',
        "idl/kinds.idl": b"module Kinds { typedef string Id; };\n",
        "idl/sub/more.idl": b'#include "../kinds.idl"\nstruct More { Kinds::Id id; };\n',
    }
    checked = judged(pack(files))
    assert checked.interface is not None
    assert set(checked.interface.types) == {"Kinds::Id", "More", "Shop"}
    assert not [one for one in checked.findings if one.rule == "reference-missing"]
    (place,) = [one.place for one in checked.interface.types.values() if one.name == "More"]
    assert checked.spans[place.path].file == "idl/sub/more.idl"


def test_a_mistake_in_an_included_file_is_told_with_its_name():
    files = {"a.idl": b'#include "b.idl"\ninterface A { void f(); };\n', "b.idl": b"interface B {\n x;\n};\n"}
    spans = [one.span for one in judged(pack(files)).findings if one.rule == "file-not-read"]
    assert [(span.file, span.line, span.column) for span in spans] == [("b.idl", 2, 3)]


def test_guards_and_conditions_choose_what_is_read():
    text = """
#define LEVEL 3
#ifdef OLD
interface Old {{{ not read
#elif LEVEL >= 2 && !defined(OLD)
interface New { oneway void a(); };
#else
interface Other;
#endif
#if 0
/* #endif */ "#endif"
#endif
#define TEXT string<LEVEL>
#undef LEVEL
interface Last { void f(in TEXT t); };
"""
    assert [one[0] for one in flaws(text)] == ["reference-missing"], "LEVEL is worked out where TEXT is used, as in C"
    made = read(text.replace("#undef LEVEL\n", ""))
    assert set(made.types) == {"New", "Last"}
    request = made.operations[1].request
    assert request is not None
    assert request.bodies[0].type.fields[0].type.limits.max_length == 3


def test_a_file_that_includes_itself_ends():
    reason = lint(pack({"a.idl": b'#include "a.idl"\ninterface A;\n'})).reason
    assert reason is not None
    assert (reason.code, reason.line) == ("too-deep", 1)
    guarded = b'#ifndef A_IDL\n#define A_IDL\n#include "a.idl"\n#else\ninterface A { oneway void f(); };\n#endif\n'
    assert list(read(pack({"a.idl": guarded})).types) == ["A"]


def test_deep_long_and_growing_texts_are_held():
    deep = "typedef " + "sequence<" * 300 + "long" + ">" * 300 + " X;"
    assert refused("interface I;\n" + deep)[0] == "too-deep"
    assert refused("interface I;\n" + "module M {" * 300)[0] == "too-deep"
    assert refused("interface I;\nconst long X = " + "(" * 3000)[0] == "too-deep"
    assert refused("interface I;\nconst long X = " + "-" * 3000)[0] == "too-deep"
    heirs = "".join(f"interface I{at} : I{at - 1} {{ }};\n" for at in range(1, 300))
    assert refused("interface I0 { void f(in long a); };\n" + heirs) == ("too-deep", 201, 18)
    long = "interface I; const long X = " + "+".join("1" for _ in range(20_000)) + ";"
    assert read(long).types["X"].values == (20_000,)
    growing = "interface I;\n" + "".join(f"#define A{i} A{i + 1} A{i + 1}\n" for i in range(60)) + "#define A60\nA0\n"
    assert refused(growing, limits=Limits(nodes=50_000))[0] == "too-many-nodes"
    assert refused("interface I;\n#define A A B\n#define B A\nA;")[0] == "not-idl"
    assert refused("interface I;\n" + "/* " * 100_000)[0] == "not-idl"
    assert refused("interface I;\n" + '#x "\\"' * 100_000)[0] == "not-idl"


@pytest.mark.parametrize(
    "text",
    [
        "interface Node { id: ID! }\n",
        "enum A { B C }\ninterface X { f(in: Int): Int }\n",
        "module ietf { namespace 'urn:x'; prefix y; }\n",
        "namespace java a\nstruct X { 1: i32 a }\n",
        'syntax = "proto3"; message A {}\n',
        "enum X { A = 0; }\n",
        'struct A { 1: map<i32, string> b = {1: "a"}; }\n',
        "struct A { 1: string b }\nservice S { void f(1: string a) }\n",
    ],
)
def test_other_languages_are_left_to_others(text: str):
    checked = lint(text.encode())
    assert checked.format is None or checked.format.NAME != "corba"
