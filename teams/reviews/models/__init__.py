"""Bar raisers, reviews, suggestions and their answers."""

from teams.reviews.models.guild import BarRaiser
from teams.reviews.models.review import Review
from teams.reviews.models.suggestion import Answer, Suggestion

__all__ = ["Answer", "BarRaiser", "Review", "Suggestion"]
