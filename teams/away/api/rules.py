"""The API of away-team rules: the forty failsafes, which of them hold in a division, and by which numbers."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from portal.kit.shapes import Answer, PageWords, Text, Whole, Words
from teams.away.actions.ways import LONGEST_WHY, set_ways
from teams.away.failsafes import FAILSAFES, NUMBERS, Failsafe, Unit
from teams.away.failsafes import Group as Kind
from teams.away.models import AwayWays
from teams.away.presets import PRESETS
from teams.away.reads.rules import RulesPage, Version, rules_page, versions, with_changes
from teams.people.api.shapes import DivisionName, PersonName
from teams.people.api.views import SLUG
from teams.people.models import Division

path_word("division", "The division's short name.", "payments", **SLUG)
group = Group("Away-team rules", "Which failsafes hold when a team works on another team's service, and their numbers.")

CODES = [(code, each.name) for code, each in FAILSAFES.items()]
VALUES = {"least": 0, "most": 5000}


class NumberAnswer(Answer):
    """A number of a failsafe that a division may set."""

    name = Text("What it is called in changes: small words joined by underscores.", most=60)
    text = Text("What it is for.", most=120, source="label")
    unit = serializers.ChoiceField(
        list(Unit), help_text="What it counts; working days are those of whoever is awaited."
    )
    default = Whole("What it is where nobody has set it.", **VALUES)
    least = Whole("The smallest that may be set.", **VALUES)
    most = Whole("The largest that may be set.", **VALUES)

    example: ClassVar = {
        "name": "review_days",
        "text": "for a first look",
        "unit": "working days",
        "default": 1,
        "least": 1,
        "most": 30,
    }


class FailsafeAnswer(Answer):
    """One of the forty."""

    code = serializers.ChoiceField(CODES, help_text="Its code.")
    name = Text("What it is called.", most=120)
    group = serializers.ChoiceField(list(Kind), help_text="What it belongs to; presets switch whole groups off.")
    where = Text("Where on its way an away team meets it.", most=120)
    does = Text("What it does.", most=400)
    without = Text("What holds where it is off.", most=400)
    by_division = serializers.BooleanField(help_text="Whether a division may switch it off; else only the company.")
    numbers = serializers.ListField(child=NumberAnswer(), max_length=10, help_text="What of it a division may set.")

    example: ClassVar = {
        "code": "F17",
        "name": FAILSAFES["F17"].name,
        "group": "working",
        "where": "in review",
        "does": FAILSAFES["F17"].does,
        "without": FAILSAFES["F17"].without,
        "by_division": True,
        "numbers": [NumberAnswer.example],
    }


class NumberInForce(Answer):
    """A number and what it is."""

    name = Text("What it is called in changes: small words joined by underscores.", most=60)
    value = Whole("What it is.", **VALUES)

    example: ClassVar = {"name": "review_days", "value": 2}


def _codes(text: str) -> serializers.ListField:
    child = serializers.ChoiceField(CODES, help_text="The code of a failsafe; `failsafes` says what each does.")
    return serializers.ListField(child=child, max_length=len(CODES), help_text=text)


class RulesAnswer(Answer):
    """The rules in force."""

    division = DivisionName(allow_null=True, help_text="Whose they are asked for; null for the whole company.")
    version = Text("The version in force, as people read it; it may be that of a division above.", most=200)
    number = Whole("The number of its own newest version; 0 where it has none.", most=1_000_000)
    preset = serializers.ChoiceField(list(PRESETS), help_text="Where they began.")
    off = _codes("The failsafes that are off.")
    numbers = serializers.ListField(child=NumberInForce(), max_length=len(NUMBERS), help_text="Every number in force.")

    example: ClassVar = {
        "division": {"slug": "payments", "name": "Payments"},
        "version": "Payments, version 3",
        "number": 3,
        "preset": "teams-50",
        "off": ["F4", "F22", "F33", "F36", "F37"],
        "numbers": [NumberInForce.example],
    }


class RulesVersionAnswer(Answer):
    """One version of a division's rules, with who made it and why. None is ever changed."""

    number = Whole("Its number, from 1.", least=1, most=1_000_000)
    preset = serializers.ChoiceField(list(PRESETS), help_text="Where it began.")
    off = _codes("The failsafes that were off.")
    changes = serializers.ListField(
        child=Text(most=300), max_length=200, help_text="What it changed of the version before, in words."
    )
    why = Text("The reason.", most=LONGEST_WHY)
    made_by = PersonName(help_text="Who made it.")
    made_at = serializers.DateTimeField(help_text="When.")

    example: ClassVar = {
        "number": 3,
        "preset": "teams-50",
        "off": RulesAnswer.example["off"],
        "changes": ["F17: 1 to 2 working days for a first look"],
        "why": "Reviews of one day broke our on-call week.",
        "made_by": PersonName.example,
        "made_at": "2026-11-20T09:00:00Z",
    }


