"""Who answers the advice of a review: the lead of the owning team, and whoever stands in for them."""

from teams.people.models import Person, Team
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import absent
from teams.reviews.models import AnswerDeputy, Review


def deputy_of(review: Review) -> AnswerDeputy | None:
    """Whom the lead has named for this review: one query."""
    return AnswerDeputy.objects.standing().filter(review=review).select_related("person", "named_by").first()


def answerers(review: Review) -> dict[int, str]:
    """Who may answer, by id, each with why: the lead, their deputy while they are away, whom they named. Two queries.

    Whoever gives the advice never answers it, whoever named them. Kept on the review while one page is drawn.
    """
    known: dict[int, str] | None = review.__dict__.get("_answerers")
    if known is not None:
        return known
    lead = answers_for(review.team)
    stands = review.team.retired_at is None
    found = {lead.pk: f"{'leads' if stands else 'leads above'} {review.team.name}"}
    away = absent([lead]).get(lead.pk)
    if away is not None and away.deputy_id is not None:
        found.setdefault(away.deputy_id, f"stands in for {lead.name}, who is away")
    named = deputy_of(review)
    if named is not None:
        found.setdefault(named.person_id, f"was named by {named.named_by.name}")
    if review.reviewer_id != lead.pk:
        found.pop(review.reviewer_id or 0, None)
    review.__dict__["_answerers"] = found
    return found


def why_not(person: Person, review: Review) -> str | None:
    """None for somebody who may answer, else the sentence that says who may."""
    if person.pk in answerers(review):
        return None
    team: Team = review.team
    return f"Only {answers_for(team).name}, who answers for {team.name}, or a deputy they have named may do this."
