"""The list of reviews, and the tabs of one."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from portal.kit import facets
from portal.kit.htmx import page
from portal.kit.paging import number
from teams.people.asker import Request
from teams.people.reads import divisions
from teams.reviews.answering_forms import DeputyForm, LandedForm
from teams.reviews.asking_forms import WithdrawForm
from teams.reviews.forms import AdviceForm, DeclineForm, SuggestionForm
from teams.reviews.models import Review, Seat, Suggestion
from teams.reviews.reads import desk as desks
from teams.reviews.reads import draws, lists
from teams.reviews.reads import reviews as reads
from teams.reviews.reads.answerers import deputy_of
from teams.reviews.reads.forms import answers_of
from teams.reviews.reads.oversight import risk_of
from teams.reviews.reads.seats import by_hand, lacks_second, seats
from teams.reviews.reads.usefulness import is_asked
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


@dataclass(frozen=True, slots=True)
class Writing:
    """A suggestion that is being written or changed, and the line it stands under."""

    form: SuggestionForm
    line: int
    suggestion: Suggestion | None = None


def suggestions_page(
    request: Request,
    review: Review,
    *,
    forms: dict[str, Any] | None = None,
    writing: Writing | None = None,
) -> HttpResponse:
    """The first tab, with forms as they were posted when one of them could not be used.

    Whoever still writes gets their desk instead: the text, what they write, and what they need for it.
    """
    top = reads.head(request.user, review)
    status = 422 if forms or (writing is not None and writing.form.errors) else 200
    if top.seat is not None:
        context = _desk(request, top, top.seat, writing) | (forms or {})
        return page(request, "reviews/desk.html", context, pieces=("kept-advice", "kept-suggestion"), status=status)
    shown, sat = reads.shown(top), seats(review)
    context = {
        "review": review,
        "revision": review.revision,
        "head": top,
        "shown": shown,
        "record": reads.record_of(review.reviewer) if review.reviewer is not None else None,
        "tab": "suggestions",
        "withdraw_form": WithdrawForm(),
        "answers": answers_of(review),
        "seats": sat,
        "by_hand": by_hand(review, sat),
        "lacks_second": lacks_second(review, sat),
        "rates": is_asked(review, request.user),
        "deputy_form": DeputyForm(),
        "risk": risk_of(review) if review.is_sent else None,
        "landed_form": LandedForm(),
        "deputy": deputy_of(review) if review.is_open else None,
        **(forms or {}),
    }
    return page(request, "reviews/review.html", context, status=status)


def _desk(request: Request, top: reads.Head, seat: Seat, writing: Writing | None) -> dict[str, Any]:
    """What their desk shows. A suggestion that was begun and not kept stands open where it was."""
    review = top.review
    found = desks.desk(request.user, review)
    begun = desks.typed(seat.typed, "suggestion")
    if writing is None and begun:
        line = begun.get("line", "")
        writing = Writing(SuggestionForm(initial=begun), int(line) if line.isdecimal() and len(line) < 9 else 1)
    asked = number(request, "line") if request.GET.get("line") else 0
    text = reads.subject(top, asked or (writing.line if writing is not None else 0), found.new)
    sat = seats(review)
    return {
        **_head(review, top, "suggestions"),
        "desk": found,
        "subject": text,
        "writing": writing,
        "in_place": writing is not None and any(row.line.number == writing.line for row in text.rows),
        "kept": seat.typed,
        "seats": sat,
        "by_hand": by_hand(review, sat),
        "lacks_second": lacks_second(review, sat),
        "answers": answers_of(review),
        "advice_form": AdviceForm(initial=desks.typed(seat.typed, "advice")),
        "decline_form": DeclineForm(),
    }


@require_safe
def review_subject(request: Request, pk: int) -> HttpResponse:
    """The source that is looked at, with findings and suggestions. Whoever still writes has it on their desk."""
    found = review_of(request, pk)
    top = reads.head(request.user, found)
    if top.seat is not None:
        return suggestions_page(request, found)
    line = number(request, "line") if request.GET.get("line") else 0
    context = {**_head(found, top, "subject"), "subject": reads.subject(top, line), "before": reads.before(found)}
    context["answers"] = answers_of(found)
    return page(request, "reviews/review_subject.html", context, pieces=("source",))


@require_safe
def review_changes(request: Request, pk: int) -> HttpResponse:
    """What changed since the revision before, with suggestions beside the lines; its reviewer suggests from here."""
    found = review_of(request, pk)
    if found.revision is None:
        raise Http404
    top = reads.head(request.user, found)
    context = {**_head(found, top, "changes"), "compared": reads.changes(top, number(request))}
    return page(request, "reviews/review_changes.html", context, pieces=("changes",))


@require_safe
def review_draw(request: Request, pk: int) -> HttpResponse:
    """Why these people, and why not the others: one draw of it, the last unless ``?draw=`` names another.

    With ``?again`` it is drawn once more from what was stored; that writes nothing, so anybody may.
    """
    found = review_of(request, pk)
    top = reads.head(request.user, found)
    made = draws.draws(found)
    wanted = number(request, "draw") if request.GET.get("draw") else 0
    shown = next((one for one in made if one.number == wanted), made[0] if made else None)
    context = {
        **_head(found, top, "draw"),
        "draws": made,
        "draw": shown,
        "seats": draws.shown(shown) if shown else [],
        "seed": draws.spelled(shown.seed) if shown else "",
        "again": draws.again(shown) if shown and "again" in request.GET else None,
        "soft": draws.gives_way(),
        "declined": reads.declined(found),
    }
    return page(request, "reviews/review_draw.html", context, pieces=("again",))


@require_safe
def review_history(request: Request, pk: int) -> HttpResponse:
    """Who did what, newest first."""
    found = review_of(request, pk)
    top = reads.head(request.user, found)
    return page(request, "reviews/review_history.html", {**_head(found, top, "history"), "history": reads.history(top)})


def _head(review: Review, top: reads.Head, tab: str) -> dict[str, Any]:
    return {"review": review, "revision": review.revision, "head": top, "tab": tab}