class NumberWords(Words):
    """A number that is to be another one."""

    name = Text("What it is called in changes: small words joined by underscores.", most=60)
    value = Whole("What it is to be.", **VALUES)

    example: ClassVar = {"name": "review_days", "value": 2}


class RulesChange(Words):
    """The next version. What is left out stays as it is, or as the preset has it when one is named."""

    preset = serializers.ChoiceField(list(PRESETS), required=False, help_text="Begin with this preset.")
    off = serializers.ListField(
        child=Text("Its code, as `F17`.", most=4),
        max_length=len(CODES),
        required=False,
        help_text="The codes of all failsafes that are off.",
    )
    numbers = serializers.ListField(
        child=NumberWords(), required=False, max_length=len(NUMBERS), help_text="Numbers that are to be others."
    )
    why = Text("The reason, for everybody to read.", most=LONGEST_WHY)

    example: ClassVar = {"numbers": [NumberWords.example], "why": RulesVersionAnswer.example["why"]}


@group.get(gives=FailsafeAnswer, many=True, asks=PageWords)
def list_failsafes(request: Call, words: Given) -> Rows:
    """List the forty failsafes.

    In the order of their codes, with their numbers and the bounds of each.
    """
    return rows_of(words, list[Failsafe](FAILSAFES.values()))


@group.get(gives=RulesAnswer)
def get_company_rules(request: Call) -> object:
    """Read the rules of the whole company.

    They hold in every division that has none of its own, nor one above it that has.
    """
    return _told(None)


def hold_company(request: Call) -> None:
    """Nobody else makes the next version until this transaction ends."""
    AwayWays.objects.filter(division=None).newest().select_for_update().first()


@group.patch(takes=RulesChange, gives=RulesAnswer, holds=hold_company)
def change_company_rules(request: Call, words: Given) -> object:
    """Make the next version of the company's rules.

    Stewards may. It holds for whatever begins from then on; a clock that runs keeps its time. Refused with
    `away-number-out-of-bounds`, and with `away-ways-same` when nothing would change.
    """
    return _changed(request, None, words)


@group.get(gives=RulesVersionAnswer, many=True, asks=PageWords)
def list_company_rule_versions(request: Call, words: Given) -> Rows:
    """List the versions of the company's rules.

    The newest first, each with what it changed, who made it and why.
    """
    return _versions(words, None)


@group.get(gives=RulesAnswer)
def get_rules(request: Call, division: str) -> object:
    """Read the rules of a division.

    Its own, or those of the nearest division above it that has any, or the company's. The host's division decides
    about an away team, for both sides.
    """
    return _told(_division(division))


def hold_division(request: Call, division: str) -> None:
    """Nobody else makes the next version until this transaction ends."""
    Division.objects.select_for_update().get(pk=_division(division).pk)


@group.patch(takes=RulesChange, gives=RulesAnswer, holds=hold_division)
def change_rules(request: Call, division: str, words: Given) -> object:
    """Make the next version of a division's rules.

    Whoever heads it or a division above it may. Refused with `away-failsafe-companys` for a failsafe that is switched
    off only for the whole company, and with `away-number-out-of-bounds` for a number that makes no sense.
    """
    return _changed(request, _division(division), words)


@group.get(gives=RulesVersionAnswer, many=True, asks=PageWords)
def list_rule_versions(request: Call, division: str, words: Given) -> Rows:
    """List the versions of a division's rules.

    The newest first, each with what it changed, who made it and why.
    """
    return _versions(words, _division(division))


def _division(slug: str) -> Division:
    return get_object_or_404(Division.objects.select_related("head", "parent__head"), slug=slug)


def _changed(request: Call, division: Division | None, words: Given) -> Given:
    numbers = {one["name"]: one["value"] for one in words.pop("numbers", [])}
    set_ways(division, by=request.user, numbers=numbers, **words)
    return _told(division)


def _told(division: Division | None) -> Given:
    found: RulesPage = rules_page(division)
    ways = found.ways
    return {
        "division": division,
        "version": ways.version,
        "number": found.last,
        "preset": ways.preset,
        "off": [code for code in FAILSAFES if not ways.has(code)],
        "numbers": [{"name": name, "value": value} for name, value in ways.numbers.items()],
    }


def _versions(words: Given, division: Division | None) -> Rows:
    rows, first = versions(division), words["offset"]
    window = with_changes(rows[first : first + words["limit"] + 1])[: words["limit"]]
    return Rows([_version(one) for one in window], rows.count())


def _version(one: Version) -> Given:
    row = one.row
    return {
        "number": row.number,
        "preset": row.preset,
        "off": row.off,
        "changes": one.changes,
        "why": row.why,
        "made_by": row.made_by,
        "made_at": row.made_at,
    }
