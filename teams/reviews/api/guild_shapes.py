"""What the API tells of the guild, and takes: certifications, places in it, pools, ties, wishes, numbers."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Day, Here, Id, PageWords, Short, Text, Whole, Words
from teams.people.api.shapes import HOST, PersonName, TeamName
from teams.reviews.models import BarRaiser, Certification, PoolAlarm, Topic
from teams.reviews.numbers import NUMBERS, PRESETS

MANY = 1_000_000
WHY = "They found three of our outages before they happened."


class CertificationQuery(PageWords):
    """Which certifications."""

    topic = serializers.ChoiceField(
        choices=Topic.choices, required=False, help_text="Only this topic; without it, all."
    )
    state = serializers.ChoiceField(Certification.State.choices, required=False, help_text="Only in this state.")
    person = Short("Only of this person, by login.", most=60, required=False)


class CertificationAnswer(Answer):
    """How far one person is in one topic."""

    id = Id("Names the certification.", source="pk")
    person = PersonName(help_text="Whose it is.")
    topic = serializers.ChoiceField(choices=Topic.choices, help_text="What it is for.")
    state = serializers.ChoiceField(Certification.State.choices, help_text="How far they are.")
    since = serializers.DateTimeField(help_text="When this step began.")
    due_on = serializers.DateField(allow_null=True, help_text="The last day of this step; null where it has none.")
    until = serializers.DateField(allow_null=True, help_text="The last day of the certificate; null without one.")
    mentor = PersonName(allow_null=True, help_text="Who stands by while they lead; null else.")
    nominated_by = PersonName(help_text="Who proposed them.")
    why = Text("Why they, in the words of who proposed them.", most=500)
    words = Text("What was said at the last decision; may be empty.", most=500, blank=True)
    url = Here("Its address here.", "api-certification", "pk")
    page_url = Here("Its page, for people.", "reviews:certification", "person.login", "topic")

    example: ClassVar = {
        "id": "31",
        "person": {"login": "jonas", "name": "Jonas Lindqvist"},
        "topic": "contract",
        "state": "shadowing",
        "since": "2026-11-20T09:00:00Z",
        "due_on": "2027-05-19",
        "until": None,
        "mentor": None,
        "nominated_by": PersonName.example,
        "why": WHY,
        "words": "",
        "url": f"{HOST}/api/v1/certifications/31",
        "page_url": f"{HOST}/bar-raisers/people/jonas/contract/",
    }


class RaiserAnswer(Answer):
    """One person's place in the guild."""

    person = PersonName(help_text="Whose place it is.")
    state = serializers.ChoiceField(BarRaiser.State.choices, help_text="Whether they are in it now.")
    limit = Whole("How many reviews they have at once at most.", least=1, most=100)
    since = serializers.DateTimeField(help_text="When they came.")
    paused_until = serializers.DateField(allow_null=True, help_text="The last day of a pause; null without one.")
    ended_at = serializers.DateTimeField(allow_null=True, help_text="When they left; null while they are in it.")
    url = Here("Its address here.", "api-bar-raiser", "person.login")
    page_url = Here("Its page, for people.", "reviews:raiser", "person.login")

    example: ClassVar = {
        "person": {"login": "jonas", "name": "Jonas Lindqvist"},
        "state": "standing",
        "limit": 2,
        "since": "2026-02-20T09:00:00Z",
        "paused_until": None,
        "ended_at": None,
        "url": f"{HOST}/api/v1/bar-raisers/jonas",
        "page_url": f"{HOST}/bar-raisers/people/jonas/",
    }


class AlarmAnswer(Answer):
    """What is wrong with a pool."""

    kind = serializers.ChoiceField(PoolAlarm.Kind.choices, help_text="What it is.")
    text = Text("The same as a sentence, with its numbers.", most=300)
    since = serializers.DateField(help_text="The first day on which it was so.")

    example: ClassVar = {"kind": "small", "text": "3 are certified, at least 5 should be.", "since": "2026-11-02"}


