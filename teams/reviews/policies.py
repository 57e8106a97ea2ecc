"""Who may do what in a review: its reviewer advises, the lead of the owning team answers, stewards keep the guild."""

from portal.kit.policies import policy
from portal.kit.subjects import Subject
from teams.people.models import Division, Person
from teams.people.policies import head_or_why, is_member
from teams.people.reads.answering import answers_for
from teams.reviews.guild_policies import keeps
from teams.reviews.models import Answer, BarRaiser, Review, RuleDoubt, SeriousRisk, Suggestion
from teams.reviews.reads.answerers import why_not
from teams.reviews.reads.seats import has_sat, is_of


def _steward(person: Person) -> str | None:
    return None if person.is_steward else "Only stewards keep the guild of bar raisers."


def _seated(person: Person, review: Review) -> str | None:
    if has_sat(person, review):
        return None
    if review.reviewer is None:
        return "Nobody has been given this review yet."
    return f"Only {review.reviewer.name}, who looks at it, may do this."


def _lead(person: Person, review: Review) -> str | None:
    lead = answers_for(review.team)
    if person.is_steward or person.pk == lead.pk:
        return None
    return f"Only {lead.name}, who leads {review.team.name}, may do this."


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


@policy("review.ask")
def review_ask(person: Person, subject: Subject) -> str | None:
    """Whoever is in the team that decides about it or in one that may ask too, or keeps the portal in order."""
    team = subject.team
    if person.is_steward or person.pk == team.lead_id:
        return None
    if person.memberships.filter(team__in=[team.pk, *subject.askers], until=None).exists():
        return None
    return f"Only {team.name}, whose it is, asks for a look at it."


@policy("review.answer-form")
def review_answer_form(person: Person, review: Review) -> str | None:
    """Whoever asked for the look, and everybody of the team it is about."""
    team = review.team
    if person.pk in (review.asked_by_id, team.lead_id) or is_member(person, team):
        return None
    return f"Only {team.name}, whose it is, answers these questions."


@policy("review.assign")
def review_assign(person: Person, review: Review) -> str | None:
    """Who keeps the pool of its topic gives it to somebody by hand; no team chooses who looks at its own work."""
    if not keeps(person, review.topic):
        return f"Only the guild lead of {review.get_topic_display().lower()} and stewards choose who looks."
    if is_of(person, review):
        return f"Nobody of {review.team.name}, and nobody who made it, chooses who looks at it. Ask another steward."
    return None


@policy("review.assign-in-spite")
def review_assign_in_spite(person: Person, review: Review) -> str | None:
    """An administrator may give it to somebody in spite of what ties them."""
    if not person.is_steward:
        return "Only a steward gives it to somebody in spite of that, with a reason. Choose somebody independent."
    return review_assign(person, review)


@policy("review-policies.set")
def review_policies_set(person: Person, division: Division | None) -> str | None:
    """Who heads the division or one above it; for the whole company a steward."""
    return head_or_why(person, division)


@policy("review.withdraw")
def review_withdraw(person: Person, review: Review) -> str | None:
    return None if person.pk == review.asked_by_id else _lead(person, review)


@policy("review.suggest")
def review_suggest(person: Person, review: Review) -> str | None:
    """Whoever has, or had, a seat in it that they did not give back. The action says when it is too late."""
    return _seated(person, review)


@policy("review.advise")
def review_advise(person: Person, review: Review) -> str | None:
    return _seated(person, review)


@policy("review.decline")
def review_decline(person: Person, review: Review) -> str | None:
    return _seated(person, review)


@policy("review.answer")
def review_answer(person: Person, review: Review) -> str | None:
    """Whoever may answer any of its suggestions."""
    return why_not(person, review)


@policy("suggestion.answer")
def suggestion_answer(person: Person, suggestion: Suggestion) -> str | None:
    """The lead signs, or whoever stands in for them; no one else has to agree."""
    return why_not(person, suggestion.review)


def _gave(person: Person, review: Review) -> str | None:
    """Who answers for the advice: the lead of the review."""
    if review.reviewer is None:
        return "Nobody has been given this review yet."
    return (
        None if review.reviewer_id == person.pk else f"Only {review.reviewer.name}, who gave the advice, may do this."
    )


@policy("review.mark-risk")
def review_mark_risk(person: Person, review: Review) -> str | None:
    """Whoever gave the advice, nobody for them."""
    return _gave(person, review)


@policy("risk.read")
def risk_read(person: Person, risk: SeriousRisk) -> str | None:
    return None if person.pk == risk.head_id else f"Only {risk.head.name}, whom it was brought before, may do this."


@policy("override-budget.set")
def override_budget_set(person: Person, division: Division | None) -> str | None:
    """Who heads the division or one above it; for the whole company a steward."""
    return head_or_why(person, division)


@policy("answer.view")
def answer_view(person: Person, answer: Answer) -> str | None:
    """Whoever gave the advice may say how they see what came of it."""
    return _gave(person, answer.suggestion.review)


@policy("rule.doubt")
def rule_doubt(person: Person, rule: str) -> str | None:
    """Everybody who works here."""
    return None


@policy("rule.settle")
def rule_settle(person: Person, doubt: RuleDoubt) -> str | None:
    return None if person.is_steward else "Only stewards say what becomes of a rule."


@policy("review.rate")
def review_rate(person: Person, review: Review) -> str | None:
    """Who answers for the team, whatever they thought of the advice; never who gave it."""
    return why_not(person, review)


@policy("answer.judge")
def answer_judge(person: Person, answer: Answer) -> str | None:
    return why_not(person, answer.suggestion.review)


@policy("review.name-deputy")
def review_name_deputy(person: Person, review: Review) -> str | None:
    """Only the lead: whoever stands in names nobody else."""
    lead = answers_for(review.team)
    return None if person.pk == lead.pk else f"Only {lead.name}, who leads {review.team.name}, names who stands in."
