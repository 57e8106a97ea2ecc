"""Page number, sort and filter words from the query string, with limits. A wrong word is ignored, not an error."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest

FURTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, and where it stands in the whole."""

    rows: list[Any]
    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def earlier(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def later(self) -> int | None:
        return self.number + 1 if self.last < self.total else None


def number(request: HttpRequest, name: str = "page") -> int:
    """The page asked for, from 1."""
    text = request.GET.get(name, "")
    return min(max(1, int(text)), FURTHEST) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def choice(request: HttpRequest, name: str, allowed: dict[str, Any], default: str) -> str:
    """One of ``allowed``, else the default."""
    word = request.GET.get(name, default)
    return word if word in allowed else default


def paged(rows: models.QuerySet[Any], wanted: int, size: int = 50) -> Page:
    """The wanted page; one beyond the end is the last one."""
    total = rows.count()
    at = min(wanted, max(1, -(-total // size)))
    return Page(list(rows[(at - 1) * size : at * size]), at, size, total)
