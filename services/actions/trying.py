"""A document is looked at before it is sent: in a child process, within tight limits, and nothing of it is kept."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from threading import Condition

from django.conf import settings

from portal.kit.refusals import Refused, TooMany
from services import contracts as engine
from services.reads.limits import limits
from services.reads.reports import Reading
from teams.people.models import Person

ALL_RULES_MOST = 1024 * 1024
"""Bytes up to which all rules are asked while somebody waits; of more only the format is told."""
SECONDS, SECONDS_FOR_A_FORMAT = 5, 10
MEMORY = 1024 * 1024 * 1024
PATIENCE = 1.0
"""Seconds that a question waits for a free place: its thread is one of the few that show pages."""


class Overtaken(Refused):
    """The same person has asked anew: nobody waits for this answer any more."""

    def __init__(self) -> None:
        super().__init__("check-overtaken", "A newer check of yours stands in the place of this one.")


class Places:
    """So many questions are answered at once by this process, one for each person: a newer one ends the older one."""

    def __init__(self, count: int, patience: float = PATIENCE) -> None:
        self.free = count
        self.patience = patience
        self.newest: dict[int, object] = {}
        self.seated: set[int] = set()
        self.changed = Condition()

    @contextmanager
    def taken(self, who: int) -> Iterator[Callable[[], None]]:
        """Holds a place. What it gives is to be called again and again: it raises Overtaken once there is a newer
        question of ``who``. Raises TooMany when no place becomes free in time."""
        question = object()

        def go_on() -> None:
            if self.newest.get(who) is not question:
                raise Overtaken

        with self.changed:
            self.newest[who] = question
            self.changed.notify_all()
            in_time = self.changed.wait_for(lambda: self._may_sit(who) or self._is_old(who, question), self.patience)
            go_on()
            if not in_time:
                del self.newest[who]
                raise TooMany("checks-busy", "Others are checking right now.", retry_after=3)
            self.free -= 1
            self.seated.add(who)
        try:
            yield go_on
        finally:
            with self.changed:
                self.free += 1
                self.seated.discard(who)
                if not self._is_old(who, question):
                    del self.newest[who]
                self.changed.notify_all()

    def _may_sit(self, who: int) -> bool:
        return self.free > 0 and who not in self.seated

    def _is_old(self, who: int, question: object) -> bool:
        return self.newest.get(who) is not question


@lru_cache(maxsize=1)
def _places() -> Places:
    return Places(settings.LIVE_CHECKS)


def try_document(content: bytes, *, by: Person, facts: Mapping[str, str]) -> Reading:
    """What a check of these bytes would say; of very many bytes only what their format is. Stores nothing.

    Raises Overtaken when ``by`` has asked anew meanwhile, TooMany when too many ask at once.
    """
    allowed = limits()
    closer = replace(
        allowed,
        seconds=min(SECONDS if asks_rules(content) else SECONDS_FOR_A_FORMAT, allowed.seconds),
        memory=min(MEMORY, allowed.memory),
    )
    with _places().taken(by.pk) as go_on:
        return Reading(
            engine.check(
                content,
                facts=engine.Facts.of(dict(facts)),
                profile=engine.DEFAULT if asks_rules(content) else _format_alone(),
                limits=closer,
                beat=lambda progress: go_on(),
            )
        )


def asks_rules(content: bytes) -> bool:
    """Whether all rules are asked while somebody waits."""
    return len(content) <= ALL_RULES_MOST


@lru_cache(maxsize=1)
def _format_alone() -> engine.Profile:
    return engine.Profile("format-alone", dict.fromkeys(engine.rules(), "off"))
