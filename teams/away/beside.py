"""What the away room knows of a service, a team and a person: shown on their pages."""

from django.db.models import Q
from django.urls import reverse

from portal.kit.beside import Line, Panel, beside
from services.models import Service
from teams.away.models import AwayBreach, AwayContributor, AwayRequest, figure
from teams.away.reads.closed import wanted_while_closed
from teams.away.reads.requests import FEW, few
from teams.people.models import Person, Team


@beside("services.service")
def about_service(service: Service, person: Person) -> Panel:
    """Who works on it, or wants to."""
    living = service.lifecycle != Service.Lifecycle.RETIRED
    asks = person.memberships.filter(until=None).exclude(team=service.team_id).exists()  # never for the owner itself
    ask = f"{reverse('away:request-new')}?service={service.slug}"
    wanted = wanted_while_closed(service=service)
    return _panel(
        Q(service=service),
        heading="Away teams",
        query=f"service={service.slug}",
        empty="Nobody has asked to work on it. A team that needs a change here can ask, and make it.",
        act=("Ask to work on it", ask) if living and asks else None,
        note=f"Asked for {wanted} time{'s' * (wanted != 1)} in a year while its source was closed." if wanted else "",
    )


@beside("people.team")
def about_team(team: Team, person: Person) -> Panel:
    """Where it is a guest, and whom it lets in."""
    return _panel(
        Q(guest=team) | Q(host=team),
        heading="Away teams",
        query=f"team={team.slug}",
        empty=f"{team.name} is a guest nowhere, and nobody has asked to work on its services.",
        act=("How it hosts and visits", reverse("away:record", args=[team.slug])),
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


@beside("people.person")
def thanks_to_person(person: Person, looks: Person) -> Panel | None:
    """What they did in away teams, and who thanked them for it (F35)."""
    return _thanks(Q(person=person), f"person={person.login}&state=done")


@beside("people.team")
def thanks_to_team(team: Team, person: Person) -> Panel | None:
    """What its people did as guests, and who thanked them for it (F35)."""
    return _thanks(Q(credit__request__guest=team), f"team={team.slug}&state=done")


def _thanks(which: Q, query: str) -> Panel | None:
    rows = AwayContributor.objects.filter(which, credit__sent_at__isnull=False)
    total = rows.count()
    if not total:
        return None
    named = ("person", "credit__request__service", "credit__request__host", "credit__request__guest")
    found = list(rows.select_related(*named).order_by("-credit__sent_at", "pk")[:FEW])
    return Panel(
        name="thanks",
        heading="Thanked for",
        lines=[_thank(one) for one in found],
        total=total,
        url=f"{reverse('away:request-list')}?{query}",
        empty="",
    )


def _thank(one: AwayContributor) -> Line:
    request = one.credit.request
    measured = f"{figure(request.measured_value)} measured" if request.measured_value is not None else "not measured"
    note = f"{one.person.name} {one.did}. {request.effect} expected, {measured}. {one.credit.words}"
    return Line(title=request.title, url=request.get_absolute_url(), note=note, who=request.host)


def _panel(
    which: Q, *, heading: str, query: str, empty: str, act: tuple[str, str] | None = None, note: str = ""
) -> Panel:
    found = few(which)
    return Panel(
        name="away",
        heading=heading,
        lines=[_line(request) for request in found.rows],
        total=found.total,
        url=f"{reverse('away:request-list')}?{query}",
        empty=empty,
        act=act,
        note=note,
    )


def _line(request: AwayRequest) -> Line:
    later = getattr(request, "later", 0)
    demands = f"; {later} later demand{'s' if later != 1 else ''}" if later else ""
    return Line(
        title=request.title,
        url=request.get_absolute_url(),
        note=f"{request.guest.name} at {request.host.name}, {request.service.slug}: {request.effect}{demands}",
        state=request.stands,
        who=request.guest,
        clock=getattr(request, "clock", None),
    )


@beside("services.service")
def back_doors_of(service: Service, person: Person) -> Panel:
    """Where guests have been let past a contract of it, until when: what stands, the first to end on top."""
    rows = AwayBreach.objects.filter(service=service, state__in=AwayBreach.STANDING)
    found = list(rows.select_related("change__request__guest").order_by("ends_on", "pk")[:5])
    return Panel(
        name="back-doors",
        heading="Back doors",
        lines=[_back_door(one) for one in found],
        total=rows.count(),
        url=f"{reverse('away:request-list')}?service={service.slug}",
        empty="No change of guests reads past a contract here.",
    )


def _back_door(breach: AwayBreach) -> Line:
    until = f"Until {breach.ends_on:%-d %B %Y}." if breach.ends_on else "Nobody allowed it."
    return Line(
        title=f"{breach.change.title}",
        url=breach.change.get_absolute_url(),
        note=f"{breach.what} {until}{' Its day has passed.' if breach.is_late else ''}",
        state=breach.state,
        who=breach.change.request.guest,
    )
