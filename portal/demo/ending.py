"""How the visits end: released, in warranty, handed back, looked back on and thanked for; or left, copied, decided."""

from collections.abc import Callable, Iterator
from typing import Any

from portal.demo.story import person
from teams.away.actions import closing, copies, decisions, handing_back, incidents, releasing
from teams.away.models import AwayHandover, AwayRequest

type Ending = Callable[[AwayRequest, Any, list[Any]], None]

FINISHING = 37
"""Days from the release to the last word: thirty of warranty, and a week for the handback and the words."""
BACK = ("Everything is still there without it: the old path stays for a month.", "Ask for the flag on the first day.")


def walk(finish: float, visit: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """What lies between two signatures and the last word, where nothing else is told of it."""
    flag = visit["service"].split("-")[0] + "-" + visit["guest"]
    yield "way-back", [finish + FINISHING + 0.8, flag, BACK[0]]
    yield "release", [finish + FINISHING]
    for number, kind in enumerate(AwayHandover.Kind.values):
        yield f"hand-over-{number}", [finish + 8.6 - number / 10, kind]
    yield "keeper", [finish + 8.1]
    yield "take-back", [finish + 5]
    yield "look-back-guest", [finish + 3.6, "Somebody who answered on the same day.", "The test data.", BACK[1]]
    yield "look-back-host", [finish + 2.6, "Small changes.", "Explaining what was never written down.", BACK[1]]
    yield "credit", [finish + 1.6, "Thank you. It is as if it had always been ours."]


def _way_back(request: AwayRequest, who: Any, said: list[Any]) -> None:
    releasing.name_way_back(request, by=who, flag=said[0], rollback=said[1], switcher=request.host.lead)


def _release(request: AwayRequest, who: Any, said: list[Any]) -> None:
    releasing.release_stay(request, by=who)


def _incident(request: AwayRequest, who: Any, said: list[Any]) -> None:
    severity, title, where = said
    by = request.contact or request.host.lead
    incidents.report_incident(request, by=by, severity=severity, title=title, where=where)


def _mend(request: AwayRequest, who: Any, said: list[Any]) -> None:
    newest = request.incidents.latest("number")
    newest.request = request
    incidents.mend_incident(newest, by=who, cause=said[0])


def _switch_off(request: AwayRequest, who: Any, said: list[Any]) -> None:
    releasing.switch_off(request, by=request.host.lead, why=said[0])


def _hand_over(request: AwayRequest, who: Any, said: list[Any]) -> None:
    link = f"https://wiki.tideline.example/{request.service.slug}/{said[0]}"
    handing_back.hand_over(request, by=who, kind=said[0], link=link)


def _keeper(request: AwayRequest, who: Any, said: list[Any]) -> None:
    keeps = request.contact or request.host.lead
    handing_back.name_keeper(request, by=request.host.lead, side="host", person=keeps)


def _take_back(request: AwayRequest, who: Any, said: list[Any]) -> None:
    handing_back.take_back(request, by=request.host.lead)


def _look_back_guest(request: AwayRequest, who: Any, said: list[Any]) -> None:
    _look_back(request, who, said)


def _look_back_host(request: AwayRequest, who: Any, said: list[Any]) -> None:
    _look_back(request, request.host.lead, said)


def _look_back(request: AwayRequest, by: Any, said: list[Any]) -> None:
    helped, cost, action = said
    words = {"helped": helped, "cost": cost, "differently": "Pair on the first two days, not on the last two."}
    closing.look_back(request, by=by, action=action, **words)


def _credit(request: AwayRequest, who: Any, said: list[Any]) -> None:
    members = list(request.members.select_related("person"))
    did = ["built it, and stayed until it was calm", "reviewed and tested it"]
    thanked = [(one.person, did[min(number, 1)]) for number, one in enumerate(members)]
    closing.write_credit(request, by=request.host.lead, words=said[0], contributors=thanked)


def _copy(request: AwayRequest, who: Any, said: list[Any]) -> None:
    copies.declare_copy(request, by=who, why=said[0], link=said[1])


def _conflict(request: AwayRequest, who: Any, said: list[Any]) -> None:
    question, *options = said
    decisions.open_decision(request, by=request.guest.lead, question=question, options=options)


def _choose(request: AwayRequest, who: Any, said: list[Any]) -> None:
    by, choice, words = said
    decisions.choose_option(request.decision, by=person(by), choice=choice, words=words)


ENDING: dict[str, Ending] = {
    "way-back": _way_back,
    "release": _release,
    "incident": _incident,
    "mend": _mend,
    "switch-off": _switch_off,
    "hand-over": _hand_over,
    "keeper": _keeper,
    "take-back": _take_back,
    "look-back-guest": _look_back_guest,
    "look-back-host": _look_back_host,
    "credit": _credit,
    "copy": _copy,
    "conflict": _conflict,
    "choose": _choose,
}
"""What each verb of a visit does: with the request, who came first of the guests, and what is said."""
