"""Others comment, agree and object; its team answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import show
from portal.kit.refusals import Invalid, Refused
from teams.people.asker import Request
from teams.proposals.actions import saying as actions
from teams.proposals.forms import OBJECTION, AnswerForm, CommentForm
from teams.proposals.models import Comment, Proposal
from teams.proposals.views.find import objection_of, proposal_of
from teams.proposals.views.pages import proposal_page

KEPT = ("comment-on-another-version", "comment-said-already", "objection-answer-without-version")
"""Refusals that the form shows, so that nothing typed is lost."""


@require_POST
def comment_new(request: Request, pk: int) -> HttpResponse:
    """A comment, an answer to one, or an objection, at a paragraph."""
    found = proposal_of(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            made = _said(request, found, form)
        except Refused as refusal:
            if not isinstance(refusal, Invalid) and refusal.code not in KEPT:
                raise
            show(form, refusal)
        else:
            words = (
                "Your objection is sent. The time stands still until it is answered." if made.is_objection else "Sent."
            )
            messages.success(request, words)
            return redirect(f"{found.get_absolute_url()}#{made.anchor}")
    at = {"say": form.data.get("paragraph"), "reply": form.data.get("reply_to")}
    where = {name: int(text) if text and text.isascii() and text.isdigit() else None for name, text in at.items()}
    if where["reply"]:
        where["say"] = None
    elif where["say"] is None:
        where["say"] = 0
    return proposal_page(request, found, forms={"comment_form": form, **where})


def _said(request: Request, found: Proposal, form: CommentForm) -> Comment:
    given = form.cleaned_data
    place = {"version": given["version"] or 0, "paragraph": given["paragraph"] or 0}
    if given["kind"] != OBJECTION:
        return actions.comment_on(found, by=request.user, text=given["text"], reply_to=given["reply_to"] or 0, **place)
    return actions.object_to(found, by=request.user, text=given["text"], satisfied_by=given["satisfied_by"], **place)


@require_POST
def consent(request: Request, pk: int) -> HttpResponse:
    """One says yes to the version one has read."""
    found = proposal_of(request, pk)
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    made = actions.agree_to(found, by=request.user, version=version)
    messages.success(request, f"You agree to version {made.version.number}.")
    return redirect(found)


@require_POST
def objection_answer(request: Request, pk: int, number: int) -> HttpResponse:
    objection = objection_of(request, pk, number)
    policies.require(request.user, "objection.answer", objection)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_objection(objection, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            if not isinstance(refusal, Invalid) and refusal.code not in KEPT:
                raise
            show(form, refusal)
        else:
            messages.success(request, "Answered. With the last answer the time goes on.")
            return redirect(f"{objection.proposal.get_absolute_url()}#{objection.anchor}")
    return proposal_page(request, objection.proposal, forms={"answer_form": form, "answer": number})


@require_POST
def objection_take_back(request: Request, pk: int, number: int) -> HttpResponse:
    objection = objection_of(request, pk, number)
    actions.take_back_objection(objection, by=request.user)
    messages.success(request, "Taken back. What you said stays to be read.")
    return redirect(f"{objection.proposal.get_absolute_url()}#{objection.anchor}")
