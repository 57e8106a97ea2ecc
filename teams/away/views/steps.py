"""The steps of a request from the release on: each a form of the page, and an address of its own that takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from portal.kit import policies
from portal.kit.forms import show
from portal.kit.refusals import Invalid
from portal.models import Clock
from teams.away.actions import closing, copies, decisions, handing_back, incidents, leaving, releasing
from teams.away.forms import after as forms
from teams.away.models import AwayRequest, AwayStay
from teams.away.reads.after import AfterPart, after_part
from teams.away.views.find import present, request_of
from teams.people.asker import Request

_S = AwayStay.State
BUILDING, RUNS = AwayStay.BUILDING, incidents.RUNS


@dataclass(frozen=True, slots=True)
class Now:
    """Where a request is, as the steps ask for it."""

    request: AwayRequest
    part: AfterPart
    awaited: frozenset[str]

    @property
    def stay(self) -> str:
        stay = self.request.told_stay
        return stay.state if stay is not None else ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does: in which panel, when it is open, whose it is, what it asks for, and what it does."""

    panel: str
    label: str
    icon: str
    policy: str
    open: Callable[[Now], bool]
    act: Callable[..., object]
    said: str
    form: Callable[..., Form] = Form
    note: str = ""
    needs: tuple[str, ...] = ()
    about: str = ""
    """What the action is about, when it is not the request: a field of the part."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as the page shows it: its form, or why not."""

    verb: str
    step: Step
    may: policies.Verdict
    form: Form | None
    unfolded: bool

    @property
    def address(self) -> str:
        """The name of the address that takes it."""
        return f"away:step-{self.verb}"


def _waits(kind: str) -> Callable[[Now], bool]:
    return lambda now: kind in now.awaited


STEPS: dict[str, Step] = {
    "way-back": Step(
        "release", "Say how it is switched off", "edit", "away.release",
        lambda now: now.stay in (*BUILDING, _S.RELEASED, _S.WARRANTY),
        releasing.name_way_back, "Written. {host} knows who switches it off.", forms.WayBackForm, needs=("hosts",),
        note="Nothing is released before. The hosts may switch it off alone, at any time, and nobody is to blame.",
    ),
    "release": Step(
        "release", "It is in production", "ok", "away.release", lambda now: now.stay in BUILDING,
        releasing.release_stay, "Released. {guest} stands by for what it touched.", forms.ReleaseForm,
        note="From now on the warranty runs.",
    ),
    "switch-off": Step(
        "release", "Switch it off", "stop", "away.switch-off",
        lambda now: _switch(now) and now.part.release.off_at is None,  # type: ignore[union-attr]
        releasing.switch_off, "It is off, and an incident is open. Nobody is to blame.", forms.SwitchOffForm,
        note="You need to ask nobody.", kind="danger",
    ),
    "switch-on": Step(
        "release", "Switch it on again", "ok", "away.switch-off",
        lambda now: _switch(now) and now.part.release.off_at is not None,  # type: ignore[union-attr]
        releasing.switch_on, "It is on again.",
    ),
    "incident": Step(
        "incidents", "Report what broke", "plus", "away.incident", lambda now: now.stay in RUNS,
        incidents.report_incident, "Reported. {guest} hears of it at once.", forms.IncidentForm,
        note="Severity 1 calls the guests within four hours at any time, others within their working days.",
    ),
    "hand-over": Step(
        "handback", "Hand something over", "plus", "away.hand-over",
        lambda now: now.stay in (_S.RELEASED, _S.WARRANTY, _S.HANDBACK),
        handing_back.hand_over, "It is there. With the fourth {host} is asked to take it.", forms.HandOverForm,
    ),
    "add-missing": Step(
        "handback", "What was missing is there", "ok", "away.hand-over",
        lambda now: "away.handover" in now.awaited and bool(now.part.handback and now.part.handback.missing),
        handing_back.add_missing, "{host} is asked to take it; it asks no more.",
    ),
    "take-back": Step(
        "handback", "Take it back", "ok", "away.take-back", lambda now: now.stay == _S.HANDBACK,
        handing_back.take_back, "Taken back. Both sides look back on it now.", kind="primary",
    ),
    "ask-missing": Step(
        "handback", "Ask for what is missing, once", "forward", "away.take-back",
        lambda now: "away.handback" in now.awaited and not (now.part.handback and now.part.handback.missing),
        handing_back.ask_missing, "Asked. {guest} has its time again.", forms.MissingForm,
    ),
    "keeper": Step(
        "handback", "Write who keeps it", "edit", "away.keep",
        lambda now: now.stay in (_S.RELEASED, _S.WARRANTY, _S.HANDBACK, _S.CLOSING),
        handing_back.name_keeper, "Written: everybody can read who keeps it.", forms.KeeperForm,
        needs=("hosts", "guests"), note="One of the hosts; or one of the guests, as trusted committer until a day.",
    ),
    "look-back": Step(
        "looking-back", "Look back, in three answers", "review", "away.look-back",
        lambda now: bool({"away.look-back-guest", "away.look-back-host"} & now.awaited),
        closing.look_back, "Kept. Both sides can read it.", forms.LookBackForm,
    ),
    "credit": Step(
        "looking-back", "Thank those who did it", "ok", "away.credit", _waits("away.credit"),
        closing.write_credit, "Written. They and their managers get it with the numbers.", forms.CreditForm,
        needs=("guests",), note="When nobody writes it, they get a thank-you made of facts.",
    ),
    "wind-down": Step(
        "leaving", "Say where your work lies", "stop", "away.wind-down", lambda now: now.stay == _S.LEAVING,
        leaving.wind_down, "Over. Your access has ended.", forms.WindDownForm, kind="primary",
    ),
    "copy": Step(
        "copy", "Put a copy on record", "copy", "away.copy",
        lambda now: now.request.may_copy and now.part.copied is None,
        copies.declare_copy, "On record. You are asked about it in a year.", forms.CopyForm,
        note="You need to ask nobody. It stands in the register of copies, and is looked at again after a year.",
    ),
    "copy-review": Step(
        "copy", "Say what becomes of the copy", "review", "away.copy-review",
        lambda now: now.part.copied is not None and now.part.copied.outcome in {"", "no-answer"},
        copies.review_copy, "Written into the register.", forms.CopyReviewForm, about="copied",
    ),
    "conflict": Step(
        "decision", "Put it before those who lead both", "overdue", "away.conflict",
        lambda now: now.request.state in {"escalated", "declined"} and now.part.decision is None,
        decisions.open_decision, "It is before them. They have ten working days.", forms.ConflictForm,
        note="Two roadmaps collide: they get the options in numbers, and a day. Silence goes one level up.",
    ),
    "choose": Step(
        "decision", "Decide", "ok", "away.choose",
        lambda now: now.part.decision is not None and now.part.decision.decided_at is None,
        decisions.choose_option, "Said.", forms.ChoiceForm, needs=("options",), about="decision", kind="primary",
    ),
}  # fmt: skip
PANELS = ("release", "incidents", "handback", "looking-back", "leaving", "copy", "decision")


