"""By which numbers the guild works now."""

from dataclasses import dataclass

from teams.reviews.models import GuildWays
from teams.reviews.numbers import DEFAULT, NUMBERS, numbers_of


@dataclass(frozen=True, slots=True)
class Ways:
    """Every number in force. ``row`` is None where nobody ever chose."""

    numbers: dict[str, int]
    preset: str
    row: GuildWays | None = None

    def number(self, name: str) -> int:
        """The number in force. KeyError for a name there is none of."""
        return self.numbers[NUMBERS[name].name]

    @property
    def version(self) -> int:
        return self.row.number if self.row is not None else 0


def ways() -> Ways:
    """The newest version: one query."""
    row = GuildWays.objects.select_related("made_by").order_by("-number").first()
    if row is None:
        return Ways(numbers_of(DEFAULT), DEFAULT.code)
    return Ways({**numbers_of(DEFAULT), **row.numbers}, row.preset, row)
