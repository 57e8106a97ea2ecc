"""The ledger for a spreadsheet or a program: the same entries in the same order as the page, a piece at a time."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from portal.kit import facets as kit
from portal.kit.facets import Rows, Shape, Wanted
from teams.reviews.figures import plain
from teams.reviews.models import Seat, Suggestion
from teams.reviews.reads.ledger import Entry, lines

PIECE = 200
COLUMNS = {
    "review": "The look, as people call it.",
    "suggestion": "The suggestion's number within it.",
    "subject": "What was looked at.",
    "team": "The short name of the team that owned it.",
    "weight": "How much the advice weighs.",
    "advice": "What was advised.",
    "state": "What became of the advice, or where the seat is.",
    "advised_at": "When the advice was sent.",
    "answered_at": "When the team answered.",
    "reason": "The words of the answer, or why in spite of a tie.",
    "evidence": "What kind of data the team gave.",
    "measure": "What is measured.",
    "value": "What came out.",
    "baseline": "What it was before.",
    "unit": "The unit of these numbers.",
    "measured_on": "The day of the measurement.",
    "source": "Where others can look it up.",
    "wrong_if": "What would show the team wrong.",
    "look_again_on": "The day to look at it again.",
    "outcome": "Who was right, or whether that is due.",
    "value_now": "What came out when it was looked at again.",
    "open_at_publication": "Whether it had no answer when its revision was published.",
    "url": "Its page, for people.",
    "kind": "Advice, or a reviewer in spite of a tie.",
    "reviewer": "The login of who was given the seat.",
    "given_by": "The login of the steward who gave it.",
    "given_at": "When the seat was given.",
    "in_spite_of": "Codes of what would have ruled them out in a draw, parted by spaces.",
}
"""The columns in their order, and what stands in them."""
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(rows: Rows, shape: Shape, wanted: Wanted, host: str) -> Iterator[bytes]:
    """RFC 4180, in UTF-8 with a mark that spreadsheets look for. What a spreadsheet would compute is made text."""
    yield b"\xef\xbb\xbf" + _row(COLUMNS)
    for entry in _entries(rows, shape, wanted):
        record = told(entry, host)
        yield _row([safe("" if record[name] is None else str(record[name])) for name in COLUMNS])


def as_json(rows: Rows, shape: Shape, wanted: Wanted, host: str) -> Iterator[bytes]:
    """One array of objects."""
    yield b"["
    for number, entry in enumerate(_entries(rows, shape, wanted)):
        yield (b",\n" if number else b"\n") + orjson.dumps(told(entry, host))
    yield b"\n]\n"


def safe(cell: str) -> str:
    """The cell with a quote before it where a spreadsheet would take it for a formula. Source: OWASP, CSV injection.

    A plain number stays one, also below zero.
    """
    if not cell.startswith(_RISKY):
        return cell
    bare = cell[1:].replace(".", "", 1)
    return cell if cell[0] == "-" and bare.isascii() and bare.isdigit() else f"'{cell}"


def told(entry: Entry, host: str) -> dict[str, Any]:
    """One entry by its columns; what has no meaning for its kind is None."""
    review = entry.review
    record = dict.fromkeys(COLUMNS) | {
        "kind": entry.kind, "review": str(review), "subject": review.subject, "team": review.team.slug,
        "open_at_publication": entry.open_then,
    }  # fmt: skip
    if entry.seat is not None:
        return record | _seat(entry.seat) | {"url": f"{host}{review.get_absolute_url()}"}
    assert entry.suggestion is not None  # noqa: S101 - one of the two it is
    return record | _advice(entry, entry.suggestion) | {
        "url": f"{host}{review.get_absolute_url()}#{entry.suggestion.anchor}"
    }  # fmt: skip


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "state": seat.state,
        "reason": seat.in_spite_why,
        "reviewer": seat.person.login,
        "given_by": seat.given_by.login if seat.given_by else None,
        "given_at": seat.offered_at.isoformat(),
        "in_spite_of": " ".join(seat.in_spite_of),
    }


def _advice(entry: Entry, one: Suggestion) -> dict[str, Any]:
    answer = entry.answer
    advised_at = one.review.advised_at
    first = answer.first if answer is not None else None
    return {
        "suggestion": one.number,
        "weight": one.weight,
        "advice": one.text,
        "state": one.state,
        "advised_at": advised_at.isoformat() if advised_at else None,
        "answered_at": answer.at.isoformat() if answer else None,
        "reason": answer.text if answer else None,
        "evidence": first.kind if first else None,
        "measure": first.measure if first else None,
        "value": plain(first.value) if first else None,
        "baseline": plain(first.baseline) or None if first else None,
        "unit": first.unit if first else None,
        "measured_on": first.measured_on.isoformat() if first else None,
        "source": first.source or None if first else None,
        "wrong_if": answer.wrong_if or None if answer else None,
        "look_again_on": answer.look_again_on.isoformat() if answer and answer.look_again_on else None,
        "outcome": entry.outcome or None,
        "value_now": plain(first.value_now) or None if first else None,
    }


def _entries(rows: Rows, shape: Shape, wanted: Wanted) -> Iterator[Entry]:
    total = kit.total(rows, shape, wanted)
    for at in range(1, -(-total // PIECE) + 1):
        piece = kit.page(rows, shape, replace(wanted, size=PIECE, page=at), total)
        yield from lines(list(piece.rows))


def _row(cells: Any) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
