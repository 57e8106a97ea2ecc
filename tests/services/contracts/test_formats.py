"""What holds for every format alike; a new one is asked by itself. And a made-up one, added as docs/formats.md says."""

import sys

import pytest

from services.contracts import Report, formats, lint, pack, write
from services.contracts.bundle import Bundle
from services.contracts.command.judge import is_meant
from services.contracts.formats import FORMATS, Format, find
from services.contracts.limits import Limits, NotChecked
from services.contracts.show import lines

from . import kiosk, test_opens_nothing, test_unread_files
from .documents import found, judged, refused
from .test_fuzz import whatever_happens

ORDERS = """\
// Orders of the shop.
service Orders v2

// Finds one.
get order(id: text): Order
create place(order: Order, note?: text)

// What was ordered.
type Order { id: text, total: integer }
"""
BROKEN = "service Lines v2\n\ntype Line { sku text }\n"


@pytest.fixture
def with_kiosk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "services.contracts.formats.kiosk", kiosk)
    monkeypatch.setattr(FORMATS, "names", (*FORMATS.names, "kiosk"))  # type: ignore[attr-defined]


def known_by(data: bytes) -> str:
    return find(Bundle(data, Limits()))[0].NAME


# Of every format


@pytest.mark.parametrize("form", FORMATS, ids=lambda one: one.NAME)
def test_a_format_offers_what_all_offer(form: Format):
    offered = [*Format.__annotations__, *(name for name in vars(Format) if name.islower() and name[0] != "_")]
    assert {"NAME", "ENDS", "recognise", "read", "check", "build"} <= set(offered)
    assert [name for name in offered if not hasattr(form, name)] == []
    assert all(end.startswith(".") and end == end.lower() for end in form.ENDS)
    assert form.OWN_END in (*form.ENDS, "")


def test_a_file_of_each_format_is_among_those_that_try_to_be_opened_and_if_its_files_belong_together_broken_ones():
    opening = {known_by(test_opens_nothing.said(kind, "a").encode()) for kind in test_opens_nothing.TEXTS}
    assert opening == formats().keys(), "TEXTS in test_opens_nothing.py"
    broken = {known_by(text) for text in test_unread_files.GOOD.values()}
    assert broken == {one.NAME for one in FORMATS if one.TOGETHER}, "GOOD and BROKEN in test_unread_files.py"


def test_no_two_formats_claim_one_end_for_themselves():
    ends = [one.OWN_END for one in FORMATS if one.OWN_END]
    assert len(ends) == len(set(ends)) >= 4
    assert all([one.NAME for one in FORMATS if end in one.ENDS] == [known_by(test_unread_files.GOOD[end[1:]])]
               for end in ends)  # fmt: skip


@pytest.mark.parametrize("kind", test_unread_files.GOOD)
def test_what_is_of_one_format_is_claimed_by_no_other(kind: str):
    claimed = []
    for form in FORMATS:
        try:
            if form.recognise(Bundle(test_unread_files.GOOD[kind], Limits()).files[""]):
                claimed.append(form.NAME)
        except NotChecked:
            continue
    assert claimed == [known_by(test_unread_files.GOOD[kind])]


# Of a new one


@pytest.mark.usefixtures("with_kiosk")
def test_a_new_format_is_recognised_read_judged_and_shown():
    checked = judged(ORDERS)
    assert checked.interface is not None
    assert list(lines(checked, checked.interface)) == [
        "Orders v2  (Kiosk)",
        "2 operations, 1 types, 9 lines",
        "      5  Orders.order  order",
        "      6  Orders.place  place",
        "      9  record Order",
    ]
    note = checked.interface.operations[1].request.bodies[0].type.fields[1]  # type: ignore[union-attr]
    assert (note.name, note.required, note.place.key) == ("note", False, "operation:place/request/field:note")
    assert Report(write(checked)).checked


@pytest.mark.usefixtures("with_kiosk")
def test_what_is_wrong_with_it_is_told_where_it_stands():
    assert refused(BROKEN) == ("not-kiosk", 3, 17)
    assert refused("service Orders v2\ntype Order { id: text") == ("not-kiosk", 2, 22)
    assert found(ORDERS + "get lost(): Nope\ntype Order {}\n", "reference-missing") == [
        ("reference-missing", 10, 13, "There is no type 'Nope' here.")
    ]
    assert [one[1:3] for one in found(ORDERS + "type Order {}\n", "format-invalid")] == [(10, 6)]


@pytest.mark.usefixtures("with_kiosk")
@pytest.mark.parametrize("text", [BROKEN, "&% " + ORDERS], ids=["recognised", "called-so"])
def test_a_file_of_it_that_cannot_be_read_is_an_error_beside_the_others(text: str):
    checked = judged(pack({"a.kiosk": ORDERS.encode(), "b.kiosk": text.encode()}))
    assert [one.span.file for one in checked.findings if one.rule == "file-not-read"] == ["b.kiosk"]


@pytest.mark.usefixtures("with_kiosk")
def test_a_file_that_is_called_so_is_meant():
    assert is_meant("x/b.kiosk", b"&%")
    assert not is_meant("x/b.text", b"&%")


@pytest.mark.usefixtures("with_kiosk")
def test_whatever_is_cut_off_it_has_an_outcome():
    for end in range(1, len(ORDERS)):
        whatever_happens(ORDERS[:end].encode())
        if end % 5 == 0:
            whatever_happens(pack({"a.kiosk": ORDERS.encode(), "b.kiosk": ORDERS[end:].encode()}))


def test_before_it_was_added_nobody_knew_it():
    reason = lint(ORDERS.encode()).reason
    assert reason is not None
    assert reason.code in ("unknown-format", "not-yaml")
