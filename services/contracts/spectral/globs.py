"""Patterns of file names, as overrides have them."""

import re
from functools import lru_cache
from pathlib import PurePosixPath


def fits(name: str, pattern: str) -> bool:
    """Whether a file is meant. A pattern without a slash is about the last part of the name."""
    if pattern.startswith("!"):
        return not fits(name, pattern[1:])
    wanted = name if "/" in pattern else PurePosixPath(name).name
    return _compiled(pattern).fullmatch(wanted) is not None


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile("|".join(_translated(one) for one in _alternatives(pattern[:1_000], 200)), re.S)


def _alternatives(pattern: str, most: int) -> list[str]:
    """`a{b,c}` written out as `ab` and `ac`."""
    found = re.search(r"\{([^{}]*,[^{}]*)\}", pattern)
    if found is None:
        return [pattern]
    written: list[str] = []
    for part in found[1].split(","):
        written += _alternatives(pattern[: found.start()] + part + pattern[found.end() :], most)
        if len(written) >= most:
            break
    return written[:most]


def _translated(pattern: str) -> str:
    said, at = "", 0
    while at < len(pattern):
        sign = pattern[at]
        begins = at == 0 or pattern[at - 1] == "/"
        if begins and re.match(r"\*\*(?:/|\Z)", pattern[at:]):
            at += 3
            said += r"(?:(?!\.)[^/]+/)*+" if at <= len(pattern) else r"(?!\.)(?:[^/]+(?:/(?!\.)[^/]+)*)?"
            continue
        at += 1
        if sign == "*":
            while pattern[at : at + 1] == "*":
                at += 1
            said += r"(?!\.)[^/]*" if begins else "[^/]*"
        elif sign == "?":
            said += "[^/]"
        elif sign == "[" and "]" in pattern[at + 1 :]:
            end = pattern.index("]", at + 1)
            inner = pattern[at:end].replace("\\", "\\\\").replace("[", "\\[")
            said += f"[{'^' + inner[1:] if inner[0] in '!^' else inner}]"
            at = end + 1
        else:
            said += re.escape(sign)
    return said
