"""The numbers of the guild: how much training, how long a certificate, when somebody rests, when a pool is in need."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a steward may set, with its bounds. ``group`` says what it belongs to."""

    name: str
    default: int
    least: int
    most: int
    unit: str
    label: str
    group: str

    def why_not(self, value: object) -> str | None:
        """None for a value that may be set, else the sentence that says which ones may."""
        if type(value) is int and self.least <= value <= self.most:
            return None
        return f"A whole number from {self.least} to {self.most}."


_JOIN, _HOLD, _REST, _POOL = "Training", "Certificate", "Rotation", "Pools"
NUMBERS = {
    number.name: number
    for number in (
        Number("nomination_days", 5, 1, 30, "working days", "for the guild lead's word on a nomination", _JOIN),
        Number("read_reviews", 5, 0, 30, "reviews", "to read, each with a sentence of what it taught", _JOIN),
        Number("reading_days", 90, 7, 730, "days", "for reading", _JOIN),
        Number("shadow_reviews", 3, 0, 20, "reviews", "to shadow", _JOIN),
        Number("shadowing_days", 180, 14, 730, "days", "for shadowing", _JOIN),
        Number("lead_reviews", 3, 0, 20, "reviews", "to lead with a mentor", _JOIN),
        Number("leading_days", 180, 14, 730, "days", "for leading with a mentor", _JOIN),
        Number("assess_days", 5, 1, 30, "working days", "for the mentor's last word", _JOIN),
        Number("certificate_months", 18, 1, 60, "months", "a certificate holds", _HOLD),
        Number("renewal_days", 60, 7, 365, "days", "before its end renewal is asked for", _HOLD),
        Number("reviews_a_year", 4, 0, 50, "reviews", "given in a year, to renew", _HOLD),
        Number("refreshers", 1, 0, 10, "refreshers", "read since the last renewal, to renew", _HOLD),
        Number("calibration_least", 10, 3, 200, "outcomes", "known, before calibration counts", _HOLD),
        Number("rotation_months", 24, 0, 120, "months", "at most as lead in one pool (0: no end)", _REST),
        Number("rest_months", 6, 1, 36, "months", "of rest after that", _REST),
        Number("pool_least", 5, 0, 50, "people", "in a pool, at least", _POOL),
        Number("divisions_least", 3, 0, 20, "divisions", "they come from, at least", _POOL),
        Number("team_percent", 40, 5, 100, "percent", "of a pool in one team, at most", _POOL),
        Number("ending_days", 60, 7, 365, "days", "ahead, in which ends are counted", _POOL),
        Number("ending_percent", 30, 5, 100, "percent", "of a pool that ends in these days, at most", _POOL),
    )
}


@dataclass(frozen=True, slots=True)
class Preset:
    """What suits a company of about so many teams."""

    code: str
    label: str
    why: str
    numbers: Mapping[str, int] = field(default_factory=dict)


PRESETS = {
    preset.code: preset
    for preset in (
        Preset(
            "teams-10",
            "10 teams",
            "Two or three people know a topic. They learn by one review each, nobody is sent to rest.",
            {
                "read_reviews": 2, "shadow_reviews": 1, "lead_reviews": 0, "certificate_months": 24,
                "reviews_a_year": 1, "rotation_months": 0, "pool_least": 2, "divisions_least": 1, "team_percent": 70,
                "ending_percent": 60,
            },
        ),
        Preset(
            "teams-50",
            "50 teams",
            "A pool fills slowly, so training is shorter and a small pool is no alarm yet.",
            {
                "read_reviews": 3, "shadow_reviews": 2, "lead_reviews": 2, "reviews_a_year": 2, "rotation_months": 36,
                "pool_least": 3, "divisions_least": 2, "team_percent": 50, "ending_percent": 40,
            },
        ),
        Preset("teams-500", "500 teams", "There are enough people for every step: all of it."),
    )
}  # fmt: skip
DEFAULT = PRESETS["teams-500"]
"""What holds where nobody ever chose."""


def numbers_of(preset: Preset) -> dict[str, int]:
    """Every number as the preset has it."""
    return {number.name: number.default for number in NUMBERS.values()} | dict(preset.numbers)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
