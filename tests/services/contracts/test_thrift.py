"""Apache Thrift becomes an Interface, and what is wrong with it is told where it stands."""

from pathlib import Path

import pytest

from services.contracts import Limits, lint
from services.contracts.bundle import pack
from services.contracts.model import Interface

from .documents import found, judged, refused
from .test_corpus import CORPUS, stand_aside

ORDERS = """\
/** Orders of the shop. */
namespace * shop.orders.v2
namespace py shop_orders

include "money.thrift"

/* Licence */

/** What an order is about. */
struct Order {
  1: required string id (max = "20"),  // Told when it is placed.
  2: optional list<Line> lines = [],
  /** Where it stands. */
  3: State state = State.OPEN;
  4: map<string, set<i64>> seen
  5: money.Amount total (deprecated = "Use lines")
} (owner = "shop", final)

struct Line { 1: string sku }
typedef string Sku
enum State { OPEN = 1, /** All sent. */ DONE, GONE = 7 (deprecated) }
union Search { 1: string text; 2: Sku sku }
exception Missing { 1: string why }
const i32 MOST = 0x10
const map<string, i32> SIZES = {"S": 1, 'L': MOST}

/** Places and finds orders. */
service Orders extends Health {
  /**
   * Places an order.
   * @deprecated Use place2.
   */
  Order place(1: required Order order, 2: i64 key) throws (1: Missing missing),
  oneway void forget(1: string id)
  list<Order> listOrders() (safe)
}

service Health { void ping() }
"""
MONEY = "namespace * shop.money\nstruct Amount { 1: i64 cents }\nstruct Line { 1: i32 number }\n"


def read(text: str) -> Interface:
    said = judged(text).interface
    assert said is not None
    return said


def flaws(text: str, rule: str = "format-invalid") -> list[tuple[int, int, str]]:
    return [(line, column, message) for _, line, column, message in found(text, rule)]


def test_thrift_is_known_by_its_content():
    checked = judged(ORDERS)
    assert checked.format is not None
    assert (checked.format.NAME, checked.format.label(checked.dialect)) == ("thrift", "Apache Thrift")


@pytest.mark.parametrize(
    "text",
    [
        "namespace java shop",
        'include "a.thrift"',
        "struct A {\n 1: i32 a }",
        "struct A { list<string> a }",
        "service A { void a() }",
        "service A extends B {}",
        "enum A { B = 1, C }\nconst i32 D = 1;",
        "typedef string A",
        "const string A = 'x'",
        "union A { /* none */ }",
        "# only\nexception A {}",
    ],
)
def test_one_statement_is_enough_to_know_it(text: str):
    assert judged(text).dialect == "thrift"


@pytest.mark.parametrize(
    "text",
    [
        "namespace a.b\nstructure C {}",
        "struct A { long a; };\nstruct B { A a; };",
        "struct P { x:float; }",
        "enum A { B C }",
        "enum A { B, C };\ninterface D {};",
        "union A = B | C",
        'syntax = "proto3";',
        "service A { rpc b(C) returns (D); }",
        "service A { version: '1' }",
        "const x = 1;",
        "typedef long A;",
    ],
)
def test_what_belongs_to_another_language_is_left_to_it(text: str):
    assert lint(text.encode()).dialect != "thrift"


def test_a_document_becomes_an_interface():
    said = read(ORDERS)
    assert (said.technology, said.title, said.version, said.text) == (
        "thrift",
        "shop.orders.v2",
        "v2",
        "Orders of the shop.",
    )
    assert [(one.address, one.direction, one.effect, one.text.split("\n")[0]) for one in said.operations] == [
        ("Orders.place", "call", "create", "Places an order."),
        ("Orders.forget", "receive", "act", ""),
        ("Orders.listOrders", "call", "read", ""),
        ("Health.ping", "call", "act", ""),
    ]
    assert list(said.types) == ["Order", "Line", "Sku", "State", "Search", "Missing", "MOST", "SIZES"]


def test_what_goes_in_and_what_comes_back():
    place, forget, _, ping = read(ORDERS).operations
    assert place.request is not None
    fields = place.request.bodies[0].type.fields
    assert [(one.name, one.number, one.required, one.type.ref or one.type.format) for one in fields] == [
        ("order", 1, True, "Order"),
        ("key", 2, False, "i64"),
    ]
    assert fields[0].place.key == "operation:Orders.place/request/field:order"
    assert [(one.code, one.outcome, one.message.bodies[0].type.ref) for one in place.answers] == [
        ("success", "success", "Order"),
        ("Missing", "error", "Missing"),
    ]
    assert place.answers[1].place.key == "operation:Orders.place/answer:Missing"
    assert place.deprecated is not None
    assert place.deprecated.text == "Use place2."
    assert forget.answers == ()
    assert [len(one.message.bodies) for one in ping.answers] == [0]


