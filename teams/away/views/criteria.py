"""How what counts as done stands, and whose turn it was."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import audit
from portal.kit.htmx import page
from portal.models import Clock
from teams.away.actions.criteria import say_criterion
from teams.away.forms.changes import CriterionForm
from teams.away.reads.turns import turns_of
from teams.away.views.find import request_of
from teams.away.views.pages import shown
from teams.people.asker import Request


@require_POST
def criterion_say(request: Request, pk: int, number: int) -> HttpResponse:
    """A member of the host says that it is met, or takes that back."""
    found = request_of(request, pk)
    form = CriterionForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data
        change = found.changes.filter(number=words["change"]).first() if words["change"] else None
        say_criterion(found, number, by=request.user, met=bool(words["met"]), change=change, words=words["words"])
        messages.success(request, f"Criterion {number} is {'met' if words['met'] else 'not met'}.")
        return redirect(f"{found.get_absolute_url()}#h-done")
    messages.error(request, "Choose a change of this request, or say by what one sees it.")
    return shown(request, found, criterion=form)


@require_safe
def turns(request: Request, pk: int) -> HttpResponse:
    """The bar of the request's page as a table."""
    found = request_of(request, pk)
    clocks = Clock.objects.filter(subject=audit.ref(found)).order_by("pk")
    return page(request, "away/turns.html", {"away": found, "turns": turns_of(found, clocks)})