class PoolAnswer(Answer):
    """Who can be drawn for a topic."""

    topic = serializers.ChoiceField(choices=Topic.choices, source="topic.value", help_text="Which topic.")
    lead = PersonName(allow_null=True, help_text="Its guild lead; null where stewards do it.")
    certified = Whole("How many are certified now.", most=MANY)
    training = Whole("How many are on their way.", most=MANY)
    resting = Whole("How many are at rest after a long time as lead.", most=MANY)
    next_end = serializers.DateField(allow_null=True, help_text="When the next certificate ends; null without one.")
    alarms = serializers.ListField(child=AlarmAnswer(), max_length=4, help_text="What is wrong; empty is well.")

    example: ClassVar = {
        "topic": "security",
        "lead": PersonName.example,
        "certified": 3,
        "training": 2,
        "resting": 0,
        "next_end": "2027-03-31",
        "alarms": [AlarmAnswer.example],
    }


class GuildNumber(Answer):
    """A number of the guild and what it is."""

    name = serializers.ChoiceField([(name, name) for name in NUMBERS], help_text="What it is called in changes.")
    text = Text("What it counts, and what it is for.", most=200)
    value = Whole("What it is.", most=5000)
    default = Whole("What it is where nobody has set it.", most=5000)

    example: ClassVar = {"name": "read_reviews", "text": "reviews to read", "value": 3, "default": 5}


class GuildRulesAnswer(Answer):
    """The numbers by which people are trained, certified and sent to rest."""

    number = Whole("The newest version; 0 where nobody ever chose.", most=MANY)
    preset = serializers.ChoiceField(list(PRESETS), help_text="Where it began.")
    numbers = serializers.ListField(child=GuildNumber(), max_length=len(NUMBERS), help_text="Every number in force.")

    example: ClassVar = {"number": 1, "preset": "teams-50", "numbers": [GuildNumber.example]}


class GuildVersionAnswer(Answer):
    """One version of the numbers. None is ever changed."""

    number = Whole("Its number, from 1.", least=1, most=MANY)
    preset = serializers.ChoiceField(list(PRESETS), help_text="Where it began.")
    changes = serializers.ListField(child=Text(most=300), max_length=100, help_text="What it changed, in words.")
    why = Text("The reason.", most=500)
    made_by = PersonName(help_text="Who made it.")
    made_at = serializers.DateTimeField(help_text="When.")

    example: ClassVar = {
        "number": 1,
        "preset": "teams-50",
        "changes": ["5 to 3 reviews to read"],
        "why": "We have not so many closed reviews yet.",
        "made_by": PersonName.example,
        "made_at": "2026-11-20T09:00:00Z",
    }


class GuildFigureAnswer(Answer):
    """One figure of the guild as a whole, over a year; never of persons."""

    name = Text("What is counted.", most=60)
    said = Text("The figure, as people read it.", most=60)
    of = Whole("How many things it was counted from.", most=MANY)
    text = Text("What it is.", most=300)

    example: ClassVar = {"name": "Ended without advice", "said": "4%", "of": 118, "text": "Nobody was free."}


class TieAnswer(Answer):
    """A team whose things are not given to whoever asks. Told to nobody else."""

    id = Id("Names the tie.", source="pk")
    team = TeamName(help_text="Nothing of it is given to you.")
    reason = Text("What you wrote for yourself; may be empty.", most=300, blank=True)
    since = serializers.DateTimeField(help_text="When you said so.")
    url = Here("Its address here.", "api-tie", "pk")

    example: ClassVar = {
        "id": "5",
        "team": TeamName.example,
        "reason": "",
        "since": "2026-11-20T09:00:00Z",
        "url": f"{HOST}/api/v1/ties/5",
    }


