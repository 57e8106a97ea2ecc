"""Away teams: who asked to work on whose service, what was answered, and what came of it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.demo.company import visits
from portal.demo.story import Story, person, service, team
from teams.away.actions.offers import dispute_offered, offer_instead, take_offered
from teams.away.actions.requests import agree_to_away, ask_away, decline_away, end_away, finish_away, withdraw_away
from teams.away.models import AwayRequest


def tell(story: Story) -> None:
    for visit in visits():
        who = next(iter(visit["people"]))
        if "hours" in visit:
            story.before(visit["hours"], _ask, visit, who)
        else:
            story.on(visit["ago"], _ask, visit, who, who=who)
        for verb, (ago, *said) in visit.get("then", {}).items():
            story.on(ago, _go_on, visit, verb, said, who)


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
        cost_of_nothing=visit.get("cost", ""),
    )


def _go_on(visit: dict[str, Any], verb: str, said: list[Any], who: str) -> None:
    request = AwayRequest.objects.with_sides().get(title=visit["title"])
    if verb == "agree":
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
    elif verb == "keep":
        finish_away(request, by=request.contact or request.host.lead, outcome=said[0], measured_value=said[1])
    elif verb == "finish":
        finish_away(request, by=person(who), outcome=said[0], measured_value=said[1])
    elif verb == "withdraw":
        withdraw_away(request, by=person(who), answer=said[0])
    else:
        end_away(request, by=person(said[0]), answer=said[1])
