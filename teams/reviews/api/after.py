"""The API of what comes after an answer: what was done, a serious risk, budgets, who was right."""

from typing import ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, rows_of
from portal.kit.shapes import Answer, Here, Page, PageWords, Short, Text, Whole, Words
from teams.people.api.shapes import HOST, LONGEST, PersonName
from teams.people.models import Division, Person
from teams.reviews.actions import deputies, outcomes, risks
from teams.reviews.actions.budgets import MOST, set_budget
from teams.reviews.actions.landing import say_landed
from teams.reviews.api import shapes
from teams.reviews.api.views import review_of, reviews, suggestion_of
from teams.reviews.models import Answer as Word
from teams.reviews.models import Review, SeriousRisk, Suggestion
from teams.reviews.reads.budgets import MOST_LISTED, Spent, budgets
from teams.reviews.reads.calibration import QUARTERS, Line, calibration
from teams.reviews.reads.oversight import risk_of

MANY = 2**31 - 1


class Landed(Words):
    """Where something was done that no revision shows."""

    words = Text("A sentence that others can check.", most=300)

    example: ClassVar = {"words": "In the gateway, since its release 12."}


class Deputy(Words):
    """Who may answer in the lead's place."""

    person = Short("Their login.", most=60)

    example: ClassVar = {"person": "jonas"}


class NewRisk(Words):
    """What can happen."""

    words = Text("What can happen, to whom, and how you know.", most=LONGEST)

    example: ClassVar = {"words": "Two of twelve callers book twice in a sale, as in 2024; I have the logs of both."}


class ReadRisk(Words):
    """Both sides were read."""

    note = Text("What you note; it decides nothing.", most=400, blank=True, default="")

    example: ClassVar = {"note": "I read both."}


class NewView(Words):
    """How the reviewer sees what came of ignored advice."""

    outcome = serializers.ChoiceField(Word.Outcome.choices, help_text="Who was right, as you see it.")
    text = Text("What the data shows you.", most=LONGEST)

    example: ClassVar = {"outcome": "advice-right", "text": "The log of May shows forty doubles."}


class NewBudget(Words):
    """How much may be open at once before a list is shown."""

    overrides = Whole(
        "Ignored advice whose bet is open; without it no budget.", most=MOST, required=False, default=None
    )
    waivers = Whole("Waivers that hold; without it no budget.", most=MOST, required=False, default=None)
    why = Text("What it is for, in a sentence.", most=400)
    after = Whole("The version that was read.", most=MANY, required=False, default=None)

    example: ClassVar = {"overrides": 5, "waivers": 20, "why": "More than that somebody should read."}


class RiskAnswer(Answer):
    """The one thing of a review that its reviewer calls a serious risk. It stops nothing."""

    suggestion = serializers.IntegerField(
        source="suggestion.number", min_value=1, max_value=MANY, help_text="Its number within the review."
    )
    words = Text("What can happen, to whom, and how the reviewer knows.", most=LONGEST)
    by = PersonName(help_text="Who gave the advice.")
    at = serializers.DateTimeField(help_text="When.")
    head = PersonName(help_text="Who reads both sides.")
    read_at = serializers.DateTimeField(allow_null=True, help_text="When they did; null until then.")
    note = Text("What they note; may be empty.", most=400, blank=True)
    silent_at = serializers.DateTimeField(allow_null=True, help_text="When the time to read it was over, unread.")
    review_url = Here("The look that it was given in.", "api-review", "review_id")

    example: ClassVar = {
        "suggestion": 2,
        "words": NewRisk.example["words"],
        "by": PersonName.example,
        "at": "2026-11-23T09:00:00Z",
        "head": PersonName.example,
        "read_at": None,
        "note": "",
        "silent_at": None,
        "review_url": f"{HOST}/api/v1/reviews/418",
    }


class CalibrationQuery(PageWords):
    """Of what."""

    by = serializers.ChoiceField(
        [("rule", "rule"), ("topic", "topic"), ("team", "team"), ("weight", "weight"), ("guild", "guild")],
        required=False, default="rule",
        help_text="By rule, topic, team or weight, or of the whole guild; never by person.",
    )  # fmt: skip


