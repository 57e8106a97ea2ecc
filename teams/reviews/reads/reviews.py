"""What the pages of one review show."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.kit import audit
from portal.kit.beside import LineNote
from portal.models import Clock
from services.models import Revision
from services.reads.compare import ComparePage, against, compare_page
from services.reads.contracts import active_waivers
from services.reads.reports import reading_of
from services.reads.source import Line, Window, window
from teams.people.models import Person
from teams.reviews.models import Answer, BarRaiser, Review, Seat, Suggestion
from teams.reviews.reads.draws import spelled
from teams.reviews.reads.excerpts import Shown, Source
from teams.reviews.reads.seats import sat_with_lead, seat_of
from teams.reviews.reads.texts import language, text_of


def reviews(person: Person) -> QuerySet[Review]:
    """Reviews with everything a line about one of them names."""
    return Review.objects.visible_to(person).select_related(
        "team__lead",
        "reviewer",
        "asked_by",
        "revision__contract__service__team__lead",
        "revision__uploaded_by",
        "compared_with",
    )


def suggestions(person: Person, review: Review) -> list[Suggestion]:
    """Those this person may see: all that were sent, their own drafts, and for who led it what its shadow wrote."""
    rows = review.suggestions.select_related(
        "answer__by",
        "answer__outcome_by",
        "answer__reviewers_view__by",
        "answer__landing__landed_in",
        "answer__landing__said_by",
        "seat__person",
    ).order_by("number")
    rows = rows.filter(seen_by(person, review)).prefetch_related("answer__references__attachment")
    found = list(rows)
    for one in found:
        one.review = review
    return found


def seen_by(person: Person, review: Review) -> Q:
    """Which suggestions of a review somebody may see. What a shadow wrote is never the team's to answer."""
    own = Q(seat__person=person, seat__state__in=[Seat.State.OFFERED, Seat.State.TAKEN, Seat.State.SENT])
    if not review.is_sent:
        return own
    sent = Q(seat__sent_at__isnull=False)
    return own | (sent if sat_with_lead(person, review) else sent & ~Q(state=Suggestion.State.UNSEEN))


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
    seat: Seat | None = None
    """From which whoever looks still writes."""

    @property
    def answered(self) -> int:
        return sum(one.state in {"accepted", "adapted", "ignored"} for one in self.told)

    @property
    def open(self) -> int:
        return sum(one.state == "open" and one.seat.sent_at is not None for one in self.suggestions if one.seat)

    @property
    def told(self) -> list[Suggestion]:
        """Those that the team answers, or its reader's own drafts."""
        return [one for one in self.suggestions if one.state != Suggestion.State.UNSEEN]

    @property
    def look_again_on(self) -> date | None:
        """The first day on which ignored advice is looked at again, of what nobody has judged."""
        answers = [answer for one in self.told if (answer := getattr(one, "answer", None)) is not None]
        return min((one.look_again_on for one in answers if one.look_again_on and not one.outcome), default=None)

    @property
    def is_late(self) -> bool:
        """Whether that day is over, and nobody has said yet who was right."""
        return self.look_again_on is not None and self.look_again_on < timezone.now().date()

    @property
    def steps(self) -> list[tuple[int, str]]:
        """The last draw as a sieve."""
        return [(count, words) for count, words in self.review.draw.get("steps", [])]

    @property
    def seed(self) -> str:
        """The seed as people can compare it."""
        return spelled(int(self.review.draw.get("seed", 0)))


def head(person: Person, review: Review) -> Head:
    """The running clock, the suggestions, and the seat of whoever looks."""
    return Head(review, clocks_of([review]).get(review.pk), suggestions(person, review), seat_of(person, review))


def shown(top: Head) -> list[Shown]:
    """Each suggestion on its lines: open ones first. One query for the source."""
    if not top.suggestions:
        return []
    source = Source(top.review)
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
    is_new: bool = False
    """The revision before has not this line."""
    begins: bool = False
    """The first of some new lines."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A window of the source with findings and suggestions."""

    window: Window
    rows: list[Row]


