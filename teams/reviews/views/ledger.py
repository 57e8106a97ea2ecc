"""The ledger of advice that was not followed, and what managers see of it: files, budgets, a serious risk."""

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.kit import facets, policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Refused
from portal.kit.text import asked
from teams.people.asker import Request
from teams.people.models import Division
from teams.reviews.actions.budgets import set_budget
from teams.reviews.actions.risks import acknowledge_risk, mark_risk
from teams.reviews.models import Review
from teams.reviews.oversight_forms import BudgetForm, ReadForm, RiskForm
from teams.reviews.reads import ledger as reads
from teams.reviews.reads.budgets import budgets
from teams.reviews.reads.export import as_csv, as_json
from teams.reviews.reads.oversight import risk_of
from teams.reviews.reads.reviews import answer_of, head
from teams.reviews.views.find import review_of


@require_safe
def ledger(request: Request) -> HttpResponse:
    """Due first; for whoever manages people, their own chain unless they ask for all."""
    shape = reads.shape()
    found = reads.ledger(
        request.user, facets.wanted(request, shape), shape, request.GET, asked(request, "manager")
    )  # fmt: skip
    over = [one for one in budgets() if one.over]
    context = {"page": found, "list": found.listed, "over": over}
    return page(request, "reviews/ledger.html", context, pieces=("ledger",))


WRITERS = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json")}


@require_safe
def ledger_export(request: Request, kind: str) -> HttpResponse | StreamingHttpResponse:
    """What the page of the same address lists, all of it, as a file."""
    if kind not in WRITERS:
        raise Http404
    write, media_type = WRITERS[kind]
    shape = reads.shape()
    wanted = facets.wanted(request, shape)
    rows = reads.rows_for(request.user, wanted.text, asked(request, "manager"))
    pieces = write(rows, shape, wanted, request.build_absolute_uri("/").rstrip("/"))
    name = f"ledger-{timezone.now():%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(pieces, content_type=media_type, headers=headers)


@require_safe
def budget_list(request: Request) -> HttpResponse:
    """How much each division means to have open, and what is open where it is more. Nothing is stopped by it."""
    divisions = Division.objects.select_related("head", "parent").order_by("name")
    return page(request, "reviews/budgets.html", {"budgets": budgets(), "divisions": divisions})


def budget_change(request: Request, slug: str = "") -> HttpResponse:
    """The next version of a division's budgets, or of the company's."""
    division = get_object_or_404(Division.objects.select_related("head", "parent"), slug=slug) if slug else None
    policies.require(request.user, "override-budget.set", division)
    spent = next((one for one in budgets() if one.budget.division_id == (division.pk if division else None)), None)
    now = spent.budget if spent else None
    initial = {"overrides": now.overrides, "waivers": now.waivers, "after": now.number} if now else {"after": 0}
    form = BudgetForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            set_budget(division, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Set. Beyond it a list is shown; nothing is stopped.")
            return redirect("reviews:budgets")
    context = {"form": form, "division": division, "spent": spent, "room": "ledger"}
    return page(request, "reviews/budget_form.html", context, status=422 if form.is_bound else 200)


def review_risk(request: Request, pk: int) -> HttpResponse:
    """Both sides' words about the one thing that the reviewer calls a serious risk."""
    review = review_of(request, pk)
    risk = risk_of(review)
    if risk is None:
        return _mark(request, review)
    top = head(request.user, review)
    told = next(one for one in top.suggestions if one.pk == risk.suggestion_id)
    form = ReadForm(posted(request))
    if request.method == "POST":
        policies.require(request.user, "risk.read", risk)
        if form.is_valid():
            acknowledge_risk(risk, by=request.user, **form.cleaned_data)
            messages.success(request, "Written down that you have read both sides. The team decides.")
            return redirect("reviews:risk", pk)
    context = {
        "review": review, "revision": review.revision, "head": top, "tab": "risk", "risk": risk, "suggestion": told,
        "answer": answer_of(told), "read_form": form,
    }  # fmt: skip
    return page(request, "reviews/risk.html", context, status=422 if request.method == "POST" else 200)


def _mark(request: Request, review: Review) -> HttpResponse:
    policies.require(request.user, "review.mark-risk", review)
    top = head(request.user, review)
    form = RiskForm(posted(request), suggestions=[one for one in top.suggestions if one.state != "accepted"])
    if form.is_bound and form.is_valid():
        try:
            mark_risk(form.chosen, by=request.user, words=form.cleaned_data["words"])
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Marked. Whoever heads the division reads both sides; nothing is stopped.")
            return redirect("reviews:risk", review.pk)
    context = {"review": review, "revision": review.revision, "head": top, "tab": "risk", "risk": None, "form": form}
    return page(request, "reviews/risk.html", context, status=422 if form.is_bound else 200)
