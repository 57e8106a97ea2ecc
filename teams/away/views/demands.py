"""The host demands more than was signed; the guest answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit.forms import show
from portal.kit.refusals import Invalid
from teams.away.actions.demands import answer_demand, demand_more
from teams.away.forms import DemandAnswerForm, DemandForm
from teams.away.views.find import demand_of, request_of
from teams.away.views.pages import shown
from teams.people.asker import Request


@require_POST
def demand_new(request: Request, pk: int) -> HttpResponse:
    found = request_of(request, pk)
    form = DemandForm(request.POST, auto_id="demand_%s")
    if form.is_valid():
        try:
            made = demand_more(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Demand {made.number}. {found.guest.name} accepts or refuses it.")
            return redirect(made)
    return shown(request, found, demand=form)


@require_POST
def demand_answer(request: Request, pk: int, number: int) -> HttpResponse:
    demand = demand_of(request, pk, number)
    form = DemandAnswerForm(request.POST)
    if form.is_valid():
        answer_demand(
            demand, by=request.user, accepts=bool(form.cleaned_data["accepts"]), reply=form.cleaned_data["reply"]
        )
        messages.success(request, f"Demand {number} is {demand.get_state_display().lower()}.")
        return redirect(demand)
    messages.error(request, "Answer with a word: everybody can read it.")
    return shown(request, demand.request, answer=form)
