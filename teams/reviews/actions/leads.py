"""A team has another lead, or has ended: what waited for its lead waits for who answers for it now."""

from collections.abc import Iterator

from django.db import models

from portal.kit import audit, clocks
from portal.models import Clock
from teams.people.models import Team
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import hours_of
from teams.reviews.models import Answer, Landing, Review

KINDS = ("reviews.answers", "reviews.landing", "reviews.look-again", "reviews.useful")


def follow_team(team_id: int) -> None:
    """Answers, what was accepted, data to look at again, whether a look was useful. Run again, it changes nothing."""
    team = Team.objects.select_related("lead").get(pk=team_id)
    now = answers_for(team)
    refs = [audit.ref(thing) for thing in _awaited(team)]
    clocks.pass_to(Clock.objects.filter(kind__in=KINDS, subject__in=refs), now, hours_of(now))


def _awaited(team: Team) -> Iterator[models.Model]:
    yield from Review.objects.filter(team=team, state=Review.State.ADVISED)
    yield from Review.objects.filter(team=team, state=Review.State.CLOSED, usefulness=None)
    answers = Answer.objects.filter(suggestion__review__team=team)
    yield from answers.filter(kind=Answer.Kind.IGNORE, outcome="")
    yield from Landing.objects.filter(answer__in=answers).exclude(state=Landing.State.VERIFIED)
