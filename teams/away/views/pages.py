"""The list of away-team requests, and the page of one."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.kit import clocks, policies
from portal.kit.htmx import page
from portal.kit.paging import choice, number
from portal.kit.text import asked
from portal.kit.typed import typed_in
from teams.away import states
from teams.away.actions.after import what_is_left
from teams.away.forms import AgreeForm, DeclineForm, DemandForm, DuplicateForm, FinishForm, OfferForm, WordsForm
from teams.away.forms.arrival import PackForm
from teams.away.forms.changes import ChangeForm
from teams.away.forms.work import DesignForm, ExtensionForm, PauseForm, StatusForm, WhyForm
from teams.away.models import AwayRequest, AwayStay
from teams.away.reads import requests as reads
from teams.away.reads.mine import waits_for_me
from teams.away.reads.ways import ways_of
from teams.away.views.asking_part import asking_part
from teams.away.views.chapters import chapters, sides
from teams.away.views.find import present, request_of
from teams.away.views.steps import after_context
from teams.people.asker import Request

POLICIES = {
    "agree": "away.decide",
    "offer": "away.decide",
    "decline": "away.decide",
    "accept": "away.take",
    "dispute": "away.take",
    "withdraw": "away.withdraw",
    "finish": "away.finish",
    "end": "away.end",
    "duplicate": "away.duplicate",
}
FORMS: dict[str, type[Form]] = {
    "offer": OfferForm,
    "decline": DeclineForm,
    "accept": Form,
    "finish": FinishForm,
    "duplicate": DuplicateForm,
}

WORK_FORMS: dict[str, type[Form]] = {
    "pack": PackForm,
    "block": WhyForm,
    "pause": PauseForm,
    "reclaim": WhyForm,
    "status": StatusForm,
    "design": DesignForm,
    "extend": ExtensionForm,
}

INLINE = {
    "gate", "grant", "end_access", "take", "skeleton", "react", "advise", "answer_design", "answer_extension", "mend",
    "answer", "criterion",
}  # fmt: skip
"""Forms of one line in the page, with no place of their own for what is wrong with them and what was typed."""


@require_safe
def request_list(request: Request) -> HttpResponse:
    """Every request of the company; sides, state, text, sort and page stand in the address."""
    wanted = reads.RequestFilter(
        text=asked(request, "q"),
        side=choice(request, "side", reads.SIDES, ""),
        state=choice(request, "state", reads.STATES, ""),
        service=asked(request, "service"),
        team=asked(request, "team"),
        person=asked(request, "person"),
        sort=choice(request, "sort", reads.SORTS, "due"),
    )
    found = reads.listed(request.user, wanted, number(request))
    context = {
        "page": found.page,
        "wanted": wanted,
        "sides": reads.SIDES,
        "states": [(code, word, found.counts.get(code, 0)) for code, word in reads.STATES.items()],
        "state_word": reads.STATES[wanted.state],
        "side_word": reads.SIDES[wanted.side],
        "next": reads.first_for(request.user, clocks.waiting_for(request.user)),
    }
    return page(request, "away/request_list.html", context, pieces=("requests",))


@require_safe
def request(request: Request, pk: int) -> HttpResponse:
    return shown(request, request_of(request, pk))


def shown(request: Request, found: AwayRequest, **bound: Form) -> HttpResponse:
    """The page of one request; a ``bound`` form that was sent and is not right stands in it as it was sent."""
    verbs = [verb for verb in states.REQUEST.open(found) if verb in POLICIES and not_now(found, verb) is None]
    if found.made_offer is not None and "offer" in verbs:
        verbs.remove("offer")
    may = {verb: policies.may(request.user, POLICIES[verb], found) for verb in verbs}
    forms = {**_forms(request, found, [verb for verb in verbs if may[verb]]), **_work_forms(found), **bound}
    may |= {verb: later for verb in ("finish", "end") if (later := not_now(found, verb)) is not None}
    read = reads.request_page(found)
    afterwards = after_context(request, found, bound)
    mine = waits_for_me(found, request.user, read.charter)
    told = chapters(found, read, afterwards["after"], places={one.place for one in mine}, bound=bound)
    context: dict[str, Any] = {
        "away": found,
        "page": read,
        "may": may,
        "forms": forms,
        "demanding": _demanding(request, found, bound),
        "work": _work(request, found),
        "changing": _changing(request, found, bound),
        **afterwards,
        "unfolded": next(iter(bound), ""),
        "refused": [said for name in INLINE & bound.keys() for said in _said(bound[name])],
        "typed": [one for name in sorted(INLINE & bound.keys()) for one in typed_in(bound[name])],
        "mine": mine,
        "sides": sides(found, read),
        "chapters": [one for one in told if one.is_open],
        "folded": [one for one in told if not one.is_open],
        "asking": asking_part(request, found, read, bound),
    }
    return page(request, "away/request.html", context, status=422 if bound else 200)


def _said(form: Form) -> list[str]:
    """What is wrong with a form, each with the field it is about."""
    labels = {name: f"{field.label or name.replace('_', ' ').capitalize()}: " for name, field in form.fields.items()}
    return [f"{labels.get(name, '')}{error}" for name, errors in form.errors.items() for error in errors]


def not_now(found: AwayRequest, verb: str) -> policies.Verdict | None:
    """Why a step that the request's state allows is not open at this point of its stay; None when it is."""
    stay = found.told_stay
    if found.state != AwayRequest.State.SIGNED or stay is None or verb not in {"finish", "end"}:
        return None
    if verb == "end":
        leaving = stay.state == AwayStay.State.LEAVING
        return policies.Verdict(False, "It is being left already.") if leaving else None
    left = what_is_left(found, stay)
    if left:
        return policies.Verdict(False, f"Before that: {' '.join(left)}")
    if stay.state not in (*AwayStay.BUILDING, AwayStay.State.CLOSING) or found.outcome:
        return policies.Verdict(False, "What came of it is said." if found.outcome else "It is not at work.")
    return None


