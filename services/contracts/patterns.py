"""Patterns that strangers wrote: what ECMAScript means by them, and never without end.

RE2, which needs no more than linear time, searches wherever it means the same as ECMAScript. Everything else runs on an
ECMAScript engine that is held to a time, and which says what is no pattern at all.
"""

import re
import threading
from functools import cache, cached_property, lru_cache
from typing import Any, Protocol

SECONDS = 0.5
"""How long one search may take on the engine that may need for ever."""
_MEMORY = 64 * 1024 * 1024
_ENGINE = """
const patterns = [];
function make(pattern, flags) { return patterns.push(new RegExp(pattern, flags)) - 1; }
function test(number, text) { const one = patterns[number]; one.lastIndex = 0; return one.test(text); }
"""
_SHARED = re.compile(
    r"""(?:
      [\^$] (?![*+?{])                          # a place, which cannot be repeated in ECMAScript
    | [^\\\[(^$]                                # a character, or an operator both have
    | \((?!\?) | \(\?:                          # groups without tricks
    | \\[bB] (?![*+?{])
    | \\(?:[dDwWsStnrf] | [^a-zA-Z0-9])         # escapes that both have
    | \[\^? (?!\])                              # a class that is not empty
        (?: [^\\\[\]] | \[(?!:) | \\(?:[dDwWsStnrf] | [^a-zA-Z0-9]) )++ \]
    )*+""",
    re.X | re.S,
)
_LITERAL = re.compile(r"(?:[^\\^$.*+?()\[\]{}|\ud800-\udfff\U00010000-\U0010ffff]|\\[^a-zA-Z0-9])+")
"""A pattern that only stands for itself."""
_APART = re.compile(r"[\r\v]")
"""What the two count among lines or spaces differently. They also differ outside ASCII."""


class PatternInvalid(ValueError):
    """This is no pattern of ECMAScript. The text says why."""


class PatternTimedOut(Exception):
    """A search took more time or memory than it may. Nothing is known about the text."""


class Pattern(Protocol):
    def search(self, text: str) -> bool:
        """Whether the pattern is found somewhere in the text. Raises PatternTimedOut."""


@lru_cache(maxsize=2_000)
def compile(pattern: str, flags: str = "") -> Pattern:  # noqa: A001 - as `re` calls it
    """The pattern, ready to search. Raises PatternInvalid."""
    flags = flags.replace("g", "")  # where the last search ended is of no interest to the next one
    if not flags and _LITERAL.fullmatch(pattern):
        return _Literal(re.sub(r"\\(.)", r"\1", pattern))
    if set(flags) <= {"i", "m", "s"} and pattern.isascii() and _SHARED.fullmatch(pattern):
        linear = _linear(pattern, flags)
        if linear is not None:
            return _Shared(linear, pattern, flags)
    return _Script(pattern, flags)


@lru_cache(maxsize=2_000)
def linear(pattern: str) -> Pattern | None:
    """The pattern on RE2 alone, which never takes long. None: RE2 does not say what ECMAScript means. The text must be
    plain ASCII."""
    found = _linear(pattern, "") if pattern.isascii() and _SHARED.fullmatch(pattern) else None
    return None if found is None else _Linear(found)


def _linear(pattern: str, flags: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(f"(?{flags}){pattern}" if flags else pattern, options)
    except re2.error:  # a repetition that is too long for it
        return None


class _Linear:
    """On RE2, whatever the text."""

    def __init__(self, found: Any) -> None:
        self.found = found.search

    def search(self, text: str) -> bool:
        return self.found(text) is not None


class _Literal:
    """A piece of text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def search(self, text: str) -> bool:
        return self.text in text


class _Shared:
    """On RE2, as long as the text is one that both engines read alike."""

    def __init__(self, linear: Any, pattern: str, flags: str) -> None:
        self.linear = linear.search
        self.written = pattern, flags

    @cached_property
    def script(self) -> "_Script":
        """Made for the first text that RE2 would read otherwise."""
        return _Script(*self.written)

    def search(self, text: str) -> bool:
        if text.isascii() and not _APART.search(text):
            return self.linear(text) is not None
        return self.script.search(text)


class _Engine(threading.local):
    """One ECMAScript engine a thread, made when it is needed."""

    def __init__(self) -> None:
        import quickjs

        self.context = quickjs.Context()
        self.context.set_memory_limit(_MEMORY)
        self.context.set_time_limit(SECONDS)
        self.context.eval(_ENGINE)
        self.make = self.context.get("make")
        self.test = self.context.get("test")
        self.numbers: dict[tuple[str, str], int] = {}
        self.failure: type[Exception] = quickjs.JSException

    def number(self, pattern: str, flags: str) -> int:
        key = pattern, flags
        if key not in self.numbers:
            self.numbers[key] = self.make(_sound(pattern), flags)
        return self.numbers[key]


@cache
def _engine() -> _Engine:
    return _Engine()


class _Script:
    """On the ECMAScript engine."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern, self.flags = pattern, flags
        engine = _engine()
        try:
            engine.number(pattern, flags)
        except engine.failure as error:
            reason = str(error).partition("\n")[0].removeprefix("SyntaxError: ")
            raise PatternInvalid(f"{pattern[:200]!r} is no regular expression of JavaScript: {reason}.") from None

    def search(self, text: str) -> bool:
        engine = _engine()
        try:
            return bool(engine.test(engine.number(self.pattern, self.flags), _sound(text)))
        except engine.failure:
            said = f"{self.pattern[:200]!r} needed more than {SECONDS:g} s, or too much memory, for one text."
            raise PatternTimedOut(said) from None


def _sound(text: str) -> str:
    """Half a surrogate pair is no character that could be handed over."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
