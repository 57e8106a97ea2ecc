"""Places services and who uses whom on a drawing: columns of boxes, lines between neighbours. Numbers only, no markup.

A layered drawing (Sugiyama, Tagawa, Toda 1981) with given layers: who uses it stands left of it, what it uses right.
Only the order inside a column is chosen, by the mean place of the neighbours in the column nearer to the middle.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

BOX, GAP, WIDE, TALL, PITCH, TOP = 168, 76, 188, 40, 56, 22
LETTER, INSIDE = 6.4, 144  # the usual width of a letter at 12 pixels, and the room for them in a box
BEND = 0.5


@dataclass(frozen=True, slots=True)
class Node:
    """A service, or the sum of those that were left out."""

    key: str
    name: str
    note: str = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """``user`` calls ``used``. ``kind``: live, ending or gone, after the contract that is used."""

    user: str
    used: str
    kind: str = "live"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its place: left upper corner, and the words that fit."""

    node: Node
    x: int
    y: int
    name: str
    note: str

    @property
    def middle(self) -> float:
        return self.y + TALL / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One use as a path from the right side of a box to the left side of another."""

    use: Use
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template needs to draw."""

    boxes: list[Box]
    lines: list[Line]
    heads: list[tuple[int, str]]
    width: int
    height: int
    kinds: list[str] = field(default_factory=list)


def cut(text: str, room: float = INSIDE) -> str:
    """As much of the text as fits; wide signs (Unicode TR 11) take the room of two letters."""
    taken = 0.0
    for place, sign in enumerate(text):
        taken += LETTER * (2 if unicodedata.east_asian_width(sign) in "WF" else 1)
        if taken > room:
            return text[: max(1, place - 1)] + "…"
    return text


def draw(columns: Sequence[tuple[str, Sequence[Node]]], uses: Iterable[Use], middle: int) -> Drawing:
    """Place the columns from left to right. ``middle`` is the column everything is about.

    Uses between columns that are not neighbours, or of nodes that are not there, are left out.
    """
    at = {node.key: number for number, (_, nodes) in enumerate(columns) for node in nodes}
    shown = [use for use in uses if use.user in at and use.used in at and at[use.used] - at[use.user] == 1]
    ordered = _ordered([list(nodes) for _, nodes in columns], shown, middle)
    step = BOX + (WIDE if len(columns) <= 3 else GAP)
    most = max((len(nodes) for nodes in ordered), default=1)
    height = TOP + max(1, most) * PITCH
    boxes: dict[str, Box] = {}
    for number, nodes in enumerate(ordered):
        first = TOP + (most - len(nodes)) * PITCH // 2
        for place, node in enumerate(nodes):
            boxes[node.key] = Box(node, number * step, first + place * PITCH, cut(node.name), cut(node.note))
    return Drawing(
        boxes=list(boxes.values()),
        lines=_lines(shown, boxes),
        heads=[(number * step, name) for number, (name, _) in enumerate(columns)],
        width=step * (len(columns) - 1) + BOX,
        height=height,
        kinds=[kind for kind in ("live", "ending", "gone") if any(use.kind == kind for use in shown)],
    )


def _ordered(columns: list[list[Node]], uses: list[Use], middle: int) -> list[list[Node]]:
    """Columns next to the middle keep their order; those further out follow their neighbours'."""
    beside: dict[str, list[str]] = defaultdict(list)
    for use in uses:
        beside[use.user].append(use.used)
        beside[use.used].append(use.user)
    for step in range(2, max(middle, len(columns) - 1 - middle) + 1):
        for number in (middle - step, middle + step):
            if 0 <= number < len(columns):
                inner = columns[number + (1 if number < middle else -1)]
                place = {node.key: order for order, node in enumerate(inner)}
                columns[number].sort(key=lambda node: (_mean(place, beside[node.key]), node.key))
    return columns


def _mean(place: dict[str, int], keys: list[str]) -> float:
    found = [place[key] for key in keys if key in place]
    return sum(found) / len(found) if found else len(place)


def _lines(uses: list[Use], boxes: dict[str, Box]) -> list[Line]:
    """Lines at a box are spread over its side in the order of where they go, so that they cross as little as may be."""
    leave: dict[str, list[Use]] = defaultdict(list)
    arrive: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        leave[use.user].append(use)
        arrive[use.used].append(use)
    for outs in leave.values():
        outs.sort(key=lambda use: boxes[use.used].y)
    for ins in arrive.values():
        ins.sort(key=lambda use: boxes[use.user].y)
    lines = []
    for use in uses:
        start, end = boxes[use.user], boxes[use.used]
        outs, ins = leave[use.user], arrive[use.used]
        x1, y1 = start.x + BOX, _spread(start, outs.index(use), len(outs))
        x2, y2 = end.x, _spread(end, ins.index(use), len(ins))
        bend = round((x2 - x1) * BEND)
        lines.append(Line(use, f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"))
    return lines


def _spread(box: Box, place: int, count: int) -> int:
    step = min(6.0, (TALL - 10) / max(1, count))
    return round(box.middle + (place - (count - 1) / 2) * step)
