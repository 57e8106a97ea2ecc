"""The guild of bar raisers: everybody sees it, stewards keep it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.paging import number
from portal.kit.refusals import Invalid
from teams.people.asker import Request
from teams.reviews.actions import guild as actions
from teams.reviews.forms import AppointForm, PauseForm
from teams.reviews.reads import guild as reads
from teams.reviews.views.find import raiser_of


@require_safe
def raiser_list(request: Request) -> HttpResponse:
    """Who is in it, what they look at, what they carry."""
    standing, away = reads.size()
    context = {
        "page": reads.members(request.user, number(request)),
        "standing": standing,
        "away": away,
        "pause_form": PauseForm(),
    }
    return page(request, "reviews/raiser_list.html", context, pieces=("guild",))


def raiser_new(request: Request) -> HttpResponse:
    """A steward appoints somebody, or changes what they take."""
    policies.require(request.user, "bar-raiser.appoint", None)
    form = AppointForm(posted(request), initial={"person": request.GET.get("person", "")[:60]})
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            made = actions.appoint_bar_raiser(words.pop("person"), by=request.user, **words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{made.person.name} is a bar raiser: at most {made.limit} at once.")
            return redirect("reviews:raiser-list")
    return page(request, "reviews/raiser_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def raiser_pause(request: Request, login: str) -> HttpResponse:
    raiser = raiser_of(request, login)
    policies.require(request.user, "bar-raiser.pause", raiser)
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Write the day as 2026-12-31.")
        return redirect("reviews:raiser-list")
    until = form.cleaned_data["until"]
    actions.pause_bar_raiser(raiser, by=request.user, until=until)
    messages.success(
        request,
        f"{raiser.person.name} gets no new review until {until:%-d %B %Y}."
        if until
        else f"{raiser.person.name} is back.",
    )
    return redirect("reviews:raiser-list")


@require_POST
def raiser_end(request: Request, login: str) -> HttpResponse:
    raiser = raiser_of(request, login)
    actions.end_bar_raiser(raiser, by=request.user)
    messages.success(request, f"{raiser.person.name} has left the guild. Reviews they have stay theirs.")
    return redirect("reviews:raiser-list")
