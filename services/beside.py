"""What the services room knows of a person: shown on their page."""

from django.urls import reverse

from portal.kit.beside import Line, Panel, beside
from services.models import Service
from teams.people.models import Person

MOST = 30


@beside("people.person")
def about_person(person: Person, looks: Person) -> Panel:
    """The services of their teams."""
    rows = (
        Service.objects.visible_to(looks)
        .living()
        .filter(team__memberships__person=person, team__memberships__until=None)
        .select_related("team")
        .order_by("team__name", "slug")
    )
    return Panel(
        name="services",
        heading="Services of their teams",
        lines=[
            Line(
                title=service.slug,
                url=service.get_absolute_url(),
                note=service.text or "Nothing is said about it yet",
                state=service.lifecycle,
                who=service.team,
            )
            for service in rows[:MOST]
        ],
        total=rows.count(),
        url=reverse("services:service-list"),
        empty=f"{person.name} is in no team that owns a service.",
    )
