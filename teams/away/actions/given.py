"""What people give with an act: words, numbers and days, each refused with its field when it cannot be used."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from portal.kit.refusals import Invalid, Several
from portal.kit.text import storable
from teams.people.models import Person, Team
from teams.people.reads.people import is_in

LONGEST = 4000
MOST = {"title": 120, "problem": 1000, "measure": 120, "unit": 40, "scope": 1000, "cost_of_nothing": 500}
"""Characters of what a request says: long enough to be understood, short enough to be read."""
LONGEST_WORK = timedelta(days=366)
LARGEST = Decimal(10) ** 12

type Number = Decimal | int | str


class Faults:
    """All that cannot be used is told at once: each ``with faults:`` holds one refusal back, ``tell`` raises them.

    Several become one with all their fields; its code is theirs where they share it, else ``away-fields-unusable``.
    """

    def __init__(self) -> None:
        self.held: list[Invalid] = []

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Invalid):
            self.held.append(error)
            return True
        return False

    def tell(self) -> None:
        """Raise what was held back; nothing where all is well."""
        if len(self.held) < 2:
            for refusal in self.held:
                raise refusal
            return
        codes = {refusal.code for refusal in self.held}
        code = codes.pop() if len(codes) == 1 else "away-fields-unusable"
        fields = {name: one.message for one in self.held for name in one.fields}
        raise Several(code, "Some fields cannot be used as they are.", **fields)


def said(text: str, field: str, most: int = LONGEST, *, required: bool = True) -> str:
    """Words that must be there, unless they need not."""
    words = storable(text.strip())
    if required and not words:
        raise Invalid("away-words-missing", "Something is not said yet.", **{field: "Say it in a sentence."})
    if len(words) > most:
        what = f"At most {most:,} characters; these are {len(words):,}."
        raise Invalid("away-words-too-many", f"Say it shorter. {what}", **{field: what})
    return words


def number(value: Number, field: str) -> Decimal:
    """A number with at most three digits after the point."""
    try:
        found = Decimal(str(value)).quantize(Decimal("0.001"))
    except InvalidOperation:
        found = LARGEST
    if not found.is_finite() or abs(found) >= LARGEST:
        raise Invalid("away-number-unusable", "The effect is a number.", **{field: "Not a number to count with."})
    return found


def day_given(day: date, field: str) -> date:
    """A day after today, in the coming year."""
    today = timezone.now().date()
    if not today < day <= today + LONGEST_WORK:
        raise Invalid("away-day-unusable", "Choose a day in the coming year.", **{field: "Not in the coming year."})
    return day


def web_address(link: str, field: str, *, required: bool) -> str:
    """An address that others can open."""
    found = storable(link.strip())
    if (found or required) and not found.lower().startswith(("http://", "https://")):
        raise Invalid("away-link-unusable", "Give a web address, so that others can look.", **{field: "A web address."})
    if len(found) > 400:
        raise Invalid("away-words-too-many", "Say it shorter.", **{field: "At most 400 characters."})
    return found


def works_in(person: Person, team: Team) -> bool:
    """Whether they are here, and in this team now."""
    return person.is_active and is_in(person, team)
