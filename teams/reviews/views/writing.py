"""The reviewer writes, sends, or hands it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.paging import number
from portal.kit.refusals import Invalid
from teams.people.asker import Request
from teams.reviews.actions import reviews as actions
from teams.reviews.forms import AdviceForm, DeclineForm, SuggestionForm
from teams.reviews.models import Review
from teams.reviews.reads.desk import typed
from teams.reviews.reads.seats import seat_of
from teams.reviews.views.find import review_of, suggestion_of
from teams.reviews.views.pages import Writing, suggestions_page


def review_suggest(request: Request, pk: int) -> HttpResponse:
    """A suggestion on a line: ``?line=`` names it."""
    review = review_of(request, pk)
    policies.require(request.user, "review.suggest", review)
    named = bool(request.GET.get("line"))
    line = number(request, "line")
    seat = seat_of(request.user, review)
    begun = typed(seat.typed, "suggestion") if seat is not None else {}
    form = SuggestionForm(posted(request), initial={"weight": "should", **begun, "line": line if named else None})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.suggest(review, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Suggestion {made.number} is kept as a draft. Only you see it until you send.")
            # Back to where they read: the draft stands under its last line, and the next line has its plus.
            tab = "review-changes" if request.GET.get("from") == "changes" else "review"
            subject = reverse(f"reviews:{tab}", args=[review.pk])
            return redirect(f"{subject}?line={made.line}#L{made.line}")
    return _written(request, review, Writing(form, line), at="text" if named else "line")


def suggestion_change(request: Request, pk: int, number: int) -> HttpResponse:
    found = suggestion_of(request, pk, number)
    policies.require(request.user, "review.suggest", found.review)
    facts = {
        name: getattr(found, name) for name in ("line", "end_line", "pointer", "weight", "text", "why", "prediction")
    }
    if found.seat is not None:
        facts |= typed(found.seat.typed, found.anchor)
    form = SuggestionForm(posted(request), initial=facts)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_suggestion(found, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Suggestion {found.number} is changed.")
            return redirect(f"{found.review.get_absolute_url()}?line={found.line}#{found.anchor}")
    return _written(request, found.review, Writing(form, found.end_line, found), at="text")


def _written(request: Request, review: Review, writing: Writing, *, at: str) -> HttpResponse:
    """The desk with this form under its line; the first field at fault has the cursor, else ``at``."""
    wrong = next(iter(writing.form.errors), at)
    writing.form.fields[wrong if wrong in writing.form.fields else at].widget.attrs["autofocus"] = True
    return suggestions_page(request, review, writing=writing)


@require_POST
def review_keep(request: Request, pk: int) -> HttpResponse:
    """Keep what is typed, as it stands: after every pause in typing, when the page is left, and by a button.

    With ``drop`` it is forgotten.
    """
    review = review_of(request, pk)
    policies.require(request.user, "review.suggest", review)
    form = str(request.POST.get("form", ""))
    if "drop" in request.POST:
        actions.drop_typed(review, by=request.user, form=form)
        messages.info(request, "What was kept is forgotten.")
        return redirect(review)
    words = {name: str(request.POST[name]) for name in request.POST if name not in {"form", "csrfmiddlewaretoken"}}
    try:
        actions.keep_typed(review, by=request.user, form=form, words=words)
    except Invalid as refusal:
        if refusal.code != "typed-too-long":
            raise
        says = f"{refusal.message} Your words still stand in the field: shorten them there."
        raise Invalid(refusal.code, says, **refusal.fields) from None
    return redirect(review)


@require_POST
def suggestion_drop(request: Request, pk: int, number: int) -> HttpResponse:
    found = suggestion_of(request, pk, number)
    actions.drop_suggestion(found, by=request.user)
    messages.info(request, f"Suggestion {number} is gone.")
    return redirect(found.review)


@require_POST
def review_send(request: Request, pk: int) -> HttpResponse:
    review = review_of(request, pk)
    policies.require(request.user, "review.advise", review)
    form = AdviceForm(request.POST)
    if not form.is_valid():
        return suggestions_page(request, review, forms={"advice_form": form})
    sent = actions.send_advice(review, by=request.user, **form.cleaned_data)
    answers = f" {sent.team.lead.name} answers it." if sent.is_sent else ""
    messages.success(request, f"Your advice is sent and frozen.{answers}")
    return redirect(review)


@require_POST
def review_decline(request: Request, pk: int) -> HttpResponse:
    review = review_of(request, pk)
    policies.require(request.user, "review.decline", review)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return suggestions_page(request, review, forms={"decline_form": form})
    actions.decline_review(review, by=request.user, **form.cleaned_data)
    messages.success(request, "Handed back.")
    return redirect(review)
