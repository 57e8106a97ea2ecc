"""Random walks through the life of an away team: any move, by anybody, at any time; and then silence to the end.

Each walk asks for one thing or for some in a company of six teams and then takes random steps: somebody answers what
waits for them, somebody does something unasked, somebody does what is not theirs, people and teams go, the forge tells
something, or time goes on to a clock or past some. After each step nothing may wait for nobody, no clock may be lost,
and the tick that came is replayed and must do nothing. At the end everybody falls silent: by clocks alone it has to
come to an end.
"""

import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import time_machine
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.kit import audit
from portal.kit.refusals import Refused
from portal.models import Clock, Job
from portal.year.acts.asking import ask
from portal.year.acts.registry import ANSWERS, HABITS
from portal.year.people import People
from portal.year.playing import BEGINS, Play
from portal.year.watching import FROM_BEFORE
from teams.away.models import AwayRequest
from tests.away.upheavals import UPHEAVALS

STEPS = 80
SILENT_DAYS = 500
AFTERWARDS = {"away.copy-review", "away.revoke", "away.back-door", "away.signal"}
"""Clocks that run on when a request is over, because what they are about is not."""

BESIDE = ("requests", "request", "stay__request", "change__request")
"""How one comes from what is awaited to the request that it is about."""


@dataclass
class Walks:
    """Many walks from one beginning. ``faults`` says which seed found what."""

    seed: int | str
    faults: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    def walk(self, walks: int) -> "Walks":
        """Found the company, and walk so many times, each from the same day."""
        with time_machine.travel(BEGINS, tick=False) as at:
            play = Play(self.seed, 6)
            play.begin()
            founded = list(play.company.teams)
            for number in range(walks):
                at.move_to(BEGINS)
                play.company.teams[:] = founded  # those that an earlier walk closed are there again
                with transaction.atomic():
                    try:
                        self._one(play, at, f"{self.seed}/{number}")
                    except Exception as error:  # what nobody expects is a fault with a name
                        self.faults.append(f"{self.seed}/{number}: {type(error).__name__}: {error}, {_where(error)}")
                    transaction.set_rollback(True)
        self.refused.update(play.watch.refusals)
        return self

    def _one(self, play: Play, at: Any, name: str) -> None:
        chance = play.chance = Random(name)
        play.people = People(play)
        play.watch.double_acts.clear()
        play.watch.complaints.clear()
        wishes = chance.choice((1, 1, 2, 5))  # of five some find a host that is full, or somebody who is elsewhere
        for _ in range(50):
            play.attempt(lambda: ask(play))
            if AwayRequest.objects.count() == wishes:
                break
        way: list[str] = []
        for _ in range(STEPS):
            way.append(self._step(play, at, chance))
            self.steps += 1
            if self._is_wrong(play, name, way):
                return
            if not Clock.objects.filter(state=Clock.State.OPEN).exists():
                break
        for _ in range(400):
            if not self._go_on(at, chance, nearest=True, within=timedelta(days=SILENT_DAYS)):
                break
            play.ring()
            play.again()
            if self._is_wrong(play, name, [*way, "silence"]):
                return
        for request in AwayRequest.objects.select_related("stay"):
            self.ends[request.stands] += 1
            if request.is_open:
                waits = list(Clock.objects.filter(state=Clock.State.OPEN).values_list("kind", flat=True))
                self.faults.append(f"{name}: {request.stands} for ever, waiting for {waits}; {' '.join(way[-8:])}")

    def _step(self, play: Play, at: Any, chance: Random) -> str:
        """One random step. Returns what it was."""
        kind = chance.choices(("time", "answer", "unasked", "wrong", "upheaval"), (8, 16, 6, 2, 2))[0]
        if kind == "time":
            self._go_on(at, chance, nearest=chance.random() < 0.7, within=timedelta(days=60))
            play.ring()
            play.again()
            return "time"
        request = self._one_of_them(chance)
        if kind == "upheaval" and request is not None:
            act = chance.choices(list(UPHEAVALS), list(UPHEAVALS.values()))[0]
            play.attempt(lambda: self._whole(act, play, request))
            play.ring()
            return act.__name__
        if kind == "unasked":
            ways = [one for one in HABITS if request is not None and request.stands in one.states]
            if not ways or request is None:
                return "nothing"
            one = chance.choices(ways, [way.percent**0.5 for way in ways])[0]  # what is rare in a year is to be seen
            if chance.random() < 0.3:
                return "nothing"
            play.attempt(lambda: one.do(play, request))
            play.ring()
            return one.do.__name__
        return self._answer(play, chance, right=kind == "answer")

    def _one_of_them(self, chance: Random) -> AwayRequest | None:
        known = list(AwayRequest.objects.with_sides().order_by("pk"))
        return chance.choice(known) if known else None

    def _whole(self, act: Any, play: Play, request: AwayRequest) -> None:
        """All of it or, refused, nothing."""
        with transaction.atomic():
            act(play, request)

    def _answer(self, play: Play, chance: Random, *, right: bool) -> str:
        """Answer one of the running clocks; or, not ``right``, in the way another clock of such a thing is answered."""
        known = [one for one in Clock.objects.filter(state=Clock.State.OPEN).order_by("pk") if one.kind in ANSWERS]
        if not known:
            return "nothing"
        clock = chance.choice(known)
        thing = play.thing(clock)
        ways = ANSWERS[clock.kind]
        if not right:
            ways = [one for kind in sorted(ANSWERS) for one in ANSWERS[kind] if _takes(one.do) is type(thing)]
        way = chance.choices(ways, [one.weight for one in ways])[0]
        if right:
            play.attempt(lambda: way.do(play, thing, clock))
        elif not _try_wrong(play, way.do, thing, clock):
            return "nothing"
        play.ring()
        return way.do.__name__

    def _go_on(self, at: Any, chance: Random, *, nearest: bool, within: timedelta) -> bool:
        """To the next moment at which a clock rings, or past some of them. False when none rings in that time."""
        now = timezone.now()
        moments = sorted(
            moment
            for half, due, half_rung, due_rung in Clock.objects.filter(state=Clock.State.OPEN).values_list(
                "half_at", "due_at", "half_rung_at", "due_rung_at"
            )
            for moment, rung in ((half, half_rung), (due, due_rung))
            if rung is None and moment > now
        )
        if nearest:
            if not moments or moments[0] - BEGINS > within + timedelta(days=400):
                return False
            at.move_to(moments[0] + timedelta(seconds=1))
        else:
            at.move_to(now + within * chance.random())
        return True

    def _is_wrong(self, play: Play, name: str, way: list[str]) -> bool:
        """Look at everything. A fault is noted with the way that led to it."""
        found: list[str] = []
        running = Clock.objects.filter(state=Clock.State.OPEN)
        by_subject: dict[str, list[str]] = {}
        for subject, kind, silence in running.values_list("subject", "kind", "silence"):
            by_subject.setdefault(subject, []).append(kind)
            if not silence:
                found.append(f"{kind} does not say what silence means")
        over = Clock.objects.filter(due_at__lt=F("started_at")).exclude(kind__in=FROM_BEFORE)
        found += [f"{kind} began to wait when its time was over" for kind in over.values_list("kind", flat=True)]
        beside = {pk for subject in by_subject for pk in _requests_of(subject)}
        for request in AwayRequest.objects.select_related("stay"):
            self.states[request.stands] += 1
            if request.told_stay is not None and not request.told_stay.is_open:
                self.states[request.told_stay.state] += 1
            waits = by_subject.get(audit.ref(request), [])
            if request.is_open and not waits and request.pk not in beside:
                found.append(f"{request.stands} waits for nobody")
            if not request.is_open and (lost := set(waits) - AFTERWARDS):
                found.append(f"{request.stands} and still waiting: {sorted(lost)}")
        found += [f"{what} acted twice" for what in play.watch.double_acts]
        found += list(play.watch.complaints)
        failed = Job.objects.filter(state=Job.State.FAILED).values_list("name", "error")
        found += [f"{job} failed: {error.splitlines()[0][:160] if error else ''}" for job, error in failed]
        self.faults += [f"{name}: {one}; {' '.join(way[-8:])}" for one in found]
        return bool(found)


def _try_wrong(play: Play, do: Any, thing: Any, clock: Clock) -> bool:
    """False where nobody could even try: there is no charter to be signed yet."""
    try:
        do(play, thing, clock)
    except Refused as refusal:
        play.watch.refused(refusal.code)
    except (IndexError, ObjectDoesNotExist):
        return False
    return True


def _requests_of(subject: str) -> list[int]:
    """What is awaited may be about one of a request's changes, demands, incidents or accesses, or about several."""
    name, _, number = subject.rpartition(":")
    model = apps.get_model(name)
    ways = [way for way in BESIDE if hasattr(model, way.partition("__")[0])]
    return list(model._default_manager.filter(pk=number).values_list(ways[0], flat=True)) if ways else []


def _where(error: BaseException) -> str:
    """The last places of ours on the way to it."""
    calls = [
        f"{one.name} {one.lineno}" for one in traceback.extract_tb(error.__traceback__) if "/teams/" in one.filename
    ]
    return " > ".join(calls[-4:])


def _takes(do: Any) -> type:
    """The model that this way of answering is about: its second parameter."""
    return list(do.__annotations__.values())[1]
