"""One certification: how far somebody is in a topic, and every step that is open to whoever looks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.forms import show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from teams.people.asker import Request
from teams.reviews import guild_forms as forms
from teams.reviews import states
from teams.reviews.actions import certificates, training
from teams.reviews.models import Certification
from teams.reviews.reads.guild import certifications
from teams.reviews.reads.place import CertificationPage, certification_page

_S = Certification.State


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does: in which states it is open, whose it is, what it asks for, what it does and says."""

    label: str
    icon: str
    policy: str
    sources: frozenset[str]
    act: Callable[..., object]
    said: str
    form: Callable[[CertificationPage], type[Form]] = lambda found: forms.NothingForm
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as the page shows it: its form, or why not."""

    verb: str
    step: Step
    may: policies.Verdict
    form: Form
    unfolded: bool = False


def _of(*verbs: str) -> frozenset[str]:
    return frozenset().union(*(states.CERTIFICATION.moves[verb].sources for verb in verbs))


def _words(found: CertificationPage) -> type[Form]:
    return forms.WordsForm


def _may_words(found: CertificationPage) -> type[Form]:
    return forms.MayWordsForm


def _others_words(found: CertificationPage) -> type[Form]:
    """A reason is for what one decides about somebody else."""
    return forms.NothingForm if found.own else forms.WordsForm


STEPS = {
    "accept": Step("Accept", "check", "guild.decide", _of("accept"), training.accept, "accepted", kind="primary"),
    "decline": Step("Not now", "cross", "guild.decide", _of("decline"), training.decline, "told why", _words),
    "read": Step(
        "Say what a review taught you", "review", "guild.read", frozenset((_S.READING, *Certification.CERTIFIED)),
        training.mark_read, "counted as read", lambda found: forms.ReadForm, "primary",
    ),
    "mentor": Step(
        "Choose a mentor", "person", "guild.mentor", frozenset((_S.LEADING, _S.ASSESSMENT)), training.choose_mentor,
        "told who stands by", lambda found: forms.MentorForm,
    ),
    "certify": Step(
        "Certify", "sign", "guild.assess", _of("certify"), training.certify, "certified", _may_words, "primary"
    ),
    "once-more": Step(
        "Once more", "refresh", "guild.assess", _of("once-more"), training.ask_once_more, "told what is missing", _words
    ),
    "renew": Step(
        "Renew", "sign", "guild.renew", _of("renew"), certificates.renew, "renewed", _others_words, "primary"
    ),
    "leave": Step("End it", "leave", "guild.leave", _of("end"), training.leave_topic, "no longer in it", _others_words),
}  # fmt: skip


@require_safe
def certification(request: Request, login: str, topic: str) -> HttpResponse:
    """The way of one person in one topic."""
    return certification_at(request, _found(request, login, topic))


def certification_at(request: Request, found: Certification, *, bound: tuple[str, Form] | None = None) -> HttpResponse:
    """The page, with a form as it was posted when it could not be used."""
    told = certification_page(found, request.user)
    shown = []
    for verb, step in STEPS.items():
        if found.state not in step.sources:
            continue
        verdict = policies.may(request.user, step.policy, found)
        if not verdict and verb in ("read", "renew", "mentor"):
            continue  # what only one person ever does is no refused button on everybody's page
        held = bound is not None and bound[0] == verb
        form = bound[1] if bound is not None and held else _form(step, told)
        shown.append(Shown(verb, step, verdict, form, held))
    context = {"page": told, "one": found, "person": found.person, "steps": shown}
    return page(request, "reviews/certification.html", context, status=422 if bound else 200)


def _form(step: Step, told: CertificationPage, data: Any = None) -> Form:
    kind = step.form(told)
    if kind is forms.ReadForm:
        return forms.ReadForm(data, offered=told.offered)
    if kind is forms.MentorForm:
        return forms.MentorForm(data, offered=told.mentors)
    return kind(data)


def step(verb: str) -> Callable[..., HttpResponse]:
    """The view that takes one step."""
    named = STEPS[verb]

    @require_POST
    def take(request: Request, login: str, topic: str) -> HttpResponse:
        found = _found(request, login, topic)
        policies.require(request.user, named.policy, found)
        form = _form(named, certification_page(found, request.user), request.POST)
        if form.is_valid():
            try:
                named.act(found, by=request.user, **form.cleaned_data)
            except Invalid as refusal:
                show(form, refusal)
            else:
                own = found.person_id == request.user.pk
                who = "You are" if own else f"{found.person.name} is"
                messages.success(request, _said(named, who, found))
                return redirect(found)
        return certification_at(request, found, bound=(verb, form))

    return take


def _said(step: Step, who: str, found: Certification) -> str:
    if step.said == "counted as read":
        return "It counts as read."
    return f"{who} {step.said}: {found.get_topic_display().lower()}."


def _found(request: Request, login: str, topic: str) -> Certification:
    return get_object_or_404(certifications(request.user, login=login, topic=topic))
