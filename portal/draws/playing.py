"""Years of reviews: subjects come, seats are drawn and given back, people go away, certificates end, teams visit."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from time import process_time

from portal.draws.book import Book, Sitting, Stay
from portal.draws.company import CERTIFICATE, TOPICS, Company, found
from portal.draws.judge import Judge
from portal.kit import audit
from portal.kit.subjects import Subject, subject
from teams.reviews.depth import DAYS, depth_of
from teams.reviews.models import BarRaiser, Tie
from teams.reviews.reads.briefs import brief_of
from teams.reviews.reads.candidates import candidates
from teams.reviews.routing import Brief, Drawn, draw

BEGINS = datetime(2026, 1, 5, 6, tzinfo=UTC)
HELD = 2.0
"""Reviews somebody has at once, on average: the clock is set by it."""
AWAY = 0.1
LONGEST_AWAY = 20
GIVES_BACK = 0.04
SHADOWED = 0.3
LAPSES = 0.03
REVERSALS = ("easy", "costly", "costly", "one-way")
TIMED = 50
"""One draw of so many is timed."""
TAKES = (0.4, 1.3)
"""Parts of the days that a look may take in which it is done."""


@dataclass(slots=True)
class Looked:
    """One review that is under way."""

    number: int
    service: int
    brief: Brief
    returned: tuple[int, ...] = ()
    seats: list[Sitting] = field(default_factory=list)


@dataclass
class Play:
    """A company whose reviews are drawn. Everything by chance comes from the seed."""

    people: int
    teams: int
    seed: int
    begins: datetime = BEGINS
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 - the same years every time
        self.company: Company = found(self.people, self.teams, self.chance, BEGINS)
        self.book = Book(candidates(BEGINS), BEGINS)
        self.judge = Judge()
        self._tell_judge()
        self.subjects = {one.pk: _described(audit.ref(one)) for one in self.company.services}
        self.briefs = {pk: self._brief(found) for pk, found in self.subjects.items()}
        self.variants: dict[tuple[int, str, str, bool], Brief] = {}
        self.again: list[Looked] = []
        self.step = self._step()
        self.timed, self.draw_seconds = 0, 0.0
        for person in self.book.members:
            self._next_absence(person, BEGINS.date() - timedelta(days=self.chance.randrange(120)))
        for person, topics in self.company.certified.items():
            for topic in topics:
                self._until_renewal(person, topic)
        self._visit()

    def draw_next(self) -> None:
        """One call of the draw: a new review, or a seat that was given back."""
        at = self.book.at + self.step * self.chance.uniform(0.2, 1.8)
        self.book.move_to(at)
        look = self.again.pop() if self.again else self._asked()
        beside = tuple(sorted({seat.person for seat in look.seats if seat.counts}))
        seats = ("lead",) if look.seats else self._seats(look.brief)
        brief = replace(self.book.brief(look.brief, returned=tuple(sorted(look.returned)), beside=beside), seats=seats)
        drawn = self._drawn(brief, self.chance.getrandbits(53))
        self.book.drawn_at[brief.topic] = brief.at
        self.counts["draws"] += 1
        self.counts["relaxed"] += any(seat.gave_way for seat in drawn.seats)
        for seat in drawn.seats:
            self.counts.update(f"gave way: {code}" for code in seat.gave_way[-1:])
            if seat.picked is None:
                self.counts[f"nobody: {seat.role}"] += 1
                continue
            self._give(look, brief, seat.role, seat.picked)
        if self.counts["draws"] % 500 == 0:
            self.counts["looks"] += 1
            self.counts["held"] += sum(self.book.members[one].open for one in self.company.certified)
        if not look.seats:
            self.judge.forget(look.number)

    def _drawn(self, brief: Brief, seed: int) -> Drawn:
        """The draw; a few are timed, because asking for the time can take as long as a draw does."""
        if self.counts["draws"] % TIMED:
            return draw(brief, self.book.pool, seed)
        began = process_time()
        drawn = draw(brief, self.book.pool, seed)
        self.draw_seconds += process_time() - began
        self.timed += 1
        return drawn

    def _give(self, look: Looked, brief: Brief, role: str, person: int) -> None:
        days = DAYS[brief.depth] * 1.4 * self.chance.uniform(*TAKES)
        sitting = self.book.give(look.number, brief, role, person, days)
        look.seats.append(sitting)
        self.counts[f"given: {role}"] += 1
        self.judge.given(
            review=look.number, service=look.service, topic=brief.topic, critical=brief.critical,
            author=brief.makers[0], role=role, person=person, at=self.book.at,
            until=date.fromisoformat(brief.until), size=sitting.size,
        )  # fmt: skip
        if role == "lead" and self.chance.random() < GIVES_BACK:
            self.book.when(self.book.at + timedelta(hours=self.chance.uniform(1, 8)), lambda: self._back(look, sitting))
        else:
            self.book.when(sitting.ends, lambda: self._done(look, sitting))

    def _back(self, look: Looked, seat: Sitting) -> None:
        """The lead gives it back: whoever stood by as their mentor is let go, and somebody else is drawn."""
        self._end(look, seat, "declined")
        for other in look.seats:
            if other.role == "mentor" and other.open:
                self._end(look, other, "released")
        look.returned = (*look.returned, seat.person)
        self.again.append(look)

    def _done(self, look: Looked, seat: Sitting) -> None:
        self._end(look, seat, "sent")

    def _end(self, look: Looked, seat: Sitting, state: str) -> None:
        if not seat.open:
            return
        self.book.end(seat, state)
        self.judge.ended(look.number, seat.person, void=state != "sent", gave_back=state == "declined")
        if state == "sent" and not any(one.open for one in look.seats):
            self.judge.forget(look.number)

    def _asked(self) -> Looked:
        service = self.chance.choice(self.company.services)
        found = self.subjects[service.pk]
        depth = depth_of(
            reversal=self.chance.choice(REVERSALS), criticality=found.criticality, consumers=found.consumers,
            critical_consumers=found.critical_consumers,
        )  # fmt: skip
        topic = self.chance.choices(list(TOPICS), list(TOPICS.values()))[0]
        key = (service.pk, topic, depth.level, depth.is_critical)
        brief = self.variants.get(key)
        if brief is None:
            frozen = self.briefs[service.pk]
            brief = replace(frozen, topic=topic, depth=depth.level, critical=depth.is_critical)
            self.variants[key] = brief
        self.counts["reviews"] += 1
        self.counts["critical"] += depth.is_critical
        return Looked(self.counts["reviews"], service.pk, brief)

    def _seats(self, brief: Brief) -> tuple[str, ...]:
        shadow = ("shadow",) if self.chance.random() < SHADOWED else ()
        return ("lead", "second", *shadow) if brief.critical else ("lead", *shadow)

    def _brief(self, found: Subject) -> Brief:
        return brief_of(found, found.team.lead_id, "contract", is_critical=False, depth="normal", at=BEGINS)

    def _step(self) -> timedelta:
        """The time between two draws in which people hold so many reviews as they should."""
        days, writes = 0.0, 0.0
        tries = Random(self.seed)  # noqa: S311
        services = list(self.subjects.values())
        for _ in range(2000):
            one = tries.choice(services)
            depth = depth_of(
                reversal=tries.choice(REVERSALS), criticality=one.criticality, consumers=one.consumers,
                critical_consumers=one.critical_consumers,
            )  # fmt: skip
            days += DAYS[depth.level] * 1.4 * sum(TAKES) / 2 * (1 + depth.is_critical)
            writes += 1
        present = len(self.company.certified) * (1 - AWAY)
        return timedelta(days=days / writes / (HELD * present))

    def _next_absence(self, person: int, after: date) -> None:
        """Their next time away, and once it is over the one after it."""
        gap = round(self.chance.expovariate(1 / (LONGEST_AWAY / 2 * (1 - AWAY) / AWAY)))
        first = after + timedelta(days=1 + gap)
        last = first + timedelta(days=self.chance.randrange(1, LONGEST_AWAY))
        if last < self.book.at.date():
            self._next_absence(person, last)
            return
        self.book.change(person, absences=((first.isoformat(), last.isoformat()),))
        self.judge.away[person].append((first, last))
        over = datetime.combine(last + timedelta(days=1), time(), UTC)
        self.book.when(over, lambda: self._next_absence(person, last))

    def _until_renewal(self, person: int, topic: str) -> None:
        """Most renew in the last two months; a few let it lapse and come back a month later."""
        ends = date.fromisoformat(self.book.members[person].certificates[topic][1])
        days = -30 if self.chance.random() < LAPSES else self.chance.randrange(60)
        at = datetime.combine(ends - timedelta(days=days), time(6), UTC)
        self.book.when(at, lambda: self._renew(person, topic))

    def _renew(self, person: int, topic: str) -> None:
        today = self.book.at.date()
        held = {**self.book.members[person].certificates, topic: (today.isoformat(), (today + CERTIFICATE).isoformat())}
        self.book.change(person, certificates=held)
        self.judge.certified[person, topic].append((today, today + CERTIFICATE))
        self._until_renewal(person, topic)

    def _visit(self) -> None:
        """One team goes to another's service for some weeks; each team does so once in three years."""
        guest, host = self.chance.sample([team.pk for team in self.company.teams], 2)
        members = self.company.members[guest]
        went = tuple(sorted(self.chance.sample(members, min(2, len(members)))))
        over = self.book.at + timedelta(days=self.chance.randrange(20, 120))
        self.book.stay(Stay(host, guest, went, self.book.at, over))
        self.judge.stays.append((host, guest, frozenset(went), self.book.at, over))
        again = timedelta(days=3 * 365 / self.teams * self.chance.uniform(0.5, 1.5))
        self.book.when(self.book.at + again, self._visit)

    def _tell_judge(self) -> None:
        for member in self.book.members.values():
            for topic, since, until in member.base.certificates:
                days = (date.fromisoformat(since), date.fromisoformat(until))
                self.judge.certified[member.base.person, topic].append(days)
        self.judge.trains.update(self.company.trainees.items())
        self.judge.leads_with.update(
            {(person, topic): mentor for person, (topic, mentor) in self.company.mentored.items()}
        )
        self.judge.limit.update(BarRaiser.objects.values_list("person", "limit"))
        for person, team in Tie.objects.values_list("person", "team"):
            self.judge.tied.add((person, team))
            self.book.declared[team] = tuple(sorted({*self.book.declared.get(team, ()), person}))


def _described(ref: str) -> Subject:
    found = subject(ref)
    if found is None:
        raise LookupError(f"Nobody describes {ref}.")
    return found
