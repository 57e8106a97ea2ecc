"""What every page knows: the company, the rooms and which one this is, what waits, the theme, the request's id."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from portal.kit import clocks, notices
from portal.kit.requests import request_id

THEMES = ("light", "dark")


class Room(NamedTuple):
    """One entry of the navigation: ``room`` is what a page says it belongs to, ``keys`` goes there.

    The bar shows those that are ``in_bar``; the menu of a small screen shows all.
    """

    room: str
    name: str
    url_name: str
    keys: str = ""
    in_bar: bool = True
    url: str = ""


ROOMS = (
    Room("home", "Home", "home", "g h", in_bar=False),
    Room("inbox", "Inbox", "inbox", "g i"),
    Room("catalog", "Catalog", "services:service-list", "g s"),
    Room("contracts", "Contracts", "services:contract-list", "g c"),
    Room("away", "Away teams", "away:request-list", "g a"),
    Room("reviews", "Reviews", "reviews:review-list", "g v"),
    Room("proposals", "Proposals", "proposals:proposal-list", "g p"),
    Room("ledger", "Ledger", "reviews:ledger", "g l"),
    Room("teams", "Teams", "people:team-list", "g t"),
    Room("rules", "Rules", "services:rule-list", "g r", in_bar=False),
)

# Which room a URL name belongs to: the first word of the name, inside its namespace.
_BY_WORD = {
    ("", "home"): "home",
    ("", "inbox"): "inbox",
    ("", "notices"): "inbox",
    ("services", "contract"): "contracts",
    ("services", "revision"): "contracts",
    ("services", "reference"): "contracts",
    ("services", "compare"): "contracts",
    ("services", "finding"): "contracts",
    ("services", "waiver"): "contracts",
    ("services", "check"): "contracts",
    ("services", "rule"): "rules",
    ("services", "rules"): "rules",
    ("services", "ruleset"): "rules",
    ("reviews", "ledger"): "ledger",
    ("reviews", "calibration"): "ledger",
    ("reviews", "budgets"): "ledger",
    ("reviews", "budget"): "ledger",
}
_BY_NAMESPACE = {
    "services": "catalog", "forge": "catalog", "people": "teams", "away": "away", "reviews": "reviews",
    "proposals": "proposals",
}  # fmt: skip


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context processor. A view's own ``room`` wins over the one found here."""
    theme = request.COOKIES.get("theme", "")
    return {
        "company": getattr(settings, "COMPANY", "") or "Homeport",
        "room": room_of(request),
        "rooms": cache(_rooms),  # a page draws them up to five times
        "inbox_count": _counter(request, clocks.count_for),
        "notice_count": _counter(request, lambda person: notices.unread(person).count()),
        "theme": theme if theme in THEMES else "",
        "request_id": request_id(),
    }


def room_of(request: HttpRequest) -> str:
    """The room of the page asked for, from its URL's name; empty for search, login and errors."""
    match = request.resolver_match
    if match is None:
        return ""
    space = match.namespace.rpartition(":")[2]
    word = (match.url_name or "").partition("-")[0]
    return _BY_WORD.get((space, word)) or _BY_NAMESPACE.get(space, "")


def _rooms() -> list[Room]:
    """The rooms this Homeport has, with their addresses; one whose page does not exist is left out."""
    return [room._replace(url=url) for room in ROOMS if (url := _address(room.url_name))]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _counter(request: HttpRequest, count: Callable[[Any], int]) -> Callable[[], int]:
    """Counts once and only when a page asks; nobody logged in, nothing waits."""

    @cache
    def counted() -> int:
        person = getattr(request, "user", None)
        return count(person) if person is not None and person.is_authenticated else 0

    return counted