class QuarterAnswer(Answer):
    """What was looked at again within a quarter."""

    name = Text("The quarter.", most=7)
    right = serializers.IntegerField(min_value=0, max_value=MANY, help_text="The advice was right.")
    wrong = serializers.IntegerField(min_value=0, max_value=MANY, help_text="The team was right.")

    example: ClassVar = {"name": "Q4 2026", "right": 1, "wrong": 2}


class CalibrationAnswer(Answer):
    """How often ignored advice was right in the end."""

    code = Text("The rule, topic, team or weight; empty for the whole guild.", most=200, blank=True)
    name = Text("The same for people.", most=200)
    sent = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Pieces of advice.")
    followed = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Accepted or adapted.")
    ignored = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Ignored, with data.")
    right = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Ignored, and the advice was right.")
    wrong = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Ignored, and the team was right.")
    untold = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Ignored, and nobody can tell.")
    quarters = serializers.ListField(
        child=QuarterAnswer(), max_length=QUARTERS, help_text="The last two years, the oldest quarter first."
    )

    example: ClassVar = {
        "code": "contact-named", "name": "contact-named", "sent": 12, "followed": 8, "ignored": 4,
        "right": 1, "wrong": 2, "untold": 0, "quarters": [QuarterAnswer.example],
    }  # fmt: skip


class OpenAnswer(Answer):
    """One open override or waiver."""

    on = serializers.DateField(help_text="When it is looked at again, or ends.")
    kind = serializers.ChoiceField([("override", "override"), ("waiver", "waiver")], help_text="Which of the two.")
    words = Text("The advice that was ignored, or the rule and its place.", most=LONGEST)
    team = Text("The team, by name.", most=200)
    url = Page("Its page in this portal.")

    example: ClassVar = {
        "on": "2026-12-21", "kind": "override", "words": "Make the key required.", "team": "Checkout",
        "url": f"{HOST}/reviews/418/#suggestion-2",
    }  # fmt: skip


class BudgetAnswer(Answer):
    """How many overrides and waivers a division means to have open, and how many are."""

    division = serializers.SlugField(
        source="budget.division.slug", allow_null=True, default=None, max_length=60,
        help_text="With all below it; null for the whole company.",
    )  # fmt: skip
    version = serializers.IntegerField(
        source="budget.number", min_value=1, max_value=MANY, help_text="The version, from 1."
    )
    overrides = serializers.IntegerField(
        source="budget.overrides", allow_null=True, min_value=0, max_value=MOST, help_text="Meant; null: no budget."
    )
    waivers = serializers.IntegerField(
        source="budget.waivers", allow_null=True, min_value=0, max_value=MOST, help_text="Meant; null: no budget."
    )
    overrides_open = serializers.IntegerField(source="overrides", min_value=0, max_value=MANY, help_text="Now.")
    waivers_open = serializers.IntegerField(source="waivers", min_value=0, max_value=MANY, help_text="Now.")
    why = Text("What it is for, in a sentence.", source="budget.why", most=400)
    made_by = PersonName(source="budget.made_by", help_text="Who set it.")
    made_at = serializers.DateTimeField(source="budget.made_at", help_text="When.")
    exceeded = serializers.BooleanField(help_text="Whether more is open than is meant; it stops nothing.")
    entries = serializers.ListField(
        child=OpenAnswer(), max_length=MOST_LISTED,
        help_text="Where it is exceeded, what is open: the next to end first, and no more than a hundred.",
    )  # fmt: skip

    example: ClassVar = {
        "division": "payments", "version": 2, "overrides": 5, "waivers": 20, "overrides_open": 6, "waivers_open": 11,
        "why": "More than that somebody should read.", "made_by": PersonName.example,
        "made_at": "2026-11-23T09:00:00Z", "exceeded": True, "entries": [OpenAnswer.example],
    }  # fmt: skip


