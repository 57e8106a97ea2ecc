"""Who may do what in a review: its reviewer advises, the lead of the owning team answers, stewards keep the guild."""

from portal.kit.policies import policy
from teams.people.models import Person, Team
from teams.reviews.models import Answer, BarRaiser, Review, Suggestion


def _steward(person: Person) -> str | None:
    return None if person.is_steward else "Only stewards keep the guild of bar raisers."


def _reviewer(person: Person, review: Review) -> str | None:
    if review.reviewer is None:
        return "Nobody has been given this review yet."
    return None if review.reviewer_id == person.pk else f"Only {review.reviewer.name}, who looks at it, may do this."


def _lead(person: Person, team: Team) -> str | None:
    if person.is_steward or person.pk == team.lead_id:
        return None
    return f"Only {team.lead.name}, who leads {team.name}, may do this."


@policy("bar-raiser.appoint")
def bar_raiser_appoint(person: Person, other: Person | None) -> str | None:
    return _steward(person)


@policy("bar-raiser.pause")
def bar_raiser_pause(person: Person, raiser: BarRaiser) -> str | None:
    """A bar raiser pauses themself, or a steward does."""
    return None if raiser.person_id == person.pk else _steward(person)


@policy("bar-raiser.end")
def bar_raiser_end(person: Person, raiser: BarRaiser) -> str | None:
    return _steward(person)


@policy("review.suggest")
def review_suggest(person: Person, review: Review) -> str | None:
    return _reviewer(person, review)


@policy("review.advise")
def review_advise(person: Person, review: Review) -> str | None:
    return _reviewer(person, review)


@policy("review.decline")
def review_decline(person: Person, review: Review) -> str | None:
    return _reviewer(person, review)


@policy("suggestion.answer")
def suggestion_answer(person: Person, suggestion: Suggestion) -> str | None:
    """The lead signs; no one else has to agree."""
    return _lead(person, suggestion.review.team)


@policy("answer.judge")
def answer_judge(person: Person, answer: Answer) -> str | None:
    return _lead(person, answer.suggestion.review.team)
