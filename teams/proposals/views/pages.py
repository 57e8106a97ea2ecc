"""The list of proposals, and the tabs of one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kit import facets
from portal.kit.htmx import page
from portal.kit.paging import number
from teams.people.asker import Request
from teams.people.reads import divisions
from teams.proposals.forms import AnswerForm, CommentForm, LookBackForm, ReasonForm, SupersedeForm
from teams.proposals.models import Proposal
from teams.proposals.reads import lists
from teams.proposals.reads import proposals as reads
from teams.proposals.reads.diff import difference
from teams.proposals.views.find import proposal_of


@require_safe
def proposal_list(request: Request) -> HttpResponse:
    """Every proposal of the company; what waits for whoever asks comes first."""
    shape = lists.shape(request.user, divisions.words())
    found = lists.listing(request.user, facets.wanted(request, shape), shape, request.GET)
    context = {"list": found, "waiting": lists.asked_of(request.user)}
    return page(request, "proposals/proposal_list.html", context, pieces=("proposals",))


@require_safe
def proposal(request: Request, pk: int) -> HttpResponse:
    """The newest version with what is said about it, and what can be done."""
    return proposal_page(request, proposal_of(request, pk))


def proposal_page(
    request: Request, found: Proposal, *, forms: dict[str, Any] | None = None, status: int = 422
) -> HttpResponse:
    """The first tab; with forms as they were posted when one of them could not be used.

    ``?say=`` opens the form at a paragraph (0: the whole), ``?reply=`` under a comment, ``?answer=`` at an objection.
    """
    top = reads.head(request.user, found)
    paragraphs, whole = reads.text_of(top, top.version)
    asked = {name: _asked(request, name) for name in ("say", "reply", "answer")}
    outcomes = reads.outcomes(found)
    version = top.version.number if top.version else 0
    where = {"version": version, "paragraph": asked["say"] or 0, "reply_to": asked["reply"]}
    context = {
        **_head(found, top, "text"),
        "paragraphs": paragraphs,
        "whole": whole,
        "beside": reads.beside(found, request.user),
        "outcomes": outcomes,
        "next_look": reads.next_look(found, outcomes),
        **asked,
        "comment_form": CommentForm(initial=where),
        "answer_form": AnswerForm(),
        "look_form": LookBackForm(),
        "reject_form": ReasonForm(),
        "withdraw_form": ReasonForm(),
        "reopen_form": ReasonForm(),
        "supersede_form": SupersedeForm(),
        "opened": "",
        **(forms or {}),
    }
    return page(request, "proposals/proposal.html", context, status=status if forms else 200)


def _asked(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return 0 if text == "0" else number(request, name) if text else None


@require_safe
def version_list(request: Request, pk: int) -> HttpResponse:
    """Every version, newest first, each with what is different."""
    found = proposal_of(request, pk)
    top = reads.head(request.user, found)
    return page(request, "proposals/version_list.html", _head(found, top, "versions"))


@require_safe
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """One version as it was published, with what was said about it then."""
    found = proposal_of(request, pk)
    top = reads.head(request.user, found)
    told = reads.version_of(top, number)
    if told is None:
        raise Http404
    paragraphs, whole = reads.text_of(top, told)
    context = {**_head(found, top, "versions"), "version": told, "paragraphs": paragraphs, "whole": whole}
    return page(request, "proposals/version.html", context)


@require_safe
def version_compare(request: Request, pk: int, number: int, before: int) -> HttpResponse:
    """What is different between two versions, paragraph by paragraph."""
    found = proposal_of(request, pk)
    top = reads.head(request.user, found)
    told, old = reads.version_of(top, number), reads.version_of(top, before)
    if told is None or old is None or old.number >= told.number:
        raise Http404
    context = {**_head(found, top, "versions"), "version": told, "before": old, "difference": difference(old, told)}
    return page(request, "proposals/version_compare.html", context)


@require_safe
def proposal_history(request: Request, pk: int) -> HttpResponse:
    """Who did what, newest first."""
    found = proposal_of(request, pk)
    top = reads.head(request.user, found)
    return page(
        request, "proposals/proposal_history.html", {**_head(found, top, "history"), "history": reads.history(top)}
    )


def _head(proposal: Proposal, top: reads.Head, tab: str) -> dict[str, Any]:
    return {"proposal": proposal, "head": top, "tab": tab, "list_url": reverse("proposals:proposal-list")}
