"""What the away room knows of a service, a team and a person: shown on their pages."""

from django.db.models import Q
from django.urls import reverse

from portal.kit.beside import Line, Panel, beside
from services.models import Service
from teams.away.models import AwayRequest
from teams.away.reads.requests import few
from teams.people.models import Person, Team


@beside("services.service")
def about_service(service: Service, person: Person) -> Panel:
    """Who works on it, or wants to."""
    living = service.lifecycle != Service.Lifecycle.RETIRED
    asks = person.memberships.filter(until=None).exclude(team=service.team_id).exists()  # never for the owner itself
    ask = f"{reverse('away:request-new')}?service={service.slug}"
    return _panel(
        Q(service=service),
        heading="Away teams",
        query=f"service={service.slug}",
        empty="Nobody has asked to work on it. A team that needs a change here can ask, and make it.",
        act=("Ask to work on it", ask) if living and asks else None,
    )


@beside("people.team")
def about_team(team: Team, person: Person) -> Panel:
    """Where it is a guest, and whom it lets in."""
    return _panel(
        Q(guest=team) | Q(host=team),
        heading="Away teams",
        query=f"team={team.slug}",
        empty=f"{team.name} is a guest nowhere, and nobody has asked to work on its services.",
    )


@beside("people.person")
def about_person(person: Person, looks: Person) -> Panel:
    """Where they come along."""
    return _panel(
        Q(members__person=person),
        heading="Away teams",
        query=f"person={person.login}",
        empty=f"{person.name} is in no away team.",
    )


def _panel(which: Q, *, heading: str, query: str, empty: str, act: tuple[str, str] | None = None) -> Panel:
    found = few(which)
    return Panel(
        name="away",
        heading=heading,
        lines=[_line(request) for request in found.rows],
        total=found.total,
        url=f"{reverse('away:request-list')}?{query}",
        empty=empty,
        act=act,
    )


def _line(request: AwayRequest) -> Line:
    later = getattr(request, "later", 0)
    demands = f"; {later} later demand{'s' if later != 1 else ''}" if later else ""
    return Line(
        title=request.title,
        url=request.get_absolute_url(),
        note=f"{request.guest.name} at {request.host.name}, {request.service.slug}: {request.effect}{demands}",
        state=request.state,
        who=request.guest,
        clock=getattr(request, "clock", None),
    )
