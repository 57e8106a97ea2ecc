"""What the list and the page of teams show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.http import QueryDict

from portal.kit import audit, facets
from portal.kit.clocks import waiting_for_team
from portal.kit.facets import Facet, Listed, Rows, Shape, Sort, Wanted
from portal.kit.paging import Page, paged
from portal.models import AuditEntry, Clock
from teams.people.models import Calendar, Freeze, Membership, Person, Team
from teams.people.reads import calendars

MOST_WAITING, MOST_COUNTED = 20, 500
OPENNESS = {
    Team.Openness.WELCOME: "Any team may ask to make a change here, and will be shown around.",
    Team.Openness.ASK: "Talk first: the team agrees on what and when before anybody begins.",
    Team.Openness.CLOSED: "Nobody else changes anything here for now. Ask for what you need in a contract.",
}
SORTS = {
    "name": Sort("Name", "name", "name DESC"),
    "division": Sort("Division", "division_name, name", "division_name DESC, name"),
    "lead": Sort("Lead", "lead_name, name", "lead_name DESC, name"),
    "openness": Sort("Openness", "openness_word, name", "openness_word DESC, name"),
    "people": Sort("Most people first", "size DESC, name", "size, name", falls=True),
    "services": Sort("Most services first", "owned DESC, name", "owned, name", falls=True),
}
COLUMNS = (
    ("Team", "name", ""),
    ("Division", "division", ""),
    ("Lead", "lead", ""),
    ("Openness", "openness", ""),
    ("People", "people", "number"),
    ("Services", "services", "number"),
)


def shape(divisions: Mapping[str, str]) -> Shape:
    """How the list of teams can be narrowed and ordered."""
    choices = [
        Facet("mine", "Whose", {"yes": "My teams"}),
        Facet("openness", "Openness", {str(code): str(word) for code, word in Team.Openness.choices}),
        Facet("pizzas", "Size", {"over": "Above two pizzas"}),
        Facet("division", "Division", divisions),
    ]
    return Shape(choices, SORTS, COLUMNS)


def team_list(person: Person, wanted: Wanted, shape: Shape, query: QueryDict) -> Listed:
    """Standing teams with their size and number of services: three queries."""
    own = Membership.objects.filter(person=person, until=None).values("team")
    rows = Rows.of(
        _found(person, wanted.text)
        .annotate(
            division_name=F("division__name"),
            lead_name=F("lead__name"),
            openness_word=F("openness"),
            pizzas=Case(When(size__gt=F("size_limit"), then=Value("over")), default=Value("fits")),
            mine=Case(When(pk__in=own, then=Value("yes")), default=Value("no")),
        )
        .values("id", "name", "division_name", "lead_name", "openness", "openness_word", "pizzas", "mine")
        .annotate(size=F("size"), owned=F("owned"), division=F("division__slug"))
    )
    counts = facets.count(rows, shape, wanted)
    page = facets.page(rows, shape, wanted, counts.total)
    loaded = _sized(Team.objects.select_related("division", "lead")).in_bulk(page.rows)
    page.rows[:] = [loaded[pk] for pk in page.rows]
    return facets.listed(query, page, wanted, counts, shape)


def teams(person: Person, text: str, page: int, size: int = 50) -> Page:
    """A page of all standing teams with their size and number of services."""
    return paged(_found(person, text).select_related("division", "lead").order_by("name"), page, size)


def _found(person: Person, text: str) -> QuerySet[Team]:
    rows = Team.objects.visible_to(person).standing()
    if text:
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(slug__icontains=text)
            | Q(mission__icontains=text)
            | Q(division__name__icontains=text)
        )
    return _sized(rows)


def _sized(rows: QuerySet[Team]) -> QuerySet[Team]:
    present = Count("memberships", filter=Q(memberships__until=None), distinct=True)
    return rows.annotate(size=present, owned=Count("services", distinct=True))


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A team with its present members, what waits for it and what happened to it."""

    team: Team
    members: list[Membership]
    clocks: list[Clock]
    waiting: int
    history: list[dict[str, Any]]
    calendar: Calendar
    freezes: list[Freeze]

    @property
    def holidays(self) -> str:
        """Whose public holidays the team keeps."""
        country = calendars.country_names().get(self.calendar.country, "") if self.calendar.country else ""
        return f"{country} ({self.calendar.region})" if country and self.calendar.region else country

    @property
    def over_by(self) -> int:
        """How many people above the two-pizza limit."""
        return max(0, len(self.members) - self.team.size_limit)

    @property
    def fits(self) -> list[Membership]:
        """Those whom two pizzas feed."""
        return self.members[: self.team.size_limit]

    @property
    def above(self) -> list[Membership]:
        """Those who came last, above the limit: it is the number that is too large, not they."""
        return self.members[self.team.size_limit :]

    @property
    def free(self) -> range:
        """Places left."""
        return range(max(0, self.team.size_limit - len(self.members)))

    @property
    def openness_means(self) -> str:
        return OPENNESS[Team.Openness(self.team.openness)]


def team_page(team: Team) -> TeamPage:
    """Seven queries beside the team's own, and one for each division above it."""
    members = list(team.memberships.filter(until=None).select_related("person").order_by("since", "pk"))
    waits = list(waiting_for_team(team)[:MOST_COUNTED])
    shown, count = waits[:MOST_WAITING], len(waits)
    away = calendars.absent([member.person for member in members])
    for member in members:
        member.away = away.get(member.person_id)  # type: ignore[attr-defined]
    return TeamPage(
        team,
        members,
        shown,
        count,
        _told(list(audit.history(team, most=12))),
        calendars.calendar_of(team),
        calendars.freezes_over(team),
    )


def _told(entries: list[AuditEntry]) -> list[dict[str, Any]]:
    """What happened to a team, with the names of those it happened to: who acts is not who joins."""
    people = {entry.data["person"] for entry in entries if "person" in entry.data}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    told = []
    for entry in entries:
        other = names.get(entry.data.get("person"), "")
        words = {"team.join": f"added {other}", "team.leave": f"took {other} out"}.get(entry.verb, "") if other else ""
        who = entry.actor.name if entry.actor is not None else "Homeport"
        icon = {"team.create": "plus", "team.join": "person", "team.leave": "void"}.get(entry.verb, "dot")
        told.append({"who": who, "words": words, "verb": entry.verb, "icon": icon, "at": entry.at})
    return told
