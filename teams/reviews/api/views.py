"""The API of reviews: what was suggested, and what became of it."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.kit import facets
from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from teams.people.reads import divisions
from teams.reviews.actions import asking
from teams.reviews.actions import reviews as actions
from teams.reviews.api import shapes, words
from teams.reviews.models import Review, Suggestion
from teams.reviews.reads import lists
from teams.reviews.reads import reviews as reads

path_word(
    "review", "The id of a review.", "418",
    type="string", pattern="^[0-9]+$", minLength=1, maxLength=18,
)  # fmt: skip
path_word("suggestion", "The suggestion's number within the review.", 2, type="integer", minimum=1, maximum=999_999_999)

ONE_OF = {"reviewer": "reviewer__login", "team": "team__slug"}

reviews = Group("Reviews", "Somebody independent looks at what critical services propose; the team decides.")


@reviews.get(gives=shapes.ReviewAnswer, many=True, asks=words.ReviewQuery)
def list_reviews(request: Call, words: Given) -> Rows:
    """List the reviews of the company.

    The newest first, ended ones too: advice is given in the open. Narrowed and ordered by the words of its page.
    """
    only = Q(**{path: words[name] for name, path in ONE_OF.items() if name in words})
    shape = lists.shape(divisions.words())
    wanted = facets.wanted_by(words, shape, "newest")
    rows = lists.rows_of(request.user, wanted.text, only)
    ids = facets.window(rows, shape, wanted, words["limit"], words["offset"])
    loaded = reads.reviews(request.user).in_bulk(ids)
    return Rows([loaded[pk] for pk in ids], facets.total(rows, shape, wanted))


@reviews.post(takes=words.NewReview, gives=shapes.ReviewAnswer, status=201)
def ask_for_review(request: Call, words: Given) -> Review:
    """Create a review.

    Somebody of the owning team asks for a look at a thing, about one topic; what it says then is frozen, and a worker
    draws who looks. Refused with `review-running` while such a look is on, and with `subject-unknown` for no thing.
    """
    answers = {one["key"]: one["text"] for one in words.pop("answers", [])}
    made = asking.ask_for_review(by=request.user, answers=answers, **words)
    return review_of(request, made.pk)


@reviews.get(gives=shapes.ReviewAnswer)
def get_review(request: Call, review: int) -> Review:
    """Read one review.

    With who looks at it, what they say as a whole, and when it was published.
    """
    return review_of(request, review)


@reviews.post(gives=shapes.ReviewAnswer)
def take_review(request: Call, review: int) -> Review:
    """Take a seat.

    Whoever was drawn says that they look at it, within a working day; beginning to write says so too.
    """
    actions.take_seat(review_of(request, review), by=request.user)
    return review_of(request, review)


@reviews.post(takes=words.Withdrawal, gives=shapes.ReviewAnswer)
def withdraw_review(request: Call, review: int, words: Given) -> Review:
    """Withdraw a review.

    Whoever asked for it may, and the lead of the team: nobody needs to look any more. Every seat is given back.
    """
    asking.withdraw_review(review_of(request, review), by=request.user, **words)
    return review_of(request, review)


@reviews.post(takes=words.Advice, gives=shapes.ReviewAnswer)
def send_advice(request: Call, review: int, words: Given) -> Review:
    """Send the advice.

    Its reviewer may, once: from then on every suggestion is frozen and open to all, and the lead has five working days
    to answer. Without a suggestion the review closes. Refused with `review-not-open` when it is no longer written.
    """
    found = review_of(request, review)
    actions.send_advice(found, by=request.user, **words)
    return review_of(request, review)


@reviews.post(takes=words.Decline, gives=shapes.ReviewAnswer)
def decline_review(request: Call, review: int, words: Given) -> Review:
    """Hand a review back.

    Its reviewer may, with a reason, before the advice is sent; a worker draws somebody else. Drafts are dropped.
    """
    found = review_of(request, review)
    actions.decline_review(found, by=request.user, **words)
    return review_of(request, review)


@reviews.get(gives=shapes.SuggestionAnswer, many=True)
def list_suggestions(request: Call, review: int, words: Given) -> Rows:
    """List the suggestions of a review.

    By their numbers, each with its answer. Empty until the advice was sent; its reviewer sees the drafts.
    """
    return rows_of(words, reads.suggestions(request.user, review_of(request, review)))


@reviews.post(takes=words.NewSuggestion, gives=shapes.SuggestionAnswer, status=201)
def write_suggestion(request: Call, review: int, words: Given) -> Suggestion:
    """Create a suggestion at its place.

    Lines, or an operation, a type or a JSON pointer of a contract; line n of a proposal is its paragraph n. A draft
    that only the reviewer sees until the advice is sent. Refused with `suggestion-nowhere`, `suggestion-key-nowhere`
    and `suggestion-pointer-nowhere` for what the text does not have.
    """
    found = review_of(request, review)
    made = actions.suggest(found, by=request.user, **words)
    return suggestion_of(request, review, made.number)


@reviews.get(gives=shapes.SuggestionAnswer)
def get_suggestion(request: Call, review: int, suggestion: int) -> Suggestion:
    """Read one suggestion.

    With the team's answer, and what the data behind it said in the end.
    """
    return suggestion_of(request, review, suggestion)


def review_of(request: Call, review: int) -> Review:
    return get_object_or_404(reads.reviews(request.user), pk=review)


def suggestion_of(request: Call, review: int, number: int) -> Suggestion:
    found = reads.suggestions(request.user, review_of(request, review))
    one = next((one for one in found if one.number == number), None)
    if one is None:
        raise Http404
    return one
