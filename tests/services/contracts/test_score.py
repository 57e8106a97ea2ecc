"""The score is a pure sum."""

from services.contracts import GROUPS, Count, score


def test_a_check_holds_when_nothing_was_found():
    total = score([Count("a", "reach", 0), Count("b", "reach", 2), Count("c", "change", None)])
    assert (total.passed, total.failed, total.not_checked, total.total) == (1, 1, 1, 3)


def test_what_was_not_checked_never_holds_even_when_waived():
    total = score([Count("a", "reach", None)], {"a": 5})
    assert total.groups[0].strokes[0].state == "not-checked"


def test_a_check_whose_findings_are_all_waived_holds_and_says_so():
    total = score([Count("a", "safety", 2)], {"a": 2})
    stroke = total.groups[1].strokes[0]
    assert (stroke.state, stroke.found, stroke.waived) == ("passed", 2, 2)


def test_one_finding_that_is_not_waived_is_enough_to_fail():
    assert score([Count("a", "safety", 3)], {"a": 2}).failed == 1


def test_more_waivers_than_findings_change_nothing():
    assert score([Count("a", "safety", 1)], {"a": 9}).groups[1].strokes[0].waived == 1


def test_groups_keep_their_order_and_other_groups_are_left_out():
    total = score([Count("x", "document", 7), Count("a", "change", 0)])
    assert [group.name for group in total.groups] == list(GROUPS)
    assert total.total == 1
