"""The list of away-team requests, and the page of one."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.kit import clocks, policies
from portal.kit.htmx import page
from portal.kit.paging import choice, number
from portal.kit.text import asked
from teams.away import states
from teams.away.forms import AgreeForm, DeclineForm, DemandForm, FinishForm, OfferForm, WordsForm
from teams.away.models import AwayRequest
from teams.away.reads import requests as reads
from teams.away.views.find import present, request_of
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
}
FORMS: dict[str, type[Form]] = {"offer": OfferForm, "decline": DeclineForm, "accept": Form, "finish": FinishForm}


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
    verbs = [verb for verb in states.REQUEST.open(found) if verb in POLICIES]
    if found.made_offer is not None and "offer" in verbs:
        verbs.remove("offer")
    may = {verb: policies.may(request.user, POLICIES[verb], found) for verb in verbs}
    forms: dict[str, Form] = {**_forms(request, found, [verb for verb in verbs if may[verb]]), **bound}
    read = reads.request_page(found)
    context: dict[str, Any] = {
        "away": found,
        "page": read,
        "may": may,
        "forms": forms,
        "demanding": _demanding(request, found, bound),
        "unfolded": next(iter(bound), ""),
        "host_clocks": read.clocks_of(found.host_id),
        "guest_clocks": read.clocks_of(found.guest_id),
        "head_clocks": [clock for clock in read.of_persons if clock.awaited_person_id != found.guest.lead_id],
        "guest_lead_clocks": [clock for clock in read.of_persons if clock.awaited_person_id == found.guest.lead_id],
    }
    return page(request, "away/request.html", context, status=422 if bound else 200)


def _forms(request: Request, found: AwayRequest, verbs: list[str]) -> dict[str, Form]:
    """An empty form for each answer this person may give now."""
    made: dict[str, Form] = {}
    for verb in verbs:
        if verb == "agree":
            members = present(found.host)
            here = {member.person_id for member in members}
            first = request.user.pk if request.user.pk in here else found.host.lead_id
            made[verb] = AgreeForm(members=members, initial={"contact": first}, auto_id=f"{verb}_%s")
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
