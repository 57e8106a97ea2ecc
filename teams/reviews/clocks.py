"""What the reviews room waits for, and what silence does. None of it ever stops anybody from publishing."""

from collections.abc import Callable

from portal.kit import jobs
from portal.kit.clocks import clock_kind
from portal.kit.post.replies import Reply, replies_for
from teams.people.models import Person
from teams.reviews.actions.usefulness import rate_review
from teams.reviews.models import Review, Usefulness


def _rated(mark: str) -> Callable[[int, Person], object]:
    def act(review_id: int, person: Person) -> None:
        rows = Review.objects.select_related("team__lead", "reviewer")
        rate_review(rows.get(pk=review_id), by=person, mark=mark)

    return act


clock_kind("reviews.accept", due=lambda seat_id: jobs.enqueue("reviews.pass_on_seat", seat_id))
clock_kind(
    "reviews.advice",
    half=lambda review_id: jobs.enqueue("reviews.remind_reviewer", review_id),
    due=lambda review_id: jobs.enqueue("reviews.call_deputy", review_id),
)
clock_kind("reviews.deputy", due=lambda review_id: jobs.enqueue("reviews.call_guild", review_id))
clock_kind(
    "reviews.seat",
    half=lambda seat_id: jobs.enqueue("reviews.remind_seat", seat_id),
    due=lambda seat_id: jobs.enqueue("reviews.end_seat", seat_id),
)
clock_kind("reviews.guild", due=lambda review_id: jobs.enqueue("reviews.end_without_advice", review_id))
clock_kind("reviews.answers", due=lambda review_id: jobs.enqueue("reviews.end_unanswered", review_id))
clock_kind("reviews.landing", due=lambda landing_id: jobs.enqueue("reviews.miss_landing", landing_id))
clock_kind("reviews.risk", due=lambda risk_id: jobs.enqueue("reviews.miss_risk", risk_id))
clock_kind("reviews.look-again", due=lambda answer_id: jobs.enqueue("reviews.await_outcome", answer_id), lapses=False)
clock_kind("reviews.useful")
replies_for("reviews.useful", {mark: Reply(word, _rated(mark)) for mark, word in Usefulness.Mark.choices})
