"""CORBA IDL becomes an Interface, with what its files include; what breaks the language has a place."""

from pathlib import Path

import pytest

from services.contracts import lint
from services.contracts.model import Interface, Type
from tests.standaside import stand_aside

from .documents import found, judged, refused

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "corba"
ILL_FORMED = {"tools_corba_src_test_resources_idlgen_expected_typedef.idl": (27, 5)}
"""What is no IDL, and where: a module stands in an interface."""
REFUSED_BY_OMNIIDL = {
    "Anonboundedsequence", "CXF3329", "ForwardInterfaceStructUnion", "Struct_multiple_dcl", "idl_Typedef",
    "anontype", "defaultuniontypes", "expected_exceptions", "multiplebinding", "nested_complex", "nested_interfaces",
    "expected_sequencetype", "B-resolved",
}  # fmt: skip
"""What the compiler of omniORB 4.2.5 reads and does not accept, by the ends of the names."""

SHOP = """\
#ifndef SHOP_IDL
#define SHOP_IDL
#pragma prefix "hartwell-shop.com"
#define PAGE 50

// Orders of the shop.
module Shop {
  #pragma version Shop 2.1
  typedef string<36> OrderId;
  typedef sequence<OrderId, PAGE * 2> OrderIds;
  const long MOST = 1 << 4 | 3;
  enum State { OPEN, /* not paid */ PAID,
               GONE };
  struct Order {
    OrderId id;
    double total;   // in cents
    State state;
    fixed<9,2> tax;
    sequence<octet> stamp;
    long lines[2][3];
  };
  exception NotFound { OrderId id; };
  union Found switch (State) {
    case OPEN: case PAID: Order order;
    default: string why;
  };
  interface Watcher;
  interface Base { void close(); };

  /** Takes orders. */
  interface Orders : Base {
    // Places one.
    Order place(in OrderId id, inout long stock, out string hint) raises (NotFound) context ("shop.*");
    oneway void watch(in Watcher who);
    attribute State state;
    readonly attribute OrderIds ids;
    long long count();
  };
  interface Watcher { oneway void told(in any what); };
};
#endif
"""


