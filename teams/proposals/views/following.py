"""What somebody wants to hear of."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from portal.kit.forms import posted
from portal.kit.htmx import page
from portal.kit.text import asked
from teams.people.asker import Request
from teams.proposals.actions.following import follow, unfollow
from teams.proposals.forms import FollowForm
from teams.proposals.models import Subscription
from teams.proposals.reads.following import followed
from teams.proposals.views.find import proposal_of


def following(request: Request) -> HttpResponse:
    """Everything one follows, and a way to follow more: ``?team=`` and ``?service=`` fill it in."""
    name = asked(request, "service") or asked(request, "team")
    what = "service" if asked(request, "service") else "team"
    form = FollowForm(posted(request), initial={"what": what, "name": name})
    if request.method == "POST" and form.is_valid():
        made = follow(form.cleaned_data["thing"], by=request.user)
        messages.success(
            request, f"You hear of {'all proposals' if made.of is None else f'proposals about {made.of}'}."
        )
        return redirect("proposals:following")
    context = {"form": form, "followed": followed(request.user), "tab": "following"}
    return page(request, "proposals/following.html", context, status=422 if form.errors else 200)


@require_POST
def following_stop(request: Request) -> HttpResponse:
    """One of one's own, by its id."""
    text = request.POST.get("subscription", "")
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    found = get_object_or_404(
        Subscription.objects.select_related("proposal", "team", "service"), pk=pk, person=request.user
    )
    unfollow(found.of, by=request.user)  # type: ignore[arg-type]  # one of the three, or nothing
    messages.info(request, "You hear of it no longer.")
    return redirect("proposals:following")


@require_POST
def proposal_follow(request: Request, pk: int) -> HttpResponse:
    """Follow this one; with ``stop``, no longer."""
    found = proposal_of(request, pk)
    if "stop" in request.POST:
        unfollow(found, by=request.user)
        messages.info(request, f"You hear of {found} only where it concerns you.")
    else:
        follow(found, by=request.user)
        messages.success(request, f"You hear of everything that happens to {found}.")
    return redirect(found)
