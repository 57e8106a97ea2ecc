"""What the reviews room waits for, and what silence does. None of it ever stops anybody from publishing."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind

clock_kind(
    "reviews.advice",
    half=lambda review_id: jobs.enqueue("reviews.remind_reviewer", review_id),
    due=lambda review_id: jobs.enqueue("reviews.end_without_advice", review_id),
)
clock_kind("reviews.answers", due=lambda review_id: jobs.enqueue("reviews.end_unanswered", review_id))
clock_kind("reviews.look-again", lapses=False)
