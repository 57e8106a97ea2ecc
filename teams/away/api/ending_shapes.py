"""What the API tells of the ending of a request."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Link, Text, Whole
from teams.away.actions.given import LONGEST
from teams.away.models import AwayCopy, AwayHandover
from teams.people.api.shapes import PersonName

SIDES = ["guest", "host"]
LINK = "https://wiki.hartwell.example/ledger/refunds"


class IncidentAnswer(Answer):
    """Something that broke in what the guests touched, or a use of the off-switch."""

    number = Whole("Its number within the request.", least=1, most=1_000_000)
    severity = Whole("1: customers cannot go on. 2: customers notice. 3: only we notice.", least=1, most=3)
    title = Text("What broke.", most=120)
    where = Text("The file, operation or table.", most=200)
    switched_off = serializers.BooleanField(help_text="Whether the off-switch opened it: then it counts for nobody.")
    second_line = serializers.BooleanField(help_text="Whether the guests were called as second line.")
    in_warranty = serializers.BooleanField(help_text="Whether the guests owe it to mend it.")
    opened_at = serializers.DateTimeField(help_text="When it was reported.")
    late_at = serializers.DateTimeField(allow_null=True, help_text="When the time for mending was over; null before.")
    fixed_at = serializers.DateTimeField(allow_null=True, help_text="When it was mended; null until then.")
    cause = Text("What it was, and what was done; empty until it is mended.", most=LONGEST, blank=True)

    example: ClassVar = {
        "number": 1,
        "severity": 2,
        "title": "Refunds in yen are posted twice",
        "where": "postings/refund.py",
        "switched_off": False,
        "second_line": True,
        "in_warranty": True,
        "opened_at": "2027-01-12T09:00:00Z",
        "late_at": None,
        "fixed_at": None,
        "cause": "",
    }


class HandoverAnswer(Answer):
    """One of the four things that are handed back."""

    kind = serializers.ChoiceField(AwayHandover.Kind.choices, help_text="What it is.")
    link = Link("Where the hosts find it.")
    at = serializers.DateTimeField(help_text="When it was handed over.")

    example: ClassVar = {"kind": "runbook", "link": LINK, "at": "2027-02-10T09:00:00Z"}


class LookBackAnswer(Answer):
    """What one side says when it is over; all empty where it gave no answer."""

    side = serializers.ChoiceField(SIDES, help_text="Which side.")
    helped = Text("What helped most.", most=LONGEST, blank=True)
    cost = Text("What cost the most time.", most=LONGEST, blank=True)
    differently = Text("What it would do differently.", most=LONGEST, blank=True)
    action = Text("The one thing it will do.", most=300, blank=True)

    example: ClassVar = {
        "side": "host",
        "helped": "Small changes.",
        "cost": "The test data.",
        "differently": "Ask for the flag on the first day.",
        "action": "We write down how test data is made.",
    }


class AfterwardsAnswer(Answer):
    """Everything there is of a request from its release on, or after it was refused or left."""

    flag = Text("The switch it stands behind; empty until it is named.", most=120, blank=True)
    rollback = Text("How it is taken back when the switch is not enough.", most=LONGEST, blank=True)
    switcher = PersonName(allow_null=True, help_text="Who of the hosts switches it off; null until it is named.")
    off_at = serializers.DateTimeField(allow_null=True, help_text="Since when it is switched off; null while it is on.")
    incidents = serializers.ListField(child=IncidentAnswer(), max_length=1000, help_text="What broke, in order.")
    handovers = serializers.ListField(child=HandoverAnswer(), max_length=4, help_text="What is handed over.")
    missing = Text("What the hosts asked for, once; empty when they did not.", most=LONGEST, blank=True)
    taken_at = serializers.DateTimeField(allow_null=True, help_text="When the hosts had it back; null until then.")
    keeper = PersonName(allow_null=True, help_text="Who keeps it from then on; null until it is written.")
    keeper_until = serializers.DateField(allow_null=True, help_text="With one of the guests the last day; else null.")
    look_backs = serializers.ListField(child=LookBackAnswer(), max_length=2, help_text="What both sides say.")
    credit = Text("Thanks to those who did it; empty until they are written.", most=LONGEST, blank=True)
    copy = Link("Where a copy of the guest's own lies; null when there is none.", allow_null=True)
    copy_review_on = serializers.DateField(allow_null=True, help_text="The day that copy is looked at again.")
    question = Text("What those who lead both are asked to decide; empty when nothing is.", most=300, blank=True)
    decision = Text("The option they chose; empty until they have.", most=300, blank=True)

    example: ClassVar = {
        "flag": "refunds-in-euro",
        "rollback": "Deploy the build before; no data changes.",
        "switcher": {"login": "tom", "name": "Tom Okafor"},
        "off_at": None,
        "incidents": [IncidentAnswer.example],
        "handovers": [HandoverAnswer.example],
        "missing": "",
        "taken_at": None,
        "keeper": None,
        "keeper_until": None,
        "look_backs": [],
        "credit": "",
        "copy": None,
        "copy_review_on": None,
        "question": "",
        "decision": "",
    }


class CopyAnswer(Answer):
    """What a guest built for itself, because it was refused or could not finish; looked at again after a year."""

    request = Text("The request it follows: AT-112.", most=20)
    why = Text("Why there is one.", most=LONGEST)
    link = Link("Where it lies.")
    review_on = serializers.DateField(help_text="The day it is looked at again.")
    outcome = serializers.ChoiceField(
        ["", *AwayCopy.Outcome.values], help_text="What became of it; empty until it is looked at."
    )

    example: ClassVar = {
        "request": "AT-112",
        "why": "The ledger moves first, and we need it before Christmas.",
        "link": LINK,
        "review_on": "2027-11-29",
        "outcome": "",
    }
