"""What people do in the course of a stay: one address, and one line for each act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kit.forms import show
from portal.kit.refusals import Invalid
from teams.away.actions import access, arriving, boxes, designs, skeletons, standing, weekly
from teams.away.forms.arrival import GateForm, GrantForm, PackForm, PersonForm
from teams.away.forms.work import (
    AdviceForm,
    DesignAnswerForm,
    DesignForm,
    ExtensionAnswerForm,
    ExtensionForm,
    PauseForm,
    ReactForm,
    SkeletonForm,
    StatusForm,
    WhyForm,
)
from teams.away.models import AwayRequest
from teams.away.views.find import request_of
from teams.away.views.pages import shown
from teams.people.asker import Request


@dataclass(frozen=True, slots=True)
class Act:
    """What is filled in, what it does, and what is said when it is done."""

    form: type[Form]
    act: Callable[..., object]
    said: str


def of_access(act: Callable[..., object]) -> Callable[..., object]:
    """An act on the access of the person the form names."""

    def acted(found: AwayRequest, *, by: Any, person: str, **words: Any) -> object:
        return act(access.access_of(found, person), by=by, **words)

    return acted


ACTS: dict[str, Act] = {
    "gate": Act(GateForm, arriving.show_gate, "Noted. Everybody sees it, with who said so."),
    "pack": Act(PackForm, arriving.hand_pack, "Handed over. {guest} can begin."),
    "begin": Act(Form, arriving.begin_work, "The work begins. {host} still owes you the rest."),
    "block": Act(WhyForm, standing.block_on_host, "{host} hears of it, and the time is theirs now."),
    "resume": Act(Form, standing.resume_work, "It goes on."),
    "pause": Act(PauseForm, standing.pause_work, "Paused. It goes on by itself on that day."),
    "reclaim": Act(WhyForm, standing.reclaim_work, "The work is yours again."),
    "status": Act(StatusForm, weekly.write_status, "Written. Both managers read the same."),
    "design": Act(DesignForm, designs.write_design, "{host} reads it; silence agrees."),
    "answer-design": Act(DesignAnswerForm, designs.answer_design, "{guest} knows."),
    "advise": Act(AdviceForm, designs.advise_on_design, "Your advice stands beside the design."),
    "skeleton": Act(SkeletonForm, skeletons.show_skeleton, "Noted: the way to production works."),
    "react": Act(ReactForm, skeletons.react_to_risk, "Noted, for both sides to read."),
    "extend": Act(ExtensionForm, boxes.ask_extension, "{host} is asked; silence grants it."),
    "answer-extension": Act(ExtensionAnswerForm, boxes.answer_extension, "{guest} knows."),
    "grant": Act(GrantForm, of_access(access.grant_access), "Granted, until the work or its last day is over."),
    "end-access": Act(PersonForm, of_access(access.end_access), "Ended, here and in your forge."),
    "take": Act(PersonForm, of_access(access.take_access), "Noted: it is taken away in your forge."),
}


@require_POST
def stay_act(request: Request, pk: int, act: str) -> HttpResponse:
    """Do one thing; a form that is not right comes back in the page as it was sent."""
    if act not in ACTS:
        raise Http404
    found, does = request_of(request, pk), ACTS[act]
    name = act.replace("-", "_")
    form = does.form(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            does.act(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, does.said.format(guest=found.guest.name, host=found.host.name))
            return redirect(found)
    return shown(request, found, **{name: form})
