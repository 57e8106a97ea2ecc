"""Seats that a steward gave in spite of what rules somebody out in a draw: the ledger lists them beside the advice."""

from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value

from teams.reviews.models import Seat

KIND = "tie"


def seats_in_spite() -> QuerySet[Seat]:
    """Each of them, whatever became of it."""
    return Seat.objects.exclude(in_spite_why="")


def rows_in_spite(text: str, teams: Q, month: Any) -> QuerySet[Seat, Any]:
    """Their rows for the list of the ledger. A seat's id is below zero there, a suggestion's above."""
    found = seats_in_spite().filter(teams)
    if text:
        names = ("in_spite_why", "person__name", "review__team__name", "review__subject")
        found = found.filter(Q(*((f"{name}__icontains", text) for name in names), _connector=Q.OR))
    return found.values(
        weight=Value(""),
        entry=-F("pk"),
        became=Value(""),
        kind=Value(KIND),
        owner=F("review__team__name"),
        evidence=Value(""),
        outcome=Value("none"),
        about=Value(""),
        month=month,
        open=Value("no"),
        look_on=Value(None, output_field=DateField()),
        rank=Value(2),
        heavy=Value(3),
        at=F("offered_at"),
    )


def loaded_in_spite(ids: list[int]) -> dict[int, Seat]:
    """Those of these ids of the list, with all that a line names: one query where there is any."""
    rows = Seat.objects.select_related("review__team", "person", "given_by")
    return {-pk: seat for pk, seat in rows.in_bulk([-one for one in ids if one < 0]).items()}
