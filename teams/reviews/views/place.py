"""A person's place in the guild, and what they say of themselves: ties and wishes."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.forms import show
from portal.kit.htmx import page
from portal.kit.refusals import Denied, Refused
from teams.people.asker import Request
from teams.people.models import Person
from teams.reviews.actions import ties
from teams.reviews.forms import PauseForm
from teams.reviews.guild_forms import TieForm, WishForm
from teams.reviews.models import Tie, Wish
from teams.reviews.reads.place import place


@require_safe
def raiser(request: Request, login: str) -> HttpResponse:
    """What they are certified for, on their way to, and gave; their own page also takes ties and wishes."""
    return place_at(request, _person(request, login))


def place_at(
    request: Request, person: Person, *, tie_form: Form | None = None, wish_form: Form | None = None
) -> HttpResponse:
    """The page, with a form as it was posted when it could not be used."""
    bound = tie_form is not None or wish_form is not None
    context = {
        "page": place(person, request.user),
        "person": person,
        "own": person.pk == request.user.pk,
        "pause_form": PauseForm(),
        "tie_form": tie_form or TieForm(),
        "wish_form": wish_form or WishForm(),
    }
    return page(request, "reviews/raiser.html", context, status=422 if bound else 200)


@require_POST
def tie_declare(request: Request, login: str) -> HttpResponse:
    person = _person(request, login)
    form = TieForm(request.POST)
    if form.is_valid():
        try:
            tie = ties.declare_tie(person, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            if isinstance(refusal, Denied):
                raise
            show(form, refusal)
        else:
            messages.success(request, f"Nothing of {tie.team.name} is given to you from now on.")
            return redirect("reviews:raiser", login)
    policies.require(request.user, "guild.own", person)
    return place_at(request, person, tie_form=form)


@require_POST
def tie_take_back(request: Request, login: str, pk: int) -> HttpResponse:
    """Somebody else's tie is not there for whoever asks: which teams one is tied to is seen by nobody else."""
    found = Tie.objects.filter(person=request.user).select_related("person", "team")
    tie = get_object_or_404(found, pk=pk, person__login=login)
    ties.take_back_tie(tie, by=request.user)
    messages.success(request, f"What {tie.team.name} does may be given to you again.")
    return redirect("reviews:raiser", login)


@require_POST
def wish_state(request: Request, login: str) -> HttpResponse:
    person = _person(request, login)
    form = WishForm(request.POST)
    if form.is_valid():
        try:
            ties.state_wish(person, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            if isinstance(refusal, Denied):
                raise
            show(form, refusal)
        else:
            messages.success(request, "The draw weighs it from now on.")
            return redirect("reviews:raiser", login)
    policies.require(request.user, "guild.own", person)
    return place_at(request, person, wish_form=form)


@require_POST
def wish_take_back(request: Request, login: str, pk: int) -> HttpResponse:
    wish = get_object_or_404(Wish.objects.select_related("person", "team"), pk=pk, person__login=login)
    ties.take_back_wish(wish, by=request.user)
    messages.success(request, "You wish for it no more.")
    return redirect("reviews:raiser", login)


def _person(request: Request, login: str) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.user), login=login)
    return found
