"""Pages of teams and people, and a person's own tokens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.kit import beside, facets
from portal.kit import tokens as token_kit
from portal.kit.forms import posted
from portal.kit.htmx import page
from portal.models import ApiToken
from teams.people.asker import Request
from teams.people.forms import TokenForm
from teams.people.models import Person
from teams.people.reads import divisions, people, teams


@require_safe
def team_list(request: Request) -> HttpResponse:
    """Every team: facets, text, sort and page, all in the address."""
    shape = teams.shape(divisions.words())
    context = {"list": teams.team_list(request.user, facets.wanted(request, shape), shape, request.GET)}
    return page(request, "people/team_list.html", context, pieces=("teams",))


@require_safe
def person(request: Request, login: str) -> HttpResponse:
    found = get_object_or_404(Person.objects.visible_to(request.user).select_related("manager"), login=login)
    context = {"page": people.person_page(found), "person": found, "panels": beside.about(found, request.user)}
    return page(request, "people/person.html", context)


def tokens(request: Request) -> HttpResponse:
    """One's own tokens. A new one's text is in the answer to its making, once, and nowhere else."""
    form = TokenForm(posted(request))
    made, status = "", 200
    if request.method == "POST":
        if form.is_valid():
            words = form.cleaned_data
            made = token_kit.create_token(words["name"], request.user, words["scope"], by=request.user)
            form = TokenForm()
        else:
            status = 422
    rows = ApiToken.objects.filter(person=request.user).order_by("revoked_at", "-pk")
    response = render(request, "people/tokens.html", {"form": form, "tokens": rows, "made": made}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def token_revoke(request: Request, pk: int) -> HttpResponse:
    token_kit.revoke_token(get_object_or_404(ApiToken, pk=pk, person=request.user), by=request.user)
    messages.success(request, "The token is revoked. It opens nothing any more.")
    return redirect("people:tokens")
