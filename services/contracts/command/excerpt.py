"""A line of source as a terminal shows it, with marks under the place that is meant."""

import re
import unicodedata

_BREAK = re.compile(r"\r\n?|\n")
_TAB = "    "
_STRANGE = "\N{REPLACEMENT CHARACTER}"
_MORE = "\N{HORIZONTAL ELLIPSIS}"


def lines_of(text: str) -> list[str]:
    """The lines as places count them: they end at LF, CR LF, or CR alone, and at nothing else."""
    return _BREAK.split(text) if "\r" in text else text.split("\n")


def visible(text: str) -> str:
    """Text in which nothing moves the cursor, changes colours or turns the reading direction."""
    return text if text.isprintable() else "".join(_letter(one) for one in text)


def _letter(letter: str) -> str:
    if letter.isprintable():
        return letter
    return " " if unicodedata.category(letter) == "Zs" else _STRANGE


def width(text: str) -> int:
    return sum(_cell(one)[1] for one in text)


def excerpt(line: str, column: int, end: int, room: int) -> tuple[str, str]:
    """What fits of the line around `column` (from 1) in `room` cells, and the marks under `column` to before `end`.

    The two have the same widths, whatever tabs and wide letters stand before the place.
    """
    at = min(max(column - 1, 0), len(line))
    end = max(min(end - 1, len(line)), at)
    begin, left = at, room // 3
    if at <= room:  # an ordinary line is shown from its beginning
        before = sum(_cell(one)[1] for one in line[:at])
        begin, left = (0, left) if before <= room * 2 // 3 else (at, left)
    while begin > 0 and left > 0:
        begin -= 1
        left -= _cell(line[begin])[1]
    shown, marks, used = [], [], 0
    if begin > 0:
        shown.append(_MORE)
        marks.append(" ")
        used = 1
    number = begin
    while number < len(line):
        letter, cells = _cell(line[number])
        if used + cells > room - (number + 1 < len(line)):
            shown.append(_MORE)
            break
        shown.append(letter)
        marks.append(("^" if at <= number < end else " ") * cells)
        used += cells
        number += 1
    said = "".join(marks).rstrip()
    if "^" not in said:  # an empty place, at the end of a line for example
        said = "".join(marks[: at - begin + (begin > 0)]) + "^"
    return "".join(shown).rstrip(), said


def _cell(letter: str) -> tuple[str, int]:
    """What is shown of a letter, and how many cells it takes."""
    if letter.isascii():
        if letter.isprintable():
            return letter, 1
        return (_TAB, len(_TAB)) if letter == "\t" else (_STRANGE, 1)
    letter = _letter(letter)
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return letter, 2
    return letter, 0 if unicodedata.category(letter) in ("Mn", "Me") else 1
