"""Once a week every manager hears what became of advice in their branch: one message, none when nothing did."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.kit import notices
from teams.people.models import Person
from teams.reviews.models import Answer, LedgerDigest, SeriousRisk, Suggestion
from teams.reviews.reads.chain import above, managers
from teams.reviews.reads.in_spite import seats_in_spite

WEEK = timedelta(days=7)
KINDS = {
    "ignored": ("suggestion was ignored, with data", "suggestions were ignored, with data"),
    "unanswered": ("was not answered", "were not answered"),
    "ties": ("reviewer was given in spite of a tie", "reviewers were given in spite of a tie"),
    "risks": ("was called a serious risk", "were called a serious risk"),
    "due": ("has to be looked at again", "have to be looked at again"),
}


def tell_managers_weekly(now: datetime | None = None) -> int:
    """Tell whoever manages a lead what the last whole week (Monday to Sunday, UTC) left in the ledger of their branch.

    Each level sees its own branch, the sums of all below. Asked again in the same week it tells nobody twice. Returns
    how many were told.
    """
    monday = last_monday(now or timezone.now())
    counts = _by_lead(monday)
    if not counts:
        return 0
    everyone = managers()
    sums: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    for lead, found in counts.items():
        for boss in above([lead], everyone):
            for kind, count in found.items():
                sums[boss][kind] += count
    known = set(LedgerDigest.objects.filter(week=monday, person__in=sums).values_list("person", flat=True))
    people = Person.objects.filter(pk__in=set(sums) - known, is_active=True).order_by("pk")
    return sum(_tell(person, monday, sums[person.pk]) for person in people)


def last_monday(now: datetime) -> date:
    """The Monday with which the last whole week began."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=today.weekday()) - WEEK


@transaction.atomic
def _tell(person: Person, monday: date, counts: dict[str, int]) -> int:
    row, made = LedgerDigest.objects.get_or_create(person=person, week=monday, defaults={"counts": counts})
    if not made:
        return 0
    said = [f"{count} {words[count != 1]}" for kind, words in KINDS.items() if (count := counts[kind])]
    text = f"Advice in your branch, week of {monday:%-d %B}: {', '.join(said)}."
    return notices.tell([person], text, about=row, url=f"{reverse('reviews:ledger')}?manager={person.login}")


def _by_lead(monday: date) -> dict[int, dict[str, int]]:
    """What the week left, by the lead of the team: five queries."""
    begins = datetime.combine(monday, time(), UTC)
    within = (begins, begins + WEEK - timedelta(microseconds=1))
    answers = Answer.objects.filter(kind=Answer.Kind.IGNORE)
    lead = "suggestion__review__team__lead"
    silent = Q(state=Suggestion.State.UNANSWERED, review__closed_at__range=within)
    days = (monday + WEEK, monday + 2 * WEEK - timedelta(days=1))
    found = {
        "ignored": answers.filter(at__range=within).values_list(lead, flat=True),
        "unanswered": Suggestion.objects.filter(silent).values_list("review__team__lead", flat=True),
        "ties": seats_in_spite().filter(offered_at__range=within).values_list("review__team__lead", flat=True),
        "risks": SeriousRisk.objects.filter(at__range=within).values_list("review__team__lead", flat=True),
        "due": answers.filter(outcome="", look_again_on__range=days).values_list(lead, flat=True),
    }
    counts: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    for kind, leads in found.items():
        for one in leads:
            counts[one][kind] += 1
    return counts
