"""What somebody has done of the step they are in, counted from reviews that happened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from teams.reviews.models import Certification, Reading, Review, Seat
from teams.reviews.reads.ways import Ways

State = Certification.State
NEEDED = {
    State.READING: "read_reviews",
    State.SHADOWING: "shadow_reviews",
    State.LEADING: "lead_reviews",
}


ROLES = {
    State.SHADOWING: {Seat.Role.SHADOW},
    State.LEADING: {Seat.Role.LEAD, Seat.Role.DEPUTY},
}
"""Which seats a step asks for. Whoever stood in for the lead has led."""


@dataclass(frozen=True, slots=True)
class Practice:
    """``done`` of ``needed`` in this step; ``given`` is how many chances there were, whatever became of them."""

    done: int
    needed: int
    given: int

    @property
    def is_enough(self) -> bool:
        return self.done >= self.needed


def practice(certification: Certification, rules: Ways) -> Practice | None:
    """How far the step is; None for a step in which nothing is counted."""
    return practices([certification], rules).get(certification.pk)


def practices(certifications: Iterable[Certification], rules: Ways) -> dict[int, Practice]:
    """How far the step of each of these is, by their ids: two queries however many there are."""
    counted = [one for one in certifications if one.state in NEEDED]
    if not counted:
        return {}
    rows = Reading.objects.filter(certification__in=counted).order_by().values_list("certification")
    read = dict(rows.annotate(Count("pk")))
    sat = _sat(counted)
    found = {}
    for one in counted:
        needed = rules.number(NEEDED[State(one.state)])
        if one.state == State.READING:
            many = read.get(one.pk, 0)
            found[one.pk] = Practice(many, needed, many)
            continue
        roles = ROLES[State(one.state)]
        seats = [
            seat for seat in sat[one.person_id] if seat[0] == one.topic and seat[1] in roles and seat[2] >= one.since
        ]
        mine = [done for *_, done in seats]
        found[one.pk] = Practice(sum(mine), needed, len(mine))
    return found


def _sat(certifications: list[Certification]) -> dict[int, list[tuple[str, str, datetime, bool]]]:
    """By person, of each seat offered since the first of these steps began: topic, role, when, and whether it counts.

    It counts when they sent what they had to say and the review is closed. What was taken back from them is left out.
    """
    people = {one.person_id for one in certifications}
    since = min(one.since for one in certifications)
    rows = Seat.objects.filter(person__in=people, offered_at__gte=since).exclude(state=Seat.State.RELEASED)
    found: dict[int, list[tuple[str, str, datetime, bool]]] = defaultdict(list)
    facts = rows.values_list("person", "review__topic", "role", "offered_at", "state", "review__state")
    for person, topic, role, at, state, review in facts:
        done = state == Seat.State.SENT and review == Review.State.CLOSED
        found[person].append((topic, role, at, done))
    return found
