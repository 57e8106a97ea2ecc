"""The guests' changes in the demo: opened, reviewed in rounds, decided about, merged; and what is met by them."""

from typing import Any

from portal.demo.company import visits
from portal.demo.story import Story, person
from teams.away.actions.back_doors import answer_override, ask_override, say_back_door
from teams.away.actions.changes import ask_review, close_change, give_review, merge_change, open_change, say_gates
from teams.away.actions.criteria import say_criterion
from teams.away.actions.mediating import decide_change
from teams.away.models import AwayChange, AwayRequest

FORGE = "https://git.tideline.example"


def tell_changes(story: Story) -> None:
    for visit in visits():
        who = next(iter(visit["people"]))
        for number, change in enumerate(visit.get("changes", []), 1):
            for ago, verb, *said in change["then"]:
                if verb == "open":
                    story.on(ago, _open, visit, number, change, who, who=who)
                else:
                    # In the same zone as it was opened: else it is answered on the day before, late on some Sundays.
                    story.on(ago, _go_on, visit["title"], change["title"], verb, said, who=who)
        for ago, number, named in visit.get("met", []):
            story.on(ago, _meet, visit["title"], number, named, who=who)


def _request(title: str) -> AwayRequest:
    return AwayRequest.objects.with_teams().get(title=title)


def _open(visit: dict[str, Any], number: int, change: dict[str, Any], who: str) -> None:
    address = f"{FORGE}/{visit['service']}/merge_requests/{400 + number}"
    facts = {name: change[name] for name in ("title", "lines", "branch", "paths")}
    made = open_change(_request(visit["title"]), by=person(change.get("by", who)), url=address, **facts)
    if change.get("green"):
        say_gates(made, by=person(who), green=True)


def _go_on(title: str, named: str, verb: str, said: list[Any]) -> None:
    request = _request(title)
    change = request.changes.select_related("author", "mediator").get(title=named)
    charter, who = request.stay.charter, change.author
    words = said[0] if said else ""
    if verb == "ask":
        ask_review(change, by=who, words=words)
    elif verb in {"approved", "changes-asked", "commented"}:
        give_review(change, verb, by=charter.reviewer, words=words)
    elif verb == "rule" and change.state == AwayChange.State.WITH_MEDIATOR and change.mediator is not None:
        decide_change(change, by=change.mediator, ruling=said[0], words=said[1])
    elif verb == "back-door":
        say_back_door(change, by=charter.reviewer, adds=True, words=words)
    elif verb == "override":
        ask_override(change, by=request.guest.lead, reason=words, ends_on=request.stay.ends_on)
    elif verb == "allow":
        answer_override(change, by=request.host.lead, agrees=True)
    elif verb == "merge":
        merge_change(change, by=who, back_door=bool(change.back_door), back_door_says=change.back_door_says)
    elif verb == "close":
        close_change(change, by=who, words=words)


def _meet(title: str, number: int, named: str) -> None:
    request = _request(title)
    say_criterion(request, number, by=request.host.lead, met=True, change=request.changes.get(title=named))