def read(data: str | bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def types(inner: str) -> dict[str, Type]:
    return dict(read(f"module M {{ {inner} }};").types)


def shape(spec: str) -> Type:
    return types(f"struct Sure {{ octet it; }}; struct X {{ {spec} x; }};")["M::X"].fields[0].type


def flaws(data: str | bytes) -> list[tuple[str, int, int, str]]:
    own = ("format-invalid", "reference-missing", "reference-not-followed")
    return [one for one in found(data) if one[0] in own]


def test_a_contract_says_what_it_says():
    checked = judged(SHOP)
    shop = checked.interface
    assert shop is not None
    assert checked.format is not None
    assert checked.format.NAME == "corba"
    assert (shop.title, shop.version, shop.text) == ("Shop", "2.1", "Orders of the shop.")
    assert [(one.address, one.direction, one.effect, one.protocol) for one in shop.operations] == [
        ("Shop::Base::close", "call", "act", "iiop"),
        ("Shop::Orders::place", "call", "create", "iiop"),
        ("Shop::Orders::watch", "receive", "read", "iiop"),
        ("Shop::Orders::_get_state", "call", "read", "iiop"),
        ("Shop::Orders::_set_state", "call", "replace", "iiop"),
        ("Shop::Orders::_get_ids", "call", "read", "iiop"),
        ("Shop::Orders::count", "call", "read", "iiop"),
        ("Shop::Watcher::told", "receive", "act", "iiop"),
    ]
    assert [(one.name, one.text) for one in shop.groups] == [
        ("Shop::Base", ""), ("Shop::Orders", "Takes orders."), ("Shop::Watcher", ""),
    ]  # fmt: skip
    orders = shop.types["Shop::Orders"]
    assert [part.ref for part in orders.parts] == ["Shop::Base"]
    assert orders.marks["id"] == "IDL:hartwell-shop.com/Shop/Orders:1.0"


def test_parameters_go_in_and_results_come_back():
    place = read(SHOP).operations[1]
    assert place.request is not None
    assert place.text == "Places one."
    assert place.marks["context"] == ["shop.*"]
    asked = place.request.bodies[0].type.fields
    assert [(one.name, one.required, one.type.ref or one.type.format) for one in asked] == [
        ("id", True, "Shop::OrderId"),
        ("stock", True, "int32"),
    ]
    assert asked[0].place.key == "operation:Shop::Orders::place/request/field:id"
    success, error = place.answers
    assert [one.name for one in success.message.bodies[0].type.fields] == ["return", "stock", "hint"]
    assert (error.code, error.outcome, error.message.bodies[0].type.ref) == (
        "Shop::NotFound",
        "error",
        "Shop::NotFound",
    )
    count = read(SHOP).operations[6]
    assert count.request is None
    assert count.answers[0].message.bodies[0].type.format == "int64"
    assert read(SHOP).operations[2].answers == ()


def test_types_keep_their_limits_values_and_comments():
    made = read(SHOP).types
    assert made["Shop::OrderId"].limits.max_length == 36
    assert made["Shop::OrderIds"].limits.max_items == 100
    assert made["Shop::MOST"].values == (19,)
    assert made["Shop::State"].values == ("OPEN", "PAID", "GONE")
    assert [one.text for one in made["Shop::State"].constants] == ["", "not paid", ""]
    fields = {one.name: one for one in made["Shop::Order"].fields}
    assert fields["total"].text == "in cents"
    assert (fields["tax"].type.limits.maximum, fields["tax"].type.limits.step) == (9999999.99, 0.01)
    assert fields["stamp"].type.kind == "binary"
    lines = fields["lines"].type
    assert lines.item is not None
    assert (lines.limits.min_items, lines.item.limits.max_items) == (2, 3)
    cases = made["Shop::Found"].choices
    assert [(one.title, one.marks["case"]) for one in cases] == [("order", ["OPEN", "PAID"]), ("why", ["default"])]
    assert cases[0].fields[0].type.ref == "Shop::Order"


@pytest.mark.parametrize(
    ("spec", "kind", "form"),
    [
        ("unsigned long long", "integer", "uint64"), ("octet", "integer", "uint8"),
        ("long double", "number", "long double"),
        ("wchar", "text", "wchar"), ("wstring<5>", "text", "wstring"), ("any", "any", "any"),
        ("boolean", "boolean", ""),
        ("Object", "any", "Object"), ("sequence<sequence<long>>", "list", ""), ("map<string, long>", "map", ""),
        ("CORBA::TypeCode", "any", "TypeCode"), ("int8", "integer", "int8"), ("unsigned short", "integer", "uint16"),
    ],
)  # fmt: skip
def test_each_type_of_the_language_is_known(spec: str, kind: str, form: str):
    assert (shape(spec).kind, shape(spec).format) == (kind, form)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("long X = -(2 + 3) * 4 % 7;", -6), ("long X = 0x1F & ~1;", 30), ("long X = 010 ^ 1;", 9),
        ("double X = 1.5e3 / 2;", 750.0), ("boolean X = TRUE;", True), (r'string X = "a" "\x41\n";', "aA\n"),
        ("char X = '\\\\';", "\\"), ("fixed X = 1.50d;", 1.5), ("long X = -7 / 2;", -3), ("long X = 256 >> 4;", 16),
    ],
)  # fmt: skip
def test_constants_are_worked_out(said: str, value: object):
    assert types(f"const {said} typedef sequence<long> L;")["M::X"].values == (value,)


def test_value_types_boxes_natives_and_local_interfaces():
    made = read("""
module M {
  native Cookie;
  valuetype Label string;
  abstract valuetype Thing { long size(); };
  valuetype Parcel : truncatable Thing { private long secret; public Label label; factory make(in long secret); };
  local interface Here { void go(in Cookie c); };
};""")
    assert (made.types["M::Label"].kind, made.types["M::Label"].nullable) == ("text", True)
    parcel = made.types["M::Parcel"]
    assert [(one.name, one.marks["visibility"]) for one in parcel.fields] == [
        ("secret", "private"),
        ("label", "public"),
    ]
    assert [part.ref for part in parcel.parts] == ["M::Thing"]
    assert [(one.address, one.protocol) for one in made.operations] == [
        ("M::Thing::size", ""), ("M::Parcel::make", ""), ("M::Here::go", ""),
    ]  # fmt: skip


