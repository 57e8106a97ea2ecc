"""The lead names somebody who may answer the advice of one review in their place, or takes that back."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, notices, policies
from portal.kit.refusals import Invalid, Refused
from teams.people.models import Person
from teams.reviews.models import AnswerDeputy, Review
from teams.reviews.reads.answerers import deputy_of


@transaction.atomic
def name_deputy(review: Review, *, by: Person, person: Person) -> AnswerDeputy:
    """From now on this person may answer the advice, too; whoever was named before may not any more.

    Refuses whoever gives the advice, agents, who has left, the lead, and a review that is over.
    """
    policies.require(by, "review.name-deputy", review)
    if not review.is_open:
        raise Refused("review-over", f"{review} is {review.state}: there is nothing left to answer.")
    if person.pk == review.team.lead_id:
        raise Invalid("deputy-is-lead", "The lead answers anyway. Name somebody else.", person="Leads the team.")
    if person.kind != Person.Kind.PERSON or not person.is_active:
        raise Invalid("deputy-unusable", "Name a person who works here.", person="Choose somebody who works here.")
    if person.pk == review.reviewer_id:
        raise Invalid("deputy-gives-advice", "Nobody answers their own advice.", person="They give the advice.")
    end_standing(review)
    deputy = AnswerDeputy.objects.create(review=review, person=person, named_by=by)
    review.__dict__.pop("_answerers", None)
    audit.record(by, "review.name-deputy", review, data={"person": person.pk})
    words = f"lets you answer the advice on {review.subject} of {review.team.name}"
    notices.tell([person], words, about=review, url=review.get_absolute_url(), by=by)
    return deputy


@transaction.atomic
def end_deputy(review: Review, *, by: Person) -> None:
    """Take it back. Refused when nobody is named."""
    policies.require(by, "review.name-deputy", review)
    deputy = deputy_of(review)
    if deputy is None:
        raise Refused("deputy-none", "Nobody is named here.")
    end_standing(review)
    review.__dict__.pop("_answerers", None)
    audit.record(by, "review.end-deputy", review, data={"person": deputy.person_id})


def end_standing(review: Review) -> None:
    AnswerDeputy.objects.standing().filter(review=review).update(ended_at=timezone.now())
