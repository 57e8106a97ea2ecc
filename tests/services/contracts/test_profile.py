"""Profiles and facts are data, and nonsense in them is refused with a sentence."""

from typing import Any

import pytest

from services.contracts import DEFAULT, Facts, FactsInvalid, Profile, ProfileInvalid, rules

from .documents import ORDERS, judged


def test_the_default_profile_asks_every_rule_with_its_own_severity():
    assert Profile.of("externalizable") is DEFAULT
    assert all(DEFAULT.severity(rule) == rule.severity for rule in rules().values())


def test_a_profile_changes_severities_and_switches_off():
    profile = Profile.of({"name": "ours", "rules": {"contact-named": "error", "terms-stated": "off"}})
    checked = judged(ORDERS, profile=profile)
    runs = {run.rule.id: run for run in checked.runs}
    assert {one.severity for one in checked.findings if one.rule == "contact-named"} == {"error"}
    assert (runs["terms-stated"].found, runs["terms-stated"].unjudged) == (0, "Off in this profile.")


def test_even_what_the_engine_itself_finds_can_be_weighed():
    text = ORDERS + "x-a: 1\nx-a: 2\n"
    profile = Profile.of({"rules": {"duplicate-key": "off"}})
    assert "duplicate-key" in {one.rule for one in judged(text).findings}
    assert "duplicate-key" not in {one.rule for one in judged(text, profile=profile).findings}


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("nobody", "no profile"),
        ([], "looks like this"),
        (None, "looks like this"),
        ({"rules": []}, "looks like this"),
        ({"rules": {"nobody": "error"}}, "no rule"),
        ({"rules": {"contact-named": "fatal"}}, "not one of"),
        ({"rules": {"contact-named": 1}}, "not one of"),
        ({"colour": "red"}, "colour"),
        ({"extends": "spectral:oas"}, "Spectral"),
        ({"rules": {"x": {"given": "$"}}}, "Spectral"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(given: Any, complaint: str):
    with pytest.raises(ProfileInvalid, match=complaint):
        Profile.of(given)


def test_facts_are_plain_texts():
    assert Facts.of({"contact": " a@b ", "data-class": "public", "quotas": 5, "terms": None}) == Facts(
        contact="a@b", data_class="public", quotas="5"
    )
    assert Facts.of(None) == Facts()


@pytest.mark.parametrize("given", [{"colour": "red"}, {"contact": ["a"]}, {"contact": True}, {"contact": {}}])
def test_facts_that_make_no_sense_are_refused(given: dict[str, Any]):
    with pytest.raises(FactsInvalid):
        Facts.of(given)
