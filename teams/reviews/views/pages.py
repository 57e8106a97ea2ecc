"""The list of reviews, and the tabs of one."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.kit import facets
from portal.kit.htmx import page
from portal.kit.paging import number
from teams.people.asker import Request
from teams.people.reads import divisions
from teams.reviews.forms import AdviceForm, AnswerForm, DeclineForm, OutcomeForm
from teams.reviews.models import Review
from teams.reviews.reads import lists
from teams.reviews.reads import reviews as reads
from teams.reviews.views.find import review_of


@require_safe
def review_list(request: Request) -> HttpResponse:
    """Every review of the company; what waits for whoever asks comes first."""
    shape = lists.shape(divisions.words())
    found = lists.listing(request.user, facets.wanted(request, shape), shape, request.GET)
    context = {"list": found, "waiting": lists.waiting(request.user), "raiser": reads.standing(request.user)}
    return page(request, "reviews/review_list.html", context, pieces=("reviews",))


@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    """The advice, each suggestion on its lines, and what the team answers."""
    return suggestions_page(request, review_of(request, pk))


def suggestions_page(
    request: Request,
    review: Review,
    *,
    forms: dict[str, Any] | None = None,
    answering: int | None = None,
    looking: int | None = None,
) -> HttpResponse:
    """The first tab, with forms as they were posted when one of them could not be used.

    ``answering`` and ``looking`` name the suggestion whose form is open; else the address does, else the first that
    waits for whoever looks.
    """
    top = reads.head(request.user, review)
    shown = reads.shown(top)
    may = request.user.is_steward or review.team.lead_id == request.user.pk
    first = next((one.suggestion.number for one in shown if one.suggestion.state == "open"), 0)
    asked = number(request, "answer") if request.GET.get("answer") else first
    context = {
        "review": review,
        "revision": review.revision,
        "head": top,
        "shown": shown,
        "record": reads.record_of(review.reviewer) if review.reviewer is not None else None,
        "tab": "suggestions",
        "advice_form": AdviceForm(),
        "decline_form": DeclineForm(),
        "answer_form": AnswerForm(),
        "outcome_form": OutcomeForm(),
        "answering": answering or (asked if may and review.state == Review.State.ADVISED else 0),
        "looking": looking or (number(request, "look") if request.GET.get("look") else 0),
        **(forms or {}),
    }
    return page(request, "reviews/review.html", context, status=422 if forms else 200)


@require_safe
def review_subject(request: Request, pk: int) -> HttpResponse:
    """The source that is looked at, with findings and suggestions; its reviewer suggests from here."""
    found = review_of(request, pk)
    top = reads.head(request.user, found)
    line = number(request, "line") if request.GET.get("line") else 0
    context = {**_head(found, top, "subject"), "subject": reads.subject(top, line), "before": reads.before(found)}
    return page(request, "reviews/review_subject.html", context, pieces=("source",))


@require_safe
def review_draw(request: Request, pk: int) -> HttpResponse:
    """Why this person: everybody in the guild, and why not the others."""
    found = review_of(request, pk)
    top = reads.head(request.user, found)
    candidates = reads.candidates(found)
    context = {
        **_head(found, top, "draw"),
        "candidates": candidates,
        "alone": sum(one.tied for one in candidates) == 1,
        "declined": reads.declined(found),
    }
    return page(request, "reviews/review_draw.html", context)


@require_safe
def review_history(request: Request, pk: int) -> HttpResponse:
    """Who did what, newest first."""
    found = review_of(request, pk)
    top = reads.head(request.user, found)
    return page(request, "reviews/review_history.html", {**_head(found, top, "history"), "history": reads.history(top)})


def _head(review: Review, top: reads.Head, tab: str) -> dict[str, Any]:
    return {"review": review, "revision": review.revision, "head": top, "tab": tab}
