"""Away teams: who asked to work on whose service, what was answered, and what came of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.demo.company import visits
from portal.demo.story import Story, person, service, team
from portal.models import AuditEntry
from teams.away.actions.charters import draft_charter, sign_charter
from teams.away.actions.demands import answer_demand, demand_more
from teams.away.actions.offers import dispute_offered, offer_instead, take_offered
from teams.away.actions.requests import agree_to_away, ask_away, decline_away, end_away, finish_away, withdraw_away
from teams.away.models import AwayCharter, AwayDemand, AwayRequest
from teams.away.reads.charters import first_words, versions, written
from teams.away.views.find import present


def tell(story: Story) -> None:
    for visit in visits():
        who = next(iter(visit["people"]))
        if "hours" in visit:
            story.before(visit["hours"], _ask, visit, who)
        else:
            story.on(visit["ago"], _ask, visit, who, who=who)
        for verb, (ago, *said) in _acts(visit):
            if verb in CHARTER:
                story.on(ago, _charter, story, visit, verb, said, who)
            else:
                story.on(ago, _go_on, visit, verb, said, who)
    story.before(0.06, _seal_again)


CHARTER = {"draft", "redraft", "sign-guest", "sign-host", "sign-both"}


def _acts(visit: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """What happened, with the charter that follows an agreement where nothing else is told of it."""
    acts: dict[str, list[Any]] = visit.get("then", {})
    for verb, said in acts.items():
        yield verb, said
        if verb == "agree" and "draft" not in acts:
            ago = said[0]
            yield from (("draft", [ago - 1]), ("sign-guest", [ago - 1.1]), ("sign-host", [ago - 2]))


def _charter(story: Story, visit: dict[str, Any], verb: str, said: list[Any], who: str) -> None:
    request = AwayRequest.objects.with_sides().get(title=visit["title"])
    newest = next(iter(versions(request)), None)
    if verb in {"draft", "redraft"}:
        hosts, guests = ([one.person for one in present(team)] for team in (request.host, request.guest))
        terms = written(newest) if newest is not None else first_words(request, hosts, guests)
        # The day has its place already; told as seen from today, it moves back to where it was.
        ends_on = request.wanted_by + (timezone.now().date() - story.past.moment.date())
        by = person(who) if verb == "draft" else request.host.lead
        more = {**terms, "ends_on": ends_on, **(said[0] if said else {})}
        draft_charter(request, by=by, after=newest.number if newest is not None else 0, **more)
    elif newest is not None:
        leads = {"sign-guest": [request.guest.lead], "sign-host": [request.host.lead]}
        for lead in leads.get(verb, [request.guest.lead, request.host.lead]):
            sign_charter(request, by=lead, digest=newest.digest)


def _seal_again() -> None:
    """The days in the charters have moved, and so what their digests are of."""
    for charter in AwayCharter.objects.select_related("reviewer", "deputy", "guest_lead"):
        digest, written_as = charter.digest_now(), charter.digest
        AwayCharter.objects.filter(pk=charter.pk).update(digest=digest)
        for entry in AuditEntry.objects.filter(data__digest=written_as):
            AuditEntry.objects.filter(pk=entry.pk).update(data={**entry.data, "digest": digest})


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
    elif verb.startswith("demand"):
        demand_more(request, by=request.contact or request.host.lead, text=said[0], why=said[1])
    elif verb.startswith("answer"):
        newest = AwayDemand.objects.select_related("request").filter(request=request).latest("pk")
        newest.request = request
        answer_demand(newest, by=person(who), accepts=said[0], reply=said[1])
    elif verb == "finish":
        finish_away(request, by=person(who), outcome=said[0], measured_value=said[1])
    elif verb == "withdraw":
        withdraw_away(request, by=person(who), answer=said[0])
    else:
        end_away(request, by=person(said[0]), answer=said[1])
