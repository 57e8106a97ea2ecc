"""A document is checked before it is sent: while somebody types it, and by a button that needs no JavaScript."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from portal.kit import rates
from portal.kit.htmx import page
from portal.kit.refusals import Invalid, TooMany
from services.actions.checks import facts_of
from services.actions.contracts import FACTS, known_facts
from services.actions.trying import Overtaken, asks_rules, try_document
from services.forms import ContractForm, DocumentForm
from services.models import Contract
from services.reads.holding import Holding, holding
from services.reads.tried import Tried, tried_of
from services.views.find import contract_of, own_services
from services.views.register import document, limits
from teams.people.asker import Request


@rates.counted_by_itself
def contract_try(request: Request) -> HttpResponse:
    """The form that registers an API, as it was filled in, with what a check of its document says."""
    if request.method != "POST":
        return redirect("services:contract-new")
    services = own_services(request)
    words = request.POST.dict()
    service = services.select_related("team__division").filter(slug=words.get("service", "")[:80]).first()
    facts: dict[str, str] = known_facts({name: words.get(name, "")[:300] for name in FACTS})
    held: list[Holding] = []
    if service is not None:
        asked = words.get("audience", "")
        audience = asked if asked in Contract.Audience.values else Contract.Audience.COMPANY
        meant = Contract(service=service, audience=audience, facts=facts)
        facts, held = facts_of(meant), holding(meant)
    tried = _tried(request, facts, held)
    form = ContractForm(services=services, initial=words)
    context = {"form": form, "any": services.exists(), "limits": limits(), "tried": tried}
    return _answer(request, "services/contract_form.html", context)


@rates.counted_by_itself
def revision_try(request: Request, service: str, slug: str) -> HttpResponse:
    """The form of the next revision, as it was filled in, with what a check of its document says."""
    contract = contract_of(request, service, slug)
    if request.method != "POST":
        return redirect("services:revision-upload", service, slug)
    held = holding(contract)
    tried = _tried(request, facts_of(contract), held)
    context: dict[str, Any] = {"form": DocumentForm(initial=request.POST.dict()), "contract": contract}
    context |= {"limits": limits(), "held": held}
    return _answer(request, "services/revision_form.html", {**context, "tried": tried})


def _answer(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """Who asked too often is told so in the piece and asked for again by it: nothing that was typed is lost by that."""
    tried: Tried = context["tried"]
    piece = request.headers.get("HX-Target") == "tried"
    context["try_url"] = request.path
    response = page(request, template, context, pieces=("tried",), status=429 if tried.again and not piece else 200)
    if tried.again:
        response["Retry-After"] = str(tried.again)
    return response


def _tried(request: Request, facts: Mapping[str, str], held: Sequence[Holding]) -> Tried:
    """Asks our own rules. The rulesets that hold are named: a ruleset may take longer than somebody waits."""
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        if not any(request.POST.get(door) for door in ("content", "url")) and not request.FILES:
            return Tried()
        return Tried(said=" ".join(str(message) for messages in form.errors.values() for message in messages))
    try:
        rates.require("try", request.user)
        content, _, _ = document(form)
        reading = try_document(content, by=request.user, facts=facts)
    except Invalid as refusal:
        return Tried(said=refusal.message)
    except Overtaken as refusal:
        return Tried(said=refusal.message, again=2)
    except TooMany as refusal:
        return Tried(said=refusal.message, again=int(refusal.headers["Retry-After"]))
    unasked = tuple(one.version.ruleset.name for one in held)
    return tried_of(content, reading, whole=asks_rules(content), door=form.door, unasked=unasked)
