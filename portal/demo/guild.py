"""How people come into the guild of bar raisers: nominated, reading, shadowing; and what they say of themselves."""

from portal.demo.story import Story, person, team
from portal.kit.refusals import Refused
from teams.reviews.actions import ties, training
from teams.reviews.actions.certificates import watch_guild
from teams.reviews.actions.guild_ways import set_guild_ways
from teams.reviews.actions.pools import name_guild_lead
from teams.reviews.models import Certification
from teams.reviews.reads.place import to_read

LEADS = {"contract": "ravi", "data": "lena", "security": "deniz"}
NOMINATED = (
    (58.6, "finn", "data", "omar", "He moved our tracking history between two stores without losing a row."),
    (
        47.5,
        "mei",
        "contract",
        "hannah",
        "She wrote the three contracts of ours that nobody has asked a question about.",
    ),
    (24.4, "martha", "customer", "martha", "I sat with support for a month and know which words confuse people."),
    (12.6, "sanjay", "contract", "reto", "He asks first who calls it, and only then how it looks."),
    (
        1.7,
        "tom",
        "security",
        "tom",
        "I found the token in our logs before anybody else did, and mended how it got there.",
    ),
)
LEARNED = (
    "Whoever retries needs a key, and the text has to say for how long it lives.",
    "An order that is not promised is relied on anyway, so it is better to promise one.",
    "A code for each refusal is worth more than a better sentence.",
    "The team that ignored it was right, and had measured it before it answered.",
    "A list of states that is closed becomes the next major.",
)
READ = ((49.3, "finn", 0), (44.4, "finn", 1), (38.3, "finn", 2), (31.2, "mei", 3), (16.3, "mei", 4))
WHY_NUMBERS = "Twenty-six teams: a pool fills slowly, and three readings show whether somebody likes it."


def tell(story: Story) -> None:
    story.on(302, _numbers, who="sam")
    for number, topic in enumerate(LEADS):
        story.on(239 - number * 2, _lead, topic, who="sam")
    for ago, login, topic, by, why in NOMINATED:
        story.on(ago, _nominate, login, topic, by, why, who=by)
    story.on(57.4, _accept, "finn", "data", "lena", who="lena")
    story.on(45.6, _accept, "mei", "contract", "ravi", who="ravi")
    for ago, login, number in READ:
        story.on(ago, _read, login, number, who=login)
    story.on(21.5, _wish, "jonas", who="jonas")
    story.on(18.5, _tie, "jonas", "picking", "I was in it until last spring.", who="jonas")
    story.on(10.5, _decline, who="ravi")
    story.on(29.5, watch_guild)
    story.before(3, watch_guild)


def _numbers() -> None:
    set_guild_ways(by=person("sam"), why=WHY_NUMBERS, preset="teams-50")


def _lead(topic: str) -> None:
    name_guild_lead(topic, by=person("sam"), lead=person(LEADS[topic]))


def _nominate(login: str, topic: str, by: str, why: str) -> None:
    training.nominate(person(login), by=person(by), topic=topic, why=why)


def _held(login: str, topic: str = "") -> Certification:
    rows = Certification.objects.select_related("person", "nominated_by", "mentor").filter(person__login=login)
    return (rows.filter(topic=topic) if topic else rows).get()


def _accept(login: str, topic: str, by: str) -> None:
    training.accept(_held(login, topic), by=person(by))


def _decline() -> None:
    words = "Sit with two of us first: he has not seen one advised yet. In spring, gladly."
    training.decline(_held("sanjay"), by=person("ravi"), words=words)


def _read(login: str, number: int) -> None:
    """One of the closed reviews there are by then; where there is none, nothing is read."""
    held = _held(login)
    known = list(held.readings.values_list("review", flat=True))
    review = next(iter(to_read(held, known)), None)
    if review is None:
        return
    try:
        training.mark_read(held, review, by=held.person, learned=LEARNED[number])
    except Refused:  # the training has ended meanwhile
        return


def _tie(login: str, slug: str, reason: str) -> None:
    ties.declare_tie(person(login), by=person(login), team=team(slug), reason=reason)


def _wish(login: str) -> None:
    ties.state_wish(person(login), by=person(login), topic="data")
    ties.state_wish(person(login), by=person(login), team=team("ledger"))
