"""The API from the release on: the same steps as the page, each answering with everything there is of the ending."""

from typing import Any

from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_from
from portal.kit.paging import paged
from portal.kit.refusals import Invalid
from portal.kit.shapes import PageWords
from teams.away.actions import closing, copies, decisions, handing_back, incidents, leaving, releasing
from teams.away.api import ending_words as words_of
from teams.away.api.ending_shapes import AfterwardsAnswer, CopyAnswer
from teams.away.api.shapes import AwayRequestWhole
from teams.away.api.views import away, get_away_request, request_of
from teams.away.models import AwayCopy, AwayIncident, AwayRequest
from teams.away.reads.after import AfterPart, after_part
from teams.away.reads.copies import copies as every_copy
from teams.people.models import Person

path_word("incident", "The number of an incident within its request.", 2, type="integer", minimum=1, maximum=1_000_000)


@away.get(gives=AfterwardsAnswer)
def get_ending(request: Call, away: int) -> object:
    """Read how a request ends.

    The way back, what broke, what is handed back, who keeps it, what both sides say; a copy and a decision after a no.
    """
    return _ending(request_of(request, away))


@away.post(takes=words_of.WayBackWords, gives=AfterwardsAnswer)
def name_way_back(request: Call, away: int, words: Given) -> object:
    """Say how it is switched off.

    Members of either side may. Nothing is released before; what was seen in production already is released by it.
    """
    found = request_of(request, away)
    releasing.name_way_back(found, by=request.user, **{**words, "switcher": _person(words["switcher"], "switcher")})
    return _ending(found)


@away.post(takes=words_of.ReleaseWords, gives=AwayRequestWhole)
def release_away(request: Call, away: int, words: Given) -> object:
    """Say that the first change is in production.

    Members of either side may. Refused with `away-release-without-way-back` before it is said how it is switched off.
    """
    releasing.release_stay(request_of(request, away), by=request.user, **words)
    return get_away_request.run(request, away)


@away.post(takes=words_of.SwitchWords, gives=AfterwardsAnswer)
def switch_off(request: Call, away: int, words: Given) -> object:
    """Switch it off.

    Any member of the host may, alone. It opens an incident, and blames nobody.
    """
    found = request_of(request, away)
    releasing.switch_off(found, by=request.user, **words)
    return _ending(found)


@away.post(gives=AfterwardsAnswer)
def switch_on(request: Call, away: int) -> object:
    """Switch it on again.

    Members of the host may.
    """
    found = request_of(request, away)
    releasing.switch_on(found, by=request.user)
    return _ending(found)


@away.post(takes=words_of.IncidentWords, gives=AfterwardsAnswer)
def report_incident(request: Call, away: int, words: Given) -> object:
    """Report what broke in what the guests touched.

    Members of the host may, from the release on. In the time of standing by and of the warranty the guests mend it.
    """
    found = request_of(request, away)
    incidents.report_incident(found, by=request.user, **words)
    return _ending(found)


@away.post(takes=words_of.CauseWords, gives=AfterwardsAnswer)
def mend_incident(request: Call, away: int, incident: int, words: Given) -> object:
    """Say that an incident is mended.

    Members of either side may.
    """
    found = request_of(request, away)
    one: AwayIncident = get_object_or_404(found.incidents, number=incident)
    one.request = found
    incidents.mend_incident(one, by=request.user, **words)
    return _ending(found)


@away.post(takes=words_of.HandoverWords, gives=AfterwardsAnswer)
def hand_over(request: Call, away: int, words: Given) -> object:
    """Hand something over.

    Members of the guest may. With the fourth thing the host is asked to take it back; its silence takes it.
    """
    found = request_of(request, away)
    handing_back.hand_over(found, by=request.user, **words)
    return _ending(found)


@away.post(gives=AfterwardsAnswer)
def bring_missing(request: Call, away: int) -> object:
    """Say that what was missing is there.

    Members of the guest may.
    """
    found = request_of(request, away)
    handing_back.add_missing(found, by=request.user)
    return _ending(found)


@away.post(takes=words_of.MissingWords, gives=AfterwardsAnswer)
def ask_missing(request: Call, away: int, words: Given) -> object:
    """Ask for what is missing.

    Members of the host may, once.
    """
    found = request_of(request, away)
    handing_back.ask_missing(found, by=request.user, **words)
    return _ending(found)


@away.post(gives=AwayRequestWhole)
def take_back(request: Call, away: int) -> object:
    """Take it back.

    Members of the host may. Refused with `away-nobody-keeps-it` before it is written who keeps it.
    """
    handing_back.take_back(request_of(request, away), by=request.user)
    return get_away_request.run(request, away)


