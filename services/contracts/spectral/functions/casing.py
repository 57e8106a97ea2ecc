"""casing: a name is written in one of the usual ways. Empty names and what is no text are passed over."""

import re
from typing import Final

from ... import patterns
from ..function import Check, Options, OptionsInvalid, Target, Told, Value, function
from ..options import Given, is_object, is_text, is_truth, one_of


def _words(first: str, other: str, between: str) -> str:
    return f"{first}{other}*(?:{between}{other}+)*"


def _humps(first: str) -> str:
    return f"{first}[a-z#]*(?:[A-Z#](?:[a-z#]+|$))*"


_CASES: Final = {
    "flat": "[a-z][a-z#]*",
    "camel": _humps("[a-z]"),
    "pascal": _humps("[A-Z]"),
    "kebab": _words("[a-z]", "[a-z#]", "-"),
    "cobol": _words("[A-Z]", "[A-Z#]", "-"),
    "snake": _words("[a-z]", "[a-z#]", "_"),
    "macro": _words("[A-Z]", "[A-Z#]", "_"),
}
"""Where # stands, digits may."""


@function("casing")
def casing(options: Options) -> Check:
    given = Given("casing", options, "type", "disallowDigits", "separator")
    given.needs("type")
    kind = given.take("type", one_of(*_CASES), "one of " + ", ".join(_CASES))
    digits = "" if given.take("disallowDigits", is_truth, "true or false") else "0-9"
    separator = given.take("separator", is_object, "an object")
    word = _CASES[kind].replace("#", digits)
    char, leading = _separator(separator)
    if separator is not None:
        between = f"[{re.escape(char)}]" if char else "(?!)"
        word = f"{between + '?' if leading else ''}{word}(?:{between}{word})*"
    written = patterns.compile(f"^{word}$")

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, str) or not value or (leading and value == char) or written.search(value):
            return None
        return [Told(f"must be {kind} case")]

    return check


def _separator(options: Options) -> tuple[str, bool]:
    if options is None:
        return "", False
    given = Given("casing", options, "char", "allowLeading")
    given.needs("char")
    char = given.take("char", is_text, "a text")
    if len(char) > 1:
        raise OptionsInvalid('The separator of the function "casing" must be one character.')
    return char, bool(given.take("allowLeading", is_truth, "true or false"))
