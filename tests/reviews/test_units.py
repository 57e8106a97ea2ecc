"""Numbers that are compared are in one unit, as far as units can be told."""

import pytest

from teams.reviews.figures import limit, other_unit


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("%", "% of calls"),
        ("seconds", "s"),
        ("", "%"),
        ("%", ""),
        ("callers", "%"),
        ("of 6 callers", "ms"),
        ("\u20ac", "EUR"),
    ],
)
def test_one_unit_or_none_that_is_known(said, meant):
    assert other_unit(said, meant) == ""


@pytest.mark.parametrize(("said", "meant"), [("ms", "s"), ("seconds", "% of calls"), ("EUR a month", "USD")])
def test_another_unit_is_said(said, meant):
    assert "like with like" in other_unit(said, meant)


def test_a_limit_keeps_what_stands_behind_its_number():
    assert limit("more than 500 ms at night").rest == "ms at night"
    assert limit("one caller asks for it").rest == ""
