"""What whoever looks at something has beside the text: who uses it, what happened to its service, what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.kit import beside, subjects
from portal.kit.beside import Panel
from services.models import Consumer, Revision, Service
from services.reads.catalog import Deed
from services.reads.compare import new_lines
from services.reads.differences import Comparison
from services.reads.service import history
from teams.people.models import Person
from teams.reviews.models import Review
from teams.reviews.reads.reviews import before
from teams.reviews.reads.seats import seat_of

DEEDS = 6
MOST_CONSUMERS = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """One review as its reviewer needs it. ``service`` is None where the subject belongs to none."""

    service: Service | None
    consumers: list[Consumer]
    deeds: list[Deed] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    """What other rooms know of the service: earlier looks, away teams, proposals."""
    before: Revision | None = None
    new: set[int] = field(default_factory=set)
    difference: Comparison | None = None


def desk(person: Person, review: Review) -> Desk:
    """Some fifteen queries, however long its past is."""
    old, revision, service = before(review), review.revision, _service(review)
    new, difference = new_lines(old, revision) if old is not None and revision is not None else (set(), None)
    if service is None:
        return Desk(None, [], before=old, new=new, difference=difference)
    rows = Consumer.objects.filter(ended_at=None).select_related("service__team", "contract")
    rows = rows.filter(contract=revision.contract) if revision is not None else rows.filter(contract__service=service)
    return Desk(
        service,
        list(rows.order_by("service__slug")[:MOST_CONSUMERS]),
        list(history(service, 1, DEEDS).rows),
        [panel for panel in beside.about(service, person) if panel.lines],
        old,
        new,
        difference,
    )


def _service(review: Review) -> Service | None:
    if review.revision is not None:
        return review.revision.contract.service
    found = subjects.subject(review.about)
    return found.thing if found is not None and isinstance(found.thing, Service) else None


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in one form of a review."""

    review: int
    form: str
    words: Mapping[str, str]


def drafts(person: Person, review: Review) -> list[Draft]:
    """What this person has typed there and not sent: one query."""
    seat = seat_of(person, review)
    kept = sorted(seat.typed.items()) if seat is not None else []
    return [Draft(review.pk, form, words) for form, words in kept]


def typed(words: Mapping[str, Mapping[str, str]], form: str) -> dict[str, str]:
    """What its reviewer was typing in a form when they left; empty when nothing but what it began with."""
    kept = dict(words.get(form, {}))
    return kept if any(kept.get(name, "").strip() for name in ("summary", "text", "why", "prediction")) else {}
