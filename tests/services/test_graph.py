"""The drawing of services: nothing overlaps, everything is inside, the same rows give the same drawing."""

import itertools

import pytest

from services.reads.graph import BOX, TALL, Node, Use, cut, draw


def columns(*sizes: int) -> list[tuple[str, list[Node]]]:
    return [
        (f"column {number}", [Node(f"{number}-{place}", f"service-{place}") for place in range(size)])
        for number, size in enumerate(sizes)
    ]


def between(shape: list[tuple[str, list[Node]]]) -> list[Use]:
    """Everybody uses everybody of the next column."""
    pairs = itertools.pairwise(shape)
    return [Use(left.key, right.key) for (_, lefts), (_, rights) in pairs for left in lefts for right in rights]


@pytest.mark.parametrize("sizes", [(1, 1, 1), (0, 1, 5), (6, 1, 0), (30, 1, 30), (40, 30, 1, 30, 40), (3, 2, 1, 0, 0)])
def test_boxes_stand_apart_and_inside(sizes):
    shape = columns(*sizes)
    drawing = draw(shape, between(shape), len(sizes) // 2)
    assert len(drawing.boxes) == sum(sizes)
    for box in drawing.boxes:
        assert 0 <= box.x <= drawing.width - BOX
        assert 0 < box.y <= drawing.height - TALL
    places = sorted((box.x, box.y) for box in drawing.boxes)
    for one, other in itertools.pairwise(places):
        assert one[0] != other[0] or other[1] - one[1] >= TALL


def test_the_same_rows_give_the_same_drawing_in_any_order():
    shape = columns(4, 3, 1, 3, 4)
    uses = between(shape)
    one = draw(shape, uses, 2)
    other = draw(shape, list(reversed(uses)), 2)
    assert one.boxes == other.boxes
    assert {line.path for line in one.lines} == {line.path for line in other.lines}


def test_what_is_further_out_stands_near_what_it_uses():
    names = {"far": "xy", "near": "ab", "me": "m"}
    shape = [(name, [Node(key, key) for key in keys]) for name, keys in names.items()]
    uses = [Use("x", "b"), Use("y", "a"), Use("a", "m"), Use("b", "m")]
    placed = {box.node.key: box.y for box in draw(shape, uses, 2).boxes}
    assert placed["y"] < placed["x"], "the lines do not cross"


def test_a_use_that_skips_a_column_or_names_nobody_is_left_out():
    shape = columns(1, 1, 1)
    drawing = draw(shape, [Use("0-0", "2-0"), Use("0-0", "nobody"), Use("0-0", "1-0", "gone")], 1)
    assert [line.use.used for line in drawing.lines] == ["1-0"]
    assert drawing.kinds == ["gone"]


def test_names_are_cut_by_the_room_they_take():
    assert cut("checkout-orders") == "checkout-orders"
    assert cut("a-very-long-name-of-a-service").endswith("…")
    wide = cut("顧客注文管理サービス基盤")
    assert wide.endswith("…")
    assert len(wide) < len(cut("a" * 40)), "wide signs take the room of two"
