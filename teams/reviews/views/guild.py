"""The guild of bar raisers: everybody sees it, stewards keep it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.paging import number
from portal.kit.refusals import Denied, Invalid, Refused
from portal.kit.text import asked
from teams.people.asker import Request
from teams.reviews.actions import guild as actions
from teams.reviews.actions import pools as pool_actions
from teams.reviews.actions import training
from teams.reviews.actions.guild_ways import set_guild_ways
from teams.reviews.forms import AppointForm, PauseForm
from teams.reviews.guild_forms import GuildWaysForm, LeadForm, NominateForm
from teams.reviews.models import Topic
from teams.reviews.numbers import PRESETS, numbers_of
from teams.reviews.reads import figures as figure_reads
from teams.reviews.reads import guild as reads
from teams.reviews.reads import pools as pool_reads
from teams.reviews.reads.rules import rules_page
from teams.reviews.reads.ways import Ways, ways
from teams.reviews.views.find import raiser_of


@require_safe
def raiser_list(request: Request) -> HttpResponse:
    """Who is in it, what they look at, what they carry."""
    standing, away = reads.size()
    context = {
        "alarms": reads.alarms(),
        "page": reads.members(request.user, number(request)),
        "standing": standing,
        "away": away,
        "pause_form": PauseForm(),
    }
    return page(request, "reviews/raiser_list.html", context, pieces=("guild",))


def raiser_new(request: Request) -> HttpResponse:
    """A steward appoints somebody, or changes what they take."""
    policies.require(request.user, "bar-raiser.appoint", None)
    form = AppointForm(posted(request), initial=_known(request))
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            made = actions.appoint_bar_raiser(words.pop("person"), by=request.user, **words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{made.person.name} is a bar raiser: at most {made.limit} at once.")
            return redirect("reviews:raiser", made.person.login)
    return page(request, "reviews/raiser_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def raiser_pause(request: Request, login: str) -> HttpResponse:
    raiser = raiser_of(request, login)
    policies.require(request.user, "bar-raiser.pause", raiser)
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Write the day as 2026-12-31.")
        return redirect("reviews:raiser", login)
    until = form.cleaned_data["until"]
    actions.pause_bar_raiser(raiser, by=request.user, until=until)
    messages.success(
        request,
        f"{raiser.person.name} gets no new review until {until:%-d %B %Y}."
        if until
        else f"{raiser.person.name} is back.",
    )
    return redirect("reviews:raiser", login)


@require_POST
def raiser_end(request: Request, login: str) -> HttpResponse:
    raiser = raiser_of(request, login)
    actions.end_bar_raiser(raiser, by=request.user)
    messages.success(request, f"{raiser.person.name} has left the guild. Reviews they have stay theirs.")
    return redirect("reviews:raiser-list")


def _known(request: Request) -> dict[str, object]:
    """Who is named in the address, with what they have already."""
    login = asked(request, "person")
    raiser = reads.standing(login)
    topics = reads.topics_of(login)
    return {"person": login, **({"topics": topics} if topics else {}), **({"limit": raiser.limit} if raiser else {})}


def nominate(request: Request) -> HttpResponse:
    """Somebody, or oneself, for a topic."""
    initial = {"person": asked(request, "person") or request.user.login, "topic": asked(request, "topic")}
    form = NominateForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        words = form.words
        try:
            made = training.nominate(words.pop("person"), by=request.user, **words)
        except Refused as refusal:
            if isinstance(refusal, Denied):
                raise
            show(form, refusal)
        else:
            who = "You are" if made.person_id == request.user.pk else f"{made.person.name} is"
            messages.success(request, f"{who} nominated for {made.get_topic_display().lower()}.")
            return redirect(made)
    context = {"form": form, "rules": ways()}
    return page(request, "reviews/nominate.html", context, status=422 if form.errors else 200)


@require_safe
def pools(request: Request) -> HttpResponse:
    """The pool of each topic: who leads it, how many are in it, what is wrong."""
    return pools_at(request)


def pools_at(request: Request, *, topic: str = "", form: LeadForm | None = None) -> HttpResponse:
    lines = pool_reads.pools()
    forms = {one.topic: LeadForm(initial={"lead": one.lead.login if one.lead else ""}) for one in lines}
    if form is not None:
        forms[Topic(topic)] = form
    context = {"lines": [(one, forms[one.topic]) for one in lines], "rules": ways(), "open_topic": topic}
    return page(request, "reviews/pools.html", context, status=422 if form is not None else 200)


@require_POST
def pool_lead(request: Request, topic: str) -> HttpResponse:
    """A steward says who leads the guild of a topic."""
    if topic not in Topic.values:
        raise Http404
    policies.require(request.user, "guild.lead", topic)
    form = LeadForm(request.POST, auto_id=f"id_{topic}_%s")
    if form.is_valid():
        lead = form.cleaned_data["lead"]
        pool_actions.name_guild_lead(topic, by=request.user, lead=lead)
        who = lead.name if lead is not None else "A steward"
        messages.success(request, f"{who} leads the guild of {Topic(topic).label.lower()}.")
        return redirect("reviews:pools")
    return pools_at(request, topic=topic, form=form)


@require_safe
def figures(request: Request) -> HttpResponse:
    """How the guild did its work over a year, as a whole."""
    return page(request, "reviews/guild_figures.html", {"figures": figure_reads.figures()})


@require_safe
def rules(request: Request) -> HttpResponse:
    """The numbers the guild goes by, and every version there was."""
    context = {"page": rules_page(), "presets": PRESETS.values()}
    return page(request, "reviews/guild_rules.html", context)


def rules_change(request: Request) -> HttpResponse:
    """The next version: what is in force, or a preset that the address names, to be changed and given a reason."""
    policies.require(request.user, "guild.ways", None)
    now = ways()
    preset = PRESETS.get(asked(request, "preset"))
    begin = Ways(numbers_of(preset), preset.code) if preset is not None else now
    initial = {"preset": begin.preset, "after": now.version}
    form = GuildWaysForm(posted(request), begin=begin, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = set_guild_ways(by=request.user, **form.words)
        except Refused as refusal:  # somebody else was first: what was typed stays to be read and copied
            show(form, refusal)
        else:
            messages.success(request, f"Version {made.number} holds for whatever begins from now on.")
            return redirect("reviews:guild-rules")
    context = {"form": form, "presets": PRESETS.values(), "begin": begin, "now": now}
    return page(request, "reviews/guild_rules_form.html", context, status=422 if form.errors else 200)
