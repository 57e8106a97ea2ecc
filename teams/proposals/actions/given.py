"""What people give with an act: words, numbers, days and links, each refused with its field when it cannot be used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from portal.kit.refusals import Invalid
from portal.kit.text import storable
from services.models import Service
from teams.people.models import Person, Team
from teams.people.policies import member_or_why
from teams.proposals.actions.held import line_of
from teams.proposals.models import Proposal
from teams.proposals.paragraphs import paragraphs

MOST = {"title": 160, "summary": 600, "text": 40_000, "claim": 400, "metric": 120, "unit": 40, "source": 400}
MOST_SAID = 4000
MOST_PARAGRAPHS = 300
MOST_TOUCHED = 20
MOST_ADDRESSED = 30
FURTHEST = timedelta(days=3 * 366)
LARGEST = Decimal(10) ** 12

type Number = Decimal | int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything a proposal says, as it was given. A prediction is whole or left out."""

    title: str
    summary: str
    text: str
    reversal: str
    services: tuple[Service, ...] = ()
    teams: tuple[Team, ...] = ()
    addressed: tuple[Person, ...] = ()
    replaces: Proposal | None = None
    claim: str = ""
    metric: str = ""
    unit: str = ""
    baseline: Number | None = None
    expected: Number | None = None
    source: str = ""
    check_on: date | None = None


def said(text: str, field: str, most: int = MOST_SAID, *, hint: str = "Say it in a sentence.") -> str:
    """Words that must be there."""
    words = short(text, field, most)
    if not words:
        raise Invalid("proposal-words-missing", hint, **{field: hint})
    return words


def short(text: str, field: str, most: int) -> str:
    """Words that may be missing, at most so many characters."""
    words = storable(text.replace("\r\n", "\n").strip())
    if len(words) > most:
        what = f"At most {most:,} characters; these are {len(words):,}."
        raise Invalid("proposal-words-too-many", f"Say it shorter. {what}", **{field: what})
    return words


def number(value: Number, field: str) -> Decimal:
    """A number with at most three digits after the point."""
    try:
        given = Decimal(str(value))
        found = given.quantize(Decimal("0.001")) if given.is_finite() else LARGEST
    except InvalidOperation:
        found = LARGEST
    if abs(found) >= LARGEST:
        raise Invalid(
            "proposal-number-unusable", "What is measured is a number.", **{field: "Not a number to count with."}
        )
    return found


def day_to_come(day: date, field: str) -> date:
    """A day after today, within three years."""
    today = timezone.now().date()
    if not today < day <= today + FURTHEST:
        raise Invalid(
            "proposal-day-unusable", "Choose a day to come, within three years.", **{field: "Not within three years."}
        )
    return day


def checked(words: Words, *, by: Person, author: Person, itself: Proposal | None = None) -> dict[str, object]:
    """The fields of a proposal that says this. Refuses with the field that cannot be used, and what would do."""
    fields: dict[str, object] = {
        "title": said(" ".join(words.title.split()), "title", MOST["title"], hint="Say what it is about in a line."),
        "summary": said(" ".join(words.summary.split()), "summary", MOST["summary"], hint="Say it in a few sentences."),
        "text": said(words.text, "text", MOST["text"], hint="Write it down: why, what, and what else was thought of."),
    }
    count = len(paragraphs(str(fields["text"])))
    if not 1 <= count <= MOST_PARAGRAPHS:
        what = f"It has {count} paragraphs; 1 to {MOST_PARAGRAPHS} can be numbered."
        raise Invalid("proposal-paragraphs", f"Nobody can comment on that. {what}", text=what)
    if words.reversal not in Proposal.Reversal.values:
        raise Invalid(
            "proposal-reversal-unknown", "Say what taking it back would cost.", reversal="Easy, costly, or one-way."
        )
    fields["reversal"] = words.reversal
    fields["replaces"] = _replaced(words.replaces, by, itself)
    _few(words.services, "services", MOST_TOUCHED)
    _few(words.teams, "teams", MOST_TOUCHED)
    _few(words.addressed, "addressed", MOST_ADDRESSED)
    for person in words.addressed:
        if person.pk == author.pk:
            raise Invalid(
                "proposal-addressed-to-author",
                "It is addressed to others: leave out its author.",
                addressed="Leave its author out.",
            )
        if not person.is_active or person.kind != Person.Kind.PERSON:
            what = f"{person.name} does not work here now."
            raise Invalid("proposal-addressed-to-nobody-here", f"{what} Address it to somebody else.", addressed=what)
    return fields | _prediction(words)


def _few(things: Iterable[object], field: str, most: int) -> None:
    if len(tuple(things)) > most:
        raise Invalid("proposal-too-many-named", f"Name at most {most}.", **{field: f"At most {most}."})


def _replaced(old: Proposal | None, by: Person, itself: Proposal | None) -> Proposal | None:
    """The proposal that this one stands in for: one that holds or is open, of a team one works in."""
    if old is None:
        return None
    if itself is not None and old.pk == itself.pk:
        raise Invalid("proposal-replaces-itself", "It cannot replace itself.", replaces="Name another one.")
    if itself is not None and _leads_to(old, itself):
        raise Invalid(
            "proposal-replaces-in-a-circle", f"{old} is to replace {itself} already: let one of them go first.",
            replaces=f"{old} replaces this one.",
        )  # fmt: skip
    if not (old.is_in_force or old.state == Proposal.State.OPEN):
        now = old.get_state_display().lower()
        raise Invalid(
            "proposal-replaces-what-ended", f"{old} is {now}: nothing is left to replace.", replaces=f"Is {now}."
        )
    why = None if by.pk == old.author_id else member_or_why(by, old.team)
    if why:
        raise Invalid("proposal-replaces-of-others", f"{old} is {old.team.name}'s. Ask them to.", replaces=why)
    return old


def _leads_to(old: Proposal, itself: Proposal) -> bool:
    """Whether ``old``, or one that it replaces in turn, is to replace this very proposal."""
    return itself.pk in line_of(old.pk)


def _prediction(words: Words) -> dict[str, object]:
    """All of the prediction, or nothing of it."""
    empty = {"claim": "", "metric": "", "unit": "", "source": "", "baseline": None, "expected": None, "check_on": None}
    given = {name: getattr(words, name) for name in empty}
    given = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    if all(value in ("", None) for value in given.values()):
        return dict(empty)
    missing = {
        "claim": "Say what will be so.",
        "metric": "Say what is counted.",
        "baseline": "Say what it is now.",
        "expected": "Say what it will be.",
        "check_on": "Say when somebody looks.",
    }
    lacks = {name: hint for name, hint in missing.items() if given[name] in ("", None)}
    if lacks:
        what = f"A prediction is whole, or left out. Not said yet: {', '.join(lacks).replace('_', ' ')}."
        raise Invalid("proposal-prediction-incomplete", what, **lacks)
    told: dict[str, object] = {
        name: short(str(given[name]), name, MOST[name]) for name in ("claim", "metric", "unit", "source")
    }
    baseline, expected = number(given["baseline"], "baseline"), number(given["expected"], "expected")
    if baseline == expected:
        what = "Another one than now, or nothing could ever be seen."
        raise Invalid("proposal-predicts-nothing", "A prediction says what changes.", expected=what)
    if told["source"] and not str(told["source"]).lower().startswith(("http://", "https://")):
        raise Invalid("proposal-link-unusable", "Give a web address, so that others can look.", source="A web address.")
    day = day_to_come(given["check_on"], "check_on")
    return {**told, "baseline": baseline, "expected": expected, "check_on": day}
