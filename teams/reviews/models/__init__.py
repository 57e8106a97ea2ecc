"""Bar raisers, reviews and the seats in them, suggestions and their answers."""

from teams.reviews.models.answer import Answer, DataReference
from teams.reviews.models.attachment import Attachment
from teams.reviews.models.certification import Certification, Reading
from teams.reviews.models.draft import AnswerDeputy, AnswerDraft
from teams.reviews.models.draw import Draw
from teams.reviews.models.form import FormAnswer, ReviewForm
from teams.reviews.models.guild import BarRaiser, Tie, Wish
from teams.reviews.models.landing import Landing
from teams.reviews.models.occasion import Occasion, ReviewPolicies
from teams.reviews.models.outcome import ReviewersView, RuleDoubt, SuggestionRule, Usefulness
from teams.reviews.models.oversight import LedgerDigest, OverrideBudget, SeriousRisk
from teams.reviews.models.pool import GuildWays, Pool, PoolAlarm
from teams.reviews.models.review import Review
from teams.reviews.models.seat import Seat
from teams.reviews.models.suggestion import Suggestion
from teams.reviews.models.topics import Topic

__all__ = [
    "Answer",
    "AnswerDeputy",
    "AnswerDraft",
    "Attachment",
    "BarRaiser",
    "Certification",
    "DataReference",
    "Draw",
    "FormAnswer",
    "GuildWays",
    "Landing",
    "LedgerDigest",
    "Occasion",
    "OverrideBudget",
    "Pool",
    "PoolAlarm",
    "Reading",
    "Review",
    "ReviewForm",
    "ReviewPolicies",
    "ReviewersView",
    "RuleDoubt",
    "Seat",
    "SeriousRisk",
    "Suggestion",
    "SuggestionRule",
    "Tie",
    "Topic",
    "Usefulness",
    "Wish",
]
