"""The ledger: advice that was not followed, or was open at publication, and who was right; and ties set aside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import QueryDict
from django.utils import timezone

from portal.kit import facets as kit
from portal.kit.facets import Facet, Listed, Rows, Shape, Sort, Wanted
from portal.models import Clock
from teams.people.models import Person
from teams.reviews.models import Answer, DataReference, Review, Seat, Suggestion
from teams.reviews.reads.chain import Managers, above, below, managers
from teams.reviews.reads.in_spite import KIND, loaded_in_spite, rows_in_spite, seats_in_spite
from teams.reviews.reads.reviews import answer_of, open_then

YEAR = timedelta(days=365)
SOON = timedelta(days=7)
KINDS = {"advice": "Advice", KIND: "Reviewer in spite of a tie"}
STATES = {
    "ignored": "Ignored, with data",
    "unanswered": "Not answered",
    "accepted": "Accepted",
    "adapted": "Adapted",
    "open": "Open",
}
OUTCOMES = {
    "due": "Due",
    "not-due": "Not yet due",
    "team-right": "Team was right",
    "advice-right": "Advice was right",
    "cannot-tell": "Cannot tell",
}
SORTS = {
    "due": Sort("Due first", "rank, look_on, at DESC, id DESC", "rank DESC, look_on DESC, at, id"),
    "newest": Sort("Newest first", "at DESC, id DESC", "at, id", falls=True),
    "weight": Sort("Heaviest first", "heavy, at DESC, id DESC", "heavy DESC, at, id"),
    "team": Sort("Team", "owner, at DESC, id DESC", "owner DESC, at, id"),
}
COLUMNS = (
    ("Advice or reviewer", "", ""),
    ("Team", "team", ""),
    ("Weight", "weight", ""),
    ("Data or reason", "", ""),
    ("Outcome", "due", ""),
)

ABOUT = {"operation": "An operation", "type": "A type", "whole": "The document as a whole"}
MONTHS = 12
EARLIER = "earlier"

SUMS = ("ignored", "unanswered", "right", "due", "ties")

_FIRST = DataReference.objects.filter(answer__suggestion=OuterRef("pk"), number=1)

# Open when its revision was published: sent before, and answered later or never.
OPEN_THEN = Q(review__published_at__isnull=False, review__advised_at__lte=F("review__published_at")) & (
    Q(answer=None) | Q(answer__at__gt=F("review__published_at"))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a suggestion, or a seat that was given in spite of a tie."""

    suggestion: Suggestion | None = None
    answer: Answer | None = None
    clock: Clock | None = None
    outcome: str = ""
    open_then: bool = False
    seat: Seat | None = None

    @property
    def kind(self) -> str:
        return "advice" if self.seat is None else KIND

    @property
    def review(self) -> Review:
        of = self.seat or self.suggestion
        assert of is not None  # noqa: S101 - one of the two it is
        return of.review


