"""What asks for a look by itself: at which moment, of which things, and about which topic. Pure.

An occasion is the moment in which a thing is about to matter, with the facts of that moment. A policy says which
occasions it asks for. Policies never look at anything but these facts, so what others would have asked for can be told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from teams.reviews.models.topics import Topic

MOST_POLICIES = 12
MOST = 10_000
MOMENTS: dict[str, str] = {
    "services.revision": "A contract is about to be published",
    "services.service": "A service goes live",
    "away.awaycharter": "A charter of an away team is drafted",
    "proposals.proposal": "A proposal is published",
}
"""By kind of subject: the moment, as a sentence without its end."""
CRITICALITIES: dict[str, str] = {
    "critical": "critical",
    "high": "at least highly critical",
    "medium": "of at least medium criticality",
}
REVERSALS: dict[str, str] = {"costly": "costs something to take back", "one-way": "cannot be taken back"}
_RANK = ("low", "medium", "high", "critical")
_WAY_BACK = ("easy", "costly", "one-way")


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a thing at the moment when it was about to matter.

    ``change`` of a contract: ``first``, ``compatible`` or ``breaking``; ``days`` of a charter: how long the work lasts.
    """

    criticality: str = ""
    reversal: str = "costly"
    consumers: int = 0
    critical_consumers: int = 0
    change: str = ""
    days: int = 0

    def stored(self) -> dict[str, Any]:
        """As an occasion keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Policy:
    """Asks for a look about ``topic`` at things of ``kind``, where all that it names holds. Empty and 0 name nothing.

    ``code`` stays the same when the policy is changed; the record of a look names it.
    """

    code: str
    kind: str
    topic: str
    criticality: str = ""
    reversal: str = ""
    breaking: bool = False
    consumers: int = 0
    days: int = 0

    def asks(self, kind: str, facts: Facts) -> bool:
        """Whether it asks for a look at a thing of this kind with these facts."""
        return (
            kind == self.kind
            and (not self.criticality or _at_least(_RANK, facts.criticality, self.criticality))
            and (not self.reversal or _at_least(_WAY_BACK, facts.reversal, self.reversal))
            and (not self.breaking or facts.change == "breaking")
            and facts.consumers >= self.consumers
            and facts.days >= self.days
        )

    @property
    def says(self) -> str:
        """The policy as a sentence."""
        parts = [
            f"the service is {CRITICALITIES[self.criticality]}" if self.criticality else "",
            "it breaks callers" if self.breaking else "",
            f"it {REVERSALS[self.reversal]}" if self.reversal else "",
            _used(self.consumers) if self.consumers else "",
            f"it lasts {self.days} days or longer" if self.days else "",
        ]
        named = [part for part in parts if part]
        return f"{MOMENTS[self.kind]}{': ' if named else ''}{', and '.join(named)}."

    def stored(self) -> dict[str, Any]:
        """As a version keeps it."""
        return asdict(self)


def _used(consumers: int) -> str:
    return "a service uses it" if consumers == 1 else f"{consumers} or more services use it"


def _at_least(order: tuple[str, ...], value: str, least: str) -> bool:
    return value in order and order.index(value) >= order.index(least)


def policies_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Policy, ...]:
    """The policies that a version has kept."""
    return tuple(Policy(**one) for one in stored)


def topics_asked(policies: Iterable[Policy], kind: str, facts: Facts) -> dict[str, Policy]:
    """The first policy that asks for a look, by its topic: one look a topic, however many ask for it."""
    found: dict[str, Policy] = {}
    for policy in policies:
        if policy.asks(kind, facts):
            found.setdefault(policy.topic, policy)
    return found


BEGINNING = (Policy("critical-contracts", "services.revision", Topic.CONTRACT, criticality="critical"),)
"""What asks while nobody has chosen."""
SUGGESTED = (
    *BEGINNING,
    Policy("breaking-changes", "services.revision", Topic.CONTRACT, breaking=True, consumers=1),
    Policy("launches", "services.service", Topic.OPERATIONS, criticality="high"),
    Policy("long-stays", "away.awaycharter", Topic.COLLABORATION, criticality="high", days=60),
    Policy("no-way-back", "proposals.proposal", Topic.DESIGN, criticality="critical", reversal="one-way"),
)
"""What is offered to whoever chooses for the first time."""
