"""What the API tells of revisions, their checks, what was found and what is waived."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Link, Short, Text
from services import contracts as engine
from services.api.shapes import CONTRACT, RevisionName, ScoreAnswer
from services.models import Check, Revision, Waiver
from teams.people.api.shapes import HOST, LONGEST, PersonName

MANY = 2**31 - 1
SEVERITIES = [(one, one) for one in engine.SEVERITIES]
REVISION = ("contract.service.slug", "contract.slug", "number")


class ProgressAnswer(Answer):
    """How far a running check is."""

    stage = Text("What it does now: read, format, build, rules, places or report.", most=40, blank=True)
    done = serializers.IntegerField(min_value=0, max_value=MANY, help_text="How much of this stage is done.")
    total = serializers.IntegerField(
        min_value=0, max_value=MANY, help_text="How much there is to do in it; 0: not known."
    )

    example: ClassVar = {"stage": "rules", "done": 128, "total": 512}


class CheckAnswer(Answer):
    """One run of the checks over a revision."""

    id = Id("Names the check.", source="pk")
    state = serializers.ChoiceField(
        Check.State.choices,
        help_text="Where it is. Final are `done`, `not-checked` (no judgement) and `failed` (a fault of the portal).",
    )
    is_final = serializers.BooleanField(help_text="Whether its state will change no more.")
    profile = Text("The set of rules it asks.", most=80)
    engine = Text("The version of the engine; empty until it has ended.", most=40, blank=True)
    reason = Text("Why it could not judge, or failed; else empty.", most=LONGEST, blank=True)
    findings = serializers.IntegerField(
        min_value=0, max_value=2**53 - 1, help_text="How much was found, waived or not."
    )
    asked_by = PersonName(allow_null=True, help_text="Who asked for it; null for the portal itself.")
    asked_at = serializers.DateTimeField(help_text="When it was asked for.")
    started_at = serializers.DateTimeField(allow_null=True, help_text="When it began; null while it waits.")
    finished_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null until then.")
    progress = ProgressAnswer(allow_null=True, help_text="How far it is; null unless it runs.")
    url = Here("Its address here.", "api-check", "pk")
    revision_url = Here("The revision it is about.", "api-revision", *(f"revision.{part}" for part in REVISION))

    example: ClassVar = {
        "id": "311",
        "state": "done",
        "is_final": True,
        "profile": "externalizable",
        "engine": "2.0",
        "reason": "",
        "findings": 4,
        "asked_by": PersonName.example,
        "asked_at": "2026-11-21T12:00:00Z",
        "started_at": "2026-11-21T12:00:01Z",
        "finished_at": "2026-11-21T12:00:03Z",
        "progress": None,
        "url": f"{HOST}/api/v1/checks/311",
        "revision_url": f"{CONTRACT[0]}/revisions/4",
    }


class RevisionAnswer(RevisionName):
    """The text of a contract at one moment. It never changes; only what is said about it does."""

    digest = Text("SHA-256 of its bytes, in hexadecimal digits.", most=64)
    size = serializers.IntegerField(min_value=0, max_value=2**53 - 1, help_text="Its size in bytes.")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        Revision.Source.choices, help_text="By which way it came."
    )
    source_name = Text("The file name or address it came from; may be empty.", most=400, blank=True)
    uploaded_by = PersonName(help_text="Who uploaded it.")
    uploaded_at = serializers.DateTimeField(help_text="When.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="Since when consumers read it; null for never.")
    deprecated_at = serializers.DateTimeField(allow_null=True, help_text="When it was deprecated; null if it was not.")
    sunset_on = serializers.DateField(allow_null=True, help_text="The last day it answers; null when none is set.")
    replacement = Text("What to use instead; empty when nothing is said.", most=LONGEST, blank=True)
    replaced_by = serializers.IntegerField(
        source="replaced_by.number", default=None, allow_null=True, min_value=1, max_value=MANY,
        help_text="The number of the revision that took its place; null when none did.",
    )  # fmt: skip
    retired_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it lives.")
    score = ScoreAnswer(allow_null=True, help_text="How many checks hold; null until it could be judged.")
    page_url = Here("Its page, for people.", "services:revision", *REVISION)

    example: ClassVar = {
        **RevisionName.example,
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "size": 48213,
        "source": "api",
        "source_name": "openapi.yaml",
        "uploaded_by": PersonName.example,
        "uploaded_at": "2026-11-21T12:00:00Z",
        "published_at": None,
        "deprecated_at": None,
        "sunset_on": None,
        "replacement": "",
        "replaced_by": None,
        "retired_at": None,
        "score": ScoreAnswer.example,
        "page_url": f"{CONTRACT[1]}/4/",
    }

    def to_representation(self, instance: Any) -> Any:
        instance.score = instance.score or None  # without a judgement it is an empty mapping
        return super().to_representation(instance)


class RevisionWhole(RevisionAnswer):
    """A revision with how its newest check stands."""

    check = CheckAnswer(allow_null=True, source="told_check", help_text="Its newest check; null when there was none.")

    example: ClassVar = {**RevisionAnswer.example, "check": CheckAnswer.example}


class FindingAnswer(Answer):
    """One place where a rule is not kept."""

    rule = Text("Which rule found it.", most=200)
    severity = serializers.ChoiceField(
        SEVERITIES, help_text="How much it weighs. Errors that are not waived keep it a draft."
    )
    message = Text("What is wrong, for whoever mends it.", most=2000)
    key = Text("Where, in words that hold for every technology.", most=2000, blank=True)
    file = Text("The file, where there are several; else empty.", most=1000, blank=True)
    line = serializers.IntegerField(
        min_value=0, max_value=MANY, help_text="The line, from 1; 0: nowhere in particular."
    )
    column = serializers.IntegerField(min_value=0, max_value=MANY, help_text="The column, from 1; 0: not known.")
    end_line = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Where it ends, counted from 1.")
    end_column = serializers.IntegerField(min_value=0, max_value=MANY, help_text="The column after its end.")
    fingerprint = Short("Names the finding across revisions. A waiver points at it.", most=64)
    waived = serializers.BooleanField(help_text="Whether a waiver covers it today.")

    example: ClassVar = {
        "rule": "operation-described",
        "severity": "warning",
        "message": "readOrder has no description.",
        "key": "operation:readOrder",
        "file": "",
        "line": 41,
        "column": 5,
        "end_line": 41,
        "end_column": 9,
        "fingerprint": "5c1a0f1de2b34c55",
        "waived": False,
    }


class OperationAnswer(Answer):
    """One operation or message, and the worst that was found in it."""

    name = Text("What the document calls it.", most=300, blank=True)
    address = Text("How its technology points at it, for example GET /orders/{id}.", most=1000, blank=True)
    summary = Text("What it does, shortened; may be empty.", most=300, blank=True)
    key = Text("Its place, in words that hold for every technology.", most=1000, blank=True)
    file = Text("Its file, where there are several; else empty.", most=1000, blank=True)
    line = serializers.IntegerField(min_value=0, max_value=MANY, help_text="The line where it begins.")
    deprecated = serializers.BooleanField(help_text="Whether it is on its way out.")
    severity = Text("The heaviest severity found in it; empty when nothing was.", most=40, blank=True)
    findings = serializers.IntegerField(
        source="count", min_value=0, max_value=MANY, help_text="How much was found in it."
    )

    example: ClassVar = {
        "name": "readOrder",
        "address": "GET /orders/{id}",
        "summary": "Read one order",
        "key": "operation:readOrder",
        "file": "",
        "line": 41,
        "deprecated": False,
        "severity": "warning",
        "findings": 1,
    }


class WaiverAnswer(Answer):
    """A finding that a team leaves as it is, until a day, for a reason, with data. Waivers are public inside."""

    id = Id("Names the waiver.", source="pk")
    contract_url = Here("The contract.", "api-contract", "contract.service.slug", "contract.slug")
    rule = Text("The rule that is not kept.", most=200)
    severity = serializers.ChoiceField(SEVERITIES, help_text="What it weighed when it was waived.")
    fingerprint = Short("The finding. The waiver holds for every revision that has it.", most=64)
    place = Text("Where, in words that hold for every technology.", most=1000, blank=True)
    message = Text("What the finding said when it was waived.", most=LONGEST)
    reason = Text("Why it is left.", most=LONGEST)
    evidence = serializers.ChoiceField(Waiver.Evidence.choices, help_text="What kind of data it rests on.")
    value = Text("What was measured, with its unit.", most=120)
    baseline = Text("What it was before, or what is usual; may be empty.", most=120, blank=True)
    source = Link("Where others can look it up.")  # type: ignore[assignment]
    expires_on = serializers.DateField(help_text="Its last day.")
    state = serializers.ChoiceField(Waiver.State.choices, help_text="Whether it is in force.")
    given_by = PersonName(help_text="Who gave it.")
    given_at = serializers.DateTimeField(help_text="When.")
    ended_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it is in force.")
    url = Here("Its address here.", "api-waiver", "pk")

    example: ClassVar = {
        "id": "19",
        "contract_url": CONTRACT[0],
        "rule": "operation-described",
        "severity": "warning",
        "fingerprint": "5c1a0f1de2b34c55",
        "place": "operation:readOrder",
        "message": "readOrder has no description.",
        "reason": "The operation ends with the old shop in spring; nobody new will call it.",
        "evidence": "metric",
        "value": "3 calls a day",
        "baseline": "4,000 calls a day",
        "source": "https://metrics.hartwell.example/d/orders-old",
        "expires_on": "2027-03-31",
        "state": "active",
        "given_by": PersonName.example,
        "given_at": "2026-11-21T12:10:00Z",
        "ended_at": None,
        "url": f"{HOST}/api/v1/waivers/19",
    }


class RuleAnswer(Answer):
    """One thing that is looked for in contracts of every technology."""

    id = Short("Its name, the same for ever.", most=80)
    title = Text("What holds when it is kept.", most=200)
    group = Text("The part of the score it counts for.", most=40)
    severity = serializers.ChoiceField(SEVERITIES, help_text="What it weighs, unless a profile says otherwise.")
    why = Text("Why it matters.", most=4000)
    mend = Text("How to keep it.", most=4000)
    source = Text("The guidelines it comes from.", most=400)  # type: ignore[assignment]
    url = Here("Its address here.", "api-rule", "id")
    page_url = Here("Its page, with examples, for people.", "services:rule", "id")

    example: ClassVar = {
        "id": "operation-described",
        "title": "Every operation says what it does",
        "group": "understanding",
        "severity": "warning",
        "why": "Outside developers have nobody to ask: every operation says what it does.",
        "mend": "Say what the operation does, and what a caller cannot see from its name.",
        "source": "Zalando 101, AIP-192",
        "url": f"{HOST}/api/v1/rules/operation-described",
        "page_url": f"{HOST}/rules/operation-described/",
    }


class RuleExample(Answer):
    """One document that keeps a rule, and one that does not."""

    technology = Text("The format of both.", most=40)
    good = Text("A document that keeps the rule.", most=20_000)
    bad = Text("A document that does not.", most=20_000)

    example: ClassVar = {"technology": "openapi", "good": "openapi: 3.1.0", "bad": "openapi: 3.1.0"}


class RuleWhole(RuleAnswer):
    """A rule with examples."""

    examples = RuleExample(many=True, source="told_examples", help_text="One for each technology that has one.")

    example: ClassVar = {**RuleAnswer.example, "examples": [RuleExample.example]}
