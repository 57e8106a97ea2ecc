"""The rulesets that are ours, and how functions are registered."""

import pytest

from services.contracts.spectral import builtin, function


def test_a_function_is_known_by_one_name_only(monkeypatch):
    monkeypatch.setattr(function, "functions", {})

    def maker(options):
        return lambda value, target: None

    function.function("mine")(maker)
    with pytest.raises(ValueError, match="two functions called mine"):
        function.function("mine")(maker)
    assert function.functions == {"mine": maker}


def test_a_name_that_is_no_ruleset_of_ours_has_no_text():
    with pytest.raises(KeyError):
        builtin.written("spectral:graphql")
