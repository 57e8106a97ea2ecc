"""The host answers a request; the guest withdraws or finishes it; either side ends it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit.forms import show
from portal.kit.refusals import Invalid
from teams.away.actions import offers
from teams.away.actions import requests as actions
from teams.away.actions.bundles import answer_for_all
from teams.away.forms import AgreeForm, DeclineForm, FinishForm, OfferForm, WordsForm
from teams.away.models import AwayRequest
from teams.away.reads.ways import ways_of
from teams.away.views.find import present, request_of
from teams.away.views.pages import shown
from teams.people.asker import Request

# What each answer does, and what is said when it is done.
ACTS: dict[str, tuple[Any, str]] = {
    "agree": (actions.agree_to_away, "Agreed. {guest} knows whom to turn to, and its clock runs."),
    "offer": (offers.offer_instead, "Offered. {guest} has five working days to say no; its silence takes it."),
    "accept": (offers.take_offered, "Taken."),
    "dispute": (offers.dispute_offered, "Not taken, and passed on to whoever leads above those who offered it."),
    "decline": (actions.decline_away, "Declined, with your data. {guest} may build its own copy."),
    "withdraw": (actions.withdraw_away, "Withdrawn. Nobody needs to answer any more."),
    "finish": (actions.finish_away, "Done. What came of it stands beside what was promised."),
    "end": (actions.end_away, "Ended. {guest} may build its own copy."),
}
FOR_ALL = {"agree", "offer", "decline"}
"""What may be answered at once for everything that is put together."""


@require_POST
def request_agree(request: Request, pk: int) -> HttpResponse:
    found = request_of(request, pk)
    return _answered(request, found, "agree", AgreeForm(request.POST, members=present(found.host), auto_id="agree_%s"))


@require_POST
def request_decline(request: Request, pk: int) -> HttpResponse:
    found = request_of(request, pk)
    strict = ways_of(found).has("F7")
    return _answered(request, found, "decline", DeclineForm(request.POST, strict=strict, auto_id="decline_%s"))


@require_POST
def request_offer(request: Request, pk: int) -> HttpResponse:
    return _answered(request, request_of(request, pk), "offer", OfferForm(request.POST, auto_id="offer_%s"))


@require_POST
def request_accept(request: Request, pk: int) -> HttpResponse:
    return _answered(request, request_of(request, pk), "accept", Form(request.POST))


@require_POST
def request_dispute(request: Request, pk: int) -> HttpResponse:
    return _answered(request, request_of(request, pk), "dispute", WordsForm(request.POST, auto_id="dispute_%s"))


@require_POST
def request_withdraw(request: Request, pk: int) -> HttpResponse:
    return _answered(request, request_of(request, pk), "withdraw", WordsForm(request.POST, auto_id="withdraw_%s"))


@require_POST
def request_finish(request: Request, pk: int) -> HttpResponse:
    return _answered(request, request_of(request, pk), "finish", FinishForm(request.POST, auto_id="finish_%s"))


@require_POST
def request_end(request: Request, pk: int) -> HttpResponse:
    return _answered(request, request_of(request, pk), "end", WordsForm(request.POST, auto_id="end_%s"))


def _answered(request: Request, found: AwayRequest, verb: str, form: Form) -> HttpResponse:
    act, said = ACTS[verb]
    if form.is_valid():
        try:
            if verb in FOR_ALL:
                for_all = request.POST.get("for_all") == "1"
                answered = answer_for_all(found, act, by=request.user, for_all=for_all, **form.cleaned_data)
                said += f" The same for {len(answered) - 1} more." if len(answered) > 1 else ""
            else:
                act(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            if found.state == AwayRequest.State.QUEUED:
                said = "Agreed. {guest} waits until a place is free, and begins by itself."
            messages.success(request, said.format(guest=found.guest.name))
            return redirect(found)
    return shown(request, found, **{verb: form})
