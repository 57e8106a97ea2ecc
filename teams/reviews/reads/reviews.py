"""What the pages of one review show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from portal.kit import audit
from portal.models import Clock
from services.models import Revision
from services.reads.compare import against
from services.reads.contracts import active_waivers
from services.reads.files import files_of
from services.reads.reports import reading_of
from services.reads.source import Line, Window, window
from teams.people.models import Person
from teams.reviews.draw import REASONS, sieve
from teams.reviews.models import Answer, BarRaiser, Review, Suggestion
from teams.reviews.reads.excerpts import Shown, Source


def reviews(person: Person) -> QuerySet[Review]:
    """Reviews with everything a line about one of them names."""
    return Review.objects.visible_to(person).select_related(
        "team__lead", "reviewer", "asked_by", "revision__contract__service__team__lead", "revision__uploaded_by"
    )


def suggestions(person: Person, review: Review) -> list[Suggestion]:
    """Those this person may see: all that were sent, and their own drafts."""
    if not review.is_sent and review.reviewer_id != person.pk:
        return []
    rows = review.suggestions.select_related("answer__by", "answer__outcome_by").order_by("number")
    found = list(rows)
    for one in found:
        one.review = review
    return found


def clocks_of(reviews: list[Review], *, running: bool = True) -> dict[int, Clock]:
    """The clock of each review: the running one, or the newest: one query."""
    rows = Clock.objects.filter(subject__in=[audit.ref(one) for one in reviews])
    if running:
        rows = rows.filter(state=Clock.State.OPEN)
    rows = rows.select_related("awaited_person", "awaited_team").order_by("pk")
    return {int(clock.subject.rpartition(":")[2]): clock for clock in rows}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every tab of a review."""

    review: Review
    clock: Clock | None
    suggestions: list[Suggestion]

    @property
    def answered(self) -> int:
        return sum(one.state not in {"open", "unanswered"} for one in self.suggestions)

    @property
    def open(self) -> int:
        return sum(one.state == "open" for one in self.suggestions)

    @property
    def steps(self) -> list[tuple[int, str]]:
        """The last draw as a sieve."""
        return sieve(self.review.draw) if self.review.draw else []

    @property
    def seed(self) -> str:
        """The seed as people can compare it."""
        text = f"{int(self.review.draw.get('seed', 0)):08x}"
        return f"{text[:4]} {text[4:]}"


def head(person: Person, review: Review) -> Head:
    """The running clock and the suggestions: two queries."""
    return Head(review, clocks_of([review]).get(review.pk), suggestions(person, review))


def shown(top: Head) -> list[Shown]:
    """Each suggestion on its lines: open ones first. One query for the source."""
    if not top.suggestions:
        return []
    source = Source(top.review.revision)
    ordered = sorted(top.suggestions, key=lambda one: (one.state != "open", one.number))
    return [
        Shown(one, answer, source.around(one.line, one.end_line), open_then(one, answer))
        for one in ordered
        for answer in [answer_of(one)]
    ]


def open_then(suggestion: Suggestion, answer: Answer | None) -> bool:
    """It had been sent when its revision was published, and waited for an answer at that moment."""
    published, advised = suggestion.review.published_at, suggestion.review.advised_at
    if published is None or advised is None or advised > published:
        return False
    return answer is None or answer.at > published


def answer_of(suggestion: Suggestion) -> Answer | None:
    """Its answer, loaded with it."""
    answer: Answer | None = getattr(suggestion, "answer", None)
    return answer


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the subject with the suggestions that end there."""

    line: Line
    suggestions: list[Suggestion]


@dataclass(frozen=True, slots=True)
class Subject:
    """A window of the source with findings and suggestions."""

    window: Window
    rows: list[Row]


def before(review: Review) -> Revision | None:
    """The revision that this one is best compared with: one query."""
    every = review.revision.contract.revisions.order_by("-number")
    return against(list(every), review.revision)


def subject(top: Head, line: int) -> Subject:
    """The source as it was proposed, with what the rules found and what the reviewer suggests."""
    revision = top.review.revision
    waivers = active_waivers(revision.contract)
    text = files_of(revision.digest).joined
    found = window(text.content, line, reading_of(revision), waivers, starts=text.starts)
    ends: dict[int, list[Suggestion]] = {}
    for one in top.suggestions:
        ends.setdefault(one.end_line, []).append(one)
    return Subject(found, [Row(each, ends.get(each.number, [])) for each in found.lines])


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the draw: who, why not, what they carried then."""

    person: Person
    why_not: str
    open: int
    recent: int
    last_on: date | None
    tied: bool
    picked: bool
    behind: str = ""


