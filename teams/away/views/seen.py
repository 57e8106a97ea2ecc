"""Where help is welcome, what goes on everywhere, how teams host and visit, and what was seen of it from above."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.kit import clocks, policies
from portal.kit.forms import show
from portal.kit.htmx import page
from portal.kit.paging import choice, number, paged
from portal.kit.refusals import Invalid
from portal.kit.text import asked
from teams.away.actions.signals import answer_signal
from teams.away.forms.signals import SignalForm
from teams.away.models import AwaySignal
from teams.away.reads.records import YEAR, record_of
from teams.away.reads.requests import few
from teams.away.reads.signals import signals
from teams.away.reads.welcome import board as board_of
from teams.away.reads.welcome import welcoming
from teams.people.asker import Request
from teams.people.models import Team

OPEN = {"": "All", "open": "Unanswered"}


@require_safe
def welcome(request: Request) -> HttpResponse:
    """Services that take guests."""
    text = asked(request, "q")
    return page(
        request, "away/welcome.html", {"page": welcoming(text, number(request)), "text": text}, pieces=("services",)
    )


@require_safe
def board(request: Request) -> HttpResponse:
    """All that is open, by what comes next."""
    text = asked(request, "q")
    return page(request, "away/board.html", {"columns": board_of(text), "text": text}, pieces=("board",))


@require_safe
def record(request: Request, slug: str) -> HttpResponse:
    """A team as host and as guest over the last year."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("division__head", "lead"), slug=slug)
    now = timezone.now()
    context = {
        "team": team,
        "record": record_of(team, now - YEAR, now + timedelta(seconds=1)),
        "as_host": few(Q(host=team), 10),
        "as_guest": few(Q(guest=team), 10),
        "signals": signals().filter(team=team)[:10],
        "since": (now - YEAR).date(),
    }
    return page(request, "away/record.html", context)


@require_safe
def signal_list(request: Request) -> HttpResponse:
    """Every signal, newest first."""
    state = choice(request, "state", OPEN, "")
    rows = signals()
    if state:
        rows = rows.filter(answer="")
    context = {"page": paged(rows, number(request), 50), "state": state, "states": OPEN}
    return page(request, "away/signal_list.html", context)


@require_safe
def signal(request: Request, pk: int) -> HttpResponse:
    return _shown(request, get_object_or_404(signals(), pk=pk))


@require_POST
def signal_answer(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(signals(), pk=pk)
    form = SignalForm(request.POST)
    if form.is_valid():
        try:
            answer_signal(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Answered. {found.team.lead.name} is told.")
            return redirect(found)
    return _shown(request, found, form)


def _shown(request: Request, found: AwaySignal, form: SignalForm | None = None) -> HttpResponse:
    context = {
        "signal": found,
        "form": form or SignalForm(),
        "may": policies.may(request.user, "away.answer-signal", found),
        "clock": clocks.running("away.signal", found),
    }
    return page(request, "away/signal.html", context, status=422 if form is not None else 200)
