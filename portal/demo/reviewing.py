"""The guild of bar raisers, and what they said about the contracts of critical services, and what became of it."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from portal.demo.company import ADDRESS
from portal.demo.publishing import Part, parts
from portal.demo.story import Story, person
from services.reads.reports import reading_of
from teams.reviews.actions.answering import answer_suggestion
from teams.reviews.actions.evidence import Given
from teams.reviews.actions.forms import answer_form, set_review_form
from teams.reviews.actions.guild import appoint_bar_raiser, end_bar_raiser, pause_bar_raiser
from teams.reviews.actions.outcomes import record_outcome
from teams.reviews.actions.reviews import decline_review, send_advice, suggest, take_seat
from teams.reviews.actions.routing import draw_for
from teams.reviews.models import Answer, BarRaiser, Review, Seat
from teams.reviews.questions import Question
from teams.reviews.reads.forms import form_of

ALL = ("contract", "design", "operations", "data", "customer", "security", "collaboration")
GUILD = {
    "ravi": ("contract", "security"), "shreya": ("contract", "data"), "oskar": ("contract", "design"),
    "deniz": ("security", "operations"), "selin": ALL, "luana": ("contract", "collaboration"),
    "lena": ("contract", "data"), "zoe": ("contract",), "otieno": ALL, "xiomara": ("contract", "security"),
    "marek": ("contract", "design"), "wanjiru": ("data", "operations"),
}  # fmt: skip


class Advice(NamedTuple):
    """What a bar raiser says at an operation, and what the team answers. ``{name}`` is the operation's."""

    method: str
    weight: str
    text: str
    why: str
    prediction: str
    taken: str
    adapted: str
    ignored: str
    measure: str
    value: str
    baseline: str
    unit: str
    wrong_if: str


ADVICE = (
    Advice(
        "GET", "must", "Say in {name} whether the order of the items is promised.",
        "Two services that read it compare with yesterday. In April one of them lost 340 rows because "
        "an item had moved between two pages.",
        "A consumer will write a ticket about missing items within three months.",
        "The order is promised from this version on: by the time of the last change, then by name.",
        "We promise it for pages that begin with a cursor, and say that it may change between two days.",
        "Nobody reads more than the first page. We shall promise it when somebody does.",
        "Calls that ask for a second page", "0.4", "0.6", "% of calls", "more than 5 % of calls ask for a second page",
    ),
    Advice(
        "POST", "must", "Let {name} say what happens to a call that comes a second time with another body.",
        "The key is asked for, but a repeated key with other content is not spoken of. Callers guess, and one of two "
        "guesses costs somebody money.", "A second booking within a year that both sides call correct.",
        "Answered with 409 and the name of the first one; it stands in the description now.",
        "We answer 409, but only within the day; after that a key may be used again, and the text says so.",
        "It cannot happen with the callers we have: all five use one library, which makes a new key for each body.",
        "Repeated keys with another body", "0", "0", "in 90 days", "one call a month repeats a key with another body",
    ),
    Advice(
        "GET", "should", "Tell {name}'s readers how old the answer may be.",
        "It is read from a copy. Whoever books by it books by what was true some time ago, and cannot know how long.",
        "Support will be asked why two pages disagree.",
        "At most thirty seconds; it is in the description and in a header.",
        "The age is given out with every answer; we promise no number, because at night the copy is rebuilt.",
        "The copy is younger than a second in all but eleven minutes of the quarter.",
        "Answers older than one second", "0.01", "0.02", "% of answers",
        "more than 0.5 % of answers are older than a second",
    ),
    Advice(
        "POST", "should", "Give {name}'s refusals a code each, not only a sentence.",
        "The title is for people. Three callers match its words today; each better wording breaks them.",
        "A release that only rewords a sentence will break a caller.",
        "Eight codes, listed in the type of the problem.",
        "The three refusals that callers act on have a code now, the others stay sentences.",
        "We asked the callers: they show the sentence and act on the status only.",
        "Callers that read the title", "0", "3", "of 6 callers", "one caller matches a sentence",
    ),
    Advice(
        "GET", "idea", "Leave room in {name} for a state that does not exist yet.",
        "The list of states is closed. The last two contracts of this kind got a new state within a year.",
        "The next state becomes a new major.",
        "It is an open list now, and the text says how to treat what is not known.",
        "We keep it closed and name one more state, which is planned for the spring.",
        "Every state here is a law's word. There has been no new one since 2009.",
        "New states since the first version", "0", "0", "in 6 years", "one new state is decided before the next review",
    ),
    Advice(
        "PUT", "should", "Let {name} refuse a write that began from an older reading.",
        "Two people who edit at once overwrite each other, and the second never hears of it.",
        "A lost change in the first month in which two teams write.",
        "If-Match is asked for; without it the answer is 428.",
        "A version number in the body does the same, and older clients go on.",
        "One team writes, from one screen, one person at a time.",
        "Writes within the same minute on one thing", "2", "3", "in 30 days", "more than 20 in 30 days",
    ),
)  # fmt: skip

