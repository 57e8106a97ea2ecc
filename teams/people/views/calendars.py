"""Pages on which people say when they work: a team's calendar, an absence, a freeze."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from teams.people.actions import calendars
from teams.people.asker import Request
from teams.people.forms.calendars import AbsenceForm, CalendarForm, FreezeForm
from teams.people.models import Absence, Division, Freeze, Person, Team
from teams.people.reads.calendars import calendar_of


def calendar_change(request: Request, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("lead"), slug=slug)
    policies.require(request.user, "team.change", team)
    now = calendar_of(team)
    initial = {name: getattr(now, name) for name in CalendarForm.base_fields}
    form = CalendarForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            calendars.set_calendar(team, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Clocks of {team.name} run in this calendar now.")
            return redirect(team)
    return _form(
        request, form, f"When {team.name} works", f"Times are in {team.time_zone}, which the team's facts say."
    )


def absence_new(request: Request, login: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), login=login)
    policies.require(request.user, "absence.declare", person)
    form = AbsenceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            calendars.declare_absence(person, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Noted. What waits for nobody else waits until the day after.")
            return redirect(person)
    who = "you are" if person == request.user else f"{person.name} is"
    return _form(request, form, f"When {who} away", "Nobody needs to know why. Clocks stand still meanwhile.")


@require_POST
def absence_back(request: Request, login: str, pk: int) -> HttpResponse:
    rows = Absence.objects.standing().select_related("person")
    absence = get_object_or_404(rows, pk=pk, person__login=login)
    calendars.take_back_absence(absence, by=request.user)
    messages.success(request, "Taken back. Clocks run again from today.")
    return redirect(absence.person)


def team_freeze(request: Request, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("lead"), slug=slug)
    return _freeze(request, team, team.name)


def division_freeze(request: Request, slug: str) -> HttpResponse:
    division = get_object_or_404(Division.objects.select_related("head"), slug=slug)
    return _freeze(request, division, f"{division.name} and what is below it")


def company_freeze(request: Request) -> HttpResponse:
    return _freeze(request, None, "the whole company")


def _freeze(request: Request, whose: Team | Division | None, name: str) -> HttpResponse:
    policies.require(request.user, "freeze.set", whose)
    form = FreezeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            calendars.set_freeze(whose, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Nobody of {name} is waited for on these days.")
            return redirect(whose if whose is not None else "division-list")
    return _form(
        request, form, f"Freeze {name}", "Days on which nothing is answered, as over a launch or a stock-taking."
    )


@require_POST
def freeze_lift(request: Request, pk: int) -> HttpResponse:
    freeze = get_object_or_404(Freeze.objects.standing().select_related("team__lead", "division__head"), pk=pk)
    calendars.lift_freeze(freeze, by=request.user)
    messages.success(request, "Lifted. Clocks run again from today.")
    return redirect(freeze.whose or "division-list")


def _form(request: Request, form: Form, title: str, text: str) -> HttpResponse:
    context = {"form": form, "title": title, "text": text}
    return page(request, "people/form.html", context, status=422 if form.errors else 200)
