"""What the API takes and tells of rulesets: their versions, their rules, where they hold, how they fared."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Day, Here, Id, Short, Text, Whole, Words
from services.actions.attaching import LONGEST_REASON
from services.actions.rulesets import MOST_BYTES
from services.models import RulesetRun, RulesetVersion
from teams.people.api.shapes import HOST, DivisionName, PersonName, TeamName

MOST = 2**31
RULE_SEVERITIES = ("error", "warning", "info", "hint", "off")
CONTENT = "rules:\n  licence-named:\n    given: $.info\n    then: {field: license, function: truthy}\n"


class RulesetName(Answer):
    """A ruleset, by name."""

    slug = Short("Its short name, which its rules carry.", most=60)
    name = Text("How it is called.", most=120)

    example: ClassVar = {"slug": "api-guide", "name": "API guide"}


class RulesetAnswer(RulesetName):
    """Rules of the company's own, in Spectral's format."""

    text = Text("What it is for; empty when nobody has said it.", most=1000, blank=True)
    registered_at = serializers.DateTimeField(help_text="When it was registered.")
    url = Here("Its address here.", "api-ruleset", "slug")
    page_url = Here("Its page, for people.", "services:ruleset", "slug")

    example: ClassVar = {
        **RulesetName.example,
        "text": "What our guide to interfaces asks.",
        "registered_at": "2026-03-02T09:00:00Z",
        "url": f"{HOST}/api/v1/rulesets/api-guide",
        "page_url": f"{HOST}/rulesets/api-guide/",
    }


class VersionAnswer(Answer):
    """The bytes of a ruleset at one moment, and what a worker read in them."""

    ruleset = RulesetName(help_text="The ruleset it is a version of.")
    number = Whole("Counted from 1 in its ruleset.", least=1, most=MOST)
    state = serializers.ChoiceField(
        RulesetVersion.State.choices, help_text="Whether it was read, can be run, and is asked by checks."
    )
    digest = Text("SHA-256 of its bytes, in hexadecimal digits.", most=64)
    mistakes = Whole("What keeps it from being run; each stands at its line on the page.", most=MOST)
    remarks = Whole("What is said of its rules and keeps nothing from being run.", most=MOST)
    reason = Text("Why it could not be read; empty when it was.", most=4000, blank=True)
    uploaded_at = serializers.DateTimeField(help_text="When it came.")
    in_force_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when checks ask it; null: they never did."
    )
    url = Here("Its address here.", "api-ruleset-version", "ruleset.slug", "number")
    page_url = Here("Its page, with its source.", "services:ruleset-version", "ruleset.slug", "number")

    example: ClassVar = {
        "ruleset": RulesetName.example,
        "number": 1,
        "state": "in-force",
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "mistakes": 0,
        "remarks": 3,
        "reason": "",
        "uploaded_at": "2026-03-02T09:00:00Z",
        "in_force_at": "2026-03-02T11:00:00Z",
        "url": f"{HOST}/api/v1/rulesets/api-guide/versions/1",
        "page_url": f"{HOST}/rulesets/api-guide/1/",
    }


class RulesetRuleAnswer(Answer):
    """One rule of a ruleset: in whose care it is, and how it fared in the newest checks of live contracts."""

    name = Text("Its name within the ruleset.", most=120)
    severity = serializers.ChoiceField(RULE_SEVERITIES, help_text="What it weighs; off: it is asked of nobody.")
    text = Text("What it asks for; empty when it does not say.", most=1000, blank=True)
    given = serializers.ListField(
        child=Text("A path.", most=1000), max_length=20, help_text="What in a document it is about."
    )
    not_run = Text("Why it cannot be run in any document; empty when it can.", most=1000, blank=True)
    team = TeamName(allow_null=True, source="care.team", help_text="The team that owns it; null: a person does.")
    person = PersonName(allow_null=True, source="care.person", help_text="Who owns it; null: a team does.")
    review_on = serializers.DateField(
        source="care.review_on", allow_null=True, help_text="The day to look at it again; null when nobody named one."
    )
    findings = Whole("How often it found something.", most=MOST, source="fired.findings")
    fired = Whole("In how many live contracts it found something.", most=MOST, source="fired.fired")
    judged = Whole("In how many it could judge. 0: it was not checked anywhere.", most=MOST, source="fired.judged")

    example: ClassVar = {
        "name": "licence-named",
        "severity": "error",
        "text": "The API says under which licence it may be used.",
        "given": ["$.info"],
        "not_run": "",
        "team": TeamName.example,
        "person": None,
        "review_on": "2027-03-02",
        "findings": 4,
        "fired": 4,
        "judged": 13,
    }


class AttachmentAnswer(Answer):
    """A ruleset holds for the contracts of a division and those below it, or of the whole company."""

    id = Id("What names this attachment in addresses.")
    ruleset = RulesetName(help_text="What holds.")
    division = DivisionName(allow_null=True, help_text="For whom; null: the whole company.")
    blocks = serializers.BooleanField(help_text="Whether its errors stand in the way of publishing.")
    reason = Text("Why.", most=LONGEST_REASON)
    attached_by = PersonName(help_text="Who said so.")
    attached_at = serializers.DateTimeField(help_text="Since when.")
    detached_at = serializers.DateTimeField(allow_null=True, help_text="Until when; null while it holds.")
    url = Here("Its address here.", "api-attachment", "pk")

    example: ClassVar = {
        "id": "4",
        "ruleset": RulesetName.example,
        "division": DivisionName.example,
        "blocks": False,
        "reason": "An auditor reads our interfaces side by side.",
        "attached_by": PersonName.example,
        "attached_at": "2026-03-04T09:00:00Z",
        "detached_at": None,
        "url": f"{HOST}/api/v1/attachments/4",
    }


class RunAnswer(Answer):
    """How a ruleset that holds for a contract fared in the newest check of a revision."""

    ruleset = RulesetName(source="holding.version.ruleset", help_text="What holds.")
    blocks = serializers.BooleanField(
        source="holding.blocks", help_text="Whether its errors stand in the way of publishing."
    )
    state = serializers.ChoiceField(
        RulesetRun.State.choices, help_text="not-checked and does-not-apply are never green."
    )
    reason = Text("Why it was not asked; empty when it was.", most=1000, blank=True)
    findings = Whole("What it found; each is among the findings of the revision.", most=MOST)
    error_findings = Whole("How many of them are errors.", most=MOST)
    judged = Whole("How many of its rules could judge.", most=MOST)
    rules = Whole("How many rules were asked.", most=MOST)

    example: ClassVar = {
        "ruleset": RulesetName.example,
        "blocks": False,
        "state": "asked",
        "reason": "",
        "findings": 6,
        "error_findings": 4,
        "judged": 9,
        "rules": 14,
    }

    def to_representation(self, instance: Any) -> Any:
        run = instance.run
        instance_words = {
            "state": run.state if run is not None else RulesetRun.State.NOT_CHECKED,
            "reason": run.reason if run is not None else "The newest check did not ask it.",
            "findings": run.findings if run is not None else 0,
            "error_findings": run.errors if run is not None else 0,
            "judged": instance.judged,
            "rules": instance.rules,
        }
        return {
            "ruleset": RulesetName().to_representation(instance.holding.version.ruleset),
            "blocks": instance.holding.blocks,
            **instance_words,
        }


class VersionWords(Words):
    """The next version of a ruleset."""

    content = Text("The ruleset itself, as YAML or JSON.", most=MOST_BYTES, trim_whitespace=False)

    example: ClassVar = {"content": CONTENT}


class OwnerWords(Words):
    """Who owns rules, a team or one person, and when they look at them again."""

    team = Short("The team that owns them.", most=60, required=False)
    person = Short("Or the person who does, by login.", most=60, required=False)
    review_on = Day(help_text="The day to look at them again, within three years from now.")


class NewRuleset(OwnerWords):
    """A ruleset to register, with the first owner of all its rules."""

    slug = Short("Its short name, which its rules carry, the same for ever.", most=60)
    name = Text("How it is called; the short name when it is left out.", most=120, required=False)
    text = Text("What it is for.", most=1000, blank=True, default="")
    content = Text("The ruleset itself, as YAML or JSON.", most=MOST_BYTES, trim_whitespace=False)

    example: ClassVar = {
        "slug": "api-guide",
        "name": "API guide",
        "text": "What our guide to interfaces asks.",
        "team": "checkout",
        "review_on": "2027-03-02",
        "content": CONTENT,
    }


class CareWords(OwnerWords):
    """Some rules of a ruleset get another owner, or another day."""

    rules = serializers.ListField(
        child=Text("The name of a rule.", most=120),
        min_length=1,
        max_length=5000,
        help_text="By name; those that come with a ruleset of Homeport by the name of that.",
    )

    example: ClassVar = {"rules": ["licence-named"], "person": "ana", "review_on": "2027-03-02"}


class NewAttachment(Words):
    """Where a ruleset holds from now on."""

    division = Short("The division; left out: the whole company.", most=60, required=False)
    reason = Text("Why, in one sentence that everybody reads for whom it holds.", most=LONGEST_REASON)
    blocks = serializers.BooleanField(default=False, help_text="Whether its errors stand in the way of publishing.")

    example: ClassVar = {"division": "shop", "reason": "An auditor reads our interfaces side by side.", "blocks": False}
