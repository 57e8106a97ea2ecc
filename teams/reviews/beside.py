"""What the reviews room knows of a service, a revision, a team and a person, for their pages."""

from urllib.parse import urlencode

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from portal.kit.beside import Line, Panel, beside
from services.models import Revision, Service
from teams.people.models import Person, Team
from teams.reviews.models import Review
from teams.reviews.reads.lists import ReviewLine, lines
from teams.reviews.reads.reviews import standing

FEW = 5


@beside("services.service")
def of_service(service: Service, person: Person) -> Panel:
    """Its reviews, the open ones first."""
    empty = (
        "Nothing of it has been looked at yet. Proposing a contract asks somebody from elsewhere."
        if service.is_critical
        else "Only what critical services publish is looked at."
    )
    return _panel(person, Q(revision__contract__service=service), empty, text=service.slug)


@beside("services.revision")
def of_revision(revision: Revision, person: Person) -> Panel:
    """The look at this very revision."""
    waits = revision.state == Revision.State.PROPOSED
    empty = "A worker draws somebody within seconds." if waits else "Nobody was asked to look at it."
    return _panel(person, Q(revision=revision), empty, text=revision.contract.slug)


@beside("people.team")
def of_team(team: Team, person: Person) -> Panel:
    """Reviews of what it owns."""
    return _panel(person, Q(team=team), f"Nothing that {team.name} owns has been looked at yet.", text=team.name)


@beside("people.person")
def of_person(other: Person, person: Person) -> Panel:
    """What they look at, and whether they are in the guild."""
    raiser = standing(other)
    note = ""
    if raiser is not None:
        note = f"Bar raiser since {raiser.since:%-d %B %Y}, at most {raiser.limit} at once."
        if raiser.is_paused:
            note = f"Bar raiser, away until {raiser.paused_until:%-d %B %Y}."
    empty = "They have not been given a review yet." if raiser is not None else "Not a bar raiser."
    return _panel(person, Q(reviewer=other), empty, text=other.name, note=note)


def _panel(person: Person, which: Q, empty: str, *, text: str, note: str = "") -> Panel:
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
