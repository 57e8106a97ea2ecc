"""A look is asked for, given to somebody by hand, taken by whoever was drawn, and withdrawn when it is not needed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Denied, Invalid, Refused
from portal.kit.subjects import kind_of, subject
from services.models import Revision
from teams.people.asker import Request
from teams.reviews.actions import asking, by_hand, reviews
from teams.reviews.asking_forms import AskForm, ByHandForm, WithdrawForm
from teams.reviews.depth import depth_of_subject
from teams.reviews.reads.by_hand import choices, roles_free
from teams.reviews.reads.reviews import head, revision_before
from teams.reviews.views.find import review_of
from teams.reviews.views.pages import suggestions_page


def review_new(request: Request) -> HttpResponse:
    """Ask for a look at what ``?about=`` names. Before asking it says how deep the look goes, and why."""
    about = str(request.GET.get("about", ""))
    found, kind = subject(about), kind_of(about)
    if found is None or kind is None:
        raise Http404
    policies.require(request.user, "review.ask", found)
    before = revision_before(found.thing) if isinstance(found.thing, Revision) else None
    form = AskForm(posted(request), before=before, initial={"topic": kind.topic})
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask_for_review(about, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{made} is asked for. A worker draws somebody within seconds; go on meanwhile.")
            return redirect("reviews:review-questions", made.pk)
    depth = depth_of_subject(found)
    context = {"about": about, "subject": found, "kind": kind, "depth": depth, "form": form}
    return page(request, "reviews/review_new.html", context, status=422 if form.errors else 200)


def review_assign(request: Request, pk: int) -> HttpResponse:
    """Give a seat by hand: who is free, and of everybody else why not."""
    review = review_of(request, pk)
    policies.require(request.user, "review.assign", review)
    roles, everybody = roles_free(review), choices(review)
    may = policies.may(request.user, "review.assign-in-spite", review)
    form = ByHandForm(posted(request), roles=roles, choices=everybody, in_spite=bool(may))
    if request.method == "POST" and form.is_valid():
        try:
            by_hand.assign_by_hand(review, by=request.user, **form.cleaned_data)
        except Denied:
            raise
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{form.cleaned_data['person'].name} is asked, with a working day to say so.")
            return redirect(review)
    context = {
        "review": review, "revision": review.revision, "head": head(request.user, review), "tab": "assign",
        "form": form, "roles": roles, "everybody": everybody, "may": may,
    }  # fmt: skip
    return page(request, "reviews/review_assign.html", context, status=422 if form.errors else 200)


@require_POST
def review_take(request: Request, pk: int) -> HttpResponse:
    """Say that one looks at it."""
    review = review_of(request, pk)
    reviews.take_seat(review, by=request.user)
    messages.success(request, f"You look at {review.subject}. Your drafts are yours alone until you send.")
    return redirect("reviews:review-subject", review.pk)


@require_POST
def review_withdraw(request: Request, pk: int) -> HttpResponse:
    review = review_of(request, pk)
    policies.require(request.user, "review.withdraw", review)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return suggestions_page(request, review, forms={"withdraw_form": form})
    asking.withdraw_review(review, by=request.user, **form.cleaned_data)
    messages.info(request, f"{review} is withdrawn. Whoever looked at it is told.")
    return redirect(review)
