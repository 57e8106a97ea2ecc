"""What a reason may not repeat, and what a team has measured before: for the judge of reasons and its help."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from teams.people.models import Team
from teams.reviews.figures import plain
from teams.reviews.models import Answer, DataReference, Suggestion
from teams.reviews.reasons import Known

REMEMBERED = timedelta(days=730)
MOST_REMEMBERED = 300


def known_texts(suggestion: Suggestion, *, own: bool = True) -> list[Known]:
    """The advice, and (``own``) what this team has said to other advice in two years: one query at most."""
    review = suggestion.review
    texts = [
        Known(suggestion.text, "the advice itself"),
        Known(suggestion.why, "the reviewer's reason"),
        Known(suggestion.prediction, "the reviewer's prediction"),
        Known(review.summary, "the reviewer's summary"),
    ]
    if own:
        since = timezone.now() - REMEMBERED
        rows = Answer.objects.filter(suggestion__review__team=review.team_id, at__gte=since)
        rows = rows.exclude(suggestion=suggestion).order_by("-pk")
        told = rows.values_list("text", "suggestion__number", "suggestion__review")[:MOST_REMEMBERED]
        texts += [Known(text, f"what was said to suggestion {number} of R-{at}") for text, number, at in told]
    return [one for one in texts if one.text.strip()]


def example_of(team: Team, references: Sequence[DataReference] = ()) -> str:
    """A reason as it could be, with what the team measures now, or measured last, or with what any team could."""
    first = references[0] if references else None
    if first is None:
        rows = DataReference.objects.filter(answer__suggestion__review__team=team).order_by("-pk")
        first = rows.first()
    if first is None:
        return '"Calls that repeat within a minute: 2 of 12,000, before 40; the dashboard of March."'
    before = f", before {plain(first.baseline)}" if first.baseline is not None else ""
    return f'"{first.measure}: {first.measured}{before}."'
