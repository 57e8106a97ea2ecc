"""How deep a look goes: by what taking the thing back would cost, and by how far a mistake in it would reach. Pure.

Blast radius is counted as services that use it, a critical one for three. The bounds are ours: a contract with a
handful of users gets a light look, and what is critical, wide and final a deep one.
"""

from dataclasses import dataclass
from typing import Literal

from portal.kit.subjects import Subject

Level = Literal["light", "normal", "deep"]

WEIGHT_OF_CRITICAL = 3
WIDE, FEW = 10, 3
"""From so many on a radius is wide; below so few it is small."""
DAYS: dict[str, int] = {"light": 3, "normal": 5, "deep": 10}
"""Working days until the first advice."""


@dataclass(frozen=True, slots=True)
class Depth:
    """The level, the sentences that explain it, and whether a second person looks too."""

    level: Level
    why: tuple[str, ...]
    is_critical: bool

    @property
    def days(self) -> int:
        """Working days until the first advice."""
        return DAYS[self.level]


def depth_of(*, reversal: str, criticality: str, consumers: int, critical_consumers: int = 0) -> Depth:
    """How deep to look at a thing with these facts, as a review's subject states them.

    ``reversal`` is easy, costly or one-way; anything else counts as costly. ``consumers`` are all services that use it,
    ``critical_consumers`` those of them that are critical.
    """
    radius = consumers + (WEIGHT_OF_CRITICAL - 1) * critical_consumers
    critical = criticality == "critical"
    points = {"easy": 0, "one-way": 2}.get(reversal, 1)
    points += 2 if radius >= WIDE else 1 if radius >= FEW else 0
    points += critical
    level: Level = "light" if points <= 1 else "normal" if points <= 3 else "deep"
    used = "No service uses it" if not consumers else f"{consumers} service{'s use' if consumers != 1 else ' uses'} it"
    if critical_consumers:
        used += f", {critical_consumers} of them critical"
    why = (
        {"easy": "Taking it back is easy.", "one-way": "It cannot be taken back."}.get(
            reversal, "Taking it back costs its users something."
        ),
        f"{used}." if criticality else "It names no service.",
        *(["The service is critical." if critical else "The service is not critical."] if criticality else []),
    )
    return Depth(level, why, critical and (reversal == "one-way" or level == "deep" or critical_consumers > 0))


def depth_of_subject(found: Subject) -> Depth:
    """How deep to look at this subject, as it is described now."""
    return depth_of(
        reversal=found.reversal,
        criticality=found.criticality,
        consumers=found.consumers,
        critical_consumers=found.critical_consumers,
    )
