"""What the page of the lead shows: every suggestion that waits, its lines, its files, and what was typed so far."""

from dataclasses import dataclass

from teams.people.models import Person
from teams.reviews.models import AnswerDraft, Attachment, Review, Suggestion
from teams.reviews.reads.answerers import answerers
from teams.reviews.reads.excerpts import Shown
from teams.reviews.reads.reasons import example_of
from teams.reviews.reads.reviews import Head, head, shown

MOST_AT_ONCE = 10
"""So many forms fit on a page and into one post; the next come when these are answered."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One suggestion without an answer."""

    shown: Shown
    files: list[Attachment]
    draft: AnswerDraft | None

    @property
    def words(self) -> dict[str, str]:
        """What was typed so far, by field."""
        return dict(self.draft.words) if self.draft is not None else {}


@dataclass(frozen=True, slots=True)
class Answers:
    """All that waits in one review; ``more`` are not on this page."""

    head: Head
    waiting: list[Waiting]
    more: int
    example: str

    @property
    def kept(self) -> AnswerDraft | None:
        """The draft that was saved last."""
        drafts = [one.draft for one in self.waiting if one.draft is not None]
        return max(drafts, key=lambda one: one.saved_at, default=None)


def answers(person: Person, review: Review) -> Answers:
    """Seven queries at most, however many suggestions there are."""
    top = head(person, review)
    waits = review.state == Review.State.ADVISED
    open_ones = [one for one in shown(top) if waits and one.suggestion.state == Suggestion.State.OPEN]
    here = open_ones[:MOST_AT_ONCE]
    ids = [one.suggestion.pk for one in here]
    drafts = {one.pk: one for one in AnswerDraft.objects.filter(pk__in=ids).select_related("saved_by")}
    files: dict[int, list[Attachment]] = {pk: [] for pk in ids}
    for file in Attachment.objects.filter(suggestion__in=ids):
        files[file.suggestion_id].append(file)
    lines = [Waiting(one, files[one.suggestion.pk], drafts.get(one.suggestion.pk)) for one in here]
    return Answers(top, lines, len(open_ones) - len(here), example_of(review.team))


def answer_drafts(person: Person, review: Review) -> list[AnswerDraft]:
    """What was typed and not signed, by number, for who may answer; nothing for anybody else. Three queries."""
    if person.pk not in answerers(review):
        return []
    rows = AnswerDraft.objects.filter(suggestion__review=review, suggestion__state=Suggestion.State.OPEN)
    found = list(rows.select_related("suggestion", "saved_by").order_by("suggestion__number"))
    return [one for one in found if one.words]
