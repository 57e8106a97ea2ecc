"""Keeping divisions, teams and people in order: stewards found, leads change their own team."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from teams.people.actions import people, teams
from teams.people.actions.disbanding import disband_team
from teams.people.asker import Request
from teams.people.forms import DivisionForm, JoinForm, PersonForm, TeamFactsForm, TeamForm
from teams.people.forms.calendars import DisbandForm
from teams.people.models import Person, Team


def division_new(request: Request) -> HttpResponse:
    policies.require(request.user, "division.change")
    form = DivisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            division = teams.create_division(words.pop("slug"), by=request.user, **words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{division.name} is a division now.")
            return redirect("people:team-list")
    return _form(request, form, "New division", "A branch of the organisation; teams stand in it.")


def team_new(request: Request) -> HttpResponse:
    policies.require(request.user, "team.create")
    form = TeamForm(posted(request))
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            team = teams.create_team(words.pop("slug"), by=request.user, **words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{team.name} stands. Its lead brings the others in.")
            return redirect(team)
    return _form(request, form, "New team", "A home team of five or six people who own services.")


def team_change(request: Request, slug: str) -> HttpResponse:
    team = _team(request, slug)
    policies.require(request.user, "team.change", team)
    form = TeamFactsForm(posted(request), instance=team)
    if request.method == "POST" and form.is_valid():
        teams.change_team(_team(request, slug), by=request.user, **form.cleaned_data)
        messages.success(request, "The facts are corrected.")
        return redirect(team)
    return _form(request, form, f"Change {team.name}", "What others read about the team, and who leads it.")


def team_disband(request: Request, slug: str) -> HttpResponse:
    """End the team; what it owned and promised is for others to take."""
    team = _team(request, slug)
    policies.require(request.user, "team.disband", team)
    form = DisbandForm(posted(request))
    if request.method == "POST" and form.is_valid():
        disband_team(team, by=request.user, **form.cleaned_data)
        messages.success(request, f"{team.name} has ended. What waits for an owner stands with its division.")
        return redirect(team)
    return _form(
        request, form, f"Disband {team.name}", "Its people leave it. Services without an owner are shown above."
    )


@require_POST
def team_join(request: Request, slug: str) -> HttpResponse:
    team = _team(request, slug)
    policies.require(request.user, "team.change", team)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _form(request, form, f"Bring somebody into {team.name}", "Choose who joins.")
    person = form.cleaned_data["person"]
    teams.join_team(team, person, by=request.user, role=form.cleaned_data["role"])
    messages.success(request, f"{person.name} is in {team.name} now.")
    return redirect(team)


@require_POST
def team_leave(request: Request, slug: str, login: str) -> HttpResponse:
    team = _team(request, slug)
    person = get_object_or_404(Person.objects.visible_to(request.user), login=login)
    teams.leave_team(team, person, by=request.user)
    messages.success(request, f"{person.name} has left {team.name}.")
    return redirect(team)


def person_new(request: Request) -> HttpResponse:
    policies.require(request.user, "person.change")
    form = PersonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            person = people.add_person(words.pop("login").lower(), by=request.user, **words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{person.name} is here now. A team's lead brings them in.")
            return redirect(person)
    return _form(request, form, "New person", "Somebody who works here.")


@require_POST
def person_let_go(request: Request, login: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), login=login)
    people.let_go(person, by=request.user)
    messages.success(request, f"{person.name} has left. What they did stays theirs.")
    return redirect(person)


def _team(request: Request, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user).select_related("lead", "division"), slug=slug)


def _form(request: Request, form: BaseForm, title: str, text: str) -> HttpResponse:
    context = {"form": form, "title": title, "text": text}
    return page(request, "people/form.html", context, status=422 if form.errors else 200)
