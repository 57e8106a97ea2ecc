"""How Tideline came into Homeport: divisions, teams and people, who joined later, moved and left; then its services."""

from datetime import time, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import get_hasher
from django.utils import timezone

from portal.demo import LOGINS
from portal.demo.company import ADDRESS, ServiceData, TeamData
from portal.demo.story import Story, person, service, team
from portal.kit.post.hooks import add_hook, end_hook
from services.actions.catalog import close_source, move_service, register_service
from teams.people.actions.calendars import set_calendar
from teams.people.actions.people import add_person, let_go
from teams.people.actions.teams import change_team, create_division, create_team, join_team, leave_team
from teams.people.models import Division, Person, WorkWeek

BEGAN = 426
"""Days ago on which the steward began."""
CODE = f"https://code.{ADDRESS}"


def tell(story: Story) -> None:
    company = story.company
    story.on(BEGAN, _divisions, story)
    newcomers: list[tuple[str, str]] = []
    for number, data in enumerate(company.teams.values()):
        story.on(BEGAN - 1 - number * 0.8, _team, story, data, who=data.lead)
        newcomers += [(login, data.slug) for login in story.newcomers[data.slug]]
    days = [390 - 380 * place / len(newcomers) for place in range(len(newcomers))]
    for (login, slug), ago in zip(story.chance.sample(newcomers, len(newcomers)), days, strict=True):
        story.on(ago, _join, story, login, slug, who=login)
    for login, (old, ago) in company.moved.items():
        story.on(ago, _move, story, login, old, who=login)
    for login, (_, ago) in company.left.items():
        story.on(ago, _let_go, login, who="sam")
    for slugs, openness in ((company.closed, "closed"), (company.ask_first, "ask")):
        for slug in slugs:
            story.on(story.chance.randrange(200, 380), _open, slug, openness, who=company.teams[slug].lead)
    story.on(160, _tell_chat, "checkout", who=company.teams["checkout"].lead)
    story.on(94, _tell_chat_no_more, "checkout", who=company.teams["checkout"].lead)
    _services(story)


def _tell_chat(slug: str) -> None:
    """A hook that has ended by today: the demo company knocks at nobody's door."""
    home, address = team(slug), f"https://chat.{ADDRESS}/hooks/{slug}"
    add_hook("Our room in the old chat", by=home.lead, form="chat", url=address, topics=["revision.*"], team=home)


def _tell_chat_no_more(slug: str) -> None:
    home = team(slug)
    end_hook(home.hooks.get(), by=home.lead)


def _divisions(story: Story) -> None:
    company = story.company
    heads = [company.chief, *(one.head for one in company.divisions.values())]
    for login in heads:
        above = next((one.under for one in company.divisions.values() if one.head == login), "")
        boss = company.divisions[above].head if above else company.chief
        _add(story, login, None if login == company.chief else boss)
    made: dict[str, Division] = {}
    for slug, one in company.divisions.items():
        made[slug] = create_division(
            slug, by=person("sam"), name=one.name, parent=made.get(one.under), head=person(one.head), text=one.text
        )


def _add(story: Story, login: str, manager: str | None) -> Person:
    return add_person(
        login,
        by=None,
        name=story.company.names[login],
        email=f"{login}@{ADDRESS}",
        password_hash=_hash(LOGINS[login][0]) if login in LOGINS else "",
        manager=person(manager) if manager else None,
        time_zone=story.zone(login),
        is_steward=login == "sam",
    )


COUNTRIES = {
    "Europe/London": "GB", "Europe/Lisbon": "PT", "Europe/Paris": "FR", "Asia/Kolkata": "IN", "Europe/Berlin": "DE",
    "Europe/Warsaw": "PL", "America/Toronto": "CA", "Europe/Madrid": "ES", "Europe/Amsterdam": "NL",
    "America/New_York": "US", "Europe/Stockholm": "SE", "Europe/Dublin": "IE", "Europe/Zurich": "CH",
    "Africa/Lagos": "NG", "Europe/Brussels": "BE", "Europe/Vienna": "AT", "Asia/Tokyo": "JP", "Africa/Nairobi": "KE",
    "Europe/Helsinki": "FI", "America/Sao_Paulo": "BR",
}  # fmt: skip


@cache
def _hash(password: str) -> str:
    """Everybody may read these passwords, so nobody waits for a slow hash; the first login makes a good one of it."""
    hasher: Any = type(get_hasher())()
    hasher.iterations = 1
    return str(hasher.encode(password, hasher.salt()))


