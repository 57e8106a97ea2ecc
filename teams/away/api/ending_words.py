"""What the API takes from the release on. Shapes only; the rules are in actions."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.shapes import Day, Link, Short, Text, Whole, Words
from teams.away.actions.given import LONGEST
from teams.away.api.ending_shapes import LINK, SIDES, CopyAnswer, IncidentAnswer, LookBackAnswer
from teams.away.models import AwayHandover, AwayLeaving


class WayBackWords(Words):
    """How it is switched off."""

    flag = Text("The switch it stands behind.", most=120)
    rollback = Text("How it is taken back when the switch is not enough.", most=LONGEST)
    switcher = Short("The login of who of the hosts switches it off.", most=60)

    example: ClassVar = {"flag": "refunds-in-euro", "rollback": "Deploy the build before.", "switcher": "tom"}


class ReleaseWords(Words):
    """Where it was seen."""

    environment = Text("Where it runs now; the warranty begins in production.", most=60, default="production")
    source = Text("How one knows: a link, or a word.", most=400, default="by hand")  # type: ignore[assignment]

    example: ClassVar = {"environment": "production", "source": "by hand"}


class SwitchWords(Words):
    """What made somebody switch it off."""

    why = Text("What was seen.", most=120)
    link = Link("Where it can be seen.", blank=True, required=False)

    example: ClassVar = {"why": "Refunds in yen are posted twice."}


class IncidentWords(Words):
    """What broke, and where."""

    severity = Whole("1, 2 or 3; 1 calls the guests within four hours at any time.", least=1, most=3)
    title = Text("What broke.", most=120)
    where = Text("The file, operation or table.", most=200)
    link = Link("Where it can be seen.", blank=True, required=False)

    example: ClassVar = {"severity": 2, "title": IncidentAnswer.example["title"], "where": "postings/refund.py"}


class CauseWords(Words):
    """What it was."""

    cause = Text("What it was, and what was done.", most=LONGEST)

    example: ClassVar = {"cause": "A rounding; mended, with a test."}


class HandoverWords(Words):
    """One of the four things."""

    kind = serializers.ChoiceField(AwayHandover.Kind.choices, help_text="What it is.")
    link = Link("Where the hosts find it.")

    example: ClassVar = {"kind": "runbook", "link": LINK}


class MissingWords(Words):
    """What the hosts still need."""

    missing = Text("All of it: they may ask once.", most=LONGEST)

    example: ClassVar = {"missing": "The alarm of the second queue."}


class KeeperWords(Words):
    """Who keeps it from now on."""

    side = serializers.ChoiceField(SIDES, help_text="Of which side.")
    person = Short("Their login.", most=60)
    until = Day(required=False, help_text="With one of the guests: the last day.")

    example: ClassVar = {"side": "host", "person": "tom"}


class LookBackWords(Words):
    """Three answers, and one thing to do."""

    helped = Text("What helped most.", most=LONGEST)
    cost = Text("What cost the most time.", most=LONGEST)
    differently = Text("What you would do differently.", most=LONGEST)
    action = Text("The one thing your side will do.", most=300)

    example: ClassVar = {name: LookBackAnswer.example[name] for name in ("helped", "cost", "differently", "action")}


class ContributorWords(Words):
    """Somebody who did it."""

    person = Short("Their login.", most=60)
    did = Text("What they did.", most=120)

    example: ClassVar = {"person": "ana", "did": "wrote the postings"}


class CreditWords(Words):
    """Thanks by name."""

    words = Text("The thanks.", most=LONGEST)
    contributors = serializers.ListField(
        child=ContributorWords(), min_length=1, max_length=20, help_text="Who did it, and what."
    )

    example: ClassVar = {"words": "Carefully done.", "contributors": [ContributorWords.example]}


class WindDownWords(Words):
    """What is left behind."""

    merged = serializers.ChoiceField(AwayLeaving.Merged.choices, help_text="What became of what was merged.")
    archive = Link("Where lies what was not merged; required when nothing was.", blank=True, required=False)
    words = Text("What the hosts should know.", most=LONGEST, blank=True, required=False)

    example: ClassVar = {"merged": "off", "archive": LINK}


class CopyWords(Words):
    """A copy of one's own."""

    why = Text("Why there is one.", most=LONGEST)
    link = Link("Where it lies.")

    example: ClassVar = {"why": CopyAnswer.example["why"], "link": LINK}


class CopyReviewWords(Words):
    """What becomes of the copy."""

    outcome = serializers.ChoiceField(["keep", "merge-back", "gone"], help_text="What becomes of it.")
    words = Text("In a sentence.", most=LONGEST, blank=True, required=False)

    example: ClassVar = {"outcome": "merge-back", "words": "In spring, with the new ledger."}


class OptionWords(Words):
    """One option, in numbers."""

    option = Text("What would be done.", most=300)
    numbers = Text("What it costs and brings, in numbers.", most=200)

    example: ClassVar = {"option": "Refunds first", "numbers": "3 weeks, 1,500 contacts a week less"}


class ConflictWords(Words):
    """What two roadmaps disagree about."""

    question = Text("What has to be decided.", most=300)
    options = serializers.ListField(child=OptionWords(), min_length=2, max_length=5, help_text="Two to five.")

    example: ClassVar = {
        "question": "Which goes first?",
        "options": [OptionWords.example, {"option": "The new ledger first", "numbers": "0 weeks, 2 incidents"}],
    }


class ChoiceWords(Words):
    """One of the options."""

    choice = Whole("Its number, from 1.", least=1, most=5)
    words = Text("Why this one.", most=LONGEST)

    example: ClassVar = {"choice": 1, "words": "Customers first."}
