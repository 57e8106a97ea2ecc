"""What asks for looks by itself: of a division or the company, who changed it, and what it would have asked for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from portal.kit import policies as rights
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Denied, Refused
from portal.kit.text import asked
from teams.people.asker import Request
from teams.people.models import Division
from teams.reviews.actions.policy_versions import checked, set_review_policies
from teams.reviews.occasions import SUGGESTED
from teams.reviews.policy_forms import PoliciesForm
from teams.reviews.reads.policies import DAYS, dry_run, policies_of, policies_url, versions


@require_safe
def policies(request: Request, slug: str = "") -> HttpResponse:
    """What holds there, tried on the last ninety days, and every version of its own."""
    division = _division(slug)
    now = policies_of(division)
    context = {
        "division": division,
        "now": now,
        "run": dry_run(division, now.policies),
        "days": DAYS,
        "versions": versions(division),
        "divisions": Division.objects.order_by("name"),
    }
    return page(request, "reviews/policies.html", context)


def policies_change(request: Request, slug: str = "") -> HttpResponse:
    """The next version, begun from what holds or what is suggested. "Try it" shows what it would have asked for."""
    division = _division(slug)
    rights.require(request.user, "review-policies.set", division)
    now = policies_of(division)
    begin = SUGGESTED if asked(request, "begin") == "suggested" else now.policies
    form = PoliciesForm(posted(request), begin=begin, after=now.version if now.own else 0)
    run = None
    if request.method == "POST" and form.is_valid():
        try:
            if "try" in request.POST:
                run = dry_run(division, tuple(checked(form.policies)))
            else:
                made = set_review_policies(
                    division, by=request.user, policies_to_be=form.policies,
                    why=form.cleaned_data["why"], after=form.cleaned_data["after"],
                )  # fmt: skip
                messages.success(request, f"Version {made.number} asks from now on.")
                return redirect(policies_url(division))
        except Refused as refusal:  # somebody else was first: what was typed stays to be read and copied
            if isinstance(refusal, Denied):
                raise
            show(form, refusal)
    context = {"division": division, "now": now, "form": form, "run": run, "days": DAYS}
    return page(request, "reviews/policies_form.html", context, status=422 if form.errors else 200)


def _division(slug: str) -> Division | None:
    return get_object_or_404(Division.objects.select_related("head", "parent"), slug=slug) if slug else None