def _team(story: Story, data: TeamData) -> None:
    lead = _add(story, data.lead, story.company.divisions[data.division].head)
    made = create_team(
        data.slug,
        by=person("sam"),
        name=data.name,
        division=Division.objects.get(slug=data.division),
        lead=lead,
        mission=data.mission,
        email=f"{data.slug}@{ADDRESS}",
        chat=f"#{data.slug}",
        time_zone=data.zone,
    )
    country = COUNTRIES.get(data.zone, "")
    set_calendar(made, by=lead, week=WorkWeek.MONDAY_TO_FRIDAY, opens=time(9), closes=time(17), country=country)
    company = story.company
    late = {*story.newcomers[data.slug], *company.moved}
    here = [login for login in data.people[1:] if login not in late]
    here += [login for login, (slug, _) in (company.left | company.moved).items() if slug == data.slug]
    for login in here:
        who = person(login) if login == "sam" else _add(story, login, data.lead)
        join_team(made, who, by=lead, role="Steward of the portal" if login == "sam" else _role(login))


def _role(login: str) -> str:
    """What somebody does, the same every time."""
    roles = ("Developer", "Developer", "Developer", "Designer", "Data analyst", "Product manager")
    return "Developer" if login in LOGINS else roles[sum(map(ord, login)) % len(roles)]


def _join(story: Story, login: str, slug: str) -> None:
    home = team(slug)
    join_team(home, _add(story, login, home.lead.login), by=home.lead, role=_role(login))


def _move(story: Story, login: str, old: str) -> None:
    before = team(old)
    new = team(next(one.slug for one in story.company.teams.values() if login in one.people))
    leave_team(before, person(login), by=before.lead)
    join_team(new, person(login), by=new.lead, role=_role(login))


def _let_go(login: str) -> None:
    let_go(person(login), by=person("sam"))


def _open(slug: str, openness: str) -> None:
    changed = team(slug)
    change_team(changed, by=changed.lead, openness=openness)


def _services(story: Story) -> None:
    for number, data in enumerate(story.company.teams.values()):
        hands = story.hands(data)
        by = hands[number % len(hands)]
        for young, ago in ((False, 402), (True, 162)):
            some = [one for one in data.services if (one.stage == "experimental") is young]
            if some:
                story.on(ago - number * 0.5, _register, by, data, some, who=by)
        for place, one in enumerate(data.services):
            _live(story, by, one, place)
    story.on(170.3, _close, who="denise")


def _close() -> None:
    close_source(
        service("fraud-verdicts"),
        by=person("denise"),
        reason="Whoever reads how payments are judged learns how not to be caught. The case desk shows every verdict.",
        approver=person("amara"),
        until=(timezone.now() + timedelta(days=300)).date(),
    )


def _register(by: str, data: TeamData, services: list[ServiceData]) -> None:
    """What the team runs, in one sitting."""
    for one in services:
        grown = one.stage == "production" and one.criticality != "low"
        register_service(
            team(data.slug),
            one.slug,
            by=person(by),
            name=one.slug.replace("-", " ").capitalize() if one.slug != "homeport" else "Homeport",
            text=one.text,
            criticality=one.criticality,
            lifecycle="production" if grown or one.stage == "deprecated" else "experimental",
            source_url=f"{CODE}/{data.slug}/{one.slug}",
            runbook_url=f"{CODE}/{data.slug}/{one.slug}/runbook" if one.criticality != "low" else "",
            docs_url=f"https://developers.{ADDRESS}/{one.slug}" if grown else "",
            on_call=f"#{data.slug}-on-call" if one.criticality != "low" else "",
        )


def _live(story: Story, by: str, one: ServiceData, place: int) -> None:
    """From an experiment to production, or out of use."""
    moves = {"deprecated": [("deprecate", 104)], "retired": [("release", 330), ("deprecate", 190), ("retire", 88)]}
    todo = moves.get(one.stage, [])
    if one.stage == "production" and one.criticality == "low":
        todo = [("release", 340 - place * 9)]
    for verb, ago in todo:
        story.on(ago - place * 0.13, _move_service, one.slug, verb, by, who=by)


def _move_service(slug: str, verb: str, by: str) -> None:
    move_service(service(slug), verb, by=person(by))