@reviews.post(takes=Landed, gives=shapes.SuggestionAnswer)
def say_done(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Say where accepted advice was done.

    Who may answer says so, once, when no revision can show it; the record says that they say so. Refused with
    `landing-known` when it was seen or said already.
    """
    found = suggestion_of(request, review, suggestion)
    landing = getattr(getattr(found, "answer", None), "landing", None)
    if landing is None:
        raise Http404
    landing.answer = found.answer
    found.answer.suggestion = found
    say_landed(landing, by=request.user, **words)
    return suggestion_of(request, review, suggestion)


@reviews.post(takes=NewView, gives=shapes.SuggestionAnswer)
def write_view(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Write how the reviewer sees an outcome.

    Once, from the day on which the data is looked at again. It stands beside what the lead says and counts nowhere.
    """
    found = suggestion_of(request, review, suggestion)
    answer = getattr(found, "answer", None)
    if answer is None or answer.kind != Word.Kind.IGNORE:
        raise Http404
    answer.suggestion = found
    outcomes.write_view(answer, by=request.user, **words)
    return suggestion_of(request, review, suggestion)


@reviews.post(takes=Deputy, gives=shapes.ReviewAnswer)
def name_deputy(request: Call, review: int, words: Given) -> Review:
    """Let somebody answer in the lead's place.

    The lead of the owning team may. Whoever was named before may not answer any more; the lead still may.
    """
    found = review_of(request, review)
    person = get_object_or_404(Person.objects.visible_to(request.user), login=words["person"])
    deputies.name_deputy(found, by=request.user, person=person)
    return review_of(request, review)


@reviews.post(gives=shapes.ReviewAnswer)
def end_deputy(request: Call, review: int) -> Review:
    """Take the deputy back.

    The lead of the owning team may. Refused with `deputy-none` when nobody is named.
    """
    deputies.end_deputy(review_of(request, review), by=request.user)
    return review_of(request, review)


@reviews.post(takes=NewRisk, gives=RiskAnswer)
def mark_risk(request: Call, review: int, suggestion: int, words: Given) -> SeriousRisk:
    """Mark a suggestion as a serious risk.

    Its reviewer may, once a review: both sides' words go to whoever heads the team's division. Nothing is stopped.
    """
    return risks.mark_risk(suggestion_of(request, review, suggestion), by=request.user, **words)


@reviews.get(gives=RiskAnswer, many=True, asks=PageWords)
def list_risks(request: Call, review: int, words: Given) -> Rows:
    """List the serious risk of a review.

    The one thing that its reviewer has marked, or nothing.
    """
    found = risk_of(review_of(request, review))
    return rows_of(words, [] if found is None else [found])


@reviews.post(takes=ReadRisk, gives=RiskAnswer)
def read_risk(request: Call, review: int, words: Given) -> SeriousRisk:
    """Write down that both sides were read.

    Whom it was brought before may, once. It decides nothing.
    """
    return risks.acknowledge_risk(_risk(request, review), by=request.user, **words)


@reviews.get(gives=CalibrationAnswer, many=True, asks=CalibrationQuery)
def list_calibration(request: Call, words: Given) -> Rows:
    """List how often ignored advice was right.

    By rule, topic, team or weight, what most is known of first, or of the whole guild; in all and by quarter. There is
    none by person.
    """
    found = calibration()
    lines: dict[str, list[Line]] = {
        "rule": found.rules, "topic": found.topics, "team": found.teams, "weight": found.weights,
        "guild": [found.guild],
    }  # fmt: skip
    return rows_of(words, lines[words.get("by", "rule")])


@reviews.get(gives=BudgetAnswer, many=True, asks=PageWords)
def list_budgets(request: Call, words: Given) -> Rows:
    """List the budgets of overrides and waivers.

    With how many are open now, and where more are than is meant, which and until when. It stops nothing.
    """
    return rows_of(words, budgets())


@reviews.post(takes=NewBudget, gives=BudgetAnswer)
def set_company_budget(request: Call, words: Given) -> Spent:
    """Set the budgets of the whole company.

    A steward may: the next version.
    """
    return _set(request, None, words)


@reviews.post(takes=NewBudget, gives=BudgetAnswer)
def set_division_budget(request: Call, division: str, words: Given) -> Spent:
    """Set the budgets of a division.

    Who heads it, or one above it, may: the next version.
    """
    found = get_object_or_404(Division.objects.select_related("head", "parent"), slug=division)
    return _set(request, found, words)


def _set(request: Call, division: Division | None, words: Given) -> Spent:
    row = set_budget(division, by=request.user, **words)
    return next(one for one in budgets() if one.budget.pk == row.pk)


def _risk(request: Call, review: int) -> SeriousRisk:
    found = risk_of(review_of(request, review))
    if found is None:
        raise Http404
    return found