class WishAnswer(Answer):
    """What whoever asks would like to look at: a topic or a team."""

    id = Id("Names the wish.", source="pk")
    topic = serializers.ChoiceField(
        choices=Topic.choices, allow_blank=True, help_text="A topic; empty where it is a team."
    )
    team = TeamName(allow_null=True, help_text="A team; null where it is a topic.")
    since = serializers.DateTimeField(help_text="When you said so.")
    url = Here("Its address here.", "api-review-wish", "pk")

    example: ClassVar = {
        "id": "6",
        "topic": "data",
        "team": None,
        "since": "2026-11-20T09:00:00Z",
        "url": f"{HOST}/api/v1/review-wishes/6",
    }


class Nomination(Words):
    """Somebody for a topic."""

    person = Short("Who, by login; yourself, too.", most=60)
    topic = serializers.ChoiceField(choices=Topic.choices, help_text="For what.")
    why = Text("What have they done that shows it? 20 to 500 characters.", most=500)

    example: ClassVar = {"person": "jonas", "topic": "contract", "why": WHY}


class Reason(Words):
    """A decision with its reason."""

    words = Text("Why, in 20 to 500 characters; they read it.", most=500)

    example: ClassVar = {"words": "Look at what the callers do, not only at the text."}


class MayReason(Words):
    """A decision that may have a reason; one about somebody else needs it where the action says so."""

    words = Text("Why; they read it.", most=500, blank=True, default="")

    example: ClassVar = {"words": "Kind and exact, three times."}


class NewReading(Words):
    """A closed review and what it taught."""

    review = Id("The id of a closed review of somebody else.")
    learned = Text("One sentence of what it taught you.", most=400)

    example: ClassVar = {"review": "418", "learned": "Whoever retries needs a key that lives for a day."}


class NewMentor(Words):
    """Who stands by."""

    mentor = Short("By login; certified for the topic.", most=60)

    example: ClassVar = {"mentor": "ravi"}


class Appointment(Words):
    """Somebody certified without training, as a guild begins."""

    person = Short("Who, by login.", most=60)
    topics = serializers.ListField(
        child=serializers.ChoiceField(choices=Topic.choices, help_text="A topic."),
        max_length=7,
        help_text="For what; at least one.",
    )
    limit = Whole("How many reviews at once at most.", least=1, most=20, default=2)

    example: ClassVar = {"person": "jonas", "topics": ["contract"], "limit": 2}


class RaiserPause(Words):
    """Until when no new review comes."""

    until = Day(allow_null=True, help_text="The last day of the pause; null ends it now.")

    example: ClassVar = {"until": "2027-01-10"}


class NewLead(Words):
    """Who leads the guild of a topic."""

    lead = Short("By login; null: stewards do it.", most=60, allow_null=True)

    example: ClassVar = {"lead": "ravi"}


class NewTie(Words):
    """A team whose things you should not look at."""

    team = Short("By its short name.", most=60)
    reason = Text("For yourself: nobody else is told it.", most=300, blank=True, default="")

    example: ClassVar = {"team": "ledger", "reason": "My sister leads it."}


class NewWish(Words):
    """What you would like to look at; one of the two."""

    topic = serializers.ChoiceField(choices=Topic.choices, required=False, help_text="A topic.")
    team = Short("Or a team, by its short name.", most=60, required=False)

    example: ClassVar = {"topic": "data"}


class NewGuildNumber(Words):
    """A number that is to be another one."""

    name = Text("What it is called.", most=60)
    value = Whole("What it is to be.", most=5000)

    example: ClassVar = {"name": "read_reviews", "value": 3}


class GuildRulesChange(Words):
    """The next version. What is left out stays, or is as the preset has it when one is named."""

    preset = serializers.ChoiceField(list(PRESETS), required=False, help_text="Begin with this preset.")
    numbers = serializers.ListField(
        child=NewGuildNumber(), required=False, max_length=len(NUMBERS), help_text="Numbers that are to be others."
    )
    why = Text("The reason, for everybody to read.", most=500)

    example: ClassVar = {"numbers": [NewGuildNumber.example], "why": GuildVersionAnswer.example["why"]}
