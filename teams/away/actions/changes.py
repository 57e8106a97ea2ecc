"""A change of the guests is opened, reviewed, merged or closed: by hand, or as a fact of the forge says.

An act by hand is asked for leave and refused when it does not fit. A fact (``source``) has happened already: told
twice, or after something newer, it changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.kit import clocks, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.away.actions import change_clocks as waits
from teams.away.actions import waiting
from teams.away.actions.back_doors import record_found, say_back_door
from teams.away.actions.brakes import recognise_contracts
from teams.away.actions.change_steps import (
    Said,
    held_change,
    is_old_news,
    note_step,
    refuse_over,
    stop_clocks,
    take_step,
)
from teams.away.actions.given import LONGEST, said, web_address
from teams.away.actions.mediating import ask_mediator
from teams.away.actions.review_silence import begin_review
from teams.away.actions.silence import locked
from teams.away.models import AwayChange, AwayCharter, AwayRequest
from teams.away.reads.merging import why_not_merge
from teams.people.models import Person
from teams.people.reads.calendars import hours_of

MOST_PATHS = 2000
LONGEST_TITLE = 200
VERDICTS = {"approved": "approve", "changes-asked": "ask-changes", "commented": "comment"}
_S = AwayChange.State


@transaction.atomic
def open_change(
    request: AwayRequest,
    *,
    by: Person | None,
    title: str,
    url: str,
    author: Person | None = None,
    author_name: str = "",
    branch: str = "",
    lines: int | None = None,
    paths: Sequence[str] = (),
    source: str = "",
    at: datetime | None = None,
) -> AwayChange:
    """The guests have a change on the way. It is a draft until they ask for a review.

    A fact about one that is known (by its address) brings its title, size and paths up to date, and opens a closed one
    again. Refuses unless the work goes on.
    """
    word = Said(by, source, at)
    if not word.is_fact:
        policies.require(by, "away.change", request)
    held = locked(request.pk)
    link = web_address(url, "url", required=True)
    known = held.changes.filter(url=link).first()
    who = author or (by if not author_name else None)
    facts = _facts(title, author=who, author_name=author_name, branch=branch, lines=lines, paths=paths)
    if known is not None:
        return _seen_again(known, word, facts)
    stay = held.told_stay
    if held.state != AwayRequest.State.SIGNED or stay is None or not stay.is_building:
        raise Refused("away-not-at-work", f"{held} is {held.stands} now: changes come while the guests are at work.")
    change = AwayChange.objects.create(
        request=held, number=held.changes.count() + 1, url=link, opened_at=word.when, since=word.when, source=source,
        **facts,
    )  # fmt: skip
    recognise_contracts(change)
    note_step(change, "open", word, words=change.title)
    waiting.tell_host(held, f"opens {change}: {change.title}", by=by)
    return change


def _seen_again(known: AwayChange, word: Said, facts: dict[str, Any]) -> AwayChange:
    change = held_change(known)
    if not word.is_fact:
        raise Invalid("away-change-known", f"This is {change} already.", url=f"It is change {change.number}.")
    if is_old_news(change, word, "open"):
        return change
    if change.state == _S.CLOSED:
        take_step(change, "reopen", word, over_at=None)
    AwayChange.objects.filter(pk=change.pk).update(**facts)
    for name, value in facts.items():
        setattr(change, name, value)
    recognise_contracts(change)
    return change


def _facts(
    title: str, *, author: Person | None, author_name: str, branch: str, lines: int | None, paths: Sequence[str]
) -> dict[str, Any]:
    if lines is not None and not 0 <= lines <= 10_000_000:
        raise Invalid("away-lines-unusable", "Say how many lines it changes.", lines="0 to 10,000,000.")
    return {
        "title": said(title[:LONGEST_TITLE], "title", LONGEST_TITLE),
        "author": author,
        "author_name": storable(author_name.strip(), 120),
        "branch": storable(branch.strip(), 200),
        "lines": lines,
        "paths": [storable(path.strip(), 400) for path in paths if path.strip()][:MOST_PATHS],
    }


@transaction.atomic
def ask_review(
    change: AwayChange, *, by: Person | None, source: str = "", at: datetime | None = None, words: str = ""
) -> AwayChange:
    """The guests ask for a review: a round begins, and the reviewer has one working day (F17).

    After so many rounds (F18) a mediator decides instead. Asked again while it is in review, a fact changes nothing.
    """
    change, word = held_change(change), Said(by, source, at)
    if not word.is_fact:
        policies.require(by, "away.change", change.request)
    elif is_old_news(change, word, "ask") or change.state not in (_S.OPEN, _S.CHANGES_ASKED, _S.APPROVED):
        return change
    ways, charter = waits.ways_for(change), waits.charter_of(change)
    given = storable(words.strip(), LONGEST)
    begun = {"rounds": change.rounds + 1, "asked_at": word.when, "answered_at": None, "neutral": None}
    if not change.ruling and ways.has("F18") and change.rounds >= ways.number("rounds"):
        ask_mediator(change, word, f"{change.rounds} rounds of review are over. {given}".strip())
        return change
    take_step(change, "ask", word, words=given, stage=AwayChange.Stage.REVIEWER, **begun)
    stop_clocks(change)
    if change.ruling:
        waits.await_last_look(change, charter, ways)
    elif ways.has("F17"):
        begin_review(change, ways, charter)
    split = f"; it is {waits.SPLIT}" if ways.has("F17") and waits.is_too_large(change, ways) else ""
    waiting.tell_host(change.request, f"asks {charter.reviewer.name} to review {change}, round {change.rounds}{split}",
                      by=by)  # fmt: skip
    return change


@transaction.atomic
def give_review(
    change: AwayChange, verdict: str, *, by: Person | None, source: str = "", at: datetime | None = None,
    words: str = "",
) -> AwayChange:  # fmt: skip
    """A reviewer approves, asks for changes or comments. The first word of a round is measured; a verdict ends it.

    After a mediator has decided nobody asks for more: by hand that is refused, as a fact it counts as a comment. A
    fact about somebody who may not review is passed over.
    """
    if verdict not in VERDICTS:
        raise Invalid("away-verdict-unknown", f"Choose one of: {', '.join(VERDICTS)}.", verdict="Unknown.")
    change, word, verb = held_change(change), Said(by, source, at), VERDICTS[verdict]
    given = storable(words.strip(), LONGEST)
    if word.is_fact:
        if is_old_news(change, word, verb) or not _fits(change, verb, by):
            return change
        verb = "comment" if verb == "ask-changes" and _is_decided(change) else verb
    else:
        policies.require(by, "away.review", change)
        if verb == "ask-changes" and _is_decided(change):
            raise Refused("away-change-decided", f"{_decided(change)} Say whether that is there, or approve it.")
        if verb != "approve":
            given = said(words, "words")
        if change.state not in (_S.IN_REVIEW, _S.WITH_MEDIATOR):
            raise Refused("away-change-not-in-review", f"{change} is {change.get_state_display().lower()} now.")
    _answered(change, verb, word, given)
    return change


def _is_decided(change: AwayChange) -> bool:
    return bool(change.ruling) or change.state == _S.WITH_MEDIATOR


def _decided(change: AwayChange) -> str:
    if change.state == _S.WITH_MEDIATOR:
        return f"{change.mediator.name if change.mediator else 'Somebody above'} decides about it."
    return f"It was decided: {change.get_ruling_display().lower()}. {change.ruling_words}"


def _fits(change: AwayChange, verb: str, by: Person | None) -> bool:
    """Whether a review that the forge tells of is one: of a change that is open, by somebody who may."""
    if by is not None and not policies.may(by, "away.review", change):
        return False
    sources = {"approve": (_S.OPEN, _S.IN_REVIEW, _S.CHANGES_ASKED, _S.WITH_MEDIATOR),
               "ask-changes": (_S.OPEN, _S.IN_REVIEW, _S.APPROVED, _S.WITH_MEDIATOR)}  # fmt: skip
    return change.state in sources.get(verb, (_S.OPEN, _S.IN_REVIEW, _S.CHANGES_ASKED, _S.APPROVED, _S.WITH_MEDIATOR))


def _answered(change: AwayChange, verb: str, word: Said, given: str) -> None:
    ways = waits.ways_for(change)
    first = change.asked_at is not None and change.answered_at is None and change.state == _S.IN_REVIEW
    charter = waits.charter_of(change)
    worked = hours_of(charter.reviewer).between(change.asked_at, word.when) if first and change.asked_at else None
    seen: dict[str, Any] = {"answered_at": word.when} if first else {}
    if verb == "comment":
        _commented(change, word, given, charter=charter, worked=worked, seen=seen)
        return
    take_step(change, verb, word, words=given, worked=worked, **seen)
    stop_clocks(change)
    if verb == "approve":
        waits.await_merge(change, ways)
        waiting.tell_guest(change.request, f"approves {change}: {change.title}", by=word.by)
    else:
        waits.await_rework(change, ways)
        waiting.tell_guest(change.request, f"asks for changes in {change}: {given[:100]}", by=word.by)


def _commented(
    change: AwayChange, word: Said, given: str, *, charter: AwayCharter, worked: Any, seen: dict[str, Any]
) -> None:
    """A first word answers the first clock and gives the verdict as long again, once a round."""
    note_step(change, "comment", word, words=given, worked=worked)
    if seen:
        AwayChange.objects.filter(pk=change.pk).update(**seen)
        change.answered_at = seen["answered_at"]
        if clocks.is_running("away.review", change):
            clocks.meet("away.review", change)
            waits.await_reviewer(change, charter, waits.ways_for(change))
    waiting.tell_guest(change.request, f"says something about {change}: {given[:100]}", by=word.by)


def merge_change(
    change: AwayChange, *, by: Person | None, source: str = "", at: datetime | None = None,
    back_door: bool | None = None, back_door_says: str = "",
) -> AwayChange:  # fmt: skip
    """It is in the hosts' code. By hand only when it is approved and nothing of the charter stands in the way.

    What is said of a back door (F25) stays said when the merge is refused. A merge the forge tells of has happened:
    what stood in its way is written on the change, for everybody to see.
    """
    if by is not None and not source and back_door is not None and back_door != change.back_door:
        say_back_door(change, by=by, adds=back_door, words=back_door_says, field="back_door_says")
    return _merge(change, Said(by, source, at))


@transaction.atomic
def _merge(change: AwayChange, word: Said) -> AwayChange:
    change = held_change(change)
    if word.is_fact:
        if change.state == _S.MERGED:
            return change
    else:
        policies.require(word.by, "away.merge", change.request)
        refuse_over(change)
    against = why_not_merge(change, waits.ways_for(change))
    if word.is_fact:  # whether it has a back door is asked before a merge, not after
        against = [one for one in against if one.code != "away-back-door-unsaid"]
    elif against:
        raise Refused(against[0].code, " ".join(one.text for one in against))
    despite = " ".join(one.text for one in against)
    verb = "see-merged" if word.is_fact else "merge"
    take_step(change, verb, word, words=despite, over_at=word.when, merged_despite=despite)
    record_found(change)
    stop_clocks(change)
    note = f"; against the charter: {despite}" if despite else ""
    waiting.tell_sides(change.request, f"merges {change}{note}", by=word.by)
    return change


@transaction.atomic
def close_change(
    change: AwayChange, *, by: Person | None, source: str = "", at: datetime | None = None, words: str = ""
) -> AwayChange:
    """It will not be merged. By hand with a word; one that is over stays as it is."""
    change, word = held_change(change), Said(by, source, at)
    if word.is_fact:
        if not change.is_open or is_old_news(change, word, "close"):
            return change
        given = storable(words.strip(), LONGEST)
    else:
        policies.require(by, "away.change", change.request)
        given = said(words, "words")
    take_step(change, "close", word, words=given, over_at=word.when)
    stop_clocks(change, met=False)
    waiting.tell_host(change.request, f"closes {change} without merging it", by=by)
    return change


@transaction.atomic
def say_gates(
    change: AwayChange, *, by: Person | None, green: bool | None, source: str = "", at: datetime | None = None
) -> AwayChange:
    """Whether build, tests and checks of it are green; None: nobody knows yet. Either side says it; the newest counts.

    What a forge tells is all it knows at once, so it gives way to nothing but what somebody has said by hand since.
    By hand it is refused once the change is merged or closed.
    """
    change, word = held_change(change), Said(by, source, at)
    said_before = change.steps.filter(verb__startswith="gates-")
    if not word.is_fact:
        policies.require(by, "away.merge", change.request)
        refuse_over(change)
    elif said_before.filter(source="", at__gt=word.when).exists():
        return change
    if not change.is_open:
        return change
    gates = "" if green is None else AwayChange.Gates.GREEN if green else AwayChange.Gates.RED
    AwayChange.objects.filter(pk=change.pk).update(gates=gates, gates_at=word.when)
    change.gates, change.gates_at = gates, word.when
    if gates and not said_before.filter(source=source, verb=f"gates-{gates}").exclude(source="").exists():
        note_step(change, f"gates-{gates}", word)
    return change
