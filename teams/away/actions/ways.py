"""A division, or the company, chooses its away-team rules: which failsafes are on, and their numbers."""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import replace

from django.db import IntegrityError, transaction

from portal.kit import audit, notices, policies
from portal.kit.refusals import Denied, Invalid, Refused
from portal.kit.text import storable
from teams.away.failsafes import ASCENDING, FAILSAFES, NUMBERS
from teams.away.models import AwayWays
from teams.away.presets import DEFAULT, PRESETS, numbers_of
from teams.away.reads.ways import Ways, ruled_by, rules_url, ways_of
from teams.people.models import Division, Person

LONGEST_WHY = 500


@transaction.atomic
def set_ways(
    division: Division | None,
    *,
    by: Person,
    why: str,
    preset: str | None = None,
    off: Collection[str] | None = None,
    numbers: Mapping[str, int] | None = None,
    after: int | None = None,
) -> AwayWays:
    """The next version of a division's rules, or (None) of the company's.

    It begins with the ``preset``, or without one with what is in force there now, whoever chose that. ``off`` are all
    codes that are off instead, ``numbers`` those that are to be others, ``after`` the version that was read. From now
    on they hold for whatever begins; clocks that run keep the time they were started with. Whoever leads a
    team that hosts by them is told.

    Refuses unknown codes and numbers, numbers out of bounds or of order, what only the company may switch off, an empty
    why, what would change nothing, and when somebody else changed them meanwhile.
    """
    policies.require(by, "away.ways", division)
    if preset is not None and preset not in PRESETS:
        raise Invalid("away-preset-unknown", f"Choose one of: {', '.join(PRESETS)}.", preset="Unknown.")
    said = storable(why.strip())
    if not 1 <= len(said) <= LONGEST_WHY:
        raise Invalid(
            "away-ways-say-why", f"Say why, in at most {LONGEST_WHY} characters.", why="Others will ask for the reason."
        )
    begin = _begin(division, preset)
    codes = _codes(division, begin.off if off is None else off)
    figures = _figures({**begin.numbers, **(numbers or {})})
    before = AwayWays.objects.filter(division=division).newest().first()
    last = before.number if before is not None else 0
    if after is not None and after != last:
        raise Refused("away-ways-changed", _changed(before))
    if before is not None and (before.preset, before.off, before.numbers) == (begin.preset, codes, figures):
        raise Refused("away-ways-same", f"Nothing differs from version {last}.")
    facts = {"preset": begin.preset, "off": codes, "numbers": figures, "why": said, "made_by": by}
    try:
        with transaction.atomic():
            row = AwayWays.objects.create(division=division, number=last + 1, **facts)
    except IntegrityError:
        raise Refused("away-ways-changed", _changed(None)) from None
    data = {"version": row.number, "division": row.division_id, "preset": row.preset, "off": codes, "numbers": figures}
    audit.record(by, "awayways.set", row, data=data)
    text = (
        f"makes version {row.number} of the away-team rules of {division.name if division else 'the company'}: {said}"
    )
    leads = [team.lead for team in ruled_by(row) if team.lead.is_active]
    notices.tell(leads, text, about=row, url=rules_url(division), by=by)
    return row


def _begin(division: Division | None, preset: str | None) -> Ways:
    if preset is not None:
        return Ways(preset, PRESETS[preset].off, numbers_of(PRESETS[preset]))
    now = ways_of(division)
    off = now.off if division is None else frozenset(code for code in now.off if FAILSAFES[code].by_division)
    return replace(now, off=off)


def _codes(division: Division | None, off: Collection[str]) -> list[str]:
    unknown = sorted(code for code in off if code not in FAILSAFES)
    if unknown:
        text = f"There is no failsafe {', '.join(unknown)[:100]}. They are F1 to F{len(FAILSAFES)}."
        raise Invalid("away-failsafe-unknown", text, off="Unknown.")
    chosen = sorted((FAILSAFES[code] for code in set(off)), key=lambda each: each.order)
    kept = [each.code for each in chosen if not each.by_division]
    if division is not None and kept:
        text = f"{', '.join(kept)} can be switched off only for the whole company, by a steward."
        raise Denied("away-failsafe-companys", text, off=text)
    return [each.code for each in chosen]


def _figures(given: Mapping[str, int]) -> dict[str, int]:
    """What differs from the default, in the order of the names."""
    wrong = {name: NUMBERS[name].why_not(value) for name, value in given.items() if name in NUMBERS}
    wrong |= {name: "There is no such number." for name in given if name not in NUMBERS}
    for names in ASCENDING:
        for small, large in itertools.pairwise(names):
            if not wrong.get(small) and not wrong.get(large) and given[large] <= given[small]:
                wrong[large] = f"More than {given[small]}, which is {small}."
    faults = {name: why for name, why in wrong.items() if why}
    if faults:
        name, why = next(iter(faults.items()))
        raise Invalid(
            "away-number-out-of-bounds", f"{name[:60]}: {why}", **{key[:60]: said for key, said in faults.items()}
        )
    usual = numbers_of(DEFAULT)
    return {name: value for name, value in sorted(given.items()) if value != usual[name]}


def _changed(row: AwayWays | None) -> str:
    who = (
        f"{row.made_by.name} has made version {row.number}" if row is not None else "Somebody has made another version"
    )
    return f"{who} meanwhile. Read it, and change that one."