def test_a_function_is_offered_by_those_too_that_extend_its_service():
    assert [one.groups for one in read(ORDERS).operations][-1] == ("Orders", "Health")


def test_fields_with_their_numbers_defaults_comments_and_annotations():
    order = read(ORDERS).types["Order"]
    assert order.text == "What an order is about."
    assert dict(order.marks) == {"owner": "shop", "final": True}
    ident, lines, state, seen, total = order.fields
    assert (ident.required, ident.text, dict(ident.marks)) == (True, "Told when it is placed.", {"max": "20"})
    assert lines.type.item is not None
    assert (lines.type.kind, lines.type.item.ref, lines.default and lines.default.value) == ("list", "Line", [])
    assert (state.number, state.text, state.default and state.default.value) == (3, "Where it stands.", "OPEN")
    assert seen.type.item is not None
    assert (seen.type.kind, seen.type.marks["key"], seen.type.item.limits.unique) == ("map", "string", True)
    assert seen.place.key == "type:Order/field:seen"
    assert total.deprecated is not None
    assert (total.type.ref, total.deprecated.text) == ("money.Amount", "Use lines")


def test_enums_unions_typedefs_and_constants():
    types = read(ORDERS).types
    state = types["State"]
    assert (state.kind, state.values) == ("text", ("OPEN", "DONE", "GONE"))
    assert [(one.number, one.text, one.deprecated is not None) for one in state.constants] == [
        (1, "", False),
        (2, "All sent.", False),
        (7, "", True),
    ]
    assert state.constants[1].place.key == "type:State/value:DONE"
    search = types["Search"]
    assert search.kind == "choice"
    assert [one.fields[0].name for one in search.choices] == ["text", "sku"]
    assert (types["Sku"].kind, types["MOST"].values, types["SIZES"].values) == ("text", (16,), ({"S": 1, "L": 16},))


def test_leftovers_of_old_thrift_are_read():
    said = read(
        "cpp_namespace a.b\ncpp_include <x>\n".replace("<x>", '"x.h"')
        + 'senum Size { "S", "L" }\nstruct A xsd_all { 1: map cpp_type "M" <string, i8> a xsd_optional xsd_nillable,'
        ' 2: list<A> cpp_type "L" b xsd_attrs { 1: string c }, 3: A & d, bool e = 1 }\nservice S { async void f() }'
    )
    assert said.types["Size"].values == ("S", "L")
    assert [one.name for one in said.types["A"].fields] == ["a", "b", "d", "e"]
    assert said.operations[0].direction == "receive"


def test_a_file_that_is_included_and_not_here_is_told_once_and_what_it_defines_keeps_its_name():
    assert flaws(ORDERS, "reference-not-followed") == [
        (5, 9, "The file 'money.thrift' was not handed in; what it defines is kept by its name.")
    ]
    assert flaws(ORDERS, "reference-missing") == []


