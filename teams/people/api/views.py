"""The API of divisions, teams and people, of who asks and what waits for them."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from portal.kit import clocks
from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_from, rows_of
from portal.models import ApiToken
from teams.people.actions.disbanding import disband_team as disband
from teams.people.api import shapes
from teams.people.models import Person, Team
from teams.people.reads import teams as reads
from teams.people.reads.people import memberships

SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "minLength": 1, "maxLength": 60}
path_word("team", "The team's short name.", "checkout", **SLUG)
path_word("login", "The person's login.", "ana", **SLUG)

oneself = Group("Oneself", "Who asks, and what waits for them.")
people = Group("People", "Divisions, teams and people: who answers for what.")


@oneself.get(gives=shapes.Me)
def get_me(request: Call) -> object:
    """Tell who asks.

    The person or machine behind the token, their teams, and what the token may do. A good first call for a new client.
    """
    found = request.user
    token = request.auth if isinstance(request.auth, ApiToken) else None
    found.token = token
    return _with_memberships(found)


@oneself.get(gives=shapes.ClockAnswer, many=True)
def list_inbox(request: Call, words: Given) -> Rows:
    """List what waits for the person who asks.

    Everything that they or one of their teams are to answer, what is due first at the top. A clock is open until the
    thing is done or its silence has spoken; then it leaves the list.
    """
    return rows_of(words, clocks.waiting_for(request.user))


@people.get(gives=shapes.DivisionAnswer, many=True)
def list_divisions(request: Call, words: Given) -> Rows:
    """List the divisions.

    Every branch of the organisation with the one above it, in the order of their names.
    """
    return rows_of(words, shapes.division_rows())


@people.get(gives=shapes.TeamAnswer, many=True, asks=shapes.TeamWords)
def list_teams(request: Call, words: Given) -> Rows:
    """List the teams.

    Teams that stand now, in the order of their names. A team that has ended is still found by its own address.
    """
    return rows_from(words, lambda page, size: reads.teams(request.user, words.get("q", ""), page, size))


@people.get(gives=shapes.TeamWhole)
def get_team(request: Call, team: str) -> object:
    """Read one team.

    With the people who work in it now. Former members are told by their own addresses.
    """
    found = get_object_or_404(Team.objects.visible_to(request.user).select_related("division", "lead"), slug=team)
    found.told_members = reads.team_page(found).members  # type: ignore[attr-defined]
    return found


@people.post(takes=shapes.Disbanding, gives=shapes.TeamWhole)
def disband_team(request: Call, team: str, words: Given) -> object:
    """End a team.

    Whoever leads above it may. Its members leave it; services without an owner wait with its division.
    """
    rows = Team.objects.visible_to(request.user).select_related("division__head", "lead")
    found = disband(get_object_or_404(rows, slug=team), by=request.user, **words)
    found.told_members = []  # type: ignore[attr-defined]
    return found


@people.get(gives=shapes.PersonAnswer, many=True, asks=shapes.PersonWords)
def list_people(request: Call, words: Given) -> Rows:
    """List people and machines.

    In the order of their names, those who have left too: what they did stays theirs. `is_active` tells them apart.
    """
    rows = Person.objects.visible_to(request.user).select_related("manager").order_by("name", "pk")
    if text := words.get("q"):
        rows = rows.filter(Q(name__icontains=text) | Q(login__icontains=text))
    return rows_of(words, rows)


@people.get(gives=shapes.PersonWhole)
def get_person(request: Call, login: str) -> object:
    """Read one person or machine.

    With the teams they are in and were in.
    """
    rows = Person.objects.visible_to(request.user).select_related("manager")
    return _with_memberships(get_object_or_404(rows, login=login))


def _with_memberships(person: Person) -> Person:
    person.told_memberships = memberships(person)  # type: ignore[attr-defined]
    return person
