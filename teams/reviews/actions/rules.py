"""Which rule advice was about, and doubts about a rule: what calibration retires rules with."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, notices, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from services.reads.files import files_of
from services.reads.reports import reading_of
from teams.people.models import Person
from teams.reviews.models import RuleDoubt, Suggestion, SuggestionRule
from teams.reviews.reads.calibration import calibration_url, of_rule
from teams.reviews.reasons import LEAST_WORDS, words_of

LEAST_KNOWN = 3
"""So many outcomes have to be known before a rule can be doubted for them."""


def note_rule(suggestion: Suggestion) -> SuggestionRule | None:
    """Keep the rule of the first finding at the suggestion's lines, in the caller's transaction; a named one stays."""
    known = SuggestionRule.objects.filter(suggestion=suggestion).first()
    revision = suggestion.review.revision
    if known is not None or revision is None:
        return known
    reading = reading_of(revision)
    if reading is None:
        return None
    source = files_of(revision.digest).joined
    file, first = source.place(suggestion.line)
    last = first + suggestion.end_line - suggestion.line
    found = next(iter(reading.between(first, last, file)), None)
    return SuggestionRule.objects.create(suggestion=suggestion, rule=found.rule) if found is not None else None


@transaction.atomic
def name_rule(suggestion: Suggestion, *, by: Person, rule: str) -> SuggestionRule:
    """Its reviewer says which rule the advice is about, while it is a draft. Refuses a rule that was not asked."""
    policies.require(by, "review.suggest", suggestion.review)
    if suggestion.review.is_sent:
        raise Refused("review-not-open", "The advice was sent: what it says does not change any more.")
    reading = reading_of(suggestion.review.revision) if suggestion.review.revision is not None else None
    if reading is None or rule not in {one.id for one in reading.rules}:
        raise Invalid(
            "suggestion-rule-unknown", "No rule of this name was asked here.", rule="Not a rule of its report."
        )
    row, _ = SuggestionRule.objects.update_or_create(suggestion=suggestion, defaults={"rule": rule, "named": True})
    audit.record(by, "suggestion.name-rule", suggestion, data={"rule": rule})
    return row


@transaction.atomic
def doubt_rule(rule: str, *, by: Person, words: str) -> RuleDoubt:
    """Ask the stewards whether a rule is worth keeping, with what is known of it. One doubt at a time."""
    policies.require(by, "rule.doubt", rule)
    line = of_rule(rule)
    if line is None or line.known < LEAST_KNOWN:
        says = f"At least {LEAST_KNOWN} outcomes have to be known before a rule can be doubted for them."
        raise Refused("doubt-too-early", says)
    if len(words_of(words)) < LEAST_WORDS:
        raise Invalid("doubt-without-words", "Say in a sentence what it gets wrong.", words="In a sentence.")
    facts = {"words": storable(words.strip(), 400), "right": line.right, "known": line.known, "by": by}
    try:
        with transaction.atomic():
            doubt = RuleDoubt.objects.create(rule=rule, **facts)
    except IntegrityError:
        raise Refused("doubt-known", "The stewards are asked about this rule already.") from None
    audit.record(by, "ruledoubt.ask", doubt, data={"rule": rule, "right": line.right, "known": line.known})
    stewards = Person.objects.filter(is_steward=True, is_active=True)
    text = f"asks whether {rule} is worth keeping: advice about it was right {line.right} of {line.known} times"
    notices.tell(stewards, text, about=doubt, url=calibration_url(), by=by)
    return doubt


@transaction.atomic
def settle_doubt(doubt: RuleDoubt, *, by: Person, words: str) -> RuleDoubt:
    """A steward says what becomes of the rule. Once."""
    policies.require(by, "rule.settle", doubt)
    said = storable(words.strip(), 400)
    if not said:
        raise Invalid("doubt-without-answer", "Say what becomes of the rule.", words="Empty.")
    mine = RuleDoubt.objects.filter(pk=doubt.pk, settled_at=None)
    if not mine.update(settled_at=timezone.now(), settled_by=by, settled=said):
        raise Refused("doubt-settled", "Somebody has said what becomes of it already.")
    doubt.refresh_from_db()
    audit.record(by, "ruledoubt.settle", doubt)
    notices.tell([doubt.by], f"says about {doubt.rule}: {said}", about=doubt, url=calibration_url(), by=by)
    return doubt
