"""Pages of what happened in repositories, and of who is who on the forges."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.paging import number
from portal.kit.refusals import Invalid
from portal.kit.text import asked
from services.forge.actions.facts import tell_fact
from services.forge.actions.logins import say_login
from services.forge.forms import FactForm, LoginsForm
from services.forge.models import Fact, Forge, ForgeLogin
from services.forge.reads import facts as reads
from services.models import Service
from services.reads.service import head
from teams.people.asker import Request

SIZE = 50


def fact_list(request: Request, slug: str) -> HttpResponse:
    """What happened in a service's repository, who told it, and a form for those who tell it by hand."""
    rows = Service.objects.visible_to(request.user).select_related("team__division", "team__lead", "closed_by")
    found = get_object_or_404(rows, slug=slug)
    form = FactForm(posted(request), auto_id="fact_%s")
    if request.method == "POST" and form.is_valid():
        try:
            fact = tell_fact(found, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Noted, by hand: {fact.sentence}.")
            return redirect("forge:fact-list", slug)
    change, kind = asked(request, "change"), asked(request, "kind")
    wanted = int(change) if change.isascii() and change.isdigit() and len(change) < 10 else None
    context = {
        "service": found,
        "top": head(request.user, found),
        "tab": "repository",
        "form": form,
        "change": wanted,
        "kind": kind,
        "kinds": Fact.Kind.choices,
        "hearing": reads.hearing(found),
        "page": reads.listed(found, change=wanted, kind=kind, page=number(request), size=SIZE),
    }
    return page(request, "forge/fact_list.html", context, pieces=("facts",), status=422 if form.errors else 200)


def logins(request: Request) -> HttpResponse:
    """What one is called on the forges."""
    said = list(ForgeLogin.objects.filter(person=request.user))
    form = LoginsForm(posted(request), said=said)
    if request.method == "POST" and form.is_valid():
        try:
            for forge in Forge.values:
                say_login(request.user, forge, form.cleaned_data[forge], by=request.user)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Noted. What these logins do from now on is yours.")
            return redirect("forge:logins")
    return page(request, "forge/logins.html", {"form": form}, status=422 if form.errors else 200)