def _forms(request: Request, found: AwayRequest, verbs: list[str]) -> dict[str, Form]:
    """An empty form for each answer this person may give now."""
    made: dict[str, Form] = {}
    for verb in verbs:
        if verb == "agree":
            members = present(found.host)
            here = {member.person_id for member in members}
            first = request.user.pk if request.user.pk in here else found.host.lead_id
            made[verb] = AgreeForm(members=members, initial={"contact": first}, auto_id=f"{verb}_%s")
        elif verb == "decline":
            made[verb] = DeclineForm(strict=ways_of(found).has("F7"), auto_id=f"{verb}_%s")
        else:
            made[verb] = FORMS.get(verb, WordsForm)(auto_id=f"{verb}_%s")
    return made


def _demanding(request: Request, found: AwayRequest, bound: dict[str, Form]) -> dict[str, Any]:
    """Who may demand more and answer it, while the work goes on."""
    if found.state != AwayRequest.State.SIGNED:
        return {}
    return {
        "may": policies.may(request.user, "away.demand", found),
        "answers": policies.may(request.user, "away.take", found),
        "form": bound.get("demand") or DemandForm(auto_id="demand_%s"),
    }


def _work(request: Request, found: AwayRequest) -> dict[str, Any]:
    """Who of the two sides looks, for what each does while the stay goes on."""
    if found.told_stay is None:
        return {}
    asked = {"host": "host-work", "guest": "guest-work", "lead": "lead", "either": "either"}
    return {who: policies.may(request.user, f"away.{verb}", found) for who, verb in asked.items()}


def _work_forms(found: AwayRequest) -> dict[str, Form]:
    """An empty form for each thing that is written in the course of a stay."""
    if found.told_stay is None:
        return {}
    return {name: form(auto_id=f"{name}_%s") for name, form in WORK_FORMS.items()}


def _changing(request: Request, found: AwayRequest, bound: dict[str, Form]) -> dict[str, Any]:
    """Who may bring a change, and say what is met, while the work goes on."""
    if found.state != AwayRequest.State.SIGNED:
        return {}
    return {
        "may": policies.may(request.user, "away.change", found),
        "says": policies.may(request.user, "away.criterion", found),
        "form": bound.get("change") or ChangeForm(auto_id="change_%s"),
    }
