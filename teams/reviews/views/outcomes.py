"""Who was right, on a short page with the numbers side by side; and what all of that says about rules and topics."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.forms import posted
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from portal.kit.text import asked
from teams.people.asker import Request
from teams.reviews.actions import outcomes, rules
from teams.reviews.actions.usefulness import rate_review
from teams.reviews.answering_forms import DoubtForm, OutcomeForm, SettleForm, ViewForm
from teams.reviews.models import Answer, RuleDoubt
from teams.reviews.reads.calibration import calibration, of_rule
from teams.reviews.reads.reviews import head
from teams.reviews.views.find import review_of


def suggestion_outcome(request: Request, pk: int, number: int) -> HttpResponse:
    """The numbers then and now; the lead says who was right, the reviewer how they see it."""
    review = review_of(request, pk)
    top = head(request.user, review)
    suggestion = next((one for one in top.suggestions if one.number == number), None)
    answer: Answer | None = getattr(suggestion, "answer", None)
    if suggestion is None or answer is None or answer.kind != Answer.Kind.IGNORE:
        raise Http404
    judges = policies.may(request.user, "answer.judge", answer)
    form, view_form = OutcomeForm(answer=answer), ViewForm()
    if request.method == "POST" and request.POST.get("act") == "view":
        view_form = ViewForm(request.POST)
        policies.require(request.user, "answer.view", answer)
        done = _view(request, answer, view_form)
    elif request.method == "POST":
        form = OutcomeForm(posted(request), answer=answer)
        policies.require(request.user, "answer.judge", answer)
        done = _outcome(request, answer, form)
    else:
        done = False
    if done:
        return redirect("reviews:suggestion-outcome", pk, number)
    context = {
        "review": review, "revision": review.revision, "head": top, "tab": "outcome", "suggestion": suggestion,
        "answer": answer, "form": form, "view_form": view_form, "view": getattr(answer, "reviewers_view", None),
        "judges": judges, "views": policies.may(request.user, "answer.view", answer),
        "is_time": outcomes.is_time(answer),
    }  # fmt: skip
    return page(request, "reviews/outcome.html", context, status=422 if request.method == "POST" else 200)


def _outcome(request: Request, answer: Answer, form: OutcomeForm) -> bool:
    if not form.is_valid():
        return False
    try:
        told = outcomes.record_outcome(answer, by=request.user, **form.words)
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return False
    messages.success(request, f"Written down: {told.get_outcome_display().lower()}.")
    return True


def _view(request: Request, answer: Answer, form: ViewForm) -> bool:
    if not form.is_valid():
        return False
    try:
        outcomes.write_view(answer, by=request.user, **form.cleaned_data)
    except Invalid as refusal:
        form.add_error("text", refusal.message)
        return False
    messages.success(request, "Your view stands beside what the lead says.")
    return True


@require_safe
def calibration_page(request: Request) -> HttpResponse:
    """How often ignored advice was right in the end: by rule, topic and team, over time. Of no person."""
    return page(request, "reviews/calibration.html", {"found": calibration(), "settle_form": SettleForm()})


def rule_doubt(request: Request) -> HttpResponse:
    """Ask the stewards whether a rule is worth keeping."""
    rule = asked(request, "rule") if request.method == "GET" else str(request.POST.get("rule", ""))[:200]
    line = of_rule(rule)
    if line is None:
        raise Http404
    form = DoubtForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            rules.doubt_rule(rule, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("words", refusal.message)
        else:
            messages.success(request, "The stewards are asked.")
            return redirect("reviews:calibration")
    context = {"form": form, "line": line, "rule": rule}
    return page(request, "reviews/rule_doubt.html", context, status=422 if form.is_bound else 200)


@require_POST
def doubt_settle(request: Request, pk: int) -> HttpResponse:
    doubt = get_object_or_404(RuleDoubt.objects.select_related("by"), pk=pk)
    policies.require(request.user, "rule.settle", doubt)
    rules.settle_doubt(doubt, by=request.user, words=str(request.POST.get("words", "")))
    messages.success(request, "Written down, and told to who asked.")
    return redirect("reviews:calibration")


@require_POST
def review_rate(request: Request, pk: int) -> HttpResponse:
    """The team says whether the look was useful."""
    review = review_of(request, pk)
    rate_review(review, by=request.user, mark=str(request.POST.get("mark", "")))
    messages.success(request, "Counted. Nobody sees whose it was.")
    return redirect(review)
