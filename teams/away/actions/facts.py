"""What a forge, or a hand, tells of a repository is taken into the away work there: by the same actions as by hand.

A fact that concerns no stay of guests is nothing here. Told twice or late it changes nothing: the actions see to it.
"""

from typing import Any

from django.db import transaction

from services.forge.models import Fact
from services.forge.reads.facts import checks_of
from teams.away.actions import changes
from teams.away.actions.arriving import take_gate
from teams.away.actions.brakes import recognise_contracts
from teams.away.actions.change_steps import held_change
from teams.away.actions.releasing import release_stay
from teams.away.actions.signs import see_sign
from teams.away.actions.skeletons import see_skeleton
from teams.away.models import AwayChange, AwayRequest, AwayStay
from teams.away.reads import at_forge
from teams.away.reads.deployed import is_skeleton, reached

_K, _O = Fact.Kind, Fact.Outcome
VERDICTS = {_O.APPROVED: "approved", _O.CHANGES_REQUESTED: "changes-asked", _O.COMMENTED: "commented"}


def take_fact(fact_id: int) -> None:
    """Take one fact to whatever it concerns here."""
    fact = Fact.objects.select_related("person").filter(pk=fact_id).first()
    if fact is None:
        return
    if fact.kind in Fact.CHANGES:
        _take_change(fact)
    elif fact.kind == _K.PUSHED:
        _take_push(fact)
    elif fact.kind == _K.CHECK_FINISHED:
        _take_check(fact)
    elif fact.kind == _K.DEPLOYED:
        _take_deployment(fact)


def _take_change(fact: Fact) -> None:
    """Open it when it is the guests' and not known yet, whichever fact comes first; then do what this one says."""
    change = at_forge.change_of(fact)
    if change is None:
        request = at_forge.guests_of(fact, at_forge.work_in(fact.repository))
        stay = request.told_stay if request is not None else None
        if request is None or stay is None or not stay.is_building or not at_forge.address_of(fact):
            return
        change = _seen(request, fact)
    elif fact.kind in (_K.CHANGE_OPENED, _K.CHANGE_UPDATED):
        change = _seen(change.request, fact, change)
        _see_sign(change.request, fact)
    if fact.kind in at_forge.HEADS:
        _follow_head(change, fact)
    _do(change, fact)


def _follow_head(change: AwayChange, fact: Fact) -> None:
    """Checks may have run before the forge told of the change; those of the commit before say nothing of a new one."""
    if fact.commit != at_forge.head_of(fact.repository, fact.number):
        return
    checked = checks_of(fact.repository, fact.commit)
    if checked.at is not None or fact.kind == _K.CHANGE_UPDATED:
        said_at = max(checked.at or fact.at, fact.at)
        changes.say_gates(change, by=None, green=checked.is_green, source=at_forge.source_of(fact), at=said_at)


def _do(change: AwayChange, fact: Fact) -> None:
    told: dict[str, Any] = {"by": fact.person, "source": at_forge.source_of(fact), "at": fact.at}
    if fact.kind == _K.REVIEW_REQUESTED or (fact.kind == _K.CHANGE_OPENED and fact.outcome != _O.DRAFT):
        changes.ask_review(change, **told)
    elif fact.kind == _K.REVIEW_GIVEN and not _is_own(change, fact):
        changes.give_review(change, VERDICTS[_O(fact.outcome)], words=_words(fact), **told)
    elif fact.kind == _K.CHANGE_MERGED:
        changes.merge_change(change, **told)
    elif fact.kind == _K.CHANGE_CLOSED:
        changes.close_change(change, **told)


def _seen(request: AwayRequest, fact: Fact, known: AwayChange | None = None) -> AwayChange:
    """The change as the forge shows it now. What this fact does not say stays as it was."""
    paths = at_forge.paths_of(fact)
    return changes.open_change(
        request,
        by=fact.person,
        title=fact.title or (known.title if known else f"#{fact.number}"),
        url=at_forge.address_of(fact),
        author=at_forge.author_of(fact) or (known.author if known else None),
        author_name=fact.author or fact.login or (known.author_name if known else ""),
        branch=fact.branch or (known.branch if known else ""),
        lines=fact.lines if fact.lines is not None else (known.lines if known else None),
        paths=paths or (known.paths if known else ()),
        source=at_forge.source_of(fact),
        at=fact.at,
    )


def _take_push(fact: Fact) -> None:
    """A push of guests is a sign of work (F20). Files pushed to the branch of a change are files it touches."""
    found = at_forge.work_in(fact.repository)
    request = at_forge.guests_of(fact, found)
    if request is not None:
        _see_sign(request, fact)
    open_ones = AwayChange.objects.filter(request__in=found, branch=fact.branch).exclude(state__in=AwayChange.OVER)
    for change in open_ones.select_related("request", "author") if fact.paths and fact.branch else ():
        _note_paths(change, at_forge.paths_of(fact))


def _see_sign(request: AwayRequest, fact: Fact) -> None:
    """Unless it is older than the time without a sign: what comes late says nothing about now."""
    since = at_forge.without_sign_since(request)
    if since is not None and fact.at > since:
        see_sign(request)


@transaction.atomic
def _note_paths(change: AwayChange, paths: list[str]) -> None:
    held = held_change(change)
    held.paths = paths[: changes.MOST_PATHS]
    AwayChange.objects.filter(pk=held.pk).update(paths=held.paths)
    recognise_contracts(held)


def _take_check(fact: Fact) -> None:
    """Green or red on the newest commit of a change: green while every check's newest word is."""
    checked = checks_of(fact.repository, fact.commit)
    for change in at_forge.changes_at(fact.repository, fact.commit):
        changes.say_gates(change, by=None, green=checked.is_green, source=at_forge.source_of(fact), at=checked.at)
    if at_forge.is_base(fact.repository, fact.branch):
        for request in at_forge.work_in(fact.repository):
            _show_gates(request, fact)


def _take_deployment(fact: Fact) -> None:
    """Something of the guests is in production: their walking skeleton (F15), else it is released (F26 to F28)."""
    for request, merged in reached(fact).items():
        if is_skeleton(request, merged):
            see_skeleton(request.pk, fact.url or request.service.source_url, at=fact.at)
        else:
            release_stay(request, by=None, source=f"by {fact.told_by}", at=fact.at, environment=fact.name)


def _show_gates(request: AwayRequest, fact: Fact) -> None:
    """The hosts' own gates on the branch the guests begin from (F12), as the newest checks there say."""
    stay = request.told_stay
    if stay is None or stay.state != AwayStay.State.PREFLIGHT:
        return
    shown = dict(stay.gates.values_list("code", "state"))
    for code, (green, by) in at_forge.gates_at(fact.repository, fact.branch).items():
        if shown.get(code) != ("green" if green else "red"):
            link = by.url or request.service.source_url
            take_gate(request.pk, code, green=green, link=link, words=f"{by.sentence}. Told by {by.told_by}.")


def _is_own(change: AwayChange, fact: Fact) -> bool:
    """A word on one's own change is no review of it."""
    if fact.person is not None and fact.person == change.author:
        return True
    return bool(fact.login) and fact.login.lower() in {change.author_name.lower(), fact.author.lower()}


def _words(fact: Fact) -> str:
    who = "" if fact.person is not None or not fact.login else f" by {fact.login}"
    return f"Told by {fact.told_by}{who}."
