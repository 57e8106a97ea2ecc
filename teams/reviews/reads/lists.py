"""The list of reviews: facets, sorts and pages, in a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, Value, When
from django.http import QueryDict

from portal.kit import facets as kit
from portal.kit.facets import Facet, Listed, Rows, Shape, Sort, Wanted
from portal.models import Clock
from teams.people.models import Membership, Person
from teams.reviews.models import Review, Seat, Suggestion
from teams.reviews.reads.reviews import clocks_of

STATES = {
    "assigned": "Being looked at",
    "advised": "Advice given",
    "asked": "Asked",
    "closed": "Closed",
    "silent": "No advice in time",
    "nobody": "Nobody free",
    "withdrawn": "Withdrawn",
}
WHOSE = {"look": "I look at it", "answer": "My teams answer"}
SORTS = {
    "todo": Sort("Yours to do first", "todo, id DESC", "todo DESC, id"),
    "newest": Sort("Newest first", "id DESC", "id", falls=True),
    "team": Sort("Team", "owner, id DESC", "owner DESC, id"),
}
COLUMNS = (
    ("Subject", "", ""),
    ("Team", "team", ""),
    ("Looked at by", "", ""),
    ("State", "", ""),
    ("Answered", "", "number"),
    ("Next", "todo", ""),
)
PUBLISHED = {
    "open": "With advice open",
    "before": "Before the advice",
    "after": "With everything answered",
    "no": "Not yet",
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One row of the list."""

    review: Review
    clock: Clock | None
    total: int
    answered: int


def shape(divisions: Mapping[str, str]) -> Shape:
    facets = [
        Facet("whose", "Whose", WHOSE),
        Facet("state", "State", STATES),
        Facet("published", "Published", PUBLISHED),
        Facet("division", "Division", divisions),
    ]
    return Shape(facets, SORTS, COLUMNS)


def listing(person: Person, wanted: Wanted, shape: Shape, query: QueryDict) -> Listed:
    """A page of reviews as ReviewLines: counts, ids, reviews, their clocks, their suggestions: five queries."""
    rows = rows_of(person, wanted.text)
    counts = kit.count(rows, shape, wanted)
    page = kit.page(rows, shape, wanted, counts.total)
    page.rows[:] = lines(person, page.rows)
    return kit.listed(query, page, wanted, counts, shape)


def rows_of(person: Person, text: str, only: Q | None = None) -> Rows:
    """Every review that says these words, of those that ``only`` leaves."""
    teams = Membership.objects.filter(person=person, until=None).values("team")
    seats = Seat.objects.filter(person=person).exclude(state__in=[Seat.State.DECLINED, Seat.State.UNANSWERED])
    theirs, writing = seats.values("review"), Seat.objects.standing().filter(person=person).values("review")
    found = Review.objects.visible_to(person).filter(only or Q())
    if text:
        found = found.filter(
            Q(subject__icontains=text)
            | Q(revision__contract__slug__icontains=text)
            | Q(revision__contract__service__slug__icontains=text)
            | Q(team__name__icontains=text)
            | Q(reviewer__name__icontains=text)
        )
    late = Q(published_at__isnull=False) & (Q(advised_at=None) | Q(advised_at__gt=F("published_at")))
    return Rows.of(
        found.values(
            "id",
            "state",
            owner=F("team__name"),
            division=F("team__division__slug"),
            whose=Case(
                When(pk__in=theirs, then=Value("look")),
                When(team__in=teams, then=Value("answer")),
                default=Value("other"),
            ),
            published=Case(
                When(published_at=None, then=Value("no")),
                When(late, then=Value("before")),
                When(open_at_publication__gt=0, then=Value("open")),
                default=Value("after"),
            ),
            todo=Case(
                When(pk__in=writing, state__in=[Review.State.ASSIGNED, Review.State.ADVISED], then=Value(0)),
                When(team__lead=person, state=Review.State.ADVISED, then=Value(1)),
                When(state__in=Review.OPEN, then=Value(2)),
                default=Value(3),
            ),
        )
    )


def lines(person: Person, ids: list[int]) -> list[ReviewLine]:
    """These reviews in this order, their clocks, their suggestions: three queries."""
    rows = Review.objects.visible_to(person).select_related("team", "reviewer", "revision__contract__service")
    loaded = rows.in_bulk(ids)
    clocks = clocks_of(list(loaded.values()))
    counted = Suggestion.objects.sent().filter(review__in=ids).order_by().values_list("review")
    of = {pk: figures for pk, *figures in counted.annotate(told=Count("pk"), answered=Count("answer"))}
    found = []
    for review in [loaded[pk] for pk in ids]:
        told, answered = of.get(review.pk, (0, 0))
        found.append(ReviewLine(review, clocks.get(review.pk), told if review.advised_at else 0, answered))
    return found


def waiting(person: Person) -> list[Review]:
    """The reviews that wait for a word of this person, the oldest first: one query."""
    writing = Seat.objects.standing().filter(person=person).values("review")
    mine = Q(pk__in=writing, state__in=[Review.State.ASSIGNED, Review.State.ADVISED]) | Q(
        team__lead=person, state=Review.State.ADVISED
    )
    rows = Review.objects.visible_to(person).filter(mine).select_related("team")
    return list(rows.order_by("pk"))
