"""Where help is welcome: services whose teams take guests, with what a guest wants to know; and the board."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q

from portal.kit.paging import Page, paged
from services.models import Service
from teams.away.models import AwayRequest
from teams.away.reads.requests import with_clocks
from teams.away.reads.ways import ways_of_each
from teams.people.models import Team

AT_WORK = (AwayRequest.State.AGREED, AwayRequest.State.SIGNED)
MOST_A_COLUMN = 30


@dataclass(frozen=True, slots=True)
class Welcome:
    """A service that takes guests. ``free``: how many more its team lets in now, None where nobody counts."""

    service: Service
    visits: int
    done: int
    free: int | None

    @property
    def lacks(self) -> list[str]:
        """What a guest would look for and not find."""
        needed = {"source": self.service.source_url, "documentation": self.service.docs_url}
        return [name for name, there in needed.items() if not there]


def welcoming(text: str, page: int, size: int = 50) -> Page:
    """Living services with open source of standing teams that take contributions; those with room and words first."""
    services = (
        Service.objects.living()
        .filter(source_open=True, team__retired_at=None)
        .exclude(team__openness=Team.Openness.CLOSED)
        .select_related("team__division", "team__lead")
        .annotate(
            visits=Count("away_requests", filter=Q(away_requests__signed_at__isnull=False)),
            done=Count("away_requests", filter=Q(away_requests__state=AwayRequest.State.DONE)),
        )
        .order_by("-team__openness", "slug")
    )
    if text:
        named = Q(slug__icontains=text) | Q(text__icontains=text) | Q(team__name__icontains=text)
        services = services.filter(named)
    found = paged(services, page, size)
    busy = dict(
        AwayRequest.objects.filter(state__in=AT_WORK, host__in={one.team_id for one in found.rows})
        .order_by()
        .values_list("host")
        .annotate(count=Count("pk"))
    )
    rules = ways_of_each([one.team for one in found.rows])
    limits = {one.team_id: ways for one, ways in zip(found.rows, rules, strict=True)}
    found.rows[:] = [
        Welcome(
            one,
            one.visits,
            one.done,
            max(0, limits[one.team_id].number("host_limit") - busy.get(one.team_id, 0))
            if limits[one.team_id].has("F9")
            else None,
        )
        for one in found.rows
    ]
    return found


COLUMNS = (
    ("Waits for an answer", "The host answers, or whoever leads above it.", ("asked", "escalated", "offered")),
    ("With its sponsor", "A manager of the guests confirms people and time.", ("sent",)),
    ("Waits for a place", "Agreed to; it begins by itself when the host has room.", ("queued",)),
    ("To be agreed in writing", "Both leads write a charter and sign it.", ("agreed",)),
    ("Getting ready", "The host opens the door.", ("preflight", "onboarding")),
    ("At work", "The guests change the hosts' code.", ("active", "blocked-on-host", "blocked-on-guest", "paused")),
    ("Live", "In production, and kept an eye on.", ("released", "warranty")),
    ("Coming home", "Handed back, looked back on, thanked for.", ("handback", "closing", "leaving")),
    ("Promised", "The host does it itself by a day.", ("promised",)),
)


@dataclass(frozen=True, slots=True)
class Column:
    """Open requests that stand alike, due first; ``total`` counts all of them."""

    name: str
    means: str
    rows: list[AwayRequest]
    total: int


def board(text: str = "") -> list[Column]:
    """Every open request of the company in the column of what comes next: two queries."""
    rows = AwayRequest.objects.open().select_related("service", "host", "guest", "stay").order_by("pk")
    if text:
        named = Q(title__icontains=text) | Q(service__slug__icontains=text)
        rows = rows.filter(named | Q(guest__name__icontains=text) | Q(host__name__icontains=text))
    place = {state: number for number, (_, _, states) in enumerate(COLUMNS) for state in states}
    placed = sorted(with_clocks(rows), key=lambda one: place.get(one.stands, 0))
    there = {number: list(found) for number, found in groupby(placed, key=lambda one: place.get(one.stands, 0))}
    columns = []
    for number, (name, means, _) in enumerate(COLUMNS):
        found = sorted(there.get(number, []), key=_due)
        columns.append(Column(name, means, found[:MOST_A_COLUMN], len(found)))
    return columns


def _due(request: AwayRequest) -> tuple[bool, str, int]:
    clock = getattr(request, "clock", None)
    return (clock is None, clock.due_at.isoformat() if clock is not None else "", request.pk)