def test_components_and_homes_have_ports():
    made = read("""
interface Till { void ring(); };
component Shop supports Till { provides Till till; uses multiple Till others; attribute long size; };
home ShopHome manages Shop { factory open(in string name); finder find(in string name); };
""")
    assert made.types["Shop"].marks["provides"] == [{"name": "till", "type": "Till"}]
    assert made.types["ShopHome"].marks["manages"] == [{"name": "", "type": "Shop"}]
    assert "ShopHome::open" in [one.address for one in made.operations]


def test_annotations_are_marks_and_some_say_more():
    made = types(
        '@deprecated("use Y") struct X { @optional long a; @range(min=1, max=9) @default(4) long b; '
        '@unit("m") long c; };'
        "@bit_bound(8) bitmask B { one, @position(3) two }; bitset S { bitfield<3> a; bitfield<1, boolean> b; };"
    )
    assert made["M::X"].deprecated is not None
    assert made["M::X"].deprecated.text == "use Y"
    a, b, c = made["M::X"].fields
    assert (a.required, b.type.limits.minimum, b.type.limits.maximum, c.marks) == (False, 1, 9, {"unit": "m"})
    assert b.default is not None
    assert b.default.value == 4
    assert made["M::B"].values == ("one", "two")
    assert made["M::S"].fields[0].marks["bits"] == 3


def test_what_a_comment_says_of_parameters_results_and_exceptions_is_theirs():
    (made,) = read("""exception Gone { string why; };
interface A {
  /**
   * Takes one away.
   * @param id which one,
   *   by its number
   * @return how many are left
   * @throws Gone when there is none
   * @see Other
   */
  long take(in long id, out long more) raises (Gone);
};""").operations
    assert made.text == "Takes one away.\n@see Other"
    assert made.request is not None
    assert made.request.bodies[0].type.fields[0].text == "which one, by its number"
    success, gone = made.answers
    assert success.message.bodies[0].type.fields[0].text == "how many are left"
    assert gone.message.text == "when there is none"


def test_names_are_looked_for_outwards_and_along_what_is_inherited():
    made = types("""
typedef string Name;
interface A { typedef long Name; exception Bad {}; };
interface B : A { Name inherited(); ::M::Name whole(); A::Name scoped() raises (Bad); };
interface C { Name outer(); };
struct Same { Name name; Name other; };
typedef long _module;
""")
    assert made["M::Same"].fields[1].type.ref == "M::Name"
    assert "M::module" in made
    ops = read("""module M { typedef string Name; interface A { typedef long Name; };
      interface B : A { Name a(); ::M::Name b(); A::Name c(); };
      interface C { Name d(); oneway void e(); }; };""").operations
    assert [one.answers[0].message.bodies[0].type.ref for one in ops[:4]] == [
        "M::A::Name", "M::Name", "M::A::Name", "M::Name",
    ]  # fmt: skip


