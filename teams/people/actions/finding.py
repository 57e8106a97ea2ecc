"""What search knows of teams and people."""

from portal.kit import search
from teams.people.models import Person, Team


def index_team(team: Team) -> None:
    """Write the team's search document."""
    search.put(
        "team",
        team.slug,
        title=team.name,
        body=f"{team.slug}\n{team.mission}\n{team.chat}",
        tags=f"{team.division.name} {team.lead.name}",
        url=team.get_absolute_url(),
        owner=team.division.name,
    )


def index_person(person: Person) -> None:
    """Write the person's search document; machines are not looked for, and who has left is no longer found."""
    if person.kind != Person.Kind.PERSON or not person.is_active:
        search.drop("person", person.login)
        return
    search.put(
        "person",
        person.login,
        title=person.name,
        body=person.login,
        tags=[],
        url=person.get_absolute_url(),
        owner="",
    )
