"""What is typed as an answer is kept, right or wrong, until it is signed."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from portal.kit import policies
from portal.kit.keeping import to_keep
from portal.kit.refusals import Refused
from teams.people.models import Person
from teams.reviews.models import AnswerDraft, Review, Suggestion

LONGEST = 8000
MOST = 60
MOST_SAVES = 2**31 - 1


@transaction.atomic
def keep_answer(suggestion: Suggestion, *, by: Person, words: Mapping[str, str], saves: int = 0) -> AnswerDraft:
    """Keep the fields as they stand; empty ones end the draft. Drafts are nobody's business but the answerers'.

    Refuses to write over what the other who may answer has saved since it was read (``saves``), and all of it where a
    field has more than ``LONGEST`` characters: what was kept before stays.
    """
    policies.require(by, "review.answer", suggestion.review)
    state = Suggestion.objects.select_for_update().values_list("state", flat=True).get(pk=suggestion.pk)
    if state != Suggestion.State.OPEN or suggestion.review.state != Review.State.ADVISED:
        raise Refused("suggestion-not-open", f"Suggestion {suggestion.number} waits for no answer any more.")
    refusing = f"The answer to suggestion {suggestion.number} was not kept."
    filled = {name: text for name, text in words.items() if text.strip()}
    kept = to_keep(filled, fields=MOST, longest=LONGEST, refusing=refusing)
    held = AnswerDraft.objects.filter(suggestion=suggestion).select_related("saved_by").first()
    held = held or AnswerDraft(suggestion=suggestion, saved_by=by, saves=0)
    if held.words == kept:
        return held
    if held.saves != saves and held.saved_by_id != by.pk:
        who = f"{held.saved_by.name} saved an answer to suggestion {suggestion.number} after you had opened the page."
        raise Refused("answer-draft-changed", f"{who} Open the page in another tab, and take over what differs.")
    held.words, held.saved_by, held.saved_at, held.saves = kept, by, timezone.now(), held.saves + 1
    held.save()
    return held
