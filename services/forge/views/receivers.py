"""Pages of receiving addresses: which there are, how each is set up, what came, and what was not let in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from portal.kit.text import asked
from services.forge.actions import receivers
from services.forge.forms import ReceiverForm, SecretForm
from services.forge.models import Receiver
from services.forge.reads import receivers as reads
from teams.people.asker import Request


def receiver_list(request: Request) -> HttpResponse:
    """Everybody sees who listens where; members make them for their team and its services."""
    form = ReceiverForm(posted(request), by=request.user, whose=asked(request, "for"))
    if request.method == "POST" and form.is_valid():
        try:
            made = receivers.add_receiver(form.cleaned_data["forge"], by=request.user, **form.owner)
        except Invalid as refusal:
            show(form, refusal)
        else:
            return _shown(request, made, secret=made.secret)
    context = {"form": form, "receivers": reads.receivers(request.user)}
    return page(request, "forge/receiver_list.html", context, status=422 if form.errors else 200)


@require_safe
def receiver(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _receiver(request, pk))


@require_POST
def receiver_secret(request: Request, pk: int) -> HttpResponse:
    """A new secret, shown on the page that answers and never again."""
    form = SecretForm(request.POST)
    at_once = form.is_valid() and form.cleaned_data["at_once"]
    made = receivers.change_secret(_receiver(request, pk), by=request.user, at_once=at_once)
    return _shown(request, made, secret=made.secret)


@require_POST
def receiver_end(request: Request, pk: int) -> HttpResponse:
    found = receivers.end_receiver(_receiver(request, pk), by=request.user)
    messages.success(request, "Nothing is let in by this address any more. Take the webhook away at the forge, too.")
    return redirect(found)


def _receiver(request: Request, pk: int) -> Receiver:
    rows = Receiver.objects.visible_to(request.user).select_related("service__team__lead", "team__lead", "made_by")
    return get_object_or_404(rows, pk=pk)


def _shown(request: Request, found: Receiver, secret: str = "") -> HttpResponse:
    context = {
        "receiver": found,
        "page": reads.receiver_page(found),
        "secret": secret,
        "address": f"{settings.ADDRESS or request.build_absolute_uri('/').rstrip('/')}{found.path}",
    }
    response = page(request, "forge/receiver.html", context)
    if secret:
        response["Cache-Control"] = "no-store"
    return response
