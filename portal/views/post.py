"""Pages of what leaves the house: one's wishes, hooks of teams, letters that were given up, answers from a mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forms import HookForm, WishesForm
from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.paging import number, paged
from portal.kit.post import hooks, replies
from portal.kit.post.letters import send_again
from portal.kit.post.wishes import wish, wishes_of
from portal.kit.refusals import Invalid
from portal.models import Hook, Letter
from teams.people.asker import Request
from teams.people.models import Person

LETTERS = 50


def wishes(request: Request) -> HttpResponse:
    form = WishesForm(posted(request), wishes=wishes_of(request.user))
    if request.method == "POST" and form.is_valid():
        wish(by=request.user, **form.said())
        messages.success(request, "Noted. It holds from the next mail on.")
        return redirect("wishes")
    letters = Letter.objects.filter(person=request.user).order_by("-pk")[:10]
    context = {"form": form, "letters": letters, "mail_from": settings.MAIL_FROM}
    return page(request, "portal/wishes.html", context, status=422 if form.errors else 200)


def hook_list(request: Request) -> HttpResponse:
    """Everybody sees which programs hear what happens; leads add those of their team, stewards all."""
    form = HookForm(posted(request), by=request.user)
    if request.method == "POST":
        policies.require(request.user, "hook.add", None if request.user.is_steward else request.user.leads.first())
        if form.is_valid():
            words = dict(form.cleaned_data)
            try:
                hook = hooks.add_hook(words.pop("name"), by=request.user, **words)
            except Invalid as refusal:
                show(form, refusal)
            else:
                messages.success(request, f"{hook.name} hears what happens from now on.")
                return redirect("hook", hook.pk)
    rows = Hook.objects.select_related("team__lead", "made_by").order_by("ended_at", "-pk")
    context = {"form": form, "page": paged(rows, number(request), LETTERS)}
    return page(request, "portal/hooks.html", context, status=422 if form.errors else 200)


@require_safe
def hook(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Hook.objects.select_related("team__lead", "made_by"), pk=pk)
    rows = Letter.objects.filter(hook=found).order_by("-pk")
    context = {"hook": found, "page": paged(rows, number(request), LETTERS)}
    return page(request, "portal/hook.html", context)


@require_POST
def hook_end(request: Request, pk: int) -> HttpResponse:
    found = hooks.end_hook(get_object_or_404(Hook.objects.select_related("team__lead"), pk=pk), by=request.user)
    messages.success(request, f"{found.name} hears nothing more.")
    return redirect("hook", pk)


@require_POST
def letter_again(request: Request, pk: int) -> HttpResponse:
    rows = Letter.objects.select_related("hook__team__lead")
    letter = send_again(get_object_or_404(rows, pk=pk, way=Letter.Way.HOOK), by=request.user)
    messages.success(request, "It is tried again.")
    return redirect("hook", letter.hook_id or 0)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """What a link in a mail would do; the button does it. Whoever has the mail may, so no cache keeps it."""
    asked = replies.read(token, Person.objects.present())
    if request.method == "POST":
        replies.give(asked)
    response = page(request, "portal/reply.html", {"asked": asked, "done": request.method == "POST"})
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
