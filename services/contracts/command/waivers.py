"""Findings that somebody stands for: a YAML list, each with a reason, the data behind it and a last day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatch
from typing import Any

from ..registry import rules
from ..report import Found
from .given import Refused

_MEMBERS = ("fingerprint", "rule", "key", "contract", "reason", "data", "until")


def today() -> date:
    return datetime.now().astimezone().date()


@dataclass(slots=True)
class Waiver:
    number: int
    """Where it stands in the list, from 1."""
    fingerprint: str
    rule: str
    key: str
    contract: str
    """The contract it is about, `*` allowed; "": every one that is judged."""
    reason: str
    data: str
    until: date
    used: bool = False

    @property
    def holds(self) -> bool:
        """Through its last day."""
        return self.until >= today()

    def covers(self, found: Found, contract: str) -> bool:
        if self.contract and not fnmatch(contract, self.contract):
            return False
        if self.fingerprint:
            return found.fingerprint == self.fingerprint and self.rule in ("", found.rule)
        return found.rule == self.rule and _is_at(found.key, self.key)

    @property
    def about(self) -> str:
        return self.fingerprint or f"{self.rule} at {self.key!r}"


def _is_at(key: str, wanted: str) -> bool:
    """A `*` at the end stands for whatever follows; nothing else is special, for keys hold brackets and braces."""
    return key.startswith(wanted[:-1]) if wanted.endswith("*") else key == wanted


@dataclass(slots=True)
class Waivers:
    file: str = ""
    all: tuple[Waiver, ...] = ()

    def over(self, found: Found, contract: str) -> Waiver | None:
        """The waiver that holds for a finding."""
        for one in self.all:
            if one.covers(found, contract):
                one.used = True
                if one.holds:
                    return one
        return None

    def notes(self) -> Iterable[str]:
        """What a person should know about them after a run."""
        for one in self.all:
            if not one.holds:
                yield f"{self.file}: waiver {one.number} ({one.about}) ended on {one.until} and no longer holds."
            elif not one.used:
                yield f"{self.file}: waiver {one.number} ({one.about}) fits no finding; take it out."


def read(file: str, data: Any, *, others: bool = False) -> Waivers:
    """Raises Refused for whatever is not right about the first waiver that is not right.

    `others`: rulesets are asked too, so that a waiver may name a rule that is none of ours.
    """
    if not isinstance(data, list):
        raise Refused(f"{file}: waivers are a list, each with rule and key (or a fingerprint), reason, data and until.")
    return Waivers(
        file, tuple(_waiver(f"{file}: waiver {number}", number, one, others) for number, one in enumerate(data, 1))
    )


def _waiver(which: str, number: int, said: Any, others: bool) -> Waiver:
    if not isinstance(said, dict):
        raise Refused(f"{which} is no mapping with rule and key (or a fingerprint), reason, data and until.")
    unknown = sorted(str(name) for name in said.keys() - set(_MEMBERS))
    if unknown:
        raise Refused(f"{which} says {unknown[0][:80]!r}; a waiver has {', '.join(_MEMBERS)}.")
    fingerprint, rule, key, contract, reason, data = (_text(which, said, name) for name in _MEMBERS[:-1])
    if rule and rule not in rules() and not others:
        raise Refused(f"{which}: there is no rule {rule[:80]!r}.")
    if not fingerprint and not (rule and "key" in said):
        raise Refused(f"{which} does not say which finding it is about: a fingerprint, or rule and key.")
    if not reason:
        raise Refused(f"{which} has no reason. Say why the finding is right to stay.")
    return Waiver(number, fingerprint, rule, key, contract, reason, data, _day(which, said.get("until")))


def _text(which: str, said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if isinstance(value, dict) and name == "data":  # evidence, value, source, as the portal asks
        value = ", ".join(f"{one}: {below}" for one, below in value.items())
    if name == "fingerprint" and value is not None and not isinstance(value, str):
        raise Refused(f"{which}: put the fingerprint in quotes; YAML reads this one as a number.")
    if value is not None and not isinstance(value, str | int | float | date):
        raise Refused(f"{which}: {name} is one piece of text.")
    return "" if value is None else " ".join(str(value).split())


def _day(which: str, said: Any) -> date:
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        pass
    raise Refused(f"{which} has no last day. Say until when it holds, as 2027-03-31.")