def test_several_files_are_one_contract():
    checked = judged(pack({"a/orders.thrift": ORDERS.encode(), "a/money.thrift": MONEY.encode()}))
    said = checked.interface
    assert said is not None
    assert said.types["Order"].fields[4].type.ref == "Amount"
    assert {"orders.Line", "money.Line"} <= set(said.types)
    assert not [one for one in checked.findings if one.rule.startswith("reference-")]
    at = {one.key: one.span for one in checked.findings}
    assert {span.file for span in at.values()} == {"a/orders.thrift", "a/money.thrift"}
    assert at["type:Amount/field:cents"][:2] == (2, 24)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("struct A { 1: i32 a, 1: i32 b }", 1, 29, "The number 1 of 'b' is that of 'a' already."),
        ("struct A { 1: i32 a\n 2: i32 a }", 2, 9, "There is a field 'a' already in A."),
        ("struct A { 0: i32 a }", 1, 19, "The field 'a' has the number 0; numbers begin at 1."),
        ("struct A {}\nunion A {}", 2, 7, "There is a type 'A' already."),
        ("enum A { B = 1, B = 2 }", 1, 17, "There is a value 'B' already in A."),
        ("enum A { B = 4294967296 }", 1, 10, "The number 4294967296 of 'B' does not fit into 32 bits."),
        ("service A { void a(), void a() }", 1, 28, "There is a function 'a' already in A."),
        (
            "service A { void a() }\nservice B extends A { void a() }",
            2,
            28,
            "A, which B extends, has a function 'a' already.",
        ),
        ("service A extends A {}", 1, 9, "The service 'A' extends itself."),
        (
            "service A { oneway i32 a() }",
            1,
            24,
            "The function 'a' is oneway: it gives and throws nothing.",
        ),
        ("struct E {}\nservice A { void a() throws (1: E e) }", 2, 35, "'E' is no exception, so it cannot be thrown."),
        ("const i32 A = 'x'", 1, 11, "The constant A is of the type i32, and its value is 'x'."),
        ("struct A { 1: string a = 5 }", 1, 22, "The default of a is of the type string, and its value is '5'."),
        ("struct B { 1: i32 c }\nconst B A = {'d': 1}", 2, 9, "The constant A sets 'd', and B has no such field."),
        ("enum B { C }\nconst B A = B.D", 2, 9, "The constant A names 'B.D', which is no value of B."),
        ("const list<i32> A = [1, 'x']", 1, 17, "The constant A is of the type i32, and its value is 'x'."),
        ("union A { 1: required i32 a }", 1, 27, "The field 'a' of a union cannot be required: one of them is set."),
    ],
)
def test_what_the_compiler_would_refuse_is_told_at_its_place(text: str, line: int, column: int, message: str):
    assert flaws(text) == [(line, column, message)]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("struct A { 1: B b }", 1, 17, "There is no type 'B' here."),
        ("struct A { 1: list<B> b }", 1, 20, "There is no type 'B' here."),
        ("service A { x.B b() }", 1, 13, "There is no type 'x.B' here."),
        ("service A extends B { void a() }", 1, 19, "There is no service 'B' to extend."),
    ],
)
def test_a_name_that_stands_for_nothing_is_told(text: str, line: int, column: int, message: str):
    assert flaws(text, "reference-missing") == [(line, column, message)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("struct A {\n 1: i32 a", 2, 10),
        ("struct A {\n 1 i32 a }", 2, 4),
        ("struct A { 1: i32 a } }", 1, 23),
        ("namespace py a\nstruct 5 {}", 2, 8),
        ("namespace py a\nstruct A { 1: map<string> a }", 2, 25),
        ('namespace py a\nconst string A = "x', 2, 18),
        ('namespace py a\nconst string A = "\\q"', 2, 19),
        ("namespace py a\n/* no end", 2, 1),
        ("namespace py a\nconst i64 A = 99999999999999999999", 2, 15),
        ("struct A {}\nnamespace py a\nconst i32 B = 1", 2, 1),
        ("namespace py a\nenum A { B = 1.5 }", 2, 14),
        ("namespace py a\nservice A { void a( }", 2, 21),
    ],
)
def test_what_is_no_thrift_is_refused_at_its_place(text: str, line: int, column: int):
    assert refused(text) == ("not-thrift", line, column)


def test_nesting_is_held_to_the_limit():
    for text in ("struct A { 1: " + "list<" * 100_000, "const A b = " + "[" * 100_000, "const A b = " + "{1:" * 9_000):
        assert refused("namespace py a\n" + text)[:2] == ("too-deep", 2)


def test_length_is_held_to_the_limit():
    assert refused("struct A {" + "1: i32 a " * 1000, limits=Limits(nodes=1000))[0] == "too-many-nodes"


@pytest.mark.parametrize("piece", ["/*", '"\\', "# ", "a.", "<", "(", "struct A {}\n", "1: i32 a,", "-", "/**/"])
def test_whatever_is_repeated_takes_its_time_and_no_more(piece: str):
    lint(("namespace py a\nstruct A {" + piece * 20_000).encode(), limits=Limits(seconds=20))


ILL_FORMED = {"test_BrokenConstants.thrift": 21}


def test_every_real_file_is_read_or_refused_at_its_line():
    folder: Path = CORPUS.parent / "thrift"
    if not folder.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    files = sorted(folder.glob("*.thrift"))
    operations = fields = 0
    for path in files:
        checked = lint(path.read_bytes())
        if path.name in ILL_FORMED:
            assert checked.reason is not None
            assert (checked.reason.code, checked.reason.line) == ("not-thrift", ILL_FORMED[path.name])
            continue
        assert checked.reason is None, path.name
        assert checked.interface is not None
        assert checked.dialect == "thrift", path.name
        said = checked.interface
        assert said.operations or said.types or said.groups, path.name
        assert not {one.rule for one in checked.findings} & {"rule-crashed", "format-invalid", "reference-missing"}
        named = [*said.operations, *said.types.values()]
        assert all(checked.spans[one.place.path].line > 1 for one in named), path.name
        operations += len(said.operations)
        fields += sum(len(one.fields) for one in said.types.values())
    assert (len(files), operations, fields) == (219, 955, 3263)
