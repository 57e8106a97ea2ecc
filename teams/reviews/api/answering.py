"""The API of what a team does with advice, and of what its data says later."""

from typing import Any

from django.http import Http404

from portal.kit.api import Call
from portal.kit.endpoints import Given
from teams.reviews.actions import answering as actions
from teams.reviews.actions import outcomes
from teams.reviews.actions.evidence import Given as GivenData
from teams.reviews.api import shapes, words
from teams.reviews.api.views import reviews, suggestion_of
from teams.reviews.models import Suggestion
from teams.reviews.reads.reviews import answer_of


@reviews.post(takes=words.NewAnswer, gives=shapes.SuggestionAnswer)
def answer_suggestion(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Answer a suggestion.

    The lead of the owning team may, once: accept, adapt, or ignore it. Ignoring needs data and a day within a year on
    which it is looked at again, else it is `answer-without-data`; the managers above the lead are told.
    """
    found = suggestion_of(request, review, suggestion)
    actions.answer_suggestion(found, by=request.user, **_given(words))
    return suggestion_of(request, review, suggestion)


@reviews.post(takes=words.NewOutcome, gives=shapes.SuggestionAnswer)
def record_outcome(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Record what the data behind ignored advice says now.

    The lead of the owning team may, once. The ledger counts who was right.
    """
    found = suggestion_of(request, review, suggestion)
    answer = answer_of(found)
    if answer is None:
        raise Http404
    answer.suggestion = found
    more = {one["number"]: one["value"] for one in words.pop("more_numbers", ())}
    outcomes.record_outcome(answer, by=request.user, more=more, **words)
    return suggestion_of(request, review, suggestion)


FLAT = {"evidence": "kind", "measure": "measure", "value": "value", "baseline": "baseline", "unit": "unit",
        "source": "source", "measured_on": "measured_on"}  # fmt: skip


def _given(words: Given) -> dict[str, Any]:
    """The first number stands beside the answer, the others in ``more_numbers``."""
    said = dict(words)
    more = said.pop("more_numbers", [])
    first = {to: said.pop(name) for name, to in FLAT.items() if name in said}
    rest = [{to: one[name] for name, to in FLAT.items() if name in one} for one in more]
    data = [GivenData(**one) for one in (first, *rest)]
    return {**said, "data": data if said["kind"] == "ignore" else []}
