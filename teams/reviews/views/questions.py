"""The questions that are asked with a look: what a team says to them, and the forms they stand in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Denied, Refused
from teams.people.asker import Request
from teams.reviews.actions.forms import answer_form, set_review_form
from teams.reviews.models import Topic
from teams.reviews.question_forms import FormAnswersForm, ReviewFormForm
from teams.reviews.reads import forms as reads
from teams.reviews.views.find import review_of


def review_questions(request: Request, pk: int) -> HttpResponse:
    """Answer what one can. Nobody waits for it; what is there when the advice is written is read."""
    review = review_of(request, pk)
    policies.require(request.user, "review.answer-form", review)
    answers = reads.answers_of(review)
    form = FormAnswersForm(posted(request), form=answers)
    if request.method == "POST" and form.is_valid():
        try:
            answer_form(review, by=request.user, answers=form.cleaned_data)
        except Refused as refusal:  # the advice came meanwhile: what was typed stays to be read
            if isinstance(refusal, Denied):
                raise
            show(form, refusal)
        else:
            messages.success(request, "Kept. You may say more until the advice is sent.")
            return redirect(review)
    context = {"review": review, "answers": answers, "form": form}
    return page(request, "reviews/review_questions.html", context, status=422 if form.errors else 200)


@require_safe
def form_list(request: Request) -> HttpResponse:
    """What is asked about each topic, in its newest version."""
    return page(request, "reviews/form_list.html", {"forms": reads.forms()})


@require_safe
def form(request: Request, topic: str) -> HttpResponse:
    """The questions of one topic, and every version there was."""
    found = reads.form_of(_topic(topic))
    return page(request, "reviews/form.html", {"form": found, "versions": reads.versions(topic)})


def form_change(request: Request, topic: str) -> HttpResponse:
    """The next version, begun from what is asked now."""
    policies.require(request.user, "review-form.change", _topic(topic))
    now = reads.form_of(topic)
    form = ReviewFormForm(posted(request), begin=now)
    if request.method == "POST" and form.is_valid():
        try:
            made = set_review_form(topic, by=request.user, **form.words)
        except Refused as refusal:  # somebody else was first: what was typed stays to be read and copied
            show(form, refusal)
        else:
            messages.success(request, f"Version {made.number} is asked from now on. Older looks keep their questions.")
            return redirect("reviews:form", topic)
    context = {"form": form, "now": now}
    return page(request, "reviews/form_form.html", context, status=422 if form.errors else 200)


def _topic(topic: str) -> str:
    if topic not in Topic.values:
        raise Http404
    return topic
