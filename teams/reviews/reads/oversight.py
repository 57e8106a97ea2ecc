"""What managers read: the serious risk of a review."""

from teams.reviews.models import Review, SeriousRisk


def risk_of(review: Review) -> SeriousRisk | None:
    """The one thing that its reviewer has marked: one query."""
    found = SeriousRisk.objects.filter(review=review).select_related("suggestion", "by", "head").first()
    if found is not None:
        found.review = review
    return found
