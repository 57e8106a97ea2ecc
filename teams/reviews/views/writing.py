"""The reviewer writes, sends, or hands it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.paging import number
from portal.kit.refusals import Invalid
from teams.people.asker import Request
from teams.reviews.actions import reviews as actions
from teams.reviews.forms import AdviceForm, DeclineForm, SuggestionForm
from teams.reviews.models import Review, Suggestion
from teams.reviews.reads.excerpts import Source
from teams.reviews.views.find import review_of, suggestion_of
from teams.reviews.views.pages import suggestions_page


def review_suggest(request: Request, pk: int) -> HttpResponse:
    """A suggestion on a line: ``?line=`` names it."""
    review = review_of(request, pk)
    policies.require(request.user, "review.suggest", review)
    line = number(request, "line")
    form = SuggestionForm(posted(request), initial={"line": line, "weight": "should"})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.suggest(review, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Suggestion {made.number} is kept as a draft. Only you see it until you send.")
            # Back to where they read: the draft stands under its last line, and the next line has its plus.
            subject = reverse("reviews:review-subject", args=[review.pk])
            return redirect(f"{subject}?line={made.line}#L{made.line}")
    return _form_page(request, review, form, line)


def suggestion_change(request: Request, pk: int, number: int) -> HttpResponse:
    found = suggestion_of(request, pk, number)
    policies.require(request.user, "review.suggest", found.review)
    facts = {name: getattr(found, name) for name in ("line", "end_line", "weight", "text", "why", "prediction")}
    form = SuggestionForm(posted(request), initial=facts)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_suggestion(found, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Suggestion {found.number} is changed.")
            return redirect(f"{found.review.get_absolute_url()}#{found.anchor}")
    return _form_page(request, found.review, form, found.line, found)


def _form_page(
    request: Request, review: Review, form: SuggestionForm, line: int, suggestion: Suggestion | None = None
) -> HttpResponse:
    source = Source(review.revision)
    line = min(line, len(source.rows))
    lines = source.around(line, suggestion.end_line if suggestion is not None else line)
    context = {"review": review, "revision": review.revision, "form": form, "lines": lines, "suggestion": suggestion}
    return page(request, "reviews/suggestion_form.html", context, status=422 if form.errors else 200)


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
    messages.success(request, f"Your advice is sent and frozen. {sent.team.lead.name} answers it.")
    return redirect(review)


@require_POST
def review_decline(request: Request, pk: int) -> HttpResponse:
    review = review_of(request, pk)
    policies.require(request.user, "review.decline", review)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return suggestions_page(request, review, forms={"decline_form": form})
    actions.decline_review(review, by=request.user, **form.cleaned_data)
    messages.success(request, "Handed back. Somebody else is drawn.")
    return redirect(review)
