"""Away teams: who asked to work on whose service, what was answered, and what came of it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from portal.demo.asking import BEFORE, before, begin_draft, sponsored
from portal.demo.company import visits
from portal.demo.ending import ENDING, Ending, walk
from portal.demo.story import Story, person, service, team
from teams.away.actions.access import grant_access
from teams.away.actions.arriving import hand_pack, show_gate
from teams.away.actions.asking import ask_away
from teams.away.actions.charters import draft_charter, sign_charter
from teams.away.actions.demands import answer_demand, demand_more
from teams.away.actions.designs import write_design
from teams.away.actions.offers import dispute_offered, offer_instead, take_offered
from teams.away.actions.requests import agree_to_away, decline_away, end_away, finish_away, withdraw_away
from teams.away.actions.skeletons import show_skeleton
from teams.away.actions.standing import block_on_host, pause_work
from teams.away.actions.weekly import write_status
from teams.away.models import AwayAccess, AwayDemand, AwayGate, AwayRequest
from teams.away.reads.charters import first_words, versions, written
from teams.away.views.find import present
from teams.people.reads.calendars import hours_of


def tell(story: Story) -> None:
    for visit in visits():
        who = next(iter(visit["people"]))
        if "worked" in visit:
            story.before(BEFORE_ALL / timedelta(hours=1), _ask_in_hours_worked, story, visit, who)
            continue
        if "hours" in visit:
            story.before(visit["hours"], _ask, visit, who)
        else:
            story.on(visit["ago"], _ask, visit, who, who=who)
        sponsored(story, visit, who)
        for verb, (ago, *said) in _acts(visit):
            if verb == "quiet":
                continue
            if verb in STAYING:
                story.on(ago, _stay, visit, verb, said, who)
            elif verb in CHARTER:
                story.on(ago, _charter, visit, verb, said, who)
            elif verb.rstrip("-0123456789") in ENDING:
                story.on(ago, _end, visit, ENDING[verb.rstrip("-0123456789")], said, who)
            else:
                story.on(ago, _go_on, visit, verb, said, who)
    story.before(2.2, begin_draft)


def _ask_in_hours_worked(story: Story, visit: dict[str, Any], who: str) -> None:
    """Have it asked when its hosts still had so many hours to work until now."""
    hours, asked = hours_of(service(visit["service"]).team), story.now
    while hours.between(asked, story.now) < timedelta(hours=visit["worked"]) and asked > timezone.now():
        asked -= timedelta(minutes=15)
    story.past.at(asked, partial(_ask, visit, who))
    sponsored(story, visit, who, asked)


BEFORE_ALL = timedelta(days=21)
"""No visit that is told in hours is longer ago than this."""
STAYING = {"arrive", "gates", "skeleton", "status", "block", "design", "pause"}
CHARTER = {"draft", "redraft", "sign-guest", "sign-host", "sign-both"}


def _acts(visit: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """What happened, with the charter that follows an agreement where nothing else is told of it."""
    acts: dict[str, list[Any]] = visit.get("then", {})
    for verb, said in acts.items():
        if verb == "finish":
            yield from walk(said[0], visit)
        yield verb, said
        if verb == "agree" and "draft" not in acts and "seen" not in acts:
            ago = said[0]
            yield from (("draft", [ago - 1]), ("sign-guest", [ago - 1.1]), ("sign-host", [ago - 2]))
            yield "arrive", [ago - 2.2]
            yield from _weeks(ago - 5.4, acts.get("quiet", [0])[0] + 1)


WEEKS = (
    "The first change is in production, behind a flag. Next: the real one.",
    "Half of it is written, with its tests. The hosts' review came on the same day.",
    "Two callers asked for what we build; both are told when. Nothing is in the way.",
    "Their gates are green. Next: the last part, and the runbook.",
)


def _weeks(ago: float, over: float) -> Iterator[tuple[str, list[Any]]]:
    """A first change, and a status twice a week until it is over: who writes is not thought to stand still."""
    if ago > over:
        yield "skeleton", [ago + 0.1]
    for number in range(40):
        if ago - 3 * number > over:
            yield "status", [ago - 3 * number, WEEKS[min(number // 3, 3) if number % 2 else number % 4]]


def _charter(visit: dict[str, Any], verb: str, said: list[Any], who: str) -> None:
    request = AwayRequest.objects.with_teams().get(title=visit["title"])
    newest = next(iter(versions(request)), None)
    if verb in {"draft", "redraft"}:
        hosts, guests = ([one.person for one in present(team)] for team in (request.host, request.guest))
        terms = written(newest) if newest is not None else first_words(request, hosts, guests)
        by = person(who) if verb == "draft" else request.host.lead
        more = {**terms, "ends_on": request.wanted_by, **(said[0] if said else {})}
        draft_charter(request, by=by, after=newest.number if newest is not None else 0, **more)
    elif newest is not None:
        leads = {"sign-guest": [request.guest.lead], "sign-host": [request.host.lead]}
        for lead in leads.get(verb, [request.guest.lead, request.host.lead]):
            sign_charter(request, by=lead, digest=newest.digest)


def _ask(visit: dict[str, Any], who: str) -> None:
    ask_away(
        service(visit["service"]),
        guest=team(visit["guest"]),
        by=person(who),
        title=visit["title"],
        problem=visit["problem"],
        measure=visit["measure"],
        unit=visit["unit"],
        now_value=visit["now"],
        expected_value=visit["expected"],
        scope=visit["scope"],
        people=[(person(login), percent) for login, percent in visit["people"].items()],
        wanted_by=(timezone.now() + timedelta(days=visit["wanted_in"])).date(),
        cost_of_nothing=visit.get("cost", f"It stays at {visit['now']} {visit['unit']}."),
    )


def _stay(visit: dict[str, Any], verb: str, said: list[Any], who: str) -> None:
    """What the guests do at work, and what the hosts do before."""
    request = AwayRequest.objects.with_teams().get(title=visit["title"])
    stay = request.told_stay
    if stay is None or not stay.is_open or (verb in {"skeleton", "status"} and not stay.is_building):
        return  # nobody comes to what is over, or writes once it is released
    if verb == "arrive":
        _arrive(request)
    elif verb == "gates":
        _show(request, 2)
        show_gate(request, by=request.host.lead, number=3, state="red", words="CONTRIBUTING is from before the move.")
    elif verb == "skeleton":
        show_skeleton(request, by=person(who), link=f"https://ci.tideline.example/{request.service.slug}/releases/1")
    elif verb == "status":
        write_status(request, by=person(who), words=said[0])
    elif verb == "block":
        block_on_host(request, by=person(who), why=said[0])
    elif verb == "design":
        write_design(request, by=person(who), title=said[0], words=said[1], door=said[2])
    elif verb == "pause":
        pause_work(request, by=request.guest.lead, why=said[0], resumes_on=(timezone.now() + timedelta(said[1])).date())


def _show(request: AwayRequest, most: int = 99) -> None:
    """The hosts show their gates, the first ones or all."""
    for gate in AwayGate.objects.filter(stay__request=request, number__lte=most):
        link = f"https://ci.tideline.example/{request.service.slug}/{gate.code}"
        show_gate(request, by=request.host.lead, number=gate.number, state="green", link=link)


def _arrive(request: AwayRequest) -> None:
    """The hosts show their gates and hand over what guests need; those may write to what is in scope."""
    lead, slug = request.host.lead, request.service.slug
    _show(request)
    for access in AwayAccess.objects.filter(stay__request=request):
        grant_access(access, by=lead, scope=access.scope)
    who = request.contact or lead
    handed = {"architecture": f"https://docs.tideline.example/{slug}/", "contacts": f"{who.name}, at any time."}
    hand_pack(request, by=lead, runbook=f"https://docs.tideline.example/{slug}/runbook/", **handed)


def _end(visit: dict[str, Any], act: Ending, said: list[Any], who: str) -> None:
    act(AwayRequest.objects.with_teams().get(title=visit["title"]), person(who), said)


def _go_on(visit: dict[str, Any], verb: str, said: list[Any], who: str) -> None:
    request = AwayRequest.objects.with_teams().get(title=visit["title"])
    if verb in BEFORE:
        before(request, verb, said)
    elif verb == "agree":
        agree_to_away(request, by=request.host.lead, contact=person(said[0]), answer=said[1])
    elif verb == "decline":
        reason, answer, value, source = said
        decline_away(request, by=request.host.lead, reason=reason, answer=answer, value=value, source=source)
    elif verb == "offer":
        kind, words, more = said
        day = (timezone.now() + timedelta(days=more)).date() if kind == "will-do" else None
        link = more if kind == "extension-point" else ""
        offer_instead(request, by=request.host.lead, kind=kind, words=words, promised_by=day, link=link)
    elif verb == "accept":
        take_offered(request, by=person(who))
    elif verb == "dispute":
        dispute_offered(request, by=person(who), answer=said[0])
    elif verb.startswith("demand"):
        demand_more(request, by=request.contact or request.host.lead, text=said[0], why=said[1])
    elif verb.startswith("answer"):
        newest = AwayDemand.objects.select_related("request").filter(request=request).latest("pk")
        newest.request = request
        answer_demand(newest, by=person(who), accepts=said[0], reply=said[1])
    elif verb in {"finish", "keep"}:
        by = person(who) if verb == "finish" else request.contact or request.host.lead
        finish_away(request, by=by, outcome=said[0], measured_value=said[1])
    elif verb == "withdraw":
        withdraw_away(request, by=person(who), answer=said[0])
    else:
        end_away(request, by=person(said[0]), answer=said[1])