@dataclass(slots=True)
class Manager:
    """One line of the chain table: a person, and what everybody below them did with advice."""

    person: Person
    level: int
    ignored: int = 0
    unanswered: int = 0
    right: int = 0
    due: int = 0
    ties: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """One bar of the chart: what the month left in the ledger. ``height`` is in hundredths of the highest."""

    word: str
    year: int
    count: int
    height: int
    url: str
    current: bool

    @property
    def top(self) -> int:
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the page shows."""

    listed: Listed
    chain: list[Manager]
    manager: Person | None
    figures: dict[str, int]
    mine: Clock | None
    months: list[Month]


def _months() -> list[date]:
    """The first days of the last twelve months, the oldest first."""
    today = timezone.localdate()
    back = [today.year * 12 + today.month - 1 - step for step in range(MONTHS)]
    return [date(number // 12, number % 12 + 1, 1) for number in reversed(back)]


def shape() -> Shape:
    months = {f"{day:%Y-%m}": f"{day:%B %Y}" for day in reversed(_months())}
    facets = [
        Facet("kind", "Kind", KINDS),
        Facet("state", "What became of it", STATES),
        Facet("outcome", "Outcome", OUTCOMES),
        Facet("weight", "Weight", dict(Suggestion.Weight.choices)),
        Facet("about", "About", ABOUT),
        Facet("evidence", "Kind of data", dict(DataReference.Kind.choices)),
        Facet("open", "At publication", {"yes": "Was open"}),
        Facet("month", "Month", months | {EARLIER: "Earlier"}),
    ]
    return Shape(facets, SORTS, COLUMNS)


def entries(person: Person) -> QuerySet[Suggestion]:
    """All advice that stands in the ledger."""
    sent = Suggestion.objects.sent()
    return sent.filter(Q(state__in=["ignored", "unanswered"]) | OPEN_THEN)


def ledger(person: Person, wanted: Wanted, shape: Shape, query: QueryDict, login: str) -> Ledger:
    """A page of the ledger for one manager's chain, or for all: twelve queries at most, however long it is.

    Nobody named: whoever manages people sees their own chain; ``all`` asks for everything.
    """
    everyone = managers()
    boss = _boss(person, everyone, login)
    chosen = below(boss.pk, everyone) if boss is not None else None
    rows = _rows(person, wanted.text, chosen)
    counts = kit.count(rows, shape, wanted)
    page = kit.page(rows, shape, wanted, counts.total)
    page.rows[:] = lines(page.rows)
    return Ledger(
        listed=kit.listed(query, page, wanted, counts, shape),
        chain=_chain(everyone, boss),
        manager=boss,
        figures=_figures(chosen),
        mine=_first_due(person),
        months=_bars(query, counts.of["month"], wanted.chosen.get("month", ())),
    )


def rows_for(person: Person, text: str, login: str) -> Rows:
    """What the page of the same address lists, before facets narrow it."""
    return _rows(person, text, _below(person, login))


def chain_for(person: Person, login: str) -> list[Manager]:
    """The table along the chain that the page of the same address shows: five queries at most."""
    everyone = managers()
    return _chain(everyone, _boss(person, everyone, login))


def figures_for(person: Person, login: str) -> dict[str, int]:
    """The figures of the last twelve months that the page of the same address shows: three queries at most."""
    return _figures(_below(person, login))


def _below(person: Person, login: str) -> set[int] | None:
    everyone = managers()
    boss = _boss(person, everyone, login)
    return below(boss.pk, everyone) if boss is not None else None


def _bars(query: QueryDict, counts: Mapping[str, int], chosen: Sequence[str]) -> list[Month]:
    """The chart of the last twelve months; each bar leads to its month, and back."""
    most = max(counts.values(), default=0) or 1
    bars = []
    for day in _months():
        code = f"{day:%Y-%m}"
        count, here = counts.get(code, 0), code in chosen
        url = kit.address(query, month=[] if here else [code])
        bars.append(Month(f"{day:%b}", day.year, count, round(100 * count / most), url, here))
    return bars


def _boss(person: Person, everyone: Managers, login: str) -> Person | None:
    if login == "all":
        return None
    if login:
        named: Person | None = Person.objects.visible_to(person).filter(login=login).first()
        if named is not None:
            return named
    return person if person.pk in set(everyone.values()) else None


def _in(chosen: set[int] | None) -> Q:
    return Q() if chosen is None else Q(review__team__lead__in=sorted(chosen))


def _rows(person: Person, text: str, chosen: set[int] | None) -> Rows:
    found = entries(person).filter(_in(chosen))
    if text:
        found = found.filter(
            Q(text__icontains=text) | Q(review__team__name__icontains=text) | Q(review__subject__icontains=text)
        )
    soon = timezone.now().date() + SOON
    waits = Q(answer__kind="ignore", answer__outcome="")
    outcome: Any = Case(
        When(waits & Q(answer__look_again_on__lte=soon), then=Value("due")),
        When(waits, then=Value("not-due")),
        When(answer__outcome__gt="", then=F("answer__outcome")),
        default=Value("none"),
        output_field=CharField(),
    )
    advice = found.values(
        "weight",
        entry=F("pk"),
        became=F("state"),
        kind=Value("advice"),
        owner=F("review__team__name"),
        evidence=Subquery(_FIRST.values("kind")[:1]),
        outcome=outcome,
        about=Case(
            *(When(key__startswith=f"{code}:", then=Value(code)) for code in ("operation", "type")),
            default=Value("whole"),
        ),
        month=_month("review__advised_at"),
        open=Case(When(OPEN_THEN, then=Value("yes")), default=Value("no")),
        look_on=Case(When(waits, then=F("answer__look_again_on")), default=None, output_field=DateField()),
        rank=Case(When(waits, then=Value(0)), When(state="unanswered", then=Value(1)), default=Value(2)),
        heavy=Case(When(weight="must", then=Value(0)), When(weight="should", then=Value(1)), default=Value(2)),
        at=F("review__advised_at"),
    )
    seats = rows_in_spite(text, _in(chosen), _month("offered_at"))
    rows = Rows.of(advice.order_by().union(seats.order_by(), all=True))
    # Named only here: Django lets no annotation have the name of a field.
    return Rows(f"SELECT *, entry AS id, became AS state FROM ({rows.sql}) AS every", rows.values)  # noqa: S608


def _month(of: str) -> Any:
    """The month of this moment, as its code: the database's own words for it differ."""
    days = list(reversed(_months()))
    zone = timezone.get_current_timezone()
    begins = [(datetime(day.year, day.month, 1, tzinfo=zone), f"{day:%Y-%m}") for day in days]
    return Case(*(When(**{f"{of}__gte": moment}, then=Value(code)) for moment, code in begins), default=Value(EARLIER))


