"""What a team ignores advice with: a reason, numbers that others can look up, and a bet. Checked here, all at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from portal.kit.refusals import Invalid
from portal.kit.text import storable
from teams.reviews.figures import Figure, Limit, NoFigure, figure, limit, other_unit
from teams.reviews.models import Answer, DataReference, Suggestion
from teams.reviews.reads.reasons import example_of, known_texts
from teams.reviews.reasons import Fault, fault_of

LONGEST_LOOK = timedelta(days=365)
OLDEST = timedelta(days=730)
MOST_REFERENCES = 5
DATA = {
    "evidence": "Say what kind of data it is.",
    "measure": "Say what was measured.",
    "value": "Say what came out, as a number.",
    "source": "Say where others can look it up: a link, or a file that you attach.",
    "wrong_if": "Say what would show that you were wrong.",
    "measured_on": "Say on which day it was measured: within the last two years.",
    "look_again_on": "Say when the data is looked at again: a day within a year.",
}
WOULD_COUNT = (
    "What would count is a number that others can look up: how often, how many of how many, how long, or how much it "
    "costs; with where it stands and when it was measured."
)


@dataclass(frozen=True, slots=True)
class Given:
    """A data reference as it was written; nothing of it has been checked."""

    kind: str = ""
    measure: str = ""
    value: str = ""
    baseline: str = ""
    unit: str = ""
    source: str = ""
    measured_on: date | None = None
    attachment: int | None = None

    @property
    def is_blank(self) -> bool:
        return not any((self.measure.strip(), self.value.strip(), self.baseline.strip(), self.source.strip()))


@dataclass(slots=True)
class Bet:
    """What was found to hold: the references without their answer, and what the answer keeps of the bet."""

    references: list[DataReference] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)


def checked(
    suggestion: Suggestion, *, text: str, data: Sequence[Given], look_again_on: date | None, wrong_if: str
) -> Bet:
    """The reason, the data and the bet of ignoring this suggestion. Refuses all that is missing at once, by its field.

    Fields of the second and further references have their number behind their name: ``value_2``.
    """
    missing: dict[str, str] = {}
    bet = Bet()
    files = set(suggestion.attachments.values_list("pk", flat=True))
    rows = [one for number, one in enumerate(data) if number == 0 or not one.is_blank] or [Given()]
    if len(rows) > MOST_REFERENCES:
        raise Invalid("answer-too-much-data", f"The {MOST_REFERENCES} numbers that say most are enough.")
    for number, one in enumerate(rows, 1):
        _check(one, number, files, bet, missing)
    today = timezone.now().date()
    if look_again_on is None or not today < look_again_on <= today + LONGEST_LOOK:
        missing["look_again_on"] = DATA["look_again_on"]
    threshold = _limit(wrong_if, missing)
    first = next((one for one in bet.references if one.number == 1), None)
    if first is not None and threshold is not None and (differs := other_unit(threshold.rest, first.unit)):
        missing["wrong_if"] = differs
    if missing:
        what = "Who ignores advice shows data. Some of it is missing, or cannot be used."
        raise Invalid("answer-without-data", f"{what} {WOULD_COUNT}", **missing)
    assert threshold is not None  # noqa: S101 - else it was missing
    bet.facts = {
        "look_again_on": look_again_on,
        "wrong_if": storable(wrong_if.strip(), 300),
        "wrong_when": threshold.side,
        "threshold": threshold.value,
    }
    first = bet.references[0]
    if Answer(threshold=threshold.value, wrong_when=threshold.side).is_wrong_at(first.value):
        says = f"By this you are wrong already: it is {first.measured} now."
        raise Invalid("answer-bet-lost", f"{says} Choose a limit that has not been passed.", wrong_if=says)
    _require_reason(suggestion, text, bet)
    return bet


def _require_reason(suggestion: Suggestion, text: str, bet: Bet) -> None:
    fault = fault_of(text, known_texts(suggestion), [one.measure for one in bet.references])
    if fault is not None:
        raise Invalid(fault.code, f"{fault.says} {help_with(suggestion, bet.references)}", text=fault.says)


def require_what_else(suggestion: Suggestion, text: str) -> None:
    """Who adapts says what is done instead, in words of their own. Refuses a repetition of the advice."""
    fault = fault_of(text, known_texts(suggestion, own=False), [text])
    if fault is not None and fault.code in {"answer-reason-short", "answer-reason-copied"}:
        fault = Fault("answer-adapts-nothing", "Say what you do instead, in a sentence of your own.")
        raise Invalid(fault.code, fault.says, text=fault.says)


def help_with(suggestion: Suggestion, references: Sequence[DataReference] = ()) -> str:
    """What would count, with an example in the team's own measure."""
    return f"{WOULD_COUNT} For example: {example_of(suggestion.review.team, references)}"


def _check(one: Given, number: int, files: set[int], bet: Bet, missing: dict[str, str]) -> None:
    """Add the reference to the bet, or what it lacks to what is missing."""
    before = len(missing)

    def lacks(name: str, why: str = "") -> None:
        missing[name if number == 1 else f"{name}_{number}"] = why or DATA[name]

    if one.kind not in DataReference.Kind.values:
        lacks("evidence")
    if sum(letter.isalpha() for letter in one.measure) < 2:
        lacks("measure")
    value = _figure(one.value, "value", lacks)
    baseline = _figure(one.baseline, "baseline", lacks) if one.baseline.strip() else None
    unit = one.unit.strip()
    for name, found in (("value", value), ("baseline", baseline)):
        if found is not None and found.rest:
            unit = unit or found.rest
            if found.rest != unit:
                lacks(name, f"Its unit is {found.rest[:40]}, beside it stands {unit[:40]}: compare like with like.")
    source = one.source.strip()
    attached = one.attachment
    if attached is not None and attached not in files:
        lacks("source", "This file is not attached here. Attach it first.")
    elif not source and attached is None:
        attached = max(files, default=None)  # a link was left out because the file says it
        if attached is None:
            lacks("source")
    elif source and not source.lower().startswith(("https://", "http://")):
        lacks("source", "Give an address that begins with https:// or http://.")
    today = timezone.now().date()
    if one.measured_on is None or not today - OLDEST <= one.measured_on <= today:
        lacks("measured_on")
    if len(missing) == before and value is not None and one.measured_on is not None:
        bet.references.append(
            DataReference(
                number=number,
                kind=one.kind,
                measure=storable(one.measure.strip(), 200),
                value=value.value,
                baseline=baseline.value if baseline is not None else None,
                unit=storable(unit, 80),
                source=source,
                attachment_id=attached,
                measured_on=one.measured_on,
            )
        )


def _figure(text: str, name: str, lacks: Callable[..., None]) -> Figure | None:
    if not text.strip():
        lacks(name)
        return None
    try:
        return figure(text[:200])
    except NoFigure as why:
        lacks(name, str(why))
        return None


def _limit(text: str, missing: dict[str, str]) -> Limit | None:
    if not text.strip():
        missing["wrong_if"] = DATA["wrong_if"]
        return None
    try:
        return limit(text)
    except NoFigure as why:
        missing["wrong_if"] = str(why)
        return None


def number_of(text: str, unit: str) -> Decimal:
    """The number somebody wrote later, of a measure in this unit. Raises Invalid with its sentence."""
    try:
        found = figure(text[:200])
    except NoFigure as why:
        raise Invalid("outcome-without-value", f"Say what the measure shows now. {why}", value=str(why)) from None
    if differs := other_unit(found.rest, unit):
        raise Invalid("outcome-without-value", differs, value=differs)
    return found.value
