"""What the reviews room knows of a service, a revision, a team and a person, for their pages."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.db.models import Case, Model, Q, Value, When
from django.urls import reverse

from portal.kit import audit
from portal.kit.beside import Line, LineNote, Panel, at_lines, beside
from portal.kit.experts import experts
from services.models import Revision, Service
from teams.people.models import Person, Team
from teams.people.policies import is_member
from teams.reviews.models import BarRaiser, Certification, Review, Suggestion
from teams.reviews.reads.lending import free
from teams.reviews.reads.lists import ReviewLine, lines
from teams.reviews.reads.reviews import line_note, standing

FEW = 5


@experts
def for_topic(topic: str, not_in: Collection[int]) -> Person | None:
    """Somebody certified for this topic who is here, in none of these teams, and has the fewest reviews now."""
    return free(not_in, topic)


@beside("services.service")
def of_service(service: Service, person: Person) -> Panel:
    """Its reviews, the open ones first."""
    empty = (
        "Nothing of it has been looked at yet. Proposing a contract asks somebody from elsewhere."
        if service.is_critical
        else "Nothing of it has been looked at yet. Its team may ask for a look at any time."
    )
    about = Q(revision__contract__service=service) | Q(about=audit.ref(service))
    return _panel(person, about, empty, text=service.slug, act=_ask(service, service.team, person))


@beside("services.revision")
def of_revision(revision: Revision, person: Person) -> Panel:
    """The look at this very revision."""
    waits = revision.state == Revision.State.PROPOSED
    empty = "A worker draws somebody within seconds." if waits else "Nobody was asked to look at it."
    act = _ask(revision, revision.contract.service.team, person)
    return _panel(person, Q(revision=revision), empty, text=revision.contract.slug, act=act)


@at_lines("services.revision")
def at_lines_of_revision(revision: Revision, person: Person) -> list[LineNote]:
    """What was suggested about this very revision, once it was sent: two queries."""
    rows = Suggestion.objects.sent().filter(review__revision=revision, review__in=Review.objects.visible_to(person))
    return [line_note(one, one.review) for one in rows.select_related("review").order_by("review", "number")]


@beside("people.team")
def of_team(team: Team, person: Person) -> Panel:
    """Reviews of what it owns."""
    return _panel(person, Q(team=team), f"Nothing that {team.name} owns has been looked at yet.", text=team.name)


@beside("people.person")
def of_person(other: Person, person: Person) -> Panel:
    """What they look at, and whether they are in the guild."""
    raiser = standing(other)
    note = _place(raiser) if raiser is not None else ""
    empty = "They have not been given a review yet." if raiser is not None else "Not a bar raiser."
    return _panel(person, Q(pk__in=other.seats.values("review")), empty, text=other.name, note=note)


def _place(raiser: BarRaiser) -> str:
    """Their place in the guild, as a sentence: one query."""
    ways = list(Certification.objects.filter(person=raiser.person_id).open().order_by("topic"))
    led = [one.lead_since for one in ways if one.state in Certification.HELD and one.lead_since]
    if not led and ways:
        steps = ", ".join(f"{one.get_topic_display().lower()} ({one.get_state_display().lower()})" for one in ways)
        return f"On the way to become a bar raiser: {steps}."
    if not led:
        return "In the guild, without a topic at the moment."
    if raiser.is_paused:
        return f"Bar raiser, away until {raiser.paused_until:%-d %B %Y}."
    return f"Bar raiser since {min(led):%-d %B %Y}, at most {raiser.limit} at once."


def _ask(thing: Model, team: Team, person: Person) -> tuple[str, str] | None:
    """Where whoever may ask for a look at it does so."""
    if not (person.is_steward or person.pk == team.lead_id or is_member(person, team)):
        return None
    return ("Ask for a look", f"{reverse('reviews:review-new')}?{urlencode({'about': audit.ref(thing)})}")


def _panel(
    person: Person, which: Q, empty: str, *, text: str, note: str = "", act: tuple[str, str] | None = None
) -> Panel:
    """Four queries: which, what they name, their clocks, how many."""
    rows = Review.objects.visible_to(person).filter(which)
    ranked = Case(When(state__in=Review.OPEN, then=Value(0)), default=Value(1))
    ids = list(rows.order_by(ranked, "-pk").values_list("pk", flat=True)[:FEW])
    return Panel(
        name="reviews",
        heading="Reviews",
        lines=[_line(one) for one in lines(person, ids)],
        total=rows.count(),
        url=f"{reverse('reviews:review-list')}?{urlencode({'q': text})}",
        empty=empty,
        note=note,
        act=act,
    )


def _line(one: ReviewLine) -> Line:
    review = one.review
    told = ""
    if one.total:
        told = f"{one.answered} of {one.total} answered"
    elif review.is_sent:
        told = "nothing suggested"
    if review.published_before_advice:
        told = "published before the advice" if not told else f"{told}, published before the advice"
    elif review.open_at_publication:
        told = f"{told}, published with {review.open_at_publication} open"
    return Line(
        title=f"{review} {review.subject}",
        url=review.get_absolute_url(),
        note=told,
        state=review.state,
        who=review.reviewer,
        clock=one.clock,
    )