def lines(ids: list[int]) -> list[Entry]:
    """Four queries: the suggestions with all they name, their numbers, their running clocks, and the seats."""
    rows = Suggestion.objects.select_related("review__team", "review__reviewer", "answer__by")
    loaded = rows.prefetch_related("answer__references").in_bulk([one for one in ids if one > 0])
    seats = loaded_in_spite(ids)
    answers = [given for one in loaded.values() if (given := answer_of(one)) is not None]
    clocks = {
        clock.subject: clock
        for clock in Clock.objects.filter(
            kind="reviews.look-again", subject__in=[f"reviews.answer:{one.pk}" for one in answers], state="open"
        )
    }
    soon = timezone.now().date() + SOON
    told = []
    for pk in ids:
        if pk in seats:
            told.append(Entry(seat=seats[pk]))
            continue
        one = loaded[pk]
        answer = answer_of(one)
        clock = clocks.get(f"reviews.answer:{answer.pk}") if answer is not None else None
        outcome = ""
        if answer is not None and answer.kind == Answer.Kind.IGNORE and answer.look_again_on is not None:
            outcome = answer.outcome or ("due" if answer.look_again_on <= soon else "not-due")
        told.append(Entry(one, answer, clock, outcome, open_then(one, answer)))
    return told


def _counted() -> list[dict[str, Any]]:
    """Of each lead, what their teams did with advice, and how many ties were set aside: two queries."""
    today = timezone.now().date()
    due = Q(state="ignored", answer__outcome="", answer__look_again_on__lte=today + SOON)
    rows = (
        Suggestion.objects.sent()
        .values(lead=F("review__team__lead"))
        .annotate(
            ignored=Count("pk", filter=Q(state="ignored")),
            unanswered=Count("pk", filter=Q(state="unanswered")),
            right=Count("pk", filter=Q(answer__outcome="team-right")),
            due=Count("pk", filter=due),
        )
        .order_by()
    )
    ties = seats_in_spite().values(lead=F("review__team__lead")).annotate(ties=Count("pk")).order_by()
    return [*map(dict, rows), *map(dict, ties)]


def _chain(everyone: Managers, boss: Person | None) -> list[Manager]:
    """The way down to the chosen manager, and those who report to them and answer for advice: three queries.

    Without one it begins at the top. Nobody is ranked: it is the order of the chain, then of names.
    """
    sums: dict[int, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
    for row in _counted():
        for one in [row["lead"], *above([row["lead"]], everyone)]:
            for name in SUMS:
                sums[one][name] += row.get(name, 0)
    way = [*reversed(above([boss.pk], everyone)), boss.pk] if boss is not None else []
    last = boss.pk if boss is not None else None
    reports = [one for one in sums if everyone.get(one) == last and one not in way]
    people = Person.objects.in_bulk([*way, *reports])
    told = [
        Manager(people[one], level, **sums[one], current=one == last)
        for level, one in enumerate(way)
    ]  # fmt: skip
    ordered = sorted((people[one] for one in reports), key=lambda one: one.name)
    return [*told, *(Manager(one, len(way), **sums[one.pk]) for one in ordered)]


def _figures(chosen: set[int] | None) -> dict[str, int]:
    """Five figures of the last twelve months: one query."""
    since = timezone.now() - YEAR
    found = Suggestion.objects.sent().filter(_in(chosen), review__advised_at__gte=since)
    figures: dict[str, int] = found.aggregate(
        sent=Count("pk"),
        ignored=Count("pk", filter=Q(state="ignored")),
        known=Count("pk", filter=Q(answer__outcome__gt="")),
        right=Count("pk", filter=Q(answer__outcome="team-right")),
        advice_right=Count("pk", filter=Q(answer__outcome="advice-right")),
        unanswered=Count("pk", filter=Q(state="unanswered")),
        open=Count("pk", filter=OPEN_THEN),
    )
    return figures


def _first_due(person: Person) -> Clock | None:
    """What this person looks at again first."""
    rows = Clock.objects.filter(kind="reviews.look-again", awaited_person=person, state=Clock.State.OPEN)
    return rows.order_by("due_at", "pk").first()
