"""Teams ask to work on services of others; now and then they ask what cannot be asked."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.year.acts.registry import habit
from services.models import Service
from teams.away.actions.asking import ask_away
from teams.away.actions.requests import withdraw_away
from teams.away.models import AwayRequest
from teams.people.models import Person, Team

if TYPE_CHECKING:
    from portal.year.playing import Play

WISHES = ("Refunds in several currencies", "An export of statements", "A faster search", "Retries that end", "Batches")


def ask(play: "Play") -> AwayRequest:
    """A team of two asks for something; in one case of twelve in a way that is refused."""
    chance = play.chance
    guest: Team = chance.choice(play.company.teams)
    services = play.company.services
    service: Service = services[int(len(services) * chance.random() ** 3)]  # some are wanted by everybody
    wish = chance.choice(WISHES)
    if play.wished is not None and chance.random() < 0.1:
        service, wish = play.wished  # two teams want the same in one week
    play.wished = service, wish
    members = play.company.members[guest.pk]
    slip = chance.choice(("own", "number", "people", "day")) if chance.random() < 1 / 12 else ""
    if slip == "own":
        service = next(one for one in play.company.services if one.team_id == guest.pk)
    people: list[tuple[Person, int]] = [(one, chance.choice((20, 50, 100))) for one in chance.sample(members, 2)]
    if agent := play.company.agents.get(guest.pk):
        people.append((agent, 50))
    now = chance.randint(100, 2000)
    return ask_away(
        Service.objects.select_related("team__division", "team__lead").get(pk=service.pk),
        guest=guest,
        by=chance.choice(members),
        title=f"{wish}, {play.number()}",
        problem="Customers call us about it, week after week.",
        measure="Contacts about it",
        unit="contacts a week",
        now_value=now,
        expected_value=now if slip == "number" else now // 3,
        scope="One path and its tests.",
        people=[] if slip == "people" else people,
        wanted_by=(timezone.now() + timedelta(days=-3 if slip == "day" else chance.randint(30, 80))).date(),
        cost_of_nothing="The calls go on.",
    )


@habit(0.5, "asked", "escalated", "offered")
def withdraw(play: "Play", request: AwayRequest) -> None:
    withdraw_away(request, by=play.one_of(request.guest), answer="We found another way.")
