"""What an onlooker counts during a year, from rows and refusals alone: no action says anything of itself."""

import statistics
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from portal.kit.composed import Rows
from portal.models import AuditEntry, Clock, Job
from portal.year.running import Running
from portal.year.signs import SIGNS
from teams.away.failsafes import FAILSAFES
from teams.away.models import AwayRequest, AwaySignal, AwayStay

FOR_EVER = timedelta(days=120)
"""Late by more than this and still open: then nobody is going to do it."""
FROM_BEFORE = frozenset({"away.promise"})
"""Whose day was named when nothing waited for it yet: these alone may be late when they begin."""

_OPEN = Rows(lambda: AwayRequest.objects.open().order_by().values_list("pk", "state", "stay__state"))
EVERY_STATE = frozenset({*AwayRequest.State.values, *AwayStay.State.values})


@dataclass
class Watch:
    """Counts, and what must not be."""

    double_acts: Counter[str] = field(default_factory=Counter)
    stuck: set[str] = field(default_factory=set)
    complaints: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    states: set[str] = field(default_factory=set)
    told: dict[str, Any] = field(default_factory=dict)

    def refused(self, code: str) -> None:
        self.refusals[code] += 1

    def doubled(self, what: str, acts: int) -> None:
        self.double_acts[what] += acts

    def complain(self, what: str) -> None:
        self.complaints[what] += 1

    def look(self, running: Running) -> None:
        """After each tick: every open request waits for somebody, until some time, with a meaning for silence."""
        awaited = {row.subject for row in running.rows if row.silence}
        for pk, state, stay in _OPEN():
            stands = stay if stay and state == AwayRequest.State.SIGNED else state
            self.states.add(stands)
            if f"{AwayRequest._meta.label_lower}:{pk}" not in awaited:
                self.stuck.add(f"AT-{pk} is {stands} and waits for nobody")

    def end(self) -> None:
        """What the whole year comes to."""
        now = timezone.now()
        late = Clock.objects.filter(state=Clock.State.OPEN, due_at__lt=now - FOR_EVER)
        self.stuck.update(f"{one.subject} is late for ever: {one.kind}" for one in late)
        over = Clock.objects.filter(due_at__lt=F("started_at")).exclude(kind__in=FROM_BEFORE)
        self.stuck.update(f"{one.subject} began to wait when its time was over: {one.kind}" for one in over)
        failed = Job.objects.filter(state=Job.State.FAILED)
        for name, error in failed.values_list("name", "error"):
            self.complain(f"{name} failed: {error.splitlines()[0][:120] if error else ''}")
        moved = AuditEntry.objects.filter(Q(verb__startswith="awayrequest.") | Q(verb__startswith="awaystay."))
        self.states.update(EVERY_STATE & set(moved.values_list("after", flat=True).order_by().distinct()))
        clocks = Clock.objects.exclude(state=Clock.State.OPEN)
        rung = clocks.filter(due_rung_at__isnull=False).count()
        verbs = Counter(AuditEntry.objects.filter(verb__contains="away").values_list("verb", flat=True).order_by())
        fired = self._fired(verbs)
        self.told = {
            "requests": AwayRequest.objects.count(),
            "median_first_answer_hours": self._first_answers(),
            "overdue_rate": round(rung / max(clocks.count(), 1), 4),
            "escalations": verbs["awayrequest.escalate"],
            "stuck": len(self.stuck),
            "double_acts": self.double_acts.total(),
            "states_seen": sorted(self.states),
            "states_not_seen": sorted(EVERY_STATE - self.states),
            "failsafes_fired": fired,
            "failsafes_not_fired": [code for code in FAILSAFES if code not in fired],
            "complaints": dict(self.complaints),
        }

    def _first_answers(self) -> float:
        """Hours on the wall from asking to the first answer of anybody, of those that were answered at all."""
        answered = AwayRequest.objects.filter(decided_at__isnull=False)
        waited = [
            (decided - asked).total_seconds() / 3600
            for asked, decided in answered.values_list("asked_at", "decided_at")
            if decided is not None
        ]
        return round(statistics.median(waited), 1) if waited else 0.0

    def _fired(self, verbs: Counter[str]) -> dict[str, int]:
        """How often each failsafe acted, told by its signs: entries of the audit, clocks that ran out, refusals."""
        lapsed = Counter(Clock.objects.filter(due_rung_at__isnull=False).values_list("kind", flat=True).order_by())
        halved = Counter(Clock.objects.filter(half_rung_at__isnull=False).values_list("kind", flat=True).order_by())
        kinds = Counter(Clock.objects.values_list("kind", flat=True).order_by())
        signals = Counter(AwaySignal.objects.values_list("kind", flat=True).order_by())
        sources = {
            "verb": verbs, "due": lapsed, "half": halved, "clock": kinds, "refused": self.refusals, "signal": signals,
            "ended": Counter(AwayRequest.objects.values_list("state", flat=True).order_by()),
        }  # fmt: skip
        fired = {code: sum(sources[what][name] for what, name in signs) for code, signs in SIGNS.items()}
        return {code: count for code, count in fired.items() if count}