def candidates(review: Review) -> list[Candidate]:
    """Everybody of the last draw, those who stood for it first: one query."""
    people: Mapping[int, Person] = Person.objects.in_bulk([one["person"] for one in review.verdicts])
    picked = review.draw.get("picked")
    least = next((one for one in review.verdicts if one["person"] == picked), None)
    rows = [
        Candidate(
            person=people[one["person"]],
            why_not=REASONS.get(one["why_not"], one["why_not"]),
            open=one["open"],
            recent=one["recent"],
            last_on=date.fromisoformat(one["last_on"]) if one["last_on"] else None,
            tied=one["tied"],
            picked=one["person"] == picked,
            behind=_behind(one, least) if least is not None else "",
        )
        for one in review.verdicts
        if one["person"] in people
    ]
    order = list(REASONS.values())
    return sorted(
        rows,
        key=lambda one: (
            not one.picked,
            not one.tied,
            order.index(one.why_not) + 1 if one.why_not in order else 0,
            one.open,
            one.recent,
            one.last_on or date.min,
            one.person.name,
        ),
    )


def _behind(one: Mapping[str, Any], picked: Mapping[str, Any]) -> str:
    """By what somebody who could have looked stood behind whoever was picked: the first that differs."""
    if one["open"] != picked["open"]:
        return "could, but has more open now"
    if one["recent"] != picked["recent"]:
        return "could, but had more in 90 days"
    return "could, but had one more recently"


def declined(review: Review) -> list[dict[str, Any]]:
    """Who handed it back, and why: one query."""
    people = Person.objects.in_bulk([one["person"] for one in review.declined])
    return [{"person": people[one["person"]], "reason": one["reason"]} for one in review.declined]


WORDS = {
    "review.ask": ("review", "asked for a look from elsewhere"),
    "review.assign": ("draw", "drew who looks at it"),
    "review.find-nobody": ("void", "found nobody who is independent and free"),
    "review.decline": ("leave", "handed it back"),
    "review.advise": ("mail", "sent the advice"),
    "review.lapse": ("overdue", "closed it: no advice came in time"),
    "review.close": ("ok", "closed the review"),
    "review.withdraw": ("void", "withdrew it: the draft was discarded"),
    "review.note-publication": ("ok", "noted that the revision was published"),
    "suggestion.accept": ("ok", "accepted"),
    "suggestion.adapt": ("half", "adapted"),
    "suggestion.ignore": ("data", "ignored, with data,"),
    "suggestion.leave": ("overdue", "recorded no answer to"),
    "answer.judge": ("scale", "looked again at the data behind"),
}


def history(top: Head) -> list[dict[str, Any]]:
    """What happened, newest first. What the reviewer writes before sending is theirs alone."""
    review = top.review
    answers = [answer for one in top.suggestions if (answer := answer_of(one)) is not None]
    numbers = {audit.ref(one): one.number for one in top.suggestions}
    numbers |= {audit.ref(answer): answer.suggestion.number for answer in answers}
    told = []
    for entry in audit.history(review, *top.suggestions, *answers, most=200):
        if entry.verb not in WORDS:
            continue
        icon, words = WORDS[entry.verb]
        number = numbers.get(entry.subject)
        if entry.verb == "review.note-publication":
            words += _left_open(top)
        who = entry.actor.name if entry.actor is not None else "Homeport"
        told.append(
            {"icon": icon, "who": who, "words": f"{words} suggestion {number}" if number else words, "at": entry.at}
        )
    return told


def _left_open(top: Head) -> str:
    """Which suggestions waited for an answer when the revision was published."""
    left = [str(one.number) for one in top.suggestions if open_then(one, answer_of(one))]
    if not left and top.review.published_before_advice and top.review.reviewer_id:
        return ", before the advice"
    if not left:
        return ""
    *first, last = left
    return f", with suggestion{'s' if first else ''} {' and '.join([', '.join(first), last] if first else [last])} open"


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one reviewer's advice so far: for the reader, not for a ranking."""

    led: int
    suggestions: int
    followed: int
    ignored: int
    right: int


def record_of(person: Person) -> Record:
    """Two queries."""
    from django.db.models import Count, Q

    counts = Suggestion.objects.sent().filter(review__reviewer=person).aggregate(
        all=Count("pk"),
        followed=Count("pk", filter=Q(state__in=["accepted", "adapted"])),
        ignored=Count("pk", filter=Q(state="ignored")),
        right=Count("pk", filter=Q(answer__outcome="advice-right")),
    )  # fmt: skip
    led = Review.objects.filter(reviewer=person, advised_at__isnull=False).count()
    return Record(led, counts["all"], counts["followed"], counts["ignored"], counts["right"])


def standing(person: Person) -> BarRaiser | None:
    """Their place in the guild, when they have one."""
    return BarRaiser.objects.standing().filter(person=person).first()
