"""Before a charter: the sponsor confirms, the host says that it has seen it, either side passes on or closes it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit.forms import show
from portal.kit.refusals import Invalid
from teams.away.actions import sponsoring
from teams.away.actions.bundles import judge_bundle
from teams.away.actions.first_answers import acknowledge_away
from teams.away.actions.passing_on import declare_duplicate, escalate_away
from teams.away.forms import AcknowledgeForm, DuplicateForm, SponsorForm, WordsForm
from teams.away.models import AwayRequest
from teams.away.reads.sponsors import sponsors_of
from teams.away.views.find import request_of
from teams.away.views.pages import shown
from teams.people.asker import Request

# What each form does, and what is said when it is done.
ACTS: dict[str, tuple[Any, str]] = {
    "return": (sponsoring.refuse_sponsored, "Not confirmed. It is a draft again."),
    "sponsor": (sponsoring.name_sponsor, "Asked. Nobody else is waited for now."),
    "acknowledge": (acknowledge_away, "{guest} knows that you have seen it, and until when you decide."),
    "escalate": (escalate_away, "Passed on. Whoever leads above is asked now."),
    "duplicate": (declare_duplicate, "Closed, with a link to the other one."),
}


@require_POST
def sponsor_confirm(request: Request, pk: int) -> HttpResponse:
    found = sponsoring.confirm_sponsored(request_of(request, pk), by=request.user)
    messages.success(request, f"Confirmed. {found.host.name} is asked now, and its time has begun.")
    return redirect(found)


@require_POST
def sponsor_refuse(request: Request, pk: int) -> HttpResponse:
    return _done(request, request_of(request, pk), "return", WordsForm(request.POST, auto_id="return_%s"))


@require_POST
def sponsor_name(request: Request, pk: int) -> HttpResponse:
    found = request_of(request, pk)
    form = SponsorForm(request.POST, sponsors=sponsors_of(found), auto_id="sponsor_%s")
    return _done(request, found, "sponsor", form)


@require_POST
def request_acknowledge(request: Request, pk: int) -> HttpResponse:
    form = AcknowledgeForm(request.POST, auto_id="acknowledge_%s")
    return _done(request, request_of(request, pk), "acknowledge", form)


@require_POST
def bundle_say(request: Request, pk: int) -> HttpResponse:
    """Whether what was put together is the same."""
    found, same = request_of(request, pk), request.POST.get("same") == "1"
    judge_bundle(found, by=request.user, same=same)
    messages.success(request, "One answer may count for all of them." if same else "Each is answered alone.")
    return redirect(found)


@require_POST
def request_escalate(request: Request, pk: int) -> HttpResponse:
    return _done(request, request_of(request, pk), "escalate", WordsForm(request.POST, auto_id="escalate_%s"))


@require_POST
def request_duplicate(request: Request, pk: int) -> HttpResponse:
    return _done(request, request_of(request, pk), "duplicate", DuplicateForm(request.POST, auto_id="duplicate_%s"))


def _done(request: Request, found: AwayRequest, name: str, form: Form) -> HttpResponse:
    """Do it and go back to the request; what is not right stays in its form there."""
    act, said = ACTS[name]
    if form.is_valid():
        try:
            act(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, said.format(guest=found.guest.name))
            return redirect(found)
    return shown(request, found, **{name: form})
