"""Presets: which groups of failsafes a company of some size does without, and the numbers that suit it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teams.away.failsafes import NUMBERS, Group, of_group


@dataclass(frozen=True, slots=True)
class Preset:
    """A company of about so many teams: the groups that are off, and the numbers that differ from the defaults."""

    code: str
    label: str
    why: str
    groups: tuple[Group, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def off(self) -> frozenset[str]:
        return frozenset(each.code for group in self.groups for each in of_group(group))


PRESETS = {
    preset.code: preset
    for preset in (
        Preset(
            "teams-10",
            "10 teams",
            "Everybody knows everybody: who asks, answers, signs and mends stays; managers and statistics go.",
            (Group.CROWD, Group.MANAGERS, Group.ARRIVING, Group.LOOKING_BACK, Group.WATCHING),
            {"decision_days": 3, "copy_after_days": 6, "box_days": 30, "cap_days": 60, "consumers": 3},
        ),
        Preset(
            "teams-50",
            "50 teams",
            "Teams no longer know each other, but one glance still sees who is swamped.",
            (Group.MANAGERS, Group.WATCHING),
            {"box_days": 40, "cap_days": 80},
        ),
        Preset("teams-500", "500 teams", "Nobody sees everything: all forty are on."),
    )
}
DEFAULT = PRESETS["teams-500"]
"""What holds where nobody ever chose."""


def numbers_of(preset: Preset) -> dict[str, int]:
    """Every number as the preset has it."""
    return {number.name: number.default for number in NUMBERS.values()} | dict(preset.numbers)
