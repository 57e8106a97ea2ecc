"""What stands in a form is kept as a draft, right or wrong, until it is sent."""

from collections.abc import Mapping

from portal.kit.refusals import Invalid
from portal.kit.text import storable

TOO_LONG = "At most {max_length:,} characters of a field are kept"
AS_IT_WAS = "What was kept before is as it was."


def to_keep(words: Mapping[str, str], *, fields: int, longest: int, refusing: str) -> dict[str, str]:
    """What of a form is kept as a draft, right or wrong: so many fields of so many characters.

    Raises Invalid where a field is longer; ``refusing`` says in a sentence what was not kept then.
    """
    kept = {name[:40]: storable(text) for name, text in list(words.items())[:fields]}
    if over := {name: len(text) for name, text in kept.items() if len(text) > longest}:
        most = TOO_LONG.format(max_length=longest)
        wrong = {name: f"{most}; these are {count:,}." for name, count in over.items()}
        raise Invalid("typed-too-long", f"{refusing} {most}. {AS_IT_WAS}", **wrong)
    return kept
