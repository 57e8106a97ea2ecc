"""Patterns mean what ECMAScript means by them, and end."""

import threading
import time

import pytest

from services.contracts import patterns


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "found"),
    [
        ("^[a-z]+$", "", "abc", True),
        ("^[a-z]+$", "", "abc\n", False),  # Python's $ would say yes
        ("^[a-z]+$", "i", "ABC", True),
        ("^b$", "m", "a\nb\nc", True),
        ("a.b", "", "a\nb", False),
        ("a.b", "s", "a\nb", True),
        ("a.b", "", "a\rb", False),
        (r"^\s$", "", "\v", True),
        (r"^\s$", "", "\xa0", True),
        (r"^\w$", "", "é", False),
        (r"^\d$", "", "٣", False),
        ("^.$", "", "😀", False),  # two units of UTF-16
        ("^.$", "u", "😀", True),
        ("(?=a)ab", "", "ab", True),
        ("(?<!a)b", "", "ab", False),
        (r"(a)\1", "", "aa", True),
        (r"^\A$", "", "A", True),
        ("[[:alpha:]]", "", "x", False),
        ("[[:alpha:]]", "", "a]", True),
        ("[]a]", "", "a]", False),  # nothing, and then more
        ("[^]", "", "\n", True),
        ("^a{1001}$", "", "a" * 1001, True),
        ("a", "g", "aa", True),
        (r"^[\w.-]+@[\w.-]+$", "", "team@company.example", True),
    ],
)
def test_a_pattern_means_what_ecmascript_means(pattern, flags, text, found):
    compiled = patterns.compile(pattern, flags)
    assert [compiled.search(text), compiled.search(text)] == [found, found]


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "*a", "^*", "a**", "(?i)a", "a{2,1}"])
def test_what_is_no_pattern_is_said(pattern):
    with pytest.raises(patterns.PatternInvalid, match="is no regular expression of JavaScript"):
        patterns.compile(pattern)


def test_a_pattern_that_would_never_end_on_another_engine_ends_at_once():
    began = time.perf_counter()
    assert not patterns.compile("^(a+)+$").search("a" * 5_000 + "b")
    assert time.perf_counter() - began < 1


def test_a_pattern_without_end_is_stopped_and_the_next_one_works():
    with pytest.raises(patterns.PatternTimedOut, match="needed more than"):
        patterns.compile("^(?=a)(a+)+$").search("a" * 50 + "b")
    assert patterns.compile("^(?=a)(a+)+$").search("aaa")


def test_half_a_surrogate_pair_is_a_text_as_any_other():
    assert patterns.compile("^.b$").search("\ud800b")


def test_each_thread_has_an_engine_of_its_own():
    compiled, seen = patterns.compile("^(?=é)"), []
    thread = threading.Thread(target=lambda: seen.append(compiled.search("é")))
    thread.start()
    thread.join()
    assert (seen, compiled.search("é")) == ([True], True)
