"""The guild's numbers, set by a steward: each choice is a version that is kept."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from teams.people.models import Person
from teams.reviews.actions.training import sentence
from teams.reviews.models import GuildWays
from teams.reviews.numbers import DEFAULT, NUMBERS, PRESETS, numbers_of
from teams.reviews.reads.ways import ways


@transaction.atomic
def set_guild_ways(
    *, by: Person, why: str, preset: str | None = None, numbers: Mapping[str, int] | None = None,
    after: int | None = None,
) -> GuildWays:  # fmt: skip
    """The next version. It begins with the ``preset``, or without one with what is in force; ``numbers`` differ.

    It holds for whatever begins from now on: a step that runs keeps its last day, a certificate its end. ``after`` is
    the version that was read. Refuses unknown numbers, values out of bounds, an empty why, what changes nothing, and
    when somebody else was first.
    """
    policies.require(by, "guild.ways", None)
    if preset is not None and preset not in PRESETS:
        raise Invalid("guild-preset-unknown", f"Choose one of: {', '.join(PRESETS)}.", preset="Unknown.")
    said = sentence(why, "why", "Others will ask for the reason.")
    now = ways()
    begin = PRESETS[preset].code if preset is not None else now.preset
    given = {**(numbers_of(PRESETS[preset]) if preset is not None else now.numbers), **(numbers or {})}
    wrong = {name: NUMBERS[name].why_not(value) for name, value in given.items() if name in NUMBERS}
    wrong |= {name[:60]: "There is no such number." for name in given if name not in NUMBERS}
    faults = {name: text for name, text in wrong.items() if text}
    if faults:
        name, text = next(iter(faults.items()))
        raise Invalid("guild-number-out-of-bounds", f"{name}: {text}", **faults)
    if given["renewal_days"] >= given["certificate_months"] * 28:
        text = "Less than the time a certificate holds."
        raise Invalid("guild-number-out-of-bounds", f"renewal_days: {text}", renewal_days=text)
    if after is not None and after != now.version:
        raise Refused(
            "guild-ways-changed", "Somebody has made another version meanwhile. Read it, and change that one."
        )
    if now.row is not None and (begin, given) == (now.preset, now.numbers):
        raise Refused("guild-ways-same", f"Nothing differs from version {now.version}.")
    usual = numbers_of(DEFAULT)
    kept = {name: value for name, value in sorted(given.items()) if value != usual[name]}
    try:
        with transaction.atomic():
            row = GuildWays.objects.create(number=now.version + 1, preset=begin, numbers=kept, made_by=by, why=said)
    except IntegrityError:
        raise Refused("guild-ways-changed", "Somebody has made another version meanwhile. Read it first.") from None
    audit.record(by, "guildways.set", row, data={"version": row.number, "preset": begin, "numbers": kept})
    return row