@away.post(takes=words_of.KeeperWords, gives=AfterwardsAnswer)
def name_keeper(request: Call, away: int, words: Given) -> object:
    """Write who keeps it from now on.

    Members of either side may. One of the guests is a trusted committer of the service until the day that is said.
    """
    found = request_of(request, away)
    handing_back.name_keeper(found, by=request.user, **{**words, "person": _person(words["person"], "person")})
    return _ending(found)


@away.post(takes=words_of.LookBackWords, gives=AfterwardsAnswer)
def look_back(request: Call, away: int, words: Given) -> object:
    """Look back, in three answers and one thing to do.

    Members of either side may, for their own, once.
    """
    found = request_of(request, away)
    closing.look_back(found, by=request.user, **words)
    return _ending(found)


@away.post(takes=words_of.CreditWords, gives=AfterwardsAnswer)
def write_credit(request: Call, away: int, words: Given) -> object:
    """Thank those who did it.

    Members of either side may. They and their managers get it, with the numbers, when all is closed.
    """
    found = request_of(request, away)
    named = [(_person(one["person"], "contributors"), one["did"]) for one in words["contributors"]]
    closing.write_credit(found, by=request.user, words=words["words"], contributors=named)
    return _ending(found)


@away.post(takes=words_of.WindDownWords, gives=AwayRequestWhole)
def wind_down(request: Call, away: int, words: Given) -> object:
    """Say where the work lies that is left.

    Members of the guest may, after one side has ended it. With it they have left, and their access ends.
    """
    leaving.wind_down(request_of(request, away), by=request.user, **words)
    return get_away_request.run(request, away)


@away.post(takes=words_of.CopyWords, gives=AfterwardsAnswer)
def declare_copy(request: Call, away: int, words: Given) -> object:
    """Put a copy of your own on record.

    Members of the guest may, after a no or a failure. It is looked at again after a year.
    """
    found = request_of(request, away)
    copies.declare_copy(found, by=request.user, **words)
    return _ending(found)


@away.post(takes=words_of.CopyReviewWords, gives=AfterwardsAnswer)
def review_copy(request: Call, away: int, words: Given) -> object:
    """Say what becomes of a copy.

    Members of the guest may.
    """
    found = request_of(request, away)
    copies.review_copy(get_object_or_404(AwayCopy.objects.filter(request=found)), by=request.user, **words)
    return _ending(found)


@away.post(takes=words_of.ConflictWords, gives=AfterwardsAnswer)
def open_decision(request: Call, away: int, words: Given) -> object:
    """Put a conflict of two roadmaps before those who lead both teams.

    The lead of the guest may, and whoever leads above them. They have ten working days; silence goes one level up.
    """
    found = request_of(request, away)
    options = [(one["option"], one["numbers"]) for one in words["options"]]
    decisions.open_decision(found, by=request.user, question=words["question"], options=options)
    return _ending(found)


@away.post(takes=words_of.ChoiceWords, gives=AfterwardsAnswer)
def choose_option(request: Call, away: int, words: Given) -> object:
    """Decide for one of the options.

    Those who are asked may. The two heads have to agree; else whoever leads above both decides.
    """
    found = request_of(request, away)
    decision = after_part(found).decision
    if decision is None:
        raise Invalid("away-no-decision", "Nothing is to be decided here. The guest's lead opens a decision first.")
    decisions.choose_option(decision, by=request.user, **words)
    return _ending(found)


@away.get(gives=CopyAnswer, many=True, asks=PageWords)
def list_copies(request: Call, words: Given) -> Rows:
    """List the copies on record.

    The next to be looked at again comes first.
    """
    rows = every_copy(request.user)
    return rows_from(words, lambda page, size: paged(rows, page, size))


def _person(login: str, field: str) -> Person:
    found: Person | None = Person.objects.filter(login=login).first()
    if found is None:
        raise Invalid("person-unknown", f"There is nobody with the login {login}.", **{field: "Unknown."})
    return found


def _ending(request: AwayRequest) -> dict[str, Any]:
    """What the shape shows, of a request as it is stored now."""
    part: AfterPart = after_part(request)
    release, kept, copied, decision = part.release, part.kept, part.copied, part.decision
    return {
        "flag": release.flag if release else "",
        "rollback": release.rollback if release else "",
        "switcher": release.switcher if release else None,
        "off_at": release.off_at if release else None,
        "incidents": part.incidents,
        "handovers": part.handovers,
        "missing": part.handback.missing if part.handback else "",
        "taken_at": part.handback.taken_at if part.handback else None,
        "keeper": kept.person if kept else None,
        "keeper_until": kept.until if kept else None,
        "look_backs": part.look_backs,
        "credit": part.credit.words if part.credit else "",
        "copy": copied.link if copied else None,
        "copy_review_on": copied.review_on if copied else None,
        "question": decision.question if decision else "",
        "decision": decision.chosen if decision else "",
    }
