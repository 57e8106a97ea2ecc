"""What is known of a service's repository and of a person's logins: shown on their pages."""

from django.urls import reverse

from portal.kit.beside import Line, Panel, beside
from services.forge.models import ForgeLogin
from services.forge.reads.facts import facts_of
from services.models import Service
from teams.people.models import Person

FEW = 4


@beside("services.service")
def about_service(service: Service, person: Person) -> Panel:
    """The last things that happened where its source is."""
    rows = facts_of(service)
    address = reverse("forge:fact-list", args=[service.slug])
    no_source = "Nobody has said yet where its source is."
    quiet = "Nothing is known of its repository yet. A forge can tell it by a signed webhook, or people by hand."
    return Panel(
        name="repository",
        heading="Repository",
        lines=[
            Line(title=fact.sentence, url=fact.url or address, note=f"{fact.told_by}. {fact.title}".strip())
            for fact in rows[:FEW]
        ],
        total=rows.count(),
        url=address,
        empty=quiet if service.source_url else no_source,
    )


@beside("people.person")
def about_person(person: Person, looks: Person) -> Panel:
    """What they are called elsewhere."""
    said = list(ForgeLogin.objects.filter(person=person).order_by("forge"))
    address = reverse("forge:logins")
    mine = person.pk == looks.pk
    return Panel(
        name="logins",
        heading="On forges",
        lines=[Line(title=one.login, url=address if mine else "#logins", note=one.get_forge_display()) for one in said],
        total=len(said),
        url=address,
        empty="Nobody knows yet what they are called on GitHub, GitLab or Gitea.",
        act=("Say it", address) if mine else None,
    )
