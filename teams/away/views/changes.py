"""The page of one change, and everything people do there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.forms import show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from teams.away.actions import back_doors, brakes, mediating
from teams.away.actions import changes as actions
from teams.away.forms import changes as forms
from teams.away.models import AwayChange
from teams.away.policies import signs_for
from teams.away.reads.changes import ChangePage, change_page
from teams.away.reads.ways import ways_of
from teams.away.views.find import change_of, request_of
from teams.away.views.pages import shown as request_shown
from teams.people.asker import Request

REVIEWED = (AwayChange.State.IN_REVIEW, AwayChange.State.WITH_MEDIATOR)
ASKABLE = (AwayChange.State.OPEN, AwayChange.State.CHANGES_ASKED, AwayChange.State.APPROVED)


@require_POST
def change_new(request: Request, pk: int) -> HttpResponse:
    """The guests name a merge request of theirs."""
    found = request_of(request, pk)
    form = forms.ChangeForm(request.POST, auto_id="change_%s")
    if form.is_valid():
        try:
            made = actions.open_change(found, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Change {made.number}. Ask for its review when it is ready.")
            return redirect(made)
    return request_shown(request, found, change=form)


@require_safe
def change(request: Request, pk: int, number: int) -> HttpResponse:
    return _shown(request, change_of(request, pk, number))


def _shown(request: Request, found: AwayChange, **bound: Form) -> HttpResponse:
    """The page of one change; a ``bound`` form that is not right stands in it as it was sent."""
    ways = ways_of(found.request)
    read = change_page(found, ways)
    may = _may(request, found, read)
    context: dict[str, Any] = {
        "away": found.request,
        "change": found,
        "charter": found.request.stay.charter,
        "page": read,
        "ways": ways,
        "may": may,
        "forms": {**_forms(found, read), **bound},
        "unfolded": next(iter(bound), ""),
    }
    return page(request, "away/change.html", context, status=422 if bound else 200)


def _may(request: Request, found: AwayChange, read: ChangePage) -> dict[str, policies.Verdict]:
    """What this person may do, of what the state of the change allows: the others are not shown at all."""
    person, away = request.user, found.request
    asked = read.breach is not None and read.breach.state == "asked"
    verbs: dict[str, tuple[bool, str, Any]] = {
        "ask": (found.state in ASKABLE, "away.change", away),
        "review": (found.state in REVIEWED, "away.review", found),
        "rule": (found.state == AwayChange.State.WITH_MEDIATOR, "away.rule", found),
        "merge": (found.state == AwayChange.State.APPROVED, "away.merge", away),
        "close": (found.is_open, "away.change", away),
        "gates": (found.is_open, "away.merge", away),
        "touch": (found.is_open, "away.merge", away),
        "back_door": (found.is_open, "away.back-door", found),
        "override": (found.is_open and bool(found.back_door) and read.breach is None, "away.sign", away),
        "answer": (asked, "away.sign", away),
        "end": (read.breach is not None and read.breach.state in ("agreed", "found"), "away.merge", away),
    }
    may = {verb: policies.may(person, policy, thing) for verb, (now, policy, thing) in verbs.items() if now}
    if asked and read.breach is not None and read.breach.asked_by is not None and may["answer"]:
        own = set(signs_for(person, away)) == set(signs_for(read.breach.asked_by, away))
        may["answer"] = policies.Verdict(not own, "The lead of the other side answers." if own else "")
    return may


def _forms(found: AwayChange, read: ChangePage) -> dict[str, Form]:
    door = {"back_door": bool(found.back_door), "back_door_says": found.back_door_says}
    touched = {"contracts": read.touched, "revision": found.revision_id}
    return {
        "ask": forms.SayForm(auto_id="ask_%s"),
        "review": forms.ReviewForm(auto_id="review_%s"),
        "rule": forms.RulingForm(auto_id="rule_%s"),
        "merge": forms.MergeForm(auto_id="merge_%s", initial=door),
        "close": forms.SayForm(auto_id="close_%s"),
        "touch": _touch_form(read, initial=touched),
        "back_door": forms.BackDoorForm(auto_id="back_door_%s", initial={"adds": "1" if found.back_door else ""}),
        "override": forms.OverrideForm(auto_id="override_%s"),
        "answer": forms.OverrideAnswerForm(auto_id="answer_%s"),
        "end": forms.SayForm(auto_id="end_%s"),
    }


def _touch_form(read: ChangePage, *given: Any, **more: Any) -> forms.TouchForm:
    return forms.TouchForm(*given, contracts=read.contracts, revisions=read.revisions, auto_id="touch_%s", **more)


def _act(
    request: Request, found: AwayChange, form: Form, act: Callable[..., object], *, verb: str, done: str
) -> HttpResponse:
    """The form's words go to the action; what it refuses beside a field stands there."""
    if form.is_valid():
        try:
            act(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, done)
            return redirect(found)
    return _shown(request, found, **{verb: form})


@require_POST
def change_ask(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.SayForm(request.POST, auto_id="ask_%s")
    done = "Asked. Its reviewer has been told, and the clock runs."
    return _act(request, change_of(request, pk, number), form, actions.ask_review, verb="ask", done=done)


@require_POST
def change_review(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.ReviewForm(request.POST, auto_id="review_%s")
    done = "Said. The guests have been told."
    return _act(request, change_of(request, pk, number), form, actions.give_review, verb="review", done=done)


@require_POST
def change_rule(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.RulingForm(request.POST, auto_id="rule_%s")
    done = "Decided, and both sides know."
    return _act(request, change_of(request, pk, number), form, mediating.decide_change, verb="rule", done=done)


@require_POST
def change_merge(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.MergeForm(request.POST, auto_id="merge_%s")
    done = "Merged."
    return _act(request, change_of(request, pk, number), form, actions.merge_change, verb="merge", done=done)


@require_POST
def change_close(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.SayForm(request.POST, auto_id="close_%s")
    done = "Closed. Nothing of it is awaited any more."
    return _act(request, change_of(request, pk, number), form, actions.close_change, verb="close", done=done)


@require_POST
def change_gates(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.GatesForm(request.POST)
    return _act(request, change_of(request, pk, number), form, actions.say_gates, verb="gates", done="Noted.")


@require_POST
def change_touch(request: Request, pk: int, number: int) -> HttpResponse:
    found = change_of(request, pk, number)
    form = _touch_form(change_page(found, ways_of(found.request)), request.POST)
    done = "Noted. What has to be looked at from outside, is."
    return _act(request, found, form, brakes.say_touches, verb="touch", done=done)


@require_POST
def change_back_door(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.BackDoorForm(request.POST, auto_id="back_door_%s")
    found = change_of(request, pk, number)
    return _act(request, found, form, back_doors.say_back_door, verb="back_door", done="Noted, and both sides know.")


@require_POST
def override_ask(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.OverrideForm(request.POST, auto_id="override_%s")
    done = "Asked. The other lead has three working days; silence refuses it."
    return _act(request, change_of(request, pk, number), form, back_doors.ask_override, verb="override", done=done)


@require_POST
def override_answer(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.OverrideAnswerForm(request.POST, auto_id="answer_%s")
    found = change_of(request, pk, number)
    return _act(request, found, form, back_doors.answer_override, verb="answer", done="Answered.")


@require_POST
def back_door_end(request: Request, pk: int, number: int) -> HttpResponse:
    form = forms.SayForm(request.POST, auto_id="end_%s")
    found = change_of(request, pk, number)
    return _act(request, found, form, back_doors.end_back_door, verb="end", done="Noted: the service is shut again.")