def after_context(request: Request, found: AwayRequest, bound: Mapping[str, Form]) -> dict[str, Any]:
    """What the page shows from the release on, and every step that is open, with its form or why not."""
    now = _now(found)
    steps: dict[str, list[Shown]] = {name: [] for name in PANELS}
    people: dict[str, Any] = {}
    for verb, step in STEPS.items():
        if step.open(now):
            may = policies.may(request.user, step.policy, getattr(now.part, step.about) if step.about else found)
            form = (bound.get(verb) or _form(step, verb, now, people)) if may else None
            steps[step.panel].append(Shown(verb, step, may, form, verb in bound or step.kind == "primary"))
    told = {name.replace("-", "_"): shown for name, shown in steps.items()}
    return {"after": now.part, "after_steps": told, "mend": policies.may(request.user, "away.mend", found)}


@require_POST
def step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Take what a form of the page says; one that is not right comes back as it was sent."""
    from teams.away.views.pages import shown

    found, one = request_of(request, pk), STEPS[verb]
    now = _now(found)
    if one.about and getattr(now.part, one.about) is None:
        get_object_or_404(AwayRequest.objects.none())
    form = _form(one, verb, now, {}, request.POST)
    if form.is_valid():
        try:
            about = getattr(now.part, one.about) if one.about else found
            one.act(about, by=request.user, **getattr(form, "given", form.cleaned_data))
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, one.said.format(guest=found.guest.name, host=found.host.name))
            return redirect(found)
    return shown(request, found, **{verb: form})


@require_POST
def incident_mend(request: Request, pk: int, number: int) -> HttpResponse:
    """An incident is mended, with a word on what it was."""
    from teams.away.views.pages import shown

    found = request_of(request, pk)
    incident = get_object_or_404(found.incidents, number=number)
    incident.request = found
    form = forms.MendForm(request.POST)
    if form.is_valid():
        incidents.mend_incident(incident, by=request.user, **form.cleaned_data)
        messages.success(request, f"Incident {number} is mended.")
        return redirect(incident)
    messages.error(request, "Say what it was: everybody can read it.")
    return shown(request, found, mend=form)


def _now(found: AwayRequest) -> Now:
    subject = f"away.awayrequest:{found.pk}"
    running = Clock.objects.filter(subject=subject, state=Clock.State.OPEN).values_list("kind", flat=True)
    return Now(found, after_part(found), frozenset(running))


def _switch(now: Now) -> bool:
    named = now.part.release is not None and now.part.release.is_named
    return named and now.stay in (*BUILDING, *RUNS)


def _form(step: Step, verb: str, now: Now, people: dict[str, Any], sent: Any = None) -> Form:
    """An empty form of this step, or the one that was sent."""
    more: dict[str, Any] = {}
    for name in step.needs:
        if name not in people:
            people[name] = _needed(name, now)
        more[name] = people[name]
    return step.form(sent, auto_id=f"{verb}_%s", **more)


def _needed(name: str, now: Now) -> Any:
    if name == "options":
        return now.part.decision.numbered if now.part.decision is not None else []
    return present(now.request.host if name == "hosts" else now.request.guest)