SUMMARIES = (
    "Good to read and honest about what it does not do. What I would change before outsiders come is below; the first "
    "one is the one I would not publish without.",
    "I could write a client from this without asking anybody, which I tried for an hour. Two things made me guess.",
    "The shape is right. My advice is about what happens on a bad day, which the document is silent about.",
    "Much better than the version before. Nothing here stops anybody; it would save your callers an afternoon each.",
)
AWAY = "I am in Malmö for the inventory this week and cannot read it."
SAID = (
    {
        "callers": "Six services of ours today, and from spring on the two carriers.",
        "repeat": "Reads are safe. Each write takes a key and answers a second call with the first answer, for a day.",
        "limits": "Fifty calls a second for each caller, then 429 with Retry-After. Nobody has been near it.",
        "left-out": "Search. Three callers asked for it; a nightly export does what they need.",
    },
    {
        "callers": "Only the desk today. We expect returns and the apps within the year.",
        "repeat": "It is booked twice. We know, and mean to ask for a key with the next version.",
    },
)
"""What a team says to the questions about a contract; the others it leaves open."""
MORE_QUESTIONS = (
    Question("", "Which of your promises have you measured, and what came out?", "Latency, availability, age of data."),
)
NOTHING = "I read it twice and wrote a client against it. I have nothing that is worth your time; publish it."
GUILD_BEGAN = 301
"""Days ago. For what was proposed before nobody could be found."""


def tell(story: Story) -> None:
    for number, (login, topics) in enumerate(GUILD.items()):
        story.on(GUILD_BEGAN - number * 4 + 0.5, _appoint, login, topics, who="sam")
    story.on(64.2, _ask_more, who="sam")
    story.on(58.4, _leave, "zoe", who="sam")
    story.on(9.4, _pause, "oskar", who="oskar")
    story.on(3.9, _appoint, "jonas", ("contract",), who="sam")  # new, so the next lot falls on them
    for part in parts(story):
        if part.critical:
            for place in range(part.versions):
                _tell_review(story, part, place)
    for day in range(GUILD_BEGAN, -1, -1):
        story.before(24 * day + 1, _take_seats)
    for ago in (33.2, 19.5, 8.7):
        story.on(ago, _judge_bet)


def _appoint(login: str, topics: tuple[str, ...]) -> None:
    appoint_bar_raiser(person(login), by=person("sam"), topics=topics)


def _ask_more() -> None:
    """The form of contracts asks one thing more from its first version on."""
    asked = [*form_of("contract").questions, *MORE_QUESTIONS]
    why = "Four of five looks this year asked for numbers that the team had and nobody had asked for."
    set_review_form("contract", by=person("sam"), questions=asked, why=why)


def _leave(login: str) -> None:
    end_bar_raiser(BarRaiser.objects.get(person__login=login), by=person("sam"))


def _pause(login: str) -> None:
    until = (timezone.now() + timedelta(days=20)).date()
    pause_bar_raiser(BarRaiser.objects.get(person__login=login), by=person(login), until=until)


def _tell_review(story: Story, part: Part, place: int) -> None:
    """What comes after a proposal depends on who looks at it: some advise, some find nothing, some say nothing."""
    asked = part.proposed_ago(place)
    if asked is None:
        return
    way = (part.number + place) % 4
    if way != 2:
        story.on(asked - 0.35, _say, part, place, way % 2)
    number = part.number + place
    if part.slug == "order-notes-api":
        story.before(101, _advise, part, place, number, 3)
        return
    if part.slug == "gift-options-api" and part.is_open(place):  # and nobody answers
        story.on(asked - 1.8, _advise, part, place, number, 2)
        return
    if part.slug == "payouts-api" and part.is_open(place):
        story.before(part.data["hours"] - 0.2, _hand_on, part, place, "jonas")
        return  # whoever looks at it has not answered yet
    if part.slug == "stock-counts-api" and part.is_open(place):
        story.on(asked - 0.7, _hand_back, part, place)
    if way in (0, 1, 3):
        many = 0 if way == 1 else 2 + number % 2
        story.on(asked - (0.45 if way == 3 else 1.8), _advise, part, place, number, many)
        if many:
            story.on(asked - 3.6, _answer, part, place, number)
    elif number % 8 < 4:
        story.on(asked - 1.7, _advise, part, place, number, 2)  # and nobody answers


def _review(part: Part, place: int) -> Review | None:
    rows = Review.objects.select_related("revision__contract__service__team", "team__lead", "reviewer")
    return rows.filter(revision__contract__slug=part.slug, revision__number=place + 1).order_by("-pk").first()


