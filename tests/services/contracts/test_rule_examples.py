"""Each rule's examples are its tests: the good one is silent, the bad one raises exactly that rule."""

import pytest

from services.contracts import GROUPS, Rule, rules

from .documents import judged

EXAMPLES = [
    pytest.param(rule, kept, text, id=f"{rule.id}-{name}-{'good' if kept else 'bad'}")
    for rule in rules().values()
    for kept, examples in ((True, rule.good), (False, rule.bad))
    for name, text in (examples or {}).items()
]


@pytest.mark.parametrize(("rule", "kept", "text"), EXAMPLES)
def test_a_rule_says_of_its_examples_what_it_promises(rule: Rule, kept: bool, text: str):
    checked = judged(text)
    told = {one.rule for one in checked.findings}
    run = next(run for run in checked.runs if run.rule.id == rule.id)
    assert run.unjudged == ""
    assert (rule.id in told) is not kept
    assert not told & {"format-invalid", "duplicate-key", "reference-missing", "reference-not-followed"}


@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.bad], ids=lambda rule: rule.id)
def test_a_bad_example_differs_from_the_good_one_in_that_rule_only(rule: Rule):
    for name, text in (rule.bad or {}).items():
        good = {one.rule for one in judged((rule.good or {})[name]).findings}
        assert {one.rule for one in judged(text).findings} - good == {rule.id}


def test_there_are_five_groups_of_thirteen():
    assert [sum(rule.group == group for rule in rules().values()) for group in GROUPS] == [13] * 5


def test_a_rule_is_told_to_a_person():
    for rule in rules().values():
        for sentence in (rule.why, rule.mend):
            assert sentence[0].isupper(), sentence
            assert sentence[-1] in ".?", sentence
        assert not rule.title.endswith(".")
