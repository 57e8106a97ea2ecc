"""Its lead or author ends it, opens it again, and says what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import show
from portal.kit.refusals import Invalid
from teams.people.asker import Request
from teams.proposals.actions import deciding as actions
from teams.proposals.actions import looking
from teams.proposals.forms import LookBackForm, ReasonForm, SupersedeForm
from teams.proposals.models import Proposal
from teams.proposals.reads.proposals import proposals
from teams.proposals.views.find import proposal_of
from teams.proposals.views.pages import proposal_page

type Form = ReasonForm | LookBackForm


@require_POST
def proposal_agree(request: Request, pk: int) -> HttpResponse:
    made = actions.agree_to_proposal(proposal_of(request, pk), by=request.user)
    messages.success(request, f"{made} is agreed by all it is addressed to.")
    return redirect(made)


@require_POST
def proposal_reject(request: Request, pk: int) -> HttpResponse:
    def act(found: Proposal, form: Form) -> None:
        actions.reject_proposal(found, by=request.user, **form.cleaned_data)

    return _done(request, pk, "reject", ReasonForm(request.POST), act, told="Rejected. Your reason stands on its page.")


@require_POST
def proposal_withdraw(request: Request, pk: int) -> HttpResponse:
    def act(found: Proposal, form: Form) -> None:
        actions.withdraw_proposal(found, by=request.user, **form.cleaned_data)

    return _done(request, pk, "withdraw", ReasonForm(request.POST), act, told="Withdrawn. Your reason is kept.")


@require_POST
def proposal_reopen(request: Request, pk: int) -> HttpResponse:
    def act(found: Proposal, form: Form) -> None:
        looking.reopen_proposal(found, by=request.user, **form.cleaned_data)

    return _done(request, pk, "reopen", ReasonForm(request.POST), act, told="Opened again. Say what came of it.")


@require_POST
def proposal_supersede(request: Request, pk: int) -> HttpResponse:
    """By another proposal, which is written as P-12."""

    def act(found: Proposal, form: Form) -> None:
        text = str(form.cleaned_data["other"]).strip().upper().removeprefix("P-")
        seen = proposals(request.user)
        other = seen.filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 10 else None
        if other is None:
            what = "There is no such proposal. Write it as P-12."
            raise Invalid("proposal-superseded-by-nothing", what, other=what)
        actions.supersede_proposal(found, by=request.user, other=other, reason=form.cleaned_data["reason"])

    return _done(request, pk, "supersede", SupersedeForm(request.POST), act, told="Superseded. Its page says by which.")


@require_POST
def proposal_look_back(request: Request, pk: int) -> HttpResponse:
    def act(found: Proposal, form: Form) -> None:
        looking.look_back(found, by=request.user, **form.cleaned_data)

    return _done(request, pk, "look-back", LookBackForm(request.POST), act, told="Written down.")


def _done(
    request: Request, pk: int, verb: str, form: Form, act: Callable[[Proposal, Form], None], *, told: str
) -> HttpResponse:
    """The policy first, then the form, then the act; a form that cannot be used comes back as it was."""
    found = proposal_of(request, pk)
    policies.require(request.user, f"proposal.{verb}", found)
    if form.is_valid():
        try:
            act(found, form)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, told)
            return redirect(found)
    name = "look_form" if verb == "look-back" else f"{verb}_form"
    return proposal_page(request, found, forms={name: form, "opened": verb})
