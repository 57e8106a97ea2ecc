"""Signals with everybody they name."""

from collections.abc import Collection

from django.db.models import Case, QuerySet, When

from teams.away.models import AwaySignal


def signals() -> QuerySet[AwaySignal]:
    """Newest first; everybody may read them: of teams, and never of persons."""
    return AwaySignal.objects.select_related("team__division__head", "team__lead", "asked", "looker", "answered_by")


def signals_below(divisions: Collection[int], most: int) -> list[AwaySignal]:
    """The newest of the teams of these divisions, unanswered ones first: one query."""
    theirs = signals().filter(team__division__in=divisions)
    return list(theirs.order_by(Case(When(answer="", then=0), default=1), "-pk")[:most])