def _say(part: Part, place: int, which: int) -> None:
    """The lead answers what they can before anybody has read it."""
    review = _review(part, place)
    if review is not None and review.is_open and not review.is_sent:
        answer_form(review, by=review.team.lead, answers=SAID[which])


def _take_seats() -> None:
    """Whoever the lot fell on says within a working day that they look."""
    offered = Seat.objects.filter(state=Seat.State.OFFERED, review__state=Review.State.ASSIGNED)
    for seat in offered.select_related("review__team__lead", "person"):
        take_seat(seat.review, by=seat.person)


def _hand_back(part: Part, place: int) -> None:
    review = _review(part, place)
    if review is not None and review.reviewer is not None and review.state == Review.State.ASSIGNED:
        decline_review(review, by=review.reviewer, reason=AWAY)


def _hand_on(part: Part, place: int, login: str) -> None:
    """It is the week of the inventory: whoever the lot falls on hands it back, until it falls on this one."""
    review = _review(part, place)
    while review is not None and review.reviewer and not review.seats.standing().filter(person__login=login).exists():
        decline_review(review, by=review.reviewer, reason=AWAY)
        draw_for(review.pk)
        review = _review(part, place)
    if review is not None and review.reviewer:  # before the evening, when the lot would fall on somebody else
        take_seat(review, by=person(login))


def _advise(part: Part, place: int, number: int, many: int) -> None:
    review = _review(part, place)
    if review is None or review.reviewer is None or review.state != Review.State.ASSIGNED:
        return
    reading = reading_of(review.revision) if review.revision is not None else None
    operations = reading.operations() if reading is not None else []
    given = 0
    for step in range(len(ADVICE)):
        advice = ADVICE[(number + step) % len(ADVICE)]
        fitting = [one for one in operations if one.address.startswith(advice.method)]
        if given < many and fitting:
            one = fitting[(number + step) % len(fitting)]
            words = {name: getattr(advice, name).replace("{name}", one.name) for name in ("text", "why", "prediction")}
            suggest(review, by=review.reviewer, line=one.line, end_line=one.line + 2, weight=advice.weight, **words)
            given += 1
    send_advice(review, by=review.reviewer, summary=SUMMARIES[number % len(SUMMARIES)] if given else NOTHING)


def _answer(part: Part, place: int, number: int) -> None:
    """The lead takes some of it, bends some, and ignores some with data."""
    review = _review(part, place)
    if review is None or review.state != Review.State.ADVISED:
        return
    today = timezone.now().date()
    for step, one in enumerate(review.suggestions.select_related("review__team__lead").order_by("number")):
        begins = {advice.text.partition("{name}")[2]: advice for advice in ADVICE}
        advice = next(advice for end, advice in begins.items() if one.text.endswith(end))
        kind = ("ignore", "accept", "adapt", "accept", "ignore")[(number + step * 2) % 5]
        if (
            kind == "ignore"
            and Answer.objects.filter(suggestion__review__team=review.team, text=advice.ignored).exists()
        ):
            kind = "adapt"  # what they said to another suggestion is no reason for this one
        if kind != "ignore":
            answer_suggestion(
                one, by=review.team.lead, kind=kind, text=getattr(advice, f"{kind}ed".replace("accepted", "taken"))
            )
            continue
        answer_suggestion(
            one,
            by=review.team.lead,
            kind=kind,
            text=advice.ignored,
            data=[
                Given(
                    kind=("metric", "experiment", "incident")[number % 3],
                    measure=advice.measure,
                    value=advice.value,
                    baseline=advice.baseline,
                    unit=advice.unit,
                    source=f"https://metrics.{ADDRESS}/{part.key}",
                    measured_on=today - timedelta(days=4),
                )
            ],
            look_again_on=today + timedelta(days=(60, 90, 150)[number % 3]),
            wrong_if=advice.wrong_if,
        )


def _judge_bet() -> None:
    """The day has come to look again: the oldest ignored advice whose data nobody has looked at."""
    waiting = Answer.objects.filter(kind=Answer.Kind.IGNORE, outcome="", look_again_on__lt=timezone.now().date())
    answer = waiting.select_related("suggestion__review__team__lead").order_by("pk").first()
    if answer is None:
        return
    right = answer.pk % 3
    record_outcome(
        answer,
        by=answer.suggestion.review.team.lead,
        outcome=(Answer.Outcome.TEAM_RIGHT, Answer.Outcome.ADVICE_RIGHT, Answer.Outcome.TEAM_RIGHT)[right],
        value=answer.references.get(number=1).plain_value if right != 1 else "12",
        text=("It stayed as it was.", "It did happen, twice in May. We shall do what the advice said.", "Still so.")[
            right
        ],
    )