def before(review: Review) -> Revision | None:
    """The revision that this one is best compared with: one query. None for what is no revision, or is the first.

    Never a later one: what is published meanwhile is not what its reviewer compares with.
    """
    if review.revision is None:
        return None
    return review.compared_with or revision_before(review.revision)


def revision_before(revision: Revision) -> Revision | None:
    """The published one among those before it, else the one before it; None when it is the first: one query."""
    earlier = revision.contract.revisions.filter(number__lt=revision.number).select_related("contract__service")
    return against(list(earlier.order_by("-number")), revision)


def changes(top: Head, page: int) -> ComparePage | None:
    """What changed in the revision that is looked at, with every suggestion its reader may see beside its lines.

    None where nothing came before it.
    """
    review, old = top.review, before(top.review)
    if review.revision is None or old is None:
        return None
    said: defaultdict[int, list[LineNote]] = defaultdict(list)
    for one in top.suggestions:
        said[one.end_line].append(line_note(one, review))
    return compare_page(old, review.revision, reading_of(review.revision), page, said)


def line_note(one: Suggestion, review: Review) -> LineNote:
    """A suggestion as it stands at its lines, on whichever page."""
    return LineNote(
        line=one.line,
        end_line=one.end_line,
        heading=f"Suggestion {one.number} of {review}",
        text=one.text,
        url=f"{review.get_absolute_url()}#{one.anchor}",
        severity=one.weight,
        state=one.state if review.is_sent else "draft",
    )


def subject(top: Head, line: int, new: Collection[int] = ()) -> Subject:
    """The text as it was when it was asked for, with what the rules found and what the reviewer suggests.

    ``new``: the numbers of the lines that are new.
    """
    review, text = top.review, text_of(top.review)
    if review.revision is not None:
        waivers = active_waivers(review.revision.contract)
        found = window(text.content, line, reading_of(review.revision), waivers, starts=text.starts)
    else:
        found = window(text.content, line, None, {}, language=language(review, text.content))
    ends: dict[int, list[Suggestion]] = {}
    for one in top.suggestions:
        ends.setdefault(one.end_line, []).append(one)
    rows = [
        Row(each, ends.get(each.number, []), each.number in new, each.number in new and each.number - 1 not in new)
        for each in found.lines
    ]
    return Subject(found, rows)


def declined(review: Review) -> list[dict[str, Any]]:
    """Who handed it back, and why: one query."""
    people = Person.objects.in_bulk([one["person"] for one in review.declined])
    return [{"person": people[one["person"]], "reason": one["reason"]} for one in review.declined]


WORDS = {
    "review.ask": ("review", "asked for a look from elsewhere"),
    "review.answer-form": ("edit", "answered questions about it"),
    "review.draw": ("draw", "drew who looks at it"),
    "review.assign": ("draw", "gave it to whom the lot fell on"),
    "review.give-by-hand": ("team", "asked somebody by hand"),
    "review.find-nobody": ("void", "found nobody who is independent and free"),
    "review.decline": ("leave", "drew again: it was handed back, or nobody said yes"),
    "review.call-deputy": ("overdue", "asked a deputy too: the advice is late"),
    "review.call-guild": ("overdue", "asked who keeps the pool to find somebody: the deputy is late, or there is none"),
    "seat.offer": ("draw", "offered a seat"),
    "seat.take": ("ok", "took a seat"),
    "seat.decline": ("leave", "handed a seat back"),
    "seat.send": ("mail", "sent what they see"),
    "seat.pass-on": ("overdue", "passed a seat on: nobody said yes in time"),
    "review.advise": ("mail", "sent the advice"),
    "review.lapse": ("overdue", "closed it: no advice came in time"),
    "review.close": ("ok", "closed the review"),
    "review.withdraw": ("void", "withdrew it"),
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
