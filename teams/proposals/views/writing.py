"""A proposal is written, published, and written anew."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import asked
from teams.people.asker import Request
from teams.proposals.actions import writing as actions
from teams.proposals.forms import ProposalForm, facts_of
from teams.proposals.models import Proposal
from teams.proposals.views.find import proposal_of

SHARED = ("proposal-changed", "proposal-not-in-that-state", "proposal-too-many-versions")
"""Refusals that the form shows, so that nothing typed is lost."""


def proposal_new(request: Request) -> HttpResponse:
    """A draft that the team alone sees: ``?team=`` and ``?service=`` fill it in."""
    policies.require(request.user, "proposal.write", None)
    begins = {"team": asked(request, "team"), "services": asked(request, "service")}
    form = ProposalForm(posted(request), person=request.user, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_proposal(form.cleaned_data["team"], by=request.user, words=form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{made} is kept as a draft. Your team sees it; publish it for everybody else.")
            return redirect(made)
    return page(request, "proposals/proposal_form.html", {"form": form}, status=422 if form.errors else 200)


def proposal_change(request: Request, pk: int) -> HttpResponse:
    """A draft is written anew; what is open for comment gets a version."""
    found = proposal_of(request, pk)
    policies.require(request.user, "proposal.change", found)
    form = ProposalForm(posted(request), person=request.user, proposal=found, initial=facts_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            changed = _changed(request, found, form)
        except Refused as refusal:
            if not isinstance(refusal, Invalid) and refusal.code not in SHARED:
                raise
            show(form, refusal)
        else:
            number = changed.versions.count()
            messages.success(request, f"Version {number} is published." if number else "The draft is changed.")
            return redirect(changed)
    status = 422 if form.errors else 200
    return page(request, "proposals/proposal_form.html", {"form": form, "proposal": found}, status=status)


def _changed(request: Request, found: Proposal, form: ProposalForm) -> Proposal:
    words, edition = form.words, form.cleaned_data["edition"] or 0
    if "note" not in form.fields:
        return actions.change_draft(found, by=request.user, edition=edition, words=words)
    note = form.cleaned_data["note"]
    return actions.publish_version(found, by=request.user, edition=edition, note=note, words=words)


@require_POST
def proposal_publish(request: Request, pk: int) -> HttpResponse:
    """Open for comment, as its page showed it: ``edition`` says which words were read."""
    found = proposal_of(request, pk)
    text = request.POST.get("edition", "")
    edition = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else found.edition
    made = actions.publish_proposal(found, by=request.user, edition=edition)
    messages.success(request, f"{made} is open for comment for {made.days} working days. Silence agrees.")
    return redirect(made)
