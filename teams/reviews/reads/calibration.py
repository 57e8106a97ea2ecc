"""Was ignored advice right in the end? By rule, topic, team and quarter, and of the whole guild. Never by person."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from teams.reviews.models import Answer, RuleDoubt, Suggestion, Topic

QUARTERS = 8
MOST_LINES = 50
RULE, TOPIC, TEAM, WEIGHT = "about_rule__rule", "review__topic", "review__team__slug", "weight"
_RIGHT, _WRONG = Answer.Outcome.ADVICE_RIGHT, Answer.Outcome.TEAM_RIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, topic, team or weight. Where nothing is known yet there is no share."""

    code: str
    name: str
    sent: int
    followed: int
    ignored: int
    right: int
    wrong: int
    untold: int
    quarters: "list[Quarter]" = field(default_factory=list)

    @property
    def known(self) -> int:
        return self.right + self.wrong

    @property
    def share(self) -> int | None:
        """How often the advice was right, in percent of what is known."""
        return round(100 * self.right / self.known) if self.known else None

    @property
    def rest(self) -> int:
        """What the bar leaves open."""
        return 100 - (self.share or 0)


@dataclass(frozen=True, slots=True)
class Quarter:
    """One bar of the chart: what was looked at again in it. Heights are in hundredths of the highest."""

    name: str
    right: int
    wrong: int
    most: int

    @property
    def right_height(self) -> int:
        return round(100 * self.right / self.most)

    @property
    def wrong_height(self) -> int:
        return round(100 * self.wrong / self.most)

    @property
    def right_top(self) -> int:
        return 100 - self.right_height

    @property
    def wrong_top(self) -> int:
        return 100 - self.right_height - self.wrong_height


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the page shows."""

    guild: Line
    rules: list[Line]
    topics: list[Line]
    teams: list[Line]
    weights: list[Line]
    doubts: list[RuleDoubt] = field(default_factory=list)


def calibration() -> Calibration:
    """Seven queries, however much was advised."""
    times = _Times()
    return Calibration(
        guild=_guild(times),
        rules=_lines(RULE, times=times),
        topics=_lines(TOPIC, dict(Topic.choices), times=times),
        teams=_lines(TEAM, name="review__team__name", times=times),
        weights=_lines(WEIGHT, dict(Suggestion.Weight.choices), times=times),
        doubts=list(RuleDoubt.objects.filter(settled_at=None).select_related("by")),
    )


def of_rule(rule: str) -> Line | None:
    """What is known of one rule; None when no advice was about it. One query."""
    return next(iter(_lines(RULE, only=Q(about_rule__rule=rule))), None)


def calibration_url() -> str:
    return reverse("reviews:calibration")


def _counts() -> dict[str, Any]:
    return {
        "sent": Count("pk"),
        "followed": Count("pk", filter=Q(state__in=["accepted", "adapted"])),
        "ignored": Count("pk", filter=Q(state="ignored")),
        "right": Count("pk", filter=Q(answer__outcome=_RIGHT)),
        "wrong": Count("pk", filter=Q(answer__outcome=_WRONG)),
        "untold": Count("pk", filter=Q(answer__outcome=Answer.Outcome.CANNOT_TELL)),
    }


def _guild(times: "_Times") -> Line:
    return Line("", "All advice", **Suggestion.objects.sent().aggregate(**_counts()), quarters=times.of("", ""))


def _lines(
    path: str,
    names: dict[str, str] | None = None,
    *,
    name: str = "",
    only: Q | None = None,
    times: "_Times | None" = None,
) -> list[Line]:
    """Those that ignored advice is known of most, first. Not a ranking: by how much is known, then by name."""
    advised = Suggestion.objects.sent().filter(only or Q()).exclude(**{path: None}).order_by()
    grouped: Any = advised.values(code=F(path), **({"called": F(name)} if name else {})).annotate(**_counts())
    found = []
    for row in map(dict, grouped):
        code = str(row.pop("code"))
        called = str(row.pop("called", None) or (names or {}).get(code, code))
        found.append(Line(code, called, **row, quarters=times.of(path, code) if times else []))
    found.sort(key=lambda one: (-one.known, -one.ignored, one.name))
    return found[:MOST_LINES]


class _Times:
    """The outcomes of the last two years by quarter: of all, and of each rule, topic, team and weight. One query."""

    def __init__(self) -> None:
        today = timezone.localdate()
        last = today.year * 4 + (today.month - 1) // 3
        self._numbers = range(last - QUARTERS + 1, last + 1)
        self._counts: Counter[tuple[str, str, int, str]] = Counter()
        since = date(self._numbers[0] // 4, self._numbers[0] % 4 * 3 + 1, 1)
        rows = Answer.objects.filter(outcome__in=[_RIGHT, _WRONG], outcome_at__date__gte=since).order_by()
        paths = (RULE, TOPIC, TEAM, WEIGHT)
        for outcome, at, *codes in rows.values_list("outcome", "outcome_at", *(f"suggestion__{one}" for one in paths)):
            day = timezone.localdate(at)
            number = day.year * 4 + (day.month - 1) // 3
            for path, code in (("", ""), *zip(paths, codes, strict=True)):
                self._counts[path, str(code), number, outcome] += 1

    def of(self, path: str, code: str) -> list[Quarter]:
        """The oldest first; each as high as what is known in it, measured by the highest of this one."""
        pairs = [
            [self._counts[path, code, number, outcome] for outcome in (_RIGHT, _WRONG)] for number in self._numbers
        ]
        most = max(map(sum, pairs)) or 1
        named = [f"Q{number % 4 + 1} {number // 4}" for number in self._numbers]
        return [Quarter(name, right, wrong, most) for name, (right, wrong) in zip(named, pairs, strict=True)]
