"""A team asks to work on another team's service: what is there already, then the form, kept as it is typed."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import asked
from services.models import Service
from services.reads.catalog import contract_lines
from teams.away.actions.asking import COUNTED, ask_away, why_not_ask
from teams.away.actions.drafts import discard_draft, save_draft
from teams.away.forms import AskForm
from teams.away.models import AwayDraft
from teams.away.reads import drafts as reads
from teams.away.reads.requests import asked_before
from teams.away.reads.similar import look_around
from teams.away.reads.sponsors import perhaps_above
from teams.away.reads.ways import ways_of
from teams.away.views.find import draft_of, guests, present, service_named, services_like, team_named
from teams.people.asker import Request
from teams.people.models import Team


def request_new(request: Request) -> HttpResponse:
    """Which service, then for which of one's teams, then what. Posted, it is sent."""
    slug = _given(request, "service")
    service = service_named(request, slug) if slug else None
    if service is None:
        wrong = bool(slug) or request.method == "POST"
        context = {
            "slug": slug,
            "wrong": wrong,
            "alike": services_like(request, slug),
            "drafts": reads.of_writer(request.user),
        }
        return page(request, "away/request_which.html", context, status=422 if wrong else 200)
    teams = guests(request, service)
    wanted = _given(request, "guest")
    guest = team_named(request, wanted) if wanted else next(iter(teams), None)
    if request.method == "POST" and guest is not None:
        return _posted(request, service, guest)
    draft = reads.begun(request.user, service, guest if wanted else None)
    if draft is not None:
        return redirect(draft)
    form = _form(request, service, guest)
    return _shown(request, service, guest, form, guests=teams, status=422 if request.method == "POST" else 200)


@require_safe
def draft_list(request: Request) -> HttpResponse:
    """What I have begun to ask, and what others of my teams have."""
    mine, ours = reads.lists(request.user)
    return page(request, "away/draft_list.html", {"mine": mine, "ours": ours})


@require_safe
def draft(request: Request, pk: int) -> HttpResponse:
    """Go on with a draft; one that was sent leads to what it became."""
    found = draft_of(request, pk)
    if found.request_id is not None and found.request is not None:
        return redirect(found.request)
    form = _form(request, found.service, found.guest, initial=found.words)
    return _shown(request, found.service, found.guest, form, draft=found, pieces=("saved",))


@require_POST
def draft_save(request: Request) -> HttpResponse:
    """Keep what is typed: after every pause in typing, and by a button without JavaScript."""
    service, guest = _sides(request)
    return redirect(_keep(request, service, guest))


@require_POST
def draft_discard(request: Request, pk: int) -> HttpResponse:
    found = draft_of(request, pk)
    discard_draft(found, by=request.user)
    messages.success(request, f"Thrown away: {found.title}.")
    return redirect("away:draft-list")


def _posted(request: Request, service: Service, guest: Team) -> HttpResponse:
    """Sent as it stands. What cannot be sent yet stays in its fields, and is kept too."""
    form = _form(request, service, guest)
    if form.is_valid():
        try:
            made = ask_away(service, guest=guest, by=request.user, draft=_draft(request), **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, reads.sent_words(made))
            return redirect(made)
    return _shown(request, service, guest, form, draft=_kept_too(request, service, guest), status=422)


def _kept_too(request: Request, service: Service, guest: Team) -> AwayDraft | None:
    """What could not be sent is kept. Where it cannot be kept either, it still stands in the fields."""
    try:
        return _keep(request, service, guest)
    except Refused:
        return _draft(request)


def _keep(request: Request, service: Service, guest: Team) -> AwayDraft:
    words = {name: request.POST.get(name, "") for name in request.POST}
    saves = str(request.POST.get("saves", ""))
    number = int(saves) if saves.isdecimal() and len(saves) < 9 else 0
    return save_draft(service, guest=guest, by=request.user, words=words, draft=_draft(request), saves=number)


def _draft(request: Request) -> AwayDraft | None:
    pk = str(request.POST.get("draft", ""))
    return AwayDraft.objects.visible_to(request.user).filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None


def _sides(request: Request) -> tuple[Service, Team]:
    """The service and the guest that a form names, or a 404."""
    service = service_named(request, _given(request, "service"))
    rows = Team.objects.visible_to(request.user).select_related("lead")
    guest = get_object_or_404(rows, slug=_given(request, "guest"))
    if service is None:
        raise Invalid("service-unknown", "There is no such service. Look for its short name in the catalog.")
    return service, guest


def _form(request: Request, service: Service, guest: Team | None, **more: Any) -> AskForm:
    members = present(guest) if guest is not None else []
    ways = ways_of(service)
    above = perhaps_above(guest, [member.person for member in members]) if guest is not None and ways.has("F4") else []
    return AskForm(posted(request), members=members, above=above, whole=ways.has("F1"), **more)


def _shown(
    request: Request,
    service: Service,
    guest: Team | None,
    form: AskForm,
    *,
    draft: AwayDraft | None = None,
    guests: list[Team] | None = None,
    pieces: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "service": service,
        "guest": guest,
        "guests": guests or [],
        "draft": draft,
        "kept": reads.kept(draft, form),
        **_before(request, service, guest, _text(request, draft)),
    }
    return page(request, "away/request_form.html", context, pieces=pieces, status=status)


def _text(request: Request, draft: AwayDraft | None) -> str:
    """What is wanted, as far as it is said: what others want is compared with it."""
    words = draft.words if draft is not None else request.POST
    return " ".join(str(words.get(name, "")) for name in ("title", "measure", "problem")).strip()


def _before(request: Request, service: Service, guest: Team | None, text: str) -> dict[str, Any]:
    """What there is already, and what stands in the way of asking at all."""
    ways = ways_of(service)
    shown = ways.has("F2")
    lines = contract_lines(request.user, Q(service=service)) if shown else []
    refusal = why_not_ask(service, guest) if guest is not None else None
    return {
        "contracts": [line for line in lines if line.shown and line.shown.state in {"published", "deprecated"}],
        "before": asked_before(service) if shown else [],
        "around": look_around(service, text) if shown and text else None,
        "ways": ways,
        "refusal": refusal.message if refusal is not None else "",
        "counted": refusal is not None and refusal.code in COUNTED and ways.has("F39"),
    }


def _given(request: Request, name: str) -> str:
    """A word of the form, else of the address."""
    return str(request.POST.get(name, ""))[:80].strip() or asked(request, name)
