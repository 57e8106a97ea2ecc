"""What the guild waits for, and what silence does: nobody gets stuck on somebody who does not answer."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind

clock_kind("reviews.nomination", due=lambda pk: jobs.enqueue("reviews.accept_silently", pk))
clock_kind(
    "reviews.reading",
    half=lambda pk: jobs.enqueue("reviews.remind_trainee", pk),
    due=lambda pk: jobs.enqueue("reviews.end_training", pk),
)
clock_kind(
    "reviews.shadowing",
    half=lambda pk: jobs.enqueue("reviews.remind_trainee", pk),
    due=lambda pk: jobs.enqueue("reviews.end_training", pk),
)
clock_kind(
    "reviews.leading",
    half=lambda pk: jobs.enqueue("reviews.remind_trainee", pk),
    due=lambda pk: jobs.enqueue("reviews.end_training", pk),
)
clock_kind("reviews.assessment", due=lambda pk: jobs.enqueue("reviews.certify_silently", pk))
clock_kind(
    "reviews.renewal",
    half=lambda pk: jobs.enqueue("reviews.remind_trainee", pk),
    due=lambda pk: jobs.enqueue("reviews.lapse_certificate", pk),
)
