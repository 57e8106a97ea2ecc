"""What happens around an away team in a walk: people leave, leads change, teams end, the forge tells."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from portal.year.acts.asking import ask
from portal.year.playing import Play
from teams.away.actions.arriving import begin_work
from teams.away.actions.changes import close_change, give_review, merge_change
from teams.away.actions.passing_on import declare_duplicate
from teams.away.actions.releasing import release_stay
from teams.away.models import AwayRequest
from teams.people.actions.calendars import declare_absence, set_freeze
from teams.people.actions.disbanding import disband_team
from teams.people.actions.people import let_go
from teams.people.actions.teams import change_team, leave_team
from teams.people.models import Person, Team

type Upheaval = Callable[[Play, AwayRequest], object]


def somebody_leaves_their_team(play: Play, request: AwayRequest) -> None:
    team, person = _somebody(play, request)
    leave_team(team, person, by=team.lead)


def somebody_leaves_the_company(play: Play, request: AwayRequest) -> None:
    let_go(_somebody(play, request)[1], by=play.company.steward)


def somebody_else_leads(play: Play, request: AwayRequest) -> None:
    team, person = _somebody(play, request)
    change_team(team, by=team.lead, lead=person)


def a_team_ends(play: Play, request: AwayRequest) -> None:
    disband_team(_somebody(play, request)[0], by=play.company.steward, why="Two become one.")


def a_team_takes_nobody(play: Play, request: AwayRequest) -> None:
    team, _ = _somebody(play, request)
    change_team(team, by=team.lead, openness=play.chance.choice(Team.Openness.values))


def somebody_else_asks(play: Play, request: AwayRequest) -> None:
    ask(play)


def it_is_asked_twice(play: Play, request: AwayRequest) -> None:
    """Of two that say the same one is closed, whoever notices."""
    other = play.chance.choice(list(AwayRequest.objects.order_by("pk")))
    declare_duplicate(
        request, by=play.one_of(play.chance.choice((request.host, request.guest))), of=other, answer="See there."
    )


def somebody_is_away(play: Play, request: AwayRequest) -> None:
    _, person = _somebody(play, request)
    day = timezone.now().date()
    declare_absence(person, by=person, first_day=day, last_day=day + timedelta(days=play.chance.randint(0, 20)))


def everything_is_frozen(play: Play, request: AwayRequest) -> None:
    team, _ = _somebody(play, request)
    day = timezone.now().date()
    until = day + timedelta(days=play.chance.randint(0, 9))
    set_freeze(team, by=team.lead, first_day=day, last_day=until, reason="The year ends.")


def guests_begin_without_a_pack(play: Play, request: AwayRequest) -> None:
    begin_work(request, by=play.one_of(request.guest))


def the_forge_tells_of_a_change(play: Play, request: AwayRequest) -> None:
    """Merged, closed or reviewed over there: whatever stood in the way, it has happened, and perhaps a while ago."""
    change = play.change_of(request)
    if change is None:
        return
    told = {
        "by": None,
        "source": f"fact {play.number()}",
        "at": timezone.now() - timedelta(hours=play.chance.randint(0, 90)),
    }
    play.chance.choice([
        lambda: merge_change(change, **told),
        lambda: close_change(change, **told),
        lambda: give_review(change, play.chance.choice(["approved", "changes-asked", "commented"]), **told),
    ])()  # fmt: skip


def the_forge_sees_it_in_production(play: Play, request: AwayRequest) -> None:
    release_stay(request, by=None, source="by the forge")


UPHEAVALS: dict[Upheaval, float] = {
    somebody_leaves_their_team: 3,
    somebody_leaves_the_company: 2,
    somebody_else_leads: 3,
    a_team_ends: 1,
    a_team_takes_nobody: 4,
    somebody_else_asks: 6,
    it_is_asked_twice: 2,
    somebody_is_away: 3,
    everything_is_frozen: 1,
    guests_begin_without_a_pack: 2,
    the_forge_tells_of_a_change: 8,
    the_forge_sees_it_in_production: 2,
}
"""How often each comes among the others."""


def _somebody(play: Play, request: AwayRequest) -> tuple[Team, Person]:
    """Somebody of one of the two sides, with their team as it is now."""
    pk = play.chance.choice([request.host_id, request.guest_id])
    team = Team.objects.select_related("lead", "division__head").get(pk=pk)
    return team, play.chance.choice(play.company.members[team.pk])
