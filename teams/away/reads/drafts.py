"""Drafts of requests: mine, my teams', and what one still lacks."""

from dataclasses import dataclass, field

from django.forms import Form

from services.models import Service
from teams.away.models import AwayDraft, AwayRequest
from teams.away.models.draft import PERCENT
from teams.away.reads.ways import ways_of
from teams.people.models import Person, Team

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """What a draft still lacks before it can be sent, by the names of its fields."""

    missing: list[str] = field(default_factory=list)
    too_long: list[str] = field(default_factory=list)


def kept(draft: AwayDraft | None, form: Form) -> Kept:
    """Which fields of the form are empty in the draft, and which say more than anybody reads, with both numbers."""
    if draft is None:
        return Kept()
    fields = {name: field for name, field in form.fields.items() if field.required}
    words = {name: str(draft.words.get(name, "")).strip() for name in fields}
    labels = {name: str(form[name].label) for name in fields}
    missing = [labels[name] for name in fields if not words[name]]
    if not any(name.startswith(PERCENT) for name in draft.words):
        missing.append("Who comes")
    most = {name: getattr(field, "max_length", None) or 10**9 for name, field in fields.items()}
    long = [name for name in fields if len(words[name]) > most[name]]
    return Kept(missing, [f"{labels[name]}, {len(words[name]):,} of {most[name]:,}" for name in long])


def begun(person: Person, service: Service, guest: Team | None) -> AwayDraft | None:
    """Where this person goes on: their newest open draft for this service, and for this guest if one is named."""
    rows = AwayDraft.objects.open().filter(made_by=person, service=service)
    return (rows.filter(guest=guest) if guest is not None else rows).first()


def of_writer(person: Person) -> list[AwayDraft]:
    """What this person has begun: one query."""
    return list(AwayDraft.objects.open().filter(made_by=person).whole()[:MOST_LISTED])


def lists(person: Person) -> tuple[list[AwayDraft], list[AwayDraft]]:
    """Open drafts of this person, and those of others in their teams: one query."""
    rows = list(AwayDraft.objects.visible_to(person).open().whole()[: MOST_LISTED * 2])
    return [row for row in rows if row.made_by_id == person.pk], [row for row in rows if row.made_by_id != person.pk]


def sent_words(request: AwayRequest) -> str:
    """What is said when a request is on its way."""
    if request.state == AwayRequest.State.NOT_OPEN:
        return "Counted. It is not open now: whom to ask, and until when, stands there."
    if request.state == AwayRequest.State.SENT and request.sponsor is not None:
        return f"Sent to {request.sponsor.name}, who confirms people and time. After that {request.host.name} is asked."
    return f"Asked. {request.host.name} has {ways_of(request).said('decision_days')} to answer."
