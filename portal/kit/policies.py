"""What may they do? One function a verb, called by the action to refuse and by the page to hide or explain a button."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from portal.kit.refusals import Denied

Policy = Callable[[Any, Any], str | None]
_policies: dict[str, Policy] = {}
_known: ContextVar[dict[Hashable, bool] | None] = ContextVar("what was asked while this page is drawn", default=None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """May they, and if not, why not: a sentence that names who may."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def policy(verb: str) -> Callable[[Policy], Policy]:
    """Register the one policy of a verb, ``noun.verb``. The function returns None for yes, a sentence for no."""

    def register(function: Policy) -> Policy:
        if verb in _policies:
            raise RuntimeError(f"Two policies for {verb}.")
        _policies[verb] = function
        return function

    return register


def may(person: Any, verb: str, thing: Any = None) -> Verdict:
    """Whether ``person`` may do ``verb`` to ``thing``. An unknown verb is a bug: KeyError."""
    decide = _policies[verb]
    if person is None or not person.is_authenticated or not person.is_active:
        return Verdict(False, "Log in first.")
    why = decide(person, thing)
    return Verdict(why is None, why or "")


def require(person: Any, verb: str, thing: Any = None) -> None:
    """Refuse with ``not-allowed`` unless they may. Homeport itself never asks: its jobs call what needs no leave."""
    verdict = may(person, verb, thing)
    if not verdict:
        raise Denied("not-allowed", verdict.why)


@contextmanager
def remembering() -> Iterator[None]:
    """While a page is drawn nothing changes, so what its buttons ask about is asked once (see ``once``)."""
    mark = _known.set({})
    try:
        yield
    finally:
        _known.reset(mark)


def once(key: Hashable, ask: Callable[[], bool]) -> bool:
    """``ask()``, or what it said before while the same page is drawn. Actions always ask anew."""
    known = _known.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    return known[key]


def verbs() -> list[str]:
    """Every verb that has a policy, for the page and the test that list them."""
    return sorted(_policies)
