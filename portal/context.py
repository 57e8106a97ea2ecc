"""What every page knows: the company, the rooms and which one this is, what waits, the theme, the request's id."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

THEMES = ("light", "dark")


class Room(NamedTuple):
    """One entry of the navigation: ``room`` is what a page says it belongs to, ``keys`` goes there."""

    room: str
    name: str
    url_name: str
    keys: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


ROOMS = (
    Room("home", "Home", "home", "g h"),
    Room("catalog", "Catalog", "services:service-list", "g s"),
    Room("contracts", "Contracts", "services:contract-list", "g c"),
    Room("teams", "Teams", "people:team-list", "g t"),
    Room("rules", "Rules", "services:rule-list", "g r"),
)

# Which room a URL name belongs to: the first word of the name, inside its namespace.
_BY_WORD = {
    ("", "home"): "home",
    ("", "inbox"): "home",
    ("services", "contract"): "contracts",
    ("services", "revision"): "contracts",
    ("services", "finding"): "contracts",
    ("services", "waiver"): "contracts",
    ("services", "check"): "contracts",
    ("services", "rule"): "rules",
    ("services", "rules"): "rules",
}
_BY_NAMESPACE = {"services": "catalog", "people": "teams"}


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context processor. A view's own ``room`` wins over the one found here."""
    theme = request.COOKIES.get("theme", "")
    return {
        "company": getattr(settings, "COMPANY", "") or "Homeport",
        "room": room_of(request),
        "rooms": _rooms,
        "inbox_count": _inbox_counter(request),
        "theme": theme if theme in THEMES else "",
        "request_id": _request_id(),
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
    """The rooms this Homeport has; one whose page does not exist is left out."""
    return [room for room in ROOMS if _exists(room.url_name)]


def _exists(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True


def _inbox_counter(request: HttpRequest) -> Callable[[], int]:
    """Counts once and only when a page asks; nobody logged in, nothing waits."""

    @cache
    def inbox_count() -> int:
        person = getattr(request, "user", None)
        if person is None or not person.is_authenticated:
            return 0
        from portal.kit import clocks

        return clocks.waiting_for(person).count()

    return inbox_count


def _request_id() -> str:
    from portal.kit.requests import request_id

    return request_id()
