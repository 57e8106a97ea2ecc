"""The API of what asks for looks by itself: of a division or the company, its versions, and what was an occasion."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, rows_of
from portal.kit.shapes import Answer, Page, PageWords, Text, Whole, Words
from teams.people.api.shapes import HOST, PersonName, TeamName
from teams.people.models import Division
from teams.reviews.actions.policy_versions import LONGEST_CODE, set_review_policies
from teams.reviews.models import Occasion, ReviewPolicies, Topic
from teams.reviews.occasions import CRITICALITIES, MOMENTS, MOST, MOST_POLICIES, REVERSALS, Facts, Policy, topics_asked
from teams.reviews.reads.policies import Ruling, policies_of, versions

MANY = 2**31 - 1
CHANGES = ("first", "compatible", "breaking")
EXAMPLE = {
    "code": "critical-contracts", "kind": "services.revision", "topic": "contract", "criticality": "critical",
    "reversal": "", "breaking": False, "consumers": 0, "days": 0,
}  # fmt: skip
WHY = "Two of three late surprises came with a launch."

group = Group("Review policies", "What asks for a look by itself. Whoever is asked about is never stopped by it.")


class PolicyAnswer(Answer):
    """One policy. All that it names has to hold; empty and 0 name nothing."""

    code = Text("Names it in the record of a look.", most=LONGEST_CODE)
    says = Text("The policy as a sentence.", most=400)
    kind = serializers.ChoiceField(list(MOMENTS), help_text="At the moment of which things it asks.")
    topic = serializers.ChoiceField(Topic.choices, help_text="What the look is about.")
    criticality = serializers.ChoiceField(["", *CRITICALITIES], help_text="At least so critical.")
    reversal = serializers.ChoiceField(["", *REVERSALS], help_text="Taking it back costs at least so much.")
    breaking = serializers.BooleanField(help_text="Only a contract that breaks callers.")
    consumers = Whole("At least so many services use it.", most=MOST)
    days = Whole("The work of an away team lasts at least so many days.", most=MOST)

    example: ClassVar = {**EXAMPLE, "says": "A contract is about to be published: the service is critical."}


class ReviewPoliciesAnswer(Answer):
    """What asks by itself now."""

    version = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Which version; 0: nobody has chosen.")
    division = serializers.SlugField(
        allow_null=True, max_length=60, help_text="Whose version holds; null: the company's, or nobody has chosen."
    )
    policies = serializers.ListField(child=PolicyAnswer(), max_length=MOST_POLICIES, help_text="In their order.")

    example: ClassVar = {"version": 2, "division": None, "policies": [PolicyAnswer.example]}


class ReviewPoliciesVersionAnswer(Answer):
    """One version. It is never changed."""

    version = serializers.IntegerField(source="row.number", min_value=1, max_value=MANY, help_text="From 1.")
    changes = serializers.ListField(
        child=Text("A change.", most=500), max_length=99, help_text="What it changed, as sentences."
    )
    why = Text("Why it was made.", source="row.why", most=500)
    made_by = PersonName(source="row.made_by", help_text="Who made it.")
    made_at = serializers.DateTimeField(source="row.made_at", help_text="When.")

    example: ClassVar = {
        "version": 2,
        "changes": ["asks: A service goes live: the service is critical."],
        "why": WHY,
        "made_by": PersonName.example,
        "made_at": "2026-11-20T09:00:00Z",
    }


class OccasionAnswer(Answer):
    """When a thing was about to matter, with the facts of that moment."""

    about = Text("What it was about, as its kind and number.", most=80)
    subject = Text("The same in words.", most=300)
    team = TeamName(help_text="Whose it was then.")
    at = serializers.DateTimeField(help_text="When.")
    criticality = serializers.ChoiceField(
        ["", "low", "medium", "high", "critical"], source="facts.criticality", help_text="How critical it was."
    )
    consumers = Whole("How many services used it.", most=MANY, source="facts.consumers")
    change = serializers.ChoiceField(["", *CHANGES], source="facts.change", help_text="How far a contract changed.")
    asked = serializers.ListField(
        child=Text("A code.", most=LONGEST_CODE), max_length=MOST_POLICIES, help_text="Which policies asked then."
    )
    would_ask = serializers.ListField(
        child=Text("A code.", most=LONGEST_CODE), max_length=MOST_POLICIES, help_text="Which would ask now."
    )
    page_url = Page("Its page, for people.")

    example: ClassVar = {
        "about": "services.revision:77",
        "subject": "orders-api 3.0.0",
        "team": TeamName.example,
        "at": "2026-11-20T09:00:00Z",
        "criticality": "critical",
        "consumers": 3,
        "change": "breaking",
        "asked": ["critical-contracts"],
        "would_ask": ["critical-contracts"],
        "page_url": f"{HOST}/contracts/orders/orders-api/4/",
    }


class NewPolicy(Words):
    """A policy as it is to be."""

    code = Text("Its code when it is there already; without it, a new one.", most=LONGEST_CODE, required=False)
    kind = serializers.ChoiceField(list(MOMENTS), help_text="At the moment of which things it asks.")
    topic = serializers.ChoiceField(Topic.choices, help_text="What the look is about.")
    criticality = serializers.ChoiceField(["", *CRITICALITIES], default="", help_text="At least so critical.")
    reversal = serializers.ChoiceField(["", *REVERSALS], default="", help_text="What taking it back costs at least.")
    breaking = serializers.BooleanField(default=False, help_text="Only a contract that breaks callers.")
    consumers = Whole("At least so many services use it.", most=MOST, default=0)
    days = Whole("The work of an away team lasts at least so many days.", most=MOST, default=0)

    example: ClassVar = EXAMPLE


class ReviewPoliciesChange(Words):
    """The next version: all of its policies."""

    policies = serializers.ListField(child=NewPolicy(), max_length=MOST_POLICIES, help_text="In their order.")
    why = Text("The reason, for everybody to read.", most=500)
    after = Whole("The version of its own that you have read; 0 for none.", most=MANY, required=False)

    example: ClassVar = {"policies": [EXAMPLE], "why": WHY}


@group.get(gives=ReviewPoliciesAnswer)
def get_review_policies(request: Call) -> Given:
    """Read what asks by itself in the company.

    For every division that has chosen nothing of its own.
    """
    return _told(None)


def hold_policies(request: Call, division: str = "") -> None:
    """Nobody else makes the next version until this transaction ends."""
    rows = ReviewPolicies.objects.select_for_update().order_by("-pk")
    rows.filter(division__slug=division).first() if division else rows.filter(division=None).first()


@group.patch(takes=ReviewPoliciesChange, gives=ReviewPoliciesAnswer, holds=hold_policies)
def change_review_policies(request: Call, words: Given) -> Given:
    """Make the next version for the company.

    Stewards may. Refused with `review-policies-same` when nothing would change, and with `review-policy-never` for a
    policy that could not ask once.
    """
    return _set(request, None, words)


@group.get(gives=ReviewPoliciesVersionAnswer, many=True, asks=PageWords)
def list_review_policy_versions(request: Call, words: Given) -> Rows:
    """List the company's versions.

    The newest first, each with what it changed, who made it and why.
    """
    return rows_of(words, versions(None))


@group.get(gives=ReviewPoliciesAnswer)
def get_division_review_policies(request: Call, division: str) -> Given:
    """Read what asks by itself in a division.

    Its own version, else the nearest above it, else the company's.
    """
    return _told(_division(division))


@group.patch(takes=ReviewPoliciesChange, gives=ReviewPoliciesAnswer, holds=hold_policies)
def change_division_review_policies(request: Call, division: str, words: Given) -> Given:
    """Make the next version for a division.

    Who heads it, or one above it, may, and stewards.
    """
    return _set(request, _division(division), words)


@group.get(gives=ReviewPoliciesVersionAnswer, many=True, asks=PageWords)
def list_division_review_policy_versions(request: Call, division: str, words: Given) -> Rows:
    """List a division's own versions.

    The newest first. Empty while what is above it holds.
    """
    return rows_of(words, versions(_division(division)))


@group.get(gives=OccasionAnswer, many=True, asks=PageWords)
def list_review_occasions(request: Call, words: Given) -> Rows:
    """List the occasions.

    The newest first: each time something was about to matter, which policies asked, and which would ask now.
    """
    ruling = Ruling()

    def told(occasion: Occasion) -> dict[str, Any]:
        policies = ruling.in_force(occasion.division_id).policies
        would = topics_asked(policies, occasion.kind, Facts(**occasion.facts)).values()
        return {
            "about": occasion.about, "subject": occasion.subject, "team": occasion.team, "at": occasion.at,
            "facts": occasion.facts, "asked": [one["code"] for one in occasion.asked],
            "would_ask": [one.code for one in would], "page_url": occasion.subject_url,
        }  # fmt: skip

    found = rows_of(words, Occasion.objects.select_related("team").order_by("-at", "-pk"))
    return Rows([told(one) for one in found.rows], found.total)


def _told(division: Division | None) -> Given:
    now = policies_of(division)
    whose = now.row.division.slug if now.row is not None and now.row.division is not None else None
    policies = [{**one.stored(), "says": one.says} for one in now.policies]
    return {"version": now.version, "division": whose, "policies": policies}


def _set(request: Call, division: Division | None, words: Given) -> Given:
    policies = [Policy(one.pop("code", ""), **one) for one in words.pop("policies")]
    set_review_policies(division, by=request.user, policies_to_be=policies, **words)
    return _told(division)


def _division(slug: str) -> Division:
    found: Division = get_object_or_404(Division.objects.select_related("head", "parent"), slug=slug)
    return found
