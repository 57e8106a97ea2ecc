"""The last weeks of the teams beside the hand-written stories: played by the people of `portal.year`, act by act.

They ask for what `wishes.yaml` says, and answer, review and let lie as in a year that is played.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import yaml
from django.apps import apps
from django.utils import timezone

from portal.demo.company import FOLDER, visits
from portal.demo.story import Story, person, service, team
from portal.year.acts.registry import HABITS
from portal.year.company import PROMPT, SLOW, USUAL, Company
from portal.year.people import UNASKED_AT, People
from portal.year.playing import Play
from portal.year.running import Running
from services.models import Service
from teams.away.actions.asking import ask_away
from teams.away.models import AwayRequest
from teams.people.models import Person, Team

WEEKS = 8
LAST = timedelta(hours=6)
"""Nothing is played from then on, so that the stories of today stand alone."""
GUESTS = ("acquiring", "forecasting", "identity", "invoicing", "ledger", "messaging", "payouts", "stock", "wallet")
"""Teams of which nobody logs in. None of their hosts is one of a story, so that no story finds a place taken."""
NOT_HERE = {"change_hands", "disband", "say_again", "touch", "read_past"}
"""What would change the company around the stories, or its interfaces."""


def wishes() -> list[dict[str, Any]]:
    """What is asked, in this order."""
    told: list[dict[str, Any]] = yaml.load((FOLDER / "wishes.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return told


def tell(story: Story) -> None:
    """Three times on every working day of the last weeks."""
    weeks = Weeks(story)
    for moment in _moments(story.now):
        story.past.at(moment, weeks.act)


def _moments(now: datetime) -> Iterator[datetime]:
    """Each at a minute and second of its own: a clock that began at one of them never ends at another."""
    chance = Random(11)  # noqa: S311
    day = (now - timedelta(weeks=WEEKS)).replace(minute=0, second=0, microsecond=0)
    while day < now:
        for hour in UNASKED_AT:
            moment = day.replace(hour=hour, minute=chance.randrange(60), second=chance.randrange(60))
            if day.weekday() < 5 and moment < now - LAST:
                yield moment
        day += timedelta(days=1)


class Weeks(Play):
    """A year's play with the demo's own teams, of which only what it has asked itself is touched."""

    def __init__(self, story: Story) -> None:
        super().__init__(seed=3, teams=len(GUESTS))
        self.chance = Random(self.seed)  # noqa: S311 - the same weeks every time
        self.story = story
        self.wishes = wishes()
        self.every = 5 * len(UNASKED_AT) * (WEEKS - 2) // len(self.wishes)
        self.asks_at = 0
        self.needed = {login for visit in visits() for login in visit["people"]}
        self.asked: set[int] = set()
        self.about: dict[str, bool] = {}

    def act(self) -> None:
        """Somebody asks now and then; whoever comes to what waits for them does it."""
        if not self.ticks:
            self.company = _company(self.story)
            self.people = Neighbours(self)
        if self.ticks >= self.asks_at and self.wishes:
            self.attempt(self._ask_next)
        self.ticks += 1
        running = Running.now()
        self.people.act(Running([row for row in running.rows if self._is_ours(row.subject)], running.rings_at))
        if self.watch.complaints:
            raise RuntimeError(f"The weeks of the demo cannot be played: {dict(self.watch.complaints)}")

    def _ask_next(self) -> None:
        """The next wish, as soon as any team has two people to send; how soon that is, the calendar decides."""
        wanted = service(self.wishes[0]["service"])
        free = [one for one in self.company.teams if one.pk != wanted.team_id and len(self._can_come(one)) > 1]
        if free:
            self.asks_at += self.every
            self._ask(self.wishes.pop(0), wanted, self.chance.choice(free))

    def _ask(self, wish: dict[str, Any], wanted: Service, guest: Team) -> None:
        comes = self.chance.sample(self._can_come(guest), 2)
        request = ask_away(
            wanted,
            guest=guest,
            by=comes[0],
            title=wish["title"],
            problem=wish["problem"],
            measure=wish["measure"],
            unit=wish["unit"],
            now_value=wish["now"],
            expected_value=wish["expected"],
            scope=wish["scope"],
            people=[(one, self.chance.choice((30, 50, 80))) for one in comes],
            wanted_by=(timezone.now() + timedelta(days=self.chance.randint(30, 60))).date(),
            cost_of_nothing=f"It stays at {wish['now']} {wish['unit']}.",
        )
        self.asked.add(request.pk)

    def _can_come(self, guest: Team) -> list[Person]:
        """Whom neither a story needs nor one of these."""
        busy = AwayRequest.objects.open().filter(guest=guest, pk__in=self.asked).exists()
        return [] if busy else [one for one in self.company.members[guest.pk] if one.login not in self.needed]

    def _is_ours(self, subject: str) -> bool:
        """Whether a clock is about one of these requests, or about what belongs to one."""
        if subject not in self.about:
            name, _, number = subject.rpartition(":")
            self.about[subject] = self._request_of(name, int(number)) in self.asked
        return self.about[subject]

    def _request_of(self, name: str, number: int) -> int | None:
        model: Any = apps.get_model(name)
        if model is AwayRequest:
            return number
        way = next((one for one in ("request", "stay") if hasattr(model, one)), "")
        if not way or not name.startswith("away."):
            return None
        path = "request" if way == "request" else "stay__request"
        found: int | None = model._default_manager.filter(pk=number).values_list(path, flat=True).first()
        return found


class Neighbours(People):
    """People who do unasked what their own away teams need, and nothing else."""

    def _do_unasked(self) -> None:
        asked = AwayRequest.objects.filter(pk__in=self.play.asked).order_by("pk")  # type: ignore[attr-defined]
        for request in list(asked.select_related("host", "guest", "stay")):
            for one in HABITS:
                seldom = one.percent / 100 / len(UNASKED_AT) * 7 / 5
                if (
                    request.stands in one.states
                    and one.do.__name__ not in NOT_HERE
                    and self.play.chance.random() < seldom
                ):
                    self._do(one, self.play.request(request.pk))


def _company(story: Story) -> Company:
    """The teams with those who have been in them all the time."""
    found, chance = Company(steward=person("sam")), Random(7)  # noqa: S311
    for slug, data in story.company.teams.items():
        one = team(slug)
        found.members[one.pk] = [person(login) for login in story.hands(data)]
        found.tempers[one.pk] = chance.choices((PROMPT, USUAL, SLOW), (3, 5, 2))[0]
        if slug in GUESTS:
            found.teams.append(one)
    return found
