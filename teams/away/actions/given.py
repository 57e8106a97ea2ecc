"""What people give with an act: words, numbers and days, each refused with its field when it cannot be used."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from portal.kit.refusals import Invalid
from portal.kit.text import storable
from teams.people.models import Membership, Person, Team

LONGEST = 4000
LONGEST_WORK = timedelta(days=366)
LARGEST = Decimal(10) ** 12

type Number = Decimal | int | str


def said(text: str, field: str, most: int = LONGEST) -> str:
    """Words that must be there."""
    words = storable(text.strip())
    if not words:
        raise Invalid("away-words-missing", "Something is not said yet.", **{field: "Say it in a sentence."})
    if len(words) > most:
        raise Invalid("away-words-too-many", "Say it shorter.", **{field: f"At most {most} characters."})
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
    return person.is_active and Membership.objects.filter(person=person, team=team, until=None).exists()
