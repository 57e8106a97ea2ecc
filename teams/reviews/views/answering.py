"""The lead answers suggestions, and later says what the data showed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from portal.kit import policies
from portal.kit.refusals import Invalid
from teams.people.asker import Request
from teams.reviews.actions import reviews as actions
from teams.reviews.forms import AnswerForm, OutcomeForm
from teams.reviews.models import Suggestion
from teams.reviews.reads.reviews import answer_of
from teams.reviews.views.find import suggestion_of
from teams.reviews.views.pages import suggestions_page


def suggestion_answer(request: Request, pk: int, number: int) -> HttpResponse:
    """Its form is on the review's page; here it arrives."""
    found = suggestion_of(request, pk, number)
    policies.require(request.user, "suggestion.answer", found)
    if request.method != "POST":
        return redirect(f"{found.review.get_absolute_url()}?answer={number}#{found.anchor}")
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_suggestion(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            for name, sentence in refusal.fields.items():
                form.add_error(name, sentence)
            if not refusal.fields:
                form.add_error(None, refusal.message)
        else:
            messages.success(request, _said(found))
            return redirect(found.review)  # its top: what was done, and the next that waits
    return suggestions_page(request, found.review, forms={"answer_form": form}, answering=number)


def _said(suggestion: Suggestion) -> str:
    if suggestion.state == Suggestion.State.IGNORED:
        return f"Suggestion {suggestion.number} is ignored, with data. It stands in the ledger for everybody."
    return f"Suggestion {suggestion.number} is {suggestion.get_state_display().lower()}."


def suggestion_outcome(request: Request, pk: int, number: int) -> HttpResponse:
    """What the data behind an ignored suggestion says now."""
    found = suggestion_of(request, pk, number)
    answer = answer_of(found)
    if answer is None:
        raise Http404
    answer.suggestion = found
    policies.require(request.user, "answer.judge", answer)
    if request.method != "POST":
        return redirect(f"{found.review.get_absolute_url()}?look={number}#{found.anchor}")
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return suggestions_page(request, found.review, forms={"outcome_form": form}, looking=number)
    told = actions.record_outcome(answer, by=request.user, **form.cleaned_data)
    messages.success(request, f"Written down: {told.get_outcome_display().lower()}.")
    return redirect(found.review)
