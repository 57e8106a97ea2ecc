"""One person's place in the guild, and one certification with everything its page needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from portal.kit import audit
from portal.models import AuditEntry, Clock
from teams.people.models import Membership, Person
from teams.reviews.guild_policies import keeps
from teams.reviews.models import BarRaiser, Certification, Reading, Review, Seat, Suggestion, Tie, Wish
from teams.reviews.numbers import NUMBERS
from teams.reviews.reads.keepers import guild_lead
from teams.reviews.reads.mentors import mentors
from teams.reviews.reads.practice import Practice, practices
from teams.reviews.reads.renewal import LOOKED, Demand, demands
from teams.reviews.reads.ways import Ways, ways

State = Certification.State
MOST_OFFERED = 40
WAY = (
    (State.NOMINATED, "Nominated", ""),
    (State.READING, "Reads", "read_reviews"),
    (State.SHADOWING, "Shadows", "shadow_reviews"),
    (State.LEADING, "Leads with a mentor", "lead_reviews"),
    (State.ASSESSMENT, "Mentor's word", ""),
    (State.CERTIFIED, "Certified", ""),
)
"""The way to a certificate, with the number that says how much each step asks for."""
DEEDS = {
    "nominate": "made the nomination", "accept": "accepted the nomination",
    "readmit": "accepted the nomination, to lead with a mentor", "decline": "declined the nomination",
    "read": "read a closed review", "shadow": "opened the next step, to shadow",
    "lead": "opened the next step, to lead with a mentor", "mentor": "chose the mentor",
    "assess": "asked for the mentor's word", "once-more": "asked to lead once more", "certify": "certified it",
    "ask-renewal": "asked for the renewal", "renew": "renewed the certificate", "rest": "began the rest",
    "return": "ended the rest", "lapse": "let it lapse", "end": "ended it", "appoint": "appointed, without the way",
}  # fmt: skip
"""What happened to a certification, by the last word of its verb in the audit."""


@dataclass(frozen=True, slots=True)
class Held:
    """A certification with how far it is and what it waits for."""

    certification: Certification
    practice: Practice | None
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class Credit:
    """What somebody gave. Of one person, on their own page; never sorted, never beside somebody else's."""

    reviews: int
    teams: int
    suggestions: int
    followed: int
    shadowed: int
    mentored: int
    read: int

    @property
    def is_something(self) -> bool:
        return bool(self.reviews or self.shadowed or self.mentored or self.read)


@dataclass(frozen=True, slots=True)
class Place:
    """A person's page in the guild. Ties are loaded for themselves only."""

    person: Person
    raiser: BarRaiser | None
    teams: list[Membership]
    held: list[Held]
    over: list[Certification]
    busy: int
    credit: Credit
    wishes: list[Wish]
    ties: list[Tie] | None
    mentees: list[Certification]

    @property
    def waits(self) -> bool:
        return any(one.clock is not None for one in self.held)


def place(person: Person, viewer: Person) -> Place:
    """Thirteen queries, however much there is."""
    rows = list(Certification.objects.filter(person=person).select_related("mentor").order_by("topic"))
    for one in rows:
        one.person = person
    open_rows = [one for one in rows if one.state not in Certification.OVER]
    so_far, clocks = practices(open_rows, ways()), _clocks(open_rows)
    own = person.pk == viewer.pk
    members = Membership.objects.filter(person=person, until=None).select_related("team")
    mentored = Certification.objects.filter(mentor=person).training().select_related("person")
    return Place(
        person=person,
        raiser=BarRaiser.objects.filter(person=person).select_related("person", "appointed_by").first(),
        teams=list(members.order_by("since", "pk")),
        held=[Held(one, so_far.get(one.pk), clocks.get(one.pk)) for one in open_rows],
        over=[one for one in rows if one.state in Certification.OVER],
        busy=Seat.objects.carried().filter(person=person).count(),
        credit=credit(person),
        wishes=list(Wish.objects.standing().filter(person=person).select_related("team")),
        ties=list(Tie.objects.standing().filter(person=person).select_related("team")) if own else None,
        mentees=list(mentored),
    )


def credit(person: Person) -> Credit:
    """What they gave since they came: four queries."""
    looked = Q(role__in=LOOKED)
    counts = Seat.objects.filter(person=person, state=Seat.State.SENT).aggregate(
        reviews=Count("review", filter=looked, distinct=True),
        teams=Count("review__team", filter=looked, distinct=True),
        shadowed=Count("pk", filter=Q(role=Seat.Role.SHADOW)),
    )
    said = Suggestion.objects.sent().filter(review__reviewer=person).aggregate(
        suggestions=Count("pk"), followed=Count("pk", filter=Q(state__in=["accepted", "adapted"]))
    )  # fmt: skip
    read = Reading.objects.filter(certification__person=person).count()
    mentored = AuditEntry.objects.filter(verb__in=["certification.certify"], actor=person).count()
    return Credit(**counts, **said, mentored=mentored, read=read)


