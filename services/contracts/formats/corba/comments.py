"""What a comment says beyond its text: of parameters, the result, exceptions; in Doxygen's and Javadoc's words."""

import re
from dataclasses import dataclass, field

_TAG = re.compile(r"[@\\](param|returns?|result|throws?|exception|raises)(?:\[[\w,]*\])?[ \t]*+(.*)")
_NAMED = frozenset({"param", "throw", "throws", "exception", "raises"})


@dataclass(slots=True)
class Told:
    """The comment of an operation, taken apart."""

    text: str = ""
    result: str = ""
    of: dict[str, str] = field(default_factory=dict)
    """By the names of parameters and exceptions."""


def told(said: str) -> Told:
    """Takes a comment apart; what stands before the first tag, or after a tag that says something else, is its text."""
    if "@" not in said and "\\" not in said:
        return Told(said)
    made, text = Told(), list[str]()
    where, name = "text", ""
    for line in said.splitlines():
        found = _TAG.match(line.strip())
        if found:
            where, rest = found.group(1), found.group(2)
            name, _, rest = rest.partition(" ") if where in _NAMED else ("", "", rest)
        elif line.strip().startswith(("@", "\\")):
            where, rest = "text", line
        else:
            rest = line
        if where == "text":
            text.append(rest)
        elif where in _NAMED:
            made.of[name] = f"{made.of.get(name, '')} {rest.strip()}".strip()
        else:
            made.result = f"{made.result} {rest.strip()}".strip()
    made.text = "\n".join(text).strip()
    return made
