"""Small drawings made on the server: the strokes of a score, the ring of a clock. Numbers only, as SVG attributes."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.templatetags.words import code_of, date_of, due_date, full_date, span

TALL = 16
STATES = {"passed": "passed", "failed": "failed"}
"""Every other state is drawn as unchecked."""


class Pen(NamedTuple):
    """How wide strokes are drawn. A failed one of the fine pen is as wide as its step: red must be seen."""

    step: int
    between_groups: int
    passed: str
    failed: str
    unchecked: str


BROAD = Pen(
    4,
    4,
    passed='<rect class="pass" x="%d" y="0" width="3" height="16"/>',
    failed='<rect class="fail" x="%d" y="9" width="3" height="7"/>',
    unchecked='<path class="none" d="M%d 6h3m-3 4h3"/>',
)
FINE = Pen(
    2,
    4,
    passed='<rect class="pass" x="%d" y="0" width="1" height="16"/>',
    failed='<rect class="fail" x="%d" y="8" width="2" height="8"/>',
    unchecked='<path class="none" d="M%d 6h1m-1 4h1"/>',
)
BROAD_UP_TO = 30
"""So many strokes still fit into a row of a table when each is broad."""


class Ring(NamedTuple):
    """What a clock shows: its state, the sentence, the date beside it, and how much of its time has gone (percent)."""

    state: str
    words: str
    date: str
    moment: datetime | None
    gone: int


def get(thing: object, *names: str) -> Any:
    """The first of these that the thing has, whether it is a row or a mapping."""
    for name in names:
        value = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
        if value is not None:
            return value
    return None


@lru_cache(maxsize=1024)
def strokes(groups: tuple[tuple[str, ...], ...], pen: Pen) -> tuple[SafeString, int]:
    """One stroke a check: tall passed, short failed, dotted unchecked. The order never changes."""
    pieces = []
    x = 0
    for group in groups:
        for state in group:
            pieces.append(getattr(pen, state) % x)
            x += pen.step
        x += pen.between_groups
    return SafeString("".join(pieces)), max(x - pen.between_groups, pen.step)


def tally_svg(score: object, large: bool = False) -> SafeString:
    """The strokes of a whole score with the sentence that says them. The large one is stretched to its place."""
    groups = [get(group, "checks") or () for group in get(score, "groups") or ()]
    states = tuple(tuple(STATES.get(code_of(get(check, "state")), "unchecked") for check in group) for group in groups)
    pen = BROAD if large or sum(map(len, states)) <= BROAD_UP_TO else FINE
    drawn, width = strokes(states, pen)
    passed, failed, unchecked = (get(score, name) or 0 for name in ("passed", "failed", "unchecked"))
    said = f"{passed} of {passed + failed + unchecked} checks passed, {failed} failed, {unchecked} not checked"
    return format_html(
        '<svg viewBox="0 0 {} {}" width="{}" height="{}"{} role="img" aria-label="{}">{}</svg>',
        width, TALL, width, TALL, mark_safe(' preserveAspectRatio="none"') if large else "", said, drawn,
    )  # fmt: skip


def read_clock(clock: object, now: datetime | None = None) -> Ring:
    """What a clock says at this moment. Soon is the last quarter of its time, or the last four hours."""
    now = now or timezone.now()
    due, start = get(clock, "due_at", "due"), get(clock, "started_at", "created_at", "start")
    ended = get(clock, "ended_at", "closed_at", "met_at", "ended")
    state = code_of(get(clock, "state") or "")
    if state == "withdrawn":
        return Ring("paused", "no longer awaited", date_of(ended, now) if ended else "", ended, 0)
    if state == "lapsed":
        return Ring("late", "no answer in time", due_date(due, now) if due else "", due, 100)
    if ended is not None:
        late = due is not None and ended > due
        words = f"{span(ended - due)} late" if late else f"met in {span(ended - start)}" if start else "met"
        return Ring("met", words, date_of(ended, now), ended, 100)
    if get(clock, "paused", "paused_at"):
        return Ring("paused", "paused", due_date(due, now) if due else "", due, 0)
    if due is None:
        return Ring("paused", "no date", "", None, 0)
    if due <= now:
        return Ring("late", f"{span(now - due)} late", due_date(due, now), due, 100)
    whole = (due - start).total_seconds() if start and start < due else 0
    left = (due - now).total_seconds()
    gone = round(100 * (1 - left / whole)) if whole else 0
    state = "soon" if gone >= 75 or (whole and left < 4 * 3600) else "run"
    return Ring(state, f"in {span(due - now)}", due_date(due, now), due, min(max(gone, 0), 99))


def ring_svg(gone: int) -> SafeString:
    """A ring that fills as time goes."""
    return format_html(
        '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5"/><circle cx="8" cy="8" r="2.25"'
        ' pathLength="100" stroke-dasharray="{} 100" transform="rotate(-90 8 8)"/></svg>',
        gone,
    )


def time_tag(moment: datetime | None, words: str) -> SafeString:
    """A ``<time>`` that machines can read, with the whole date for whoever points at it."""
    if moment is None:
        return format_html("<small>{}</small>", words) if words else mark_safe("")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(timespec="seconds"), full_date(moment), words
    )