def _clocks(rows: list[Certification]) -> dict[int, Clock]:
    subjects = {audit.ref(one): one.pk for one in rows}
    running = Clock.objects.filter(subject__in=list(subjects), state=Clock.State.OPEN)
    return {subjects[one.subject]: one for one in running.select_related("awaited_person", "awaited_team")}


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the way to a certificate: ``done``, ``now``, ``later``, ``over``, or ``left`` out by an appointment."""

    name: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CertificationPage:
    """One certification. ``demands`` and the words of readings are for the person and who keeps the pool."""

    certification: Certification
    practice: Practice | None
    clock: Clock | None
    lead: Person | None
    stages: list[Stage]
    readings: list[Reading]
    offered: list[Review]
    mentors: list[Person]
    demands: list[Demand] | None
    history: list[dict[str, Any]]
    rules: Ways
    raiser: BarRaiser | None
    own: bool
    numbers: Mapping[str, Any] = field(default_factory=lambda: NUMBERS)


def certification_page(one: Certification, viewer: Person) -> CertificationPage:
    """At most fourteen queries."""
    rules = ways()
    own, keeper = one.person_id == viewer.pk, keeps(viewer, one.topic)
    reads = one.state in (State.READING, *Certification.CERTIFIED) and own
    stands_by = one.state in (State.LEADING, State.ASSESSMENT)
    readings = list(one.readings.select_related("review__revision__contract", "review__team"))
    so_far = practices([one], rules).get(one.pk)
    history = list(audit.history(one))
    return CertificationPage(
        certification=one,
        practice=so_far,
        clock=_clocks([one]).get(one.pk),
        lead=guild_lead(one.topic),
        stages=_stages(one, so_far, rules, history),
        readings=readings,
        offered=to_read(one, [reading.review_id for reading in readings]) if reads else [],
        mentors=mentors(one) if stands_by and keeper else [],
        demands=demands(one, rules) if one.state in Certification.CERTIFIED and (own or keeper) else None,
        history=[_told(entry) for entry in history],
        rules=rules,
        raiser=BarRaiser.objects.filter(person=one.person_id).first(),
        own=own,
    )


def to_read(one: Certification, known: list[int]) -> list[Review]:
    """Closed reviews that they may read: of the topic first, then the newest; not their own and not of their teams."""
    mine = Membership.objects.filter(person=one.person_id, until=None).values("team")
    rows = Review.objects.closed().exclude(pk__in=known).exclude(seats__person=one.person_id)
    rows = rows.exclude(team__in=mine).exclude(team__lead=one.person_id).select_related("revision__contract", "team")
    newest = list(rows.order_by("-pk")[: MOST_OFFERED * 3])
    return sorted(newest, key=lambda review: review.topic != one.topic)[:MOST_OFFERED]


def _told(entry: AuditEntry) -> dict[str, Any]:
    """An entry as the timeline draws it."""
    words = DEEDS.get(entry.verb.rpartition(".")[2], "")
    return {"who": str(entry.actor or "Homeport"), "words": words, "verb": entry.verb, "at": entry.at}


def _stages(one: Certification, so_far: Practice | None, rules: Ways, history: list[AuditEntry]) -> list[Stage]:
    order = [state for state, _, _ in WAY]
    state = State(one.state)
    held = state in Certification.HELD or (state in Certification.OVER and one.certified_on is not None)
    at = len(order) - 1 if held else order.index(state) if state in order else -1
    appointed = any(entry.verb == "certification.appoint" for entry in history)
    taken = {entry.after for entry in history} if appointed else set(order)
    found = []
    for number, (step, name, needed) in enumerate(WAY):
        note = f"{so_far.done} of {so_far.needed}" if so_far is not None and number == at else ""
        if not note and needed and number > at:
            note = str(rules.number(needed))
        if not note and appointed and held and number == at:
            note = "appointed"
        is_now = "over" if state in Certification.OVER else "done" if held else "now"
        before = "done" if step in taken else "left"
        found.append(Stage(name, before if number < at else is_now if number == at else "later", note))
    if at == -1:
        found[0] = Stage(WAY[0][1], "over")
    return found
