"""Who answers for a team: its lead; once it has ended, whoever leads above it."""

from teams.people.models import Division, Person, Team


def answers_for(team: Team) -> Person:
    """The lead. Of a team that has ended the nearest head above it who works here, else the steward who has been here
    longest, else the lead it had. Without a query while the team stands.
    """
    if team.retired_at is None:
        return team.lead
    rows = {one.pk: one for one in Division.objects.select_related("head")}
    at = rows.get(team.division_id)
    for _ in rows:
        if at is None:
            break
        if at.head is not None and at.head.is_active:
            return at.head
        at = rows.get(at.parent_id or 0)
    steward: Person | None = Person.objects.present().filter(is_steward=True).order_by("pk").first()
    return steward or team.lead
