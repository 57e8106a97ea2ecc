"""The inbox: what waits for me, what I wait for, what is late below me; and notices, which await no answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.kit import clocks, notices
from portal.kit.htmx import page
from portal.kit.paging import choice, number, paged
from portal.kit.post import replies
from portal.kit.text import asked
from portal.models import Clock
from portal.reads import MOST_WAITING, WHEN, asked_elsewhere, late_below, waiting
from teams.people.asker import Request

NOTICES = 40
Tabs = dict[str, Any]


@require_safe
def inbox(request: Request, side: str = "mine") -> HttpResponse:
    """What waits, due first, by when, kind and team: ``mine``, ``asked`` (of others) or ``below`` (late ones)."""
    mine = list(clocks.waiting_for(request.user)[:MOST_WAITING])
    theirs = asked_elsewhere(request.user, mine)
    below = late_below(request.user)
    sides: dict[str, list[Clock] | None] = {"mine": mine, "asked": theirs, "below": below}
    if sides[side] is None:
        raise Http404
    shown = waiting(
        sides[side] or [],
        when=choice(request, "when", {"": "", **WHEN}, ""),
        kind=asked(request, "kind"),
        team=asked(request, "team"),
        at=number(request),
    )
    for clock in shown.page.rows if side == "mine" else ():
        words = replies.answers(clock).items()
        clock.one_click = [(word, reverse("inbox-answer", args=[clock.pk, code])) for code, word in words]
    context = {
        "side": side,
        "shown": shown,
        "filtered": shown.page.total != shown.total,
        "tabs": tabs(request, side, mine, theirs, below),
        "now": timezone.now(),
    }
    return page(request, "portal/inbox.html", context, pieces=("waits",))


@require_POST
def inbox_answer(request: Request, pk: int, code: str) -> HttpResponse:
    """An answer for which one click is enough, as a link in a mail would give it."""
    clicked = replies.click(pk, request.user, code)
    replies.give(clicked)
    messages.success(request, f"{clicked.label}: {clicked.clock.title}")
    return redirect("inbox")


@require_safe
def notice_list(request: Request) -> HttpResponse:
    """What I was told, newest first. What this page shows counts as seen from then on."""
    shown = paged(notices.of(request.user), number(request), NOTICES)
    mine = list(clocks.waiting_for(request.user)[:MOST_WAITING])
    theirs = asked_elsewhere(request.user, mine)
    around = tabs(request, "notices", mine, theirs, late_below(request.user))
    context = {"page": shown, "tabs": around, "unread": around["unread"]}
    response = page(request, "portal/notices.html", context, pieces=("told",))
    notices.read(request.user, [one.pk for one in shown.rows if one.read_at is None])
    return response


def tabs(request: Request, here: str, mine: list[Clock], theirs: list[Clock], below: list[Clock] | None) -> Tabs:
    """The four lists, which one this is, and how many stand in each."""
    return {
        here: True,
        "mine_count": len(mine),
        "asked_count": len(theirs),
        "below_count": None if below is None else len(below),
        "unread": notices.unread(request.user).count(),
    }


@require_POST
def notices_read(request: Request) -> HttpResponse:
    """I have seen them all."""
    seen = notices.read(request.user)
    messages.success(request, f"{seen} marked as read." if seen else "There was nothing unread.")
    return redirect("notices")
