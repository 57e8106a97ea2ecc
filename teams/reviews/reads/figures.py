"""How the guild does its work, over a year: of the guild as a whole, never of persons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from teams.reviews.models import Answer, Certification, Review, Seat, Suggestion, Usefulness

YEAR = timedelta(days=365)
LEAST_MARKS = 5
FEW = 4
"""Reviews a team must have had before it is asked how often the same person gave them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as people read it; ``of`` is how many things it was counted from, ``text`` what it means."""

    name: str
    said: str
    of: int
    text: str


def gini(values: Sequence[float]) -> float:
    """How unequal these are: 0 where all are the same, towards 1 where one has all (Gini 1912, mean difference)."""
    total, many = sum(values), len(values)
    if not total:
        return 0.0
    weighted = sum(place * value for place, value in enumerate(sorted(values), 1))
    return 2 * weighted / (many * total) - (many + 1) / many


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that so great a share of them does not exceed (nearest rank). ValueError where there is none."""
    if not values:
        raise ValueError("There is nothing to take a percentile of.")
    rank = max(1, -(-len(values) * round(share * 100) // 100))
    return sorted(values)[rank - 1]


def figures() -> list[Figure]:
    """Seven queries at most. Counted over reviews that were asked for in the last year."""
    since = timezone.now() - YEAR
    reviews = Review.objects.filter(asked_at__gte=since).exclude(state=Review.State.WITHDRAWN)
    rows = list(reviews.values_list("state", "reviewer", "team", "assigned_at", "advised_at"))
    hours = [(sent - given).total_seconds() / 3600 for _, _, _, given, sent in rows if given and sent]
    over = [state for state, *_ in rows if state not in (Review.State.ASKED, Review.State.ASSIGNED)]
    none = sum(state in (Review.State.SILENT, Review.State.NOBODY) for state in over)
    given = [(reviewer, team) for _, reviewer, team, _, _ in rows if reviewer is not None]
    return [
        Figure(
            "First advice, half of it within",
            _hours(percentile(hours, 0.5)) if hours else "nothing yet",
            len(hours),
            "From the draw to the advice, on the wall.",
        ),
        Figure(
            "First advice, nine of ten within",
            _hours(percentile(hours, 0.9)) if hours else "nothing yet",
            len(hours),
            "What a team has to reckon with.",
        ),
        Figure("Ended without advice", _share(none, len(over)), len(over), "Nobody was free, or time ran out."),
        *_answers(since),
        _useful(since),
        _agreement(since),
        _pairs(given),
        _load(given),
    ]


def _answers(since: object) -> list[Figure]:
    said = Suggestion.objects.sent().filter(review__asked_at__gte=since)
    counts = said.aggregate(
        all=Count("pk", filter=~Q(state=Suggestion.State.OPEN)),
        left=Count("pk", filter=Q(state=Suggestion.State.UNANSWERED)),
        ignored=Count("pk", filter=Q(state=Suggestion.State.IGNORED)),
    )
    judged = Answer.objects.filter(suggestion__review__asked_at__gte=since, kind=Answer.Kind.IGNORE).aggregate(
        known=Count("pk", filter=Q(outcome__in=[Answer.Outcome.TEAM_RIGHT, Answer.Outcome.ADVICE_RIGHT])),
        team=Count("pk", filter=Q(outcome=Answer.Outcome.TEAM_RIGHT)),
    )
    return [
        Figure("Left without an answer", _share(counts["left"], counts["all"]), counts["all"], "Of all suggestions."),
        Figure("Ignored with data", _share(counts["ignored"], counts["all"]), counts["all"], "Of all suggestions."),
        Figure(
            "The team was right to ignore it",
            _share(judged["team"], judged["known"]),
            judged["known"],
            "Of what was ignored and looked at again.",
        ),
    ]


def _useful(since: object) -> Figure:
    """Blind: nothing is said before enough have answered for nobody to be guessed from it."""
    marks = Counter(Usefulness.objects.filter(review__asked_at__gte=since).values_list("mark", flat=True))
    whole = marks.total()
    text = f"Teams said so of reviews that were over, blind; shown from {LEAST_MARKS} answers on."
    said = _share(marks[Usefulness.Mark.MUCH], whole) if whole >= LEAST_MARKS else "nothing yet"
    return Figure("Changed what the team did", said, whole, text)


def _agreement(since: object) -> Figure:
    """How much of what two people suggest, each unseen by the other, is about the same lines (Dice 1945).

    The one is the lead, or the deputy who sent in their place; the other is the second.
    """
    sent = Seat.objects.filter(state=Seat.State.SENT)
    both = Review.objects.filter(asked_at__gte=since, pk__in=sent.filter(role__in=Seat.ANSWERABLE).values("review"))
    both = both.filter(pk__in=sent.filter(role=Seat.Role.SECOND).values("review"))
    found: dict[int, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {
        pk: ([], []) for pk in both.values_list("pk", flat=True)
    }
    rows = Suggestion.objects.sent().filter(review__in=found, seat__role__in=[*Seat.ANSWERABLE, Seat.Role.SECOND])
    for review, role, first, last in rows.values_list("review", "seat__role", "line", "end_line"):
        found[review][role == Seat.Role.SECOND].append((first, last))
    parts = [agreement(*one) for one in found.values()]
    text = (
        "Of what two people suggest about a critical change, unseen by each other: how much is about the same lines. "
        "A deputy who sent first counts as the lead."
    )
    return Figure(
        "Lead and second agree", f"{sum(parts) / len(parts):.0%}" if parts else "nothing yet", len(parts), text
    )


def agreement(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> float:
    """Of these places, lines from and to, the part that meets one of the other side; 1 where there are none."""
    if not one and not other:
        return 1.0
    met = sum(any(a <= d and c <= b for c, d in other) for a, b in one)
    met += sum(any(a <= d and c <= b for c, d in one) for a, b in other)
    return met / (len(one) + len(other))


def _pairs(given: list[tuple[int, int]]) -> Figure:
    """The largest share of one team's reviews that fell on one person. Random draws keep it low."""
    of_team = Counter(team for _, team in given)
    shares = [many / of_team[team] for (_, team), many in Counter(given).items() if of_team[team] >= FEW]
    counted = sum(many for many in of_team.values() if many >= FEW)
    text = f"The most that one person had of the reviews of any team with {FEW} or more."
    return Figure("Same person, same team", f"{max(shares):.0%}" if shares else "nothing yet", counted, text)


def _load(given: list[tuple[int, int]]) -> Figure:
    """Over everybody certified now for as long as the year, those to whom nothing fell, too."""
    begun = timezone.now().date() - YEAR
    pool = set(Certification.objects.valid().values_list("person", flat=True))
    had = Counter(person for person, _ in given)
    value = gini([had.get(person, 0) for person in sorted(pool)])
    text = f"Gini of reviews since {begun:%-d %B %Y} over everybody certified now: 0 is the same for all."
    return Figure("Load, how unequal", f"{value:.2f}" if pool and given else "nothing yet", len(pool), text)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "nothing yet"


def _hours(hours: float) -> str:
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.1f} days"
