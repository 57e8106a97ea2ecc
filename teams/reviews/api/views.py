"""The API of reviews: what was suggested, and what became of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from teams.reviews.actions import reviews as actions
from teams.reviews.api import shapes, words
from teams.reviews.models import Review, Suggestion
from teams.reviews.reads import reviews as reads

path_word(
    "review", "The id of a review.", "418",
    type="string", pattern="^[0-9]+$", minLength=1, maxLength=18,
)  # fmt: skip
path_word("suggestion", "The suggestion's number within the review.", 2, type="integer", minimum=1, maximum=999_999_999)

reviews = Group("Reviews", "Somebody independent looks at what critical services propose; the team decides.")


@reviews.get(gives=shapes.ReviewAnswer, many=True, asks=words.ReviewQuery)
def list_reviews(request: Call, words: Given) -> Rows:
    """List the reviews of the company.

    The newest first, ended ones too: advice is given in the open.
    """
    rows = reads.reviews(request.user).order_by("-pk")
    for name, path in {"state": "state", "reviewer": "reviewer__login", "team": "team__slug"}.items():
        if wanted := words.get(name):
            rows = rows.filter(**{path: wanted})
    return rows_of(words, rows)


@reviews.get(gives=shapes.ReviewAnswer)
def get_review(request: Call, review: int) -> Review:
    """Read one review.

    With who looks at it, what they say as a whole, and when it was published.
    """
    return _review(request, review)


@reviews.post(takes=words.Advice, gives=shapes.ReviewAnswer)
def send_advice(request: Call, review: int, words: Given) -> Review:
    """Send the advice.

    Its reviewer may, once: from then on every suggestion is frozen and open to all, and the lead has five working days
    to answer. Without a suggestion the review closes. Refused with `review-not-open` when it is no longer written.
    """
    found = _review(request, review)
    actions.send_advice(found, by=request.user, **words)
    return _review(request, review)


@reviews.post(takes=words.Decline, gives=shapes.ReviewAnswer)
def decline_review(request: Call, review: int, words: Given) -> Review:
    """Hand a review back.

    Its reviewer may, with a reason, before the advice is sent; a worker draws somebody else. Drafts are dropped.
    """
    found = _review(request, review)
    actions.decline_review(found, by=request.user, **words)
    return _review(request, review)


@reviews.get(gives=shapes.SuggestionAnswer, many=True)
def list_suggestions(request: Call, review: int, words: Given) -> Rows:
    """List the suggestions of a review.

    By their numbers, each with its answer. Empty until the advice was sent; its reviewer sees the drafts.
    """
    return rows_of(words, reads.suggestions(request.user, _review(request, review)))


@reviews.post(takes=words.NewSuggestion, gives=shapes.SuggestionAnswer, status=201)
def write_suggestion(request: Call, review: int, words: Given) -> Suggestion:
    """Create a suggestion at a line.

    A draft that only the reviewer sees until the advice is sent. Refused with `suggestion-nowhere` for a line that the
    text does not have.
    """
    found = _review(request, review)
    made = actions.suggest(found, by=request.user, **words)
    return _suggestion(request, review, made.number)


@reviews.get(gives=shapes.SuggestionAnswer)
def get_suggestion(request: Call, review: int, suggestion: int) -> Suggestion:
    """Read one suggestion.

    With the team's answer, and what the data behind it said in the end.
    """
    return _suggestion(request, review, suggestion)


@reviews.post(takes=words.NewAnswer, gives=shapes.SuggestionAnswer)
def answer_suggestion(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Answer a suggestion.

    The lead of the owning team may, once: accept, adapt, or ignore it. Ignoring needs data and a day within a year on
    which it is looked at again, else it is `answer-without-data`; the managers above the lead are told.
    """
    found = _suggestion(request, review, suggestion)
    actions.answer_suggestion(found, by=request.user, **words)
    return _suggestion(request, review, suggestion)


@reviews.post(takes=words.NewOutcome, gives=shapes.SuggestionAnswer)
def record_outcome(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Record what the data behind ignored advice says now.

    The lead of the owning team may, once. The ledger counts who was right.
    """
    found = _suggestion(request, review, suggestion)
    answer = reads.answer_of(found)
    if answer is None:
        raise Http404
    answer.suggestion = found
    actions.record_outcome(answer, by=request.user, **words)
    return _suggestion(request, review, suggestion)


def _review(request: Call, review: int) -> Review:
    return get_object_or_404(reads.reviews(request.user), pk=review)


def _suggestion(request: Call, review: int, number: int) -> Suggestion:
    found = reads.suggestions(request.user, _review(request, review))
    one = next((one for one in found if one.number == number), None)
    if one is None:
        raise Http404
    return one