def test_a_module_is_opened_again_and_a_type_may_hold_itself():
    made = types("struct Node; typedef sequence<Node> Nodes; }; module M { struct Node { Nodes below; };")
    assert made["M::Node"].fields[0].type.ref == "M::Nodes"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("interface A { void f(in long a) };", (1, 33)),
        ("interface A { void f(long a); };", (1, 22)),
        ("interface A {\n  oneway void f();\n", (3, 1)),
        ("module M {\n  struct S { long; };\n  oneway\n};", (2, 18)),
        ("module M { interface I; typedef sequence<long x; };", (1, 47)),
        ("interface I;\nmodule M { }", (2, 13)),
        ("interface I;\n/* no end", (2, 1)),
        ('interface I;\nconst string S = "no end;\n', (2, 18)),
        ("interface I;\n#if 1\ninterface J;", (2, 1)),
        ("interface I;\n#endif\n", (2, 1)),
        ("interface I;\n#error not so\n", (2, 1)),
        ("interface I;\n#frobnicate\n", (2, 1)),
        ("interface I;\n#if (((\n#endif\n", (2, 1)),
        ("interface I;\n#define F(a) a\nF(interface J;)\n", (3, 1)),
        ("interface I { attribute long struct; };", (1, 30)),
        ("interface I; union U switch (long) { long a; };", (1, 38)),
        ("interface I;\n$", (2, 1)),
    ],
)
def test_what_is_no_idl_is_refused_at_its_place(text: str, at: tuple[int, int]):
    assert refused(text) == ("not-idl", *at)


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("interface A { void f();\n void F(); };", (2, 7), "differ by case"),
        ("interface A { void f(); };\nstruct A { long a; };", (2, 8), "a second time"),
        ("interface A { oneway void f(out long a); };", (1, 27), "oneway"),
        ("interface A { void f() raises (A); };", (1, 32), "no exception"),
        ("interface A; const long X = 1 / 0;", (1, 31), "zero"),
        ("interface A; const long X = 1 << 99;", (1, 31), "cannot be used"),
        ("interface A; typedef sequence<long, 0> X;", (1, 37), "above zero"),
        ("interface A; const long X = 09;", (1, 29), "octal"),
        ("interface A; struct X { long a; long A; };", (1, 38), "twice"),
        ("interface A; struct X { long x; };", (1, 30), "the name of what it stands in"),
        ("interface A; struct X { Y y; }; struct Y { long z; };", (1, 25), "before it is declared"),
        (
            "interface A; union U switch (boolean) { case TRUE: long a; case FALSE: long b; default: long c; };",
            (1, 98),
            "left",
        ),
        ("interface A; union U switch (long) { case 1: long a; case 1: long b; };", (1, 54), "twice in the union"),
        ("interface A; typedef long home;", (1, 27), "_home"),
        ("interface A { typedef string Name; void f(in name n); };", (1, 46), "same case"),
        ("interface A; interface B : A { };", (1, 28), "announced only"),
        ("interface A;\n#pragma version Gone 1.0\n", (2, 1), "not declared"),
    ],
)  # fmt: skip
def test_what_breaks_the_language_is_told_at_its_place(text: str, at: tuple[int, int], words: str):
    told = [one for one in flaws(text) if words in one[3]]
    assert [(rule, line, column) for rule, line, column, _ in told] == [("format-invalid", *at)], flaws(text)


def test_names_that_lead_nowhere_are_told_once():
    text = "interface A { void f(in Gone a); void g(in Gone b) raises (Far::Off); };"
    assert [one[:3] for one in flaws(text)] == [("reference-missing", 1, 25), ("reference-missing", 1, 60)]


@pytest.fixture
def corpus() -> list[Path]:
    if not CORPUS.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    return sorted(CORPUS.glob("*.idl"))


def test_every_real_contract_is_read_or_refused_where_it_breaks(corpus: list[Path]):
    assert len(corpus) >= 90
    for path in corpus:
        checked = lint(path.read_bytes())
        if path.name in ILL_FORMED:
            assert checked.reason is not None, path.name
            assert (checked.reason.code, checked.reason.line, checked.reason.column) == (
                "not-idl",
                *ILL_FORMED[path.name],
            )
            continue
        assert checked.reason is None, (path.name, checked.reason)
        assert checked.format is not None
        assert checked.format.NAME == "corba"
        told = {one.rule for one in checked.findings}
        assert "rule-crashed" not in told
        broken = bool(told & {"format-invalid", "reference-missing"})
        assert broken == path.stem.endswith(tuple(REFUSED_BY_OMNIIDL)) or path.name == "Security.idl", path.name
        text = path.read_text("latin-1")
        said = checked.interface
        assert said is not None
        if "interface" in text or "struct" in text:
            assert said.operations or said.types or "#include" in text, path.name
