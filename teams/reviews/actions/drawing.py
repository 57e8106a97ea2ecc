"""Seats are drawn: the guild is locked, the draw is made, and all it was given is kept with what came of it."""

import secrets
from collections.abc import Iterable

from django.db.models import Max
from django.utils import timezone

from portal.kit import audit
from teams.reviews.models import Draw, Review
from teams.reviews.reads.briefs import brief_now, frozen_of, words_of_subject
from teams.reviews.reads.candidates import candidates
from teams.reviews.reads.draws import in_short
from teams.reviews.reads.texts import text_of
from teams.reviews.routing import ENGINE, Drawn, digest_of, draw, kept

SEED_BITS = 53
"""So that every language's numbers can say it."""


def draw_seats(review: Review, seats: Iterable[str]) -> Drawn:
    """Draw these seats of a review now, and keep it. Whoever calls gives the seats in the same transaction.

    The guild stays locked until then, so that a pick is reserved at once: two draws at the same moment follow each
    other, and the second one sees what the first one gave. Has to be called in a transaction.
    """
    at = timezone.now()
    pool = candidates(at, lock=True)
    words = words_of_subject(review.subject, text_of(review).content.decode(errors="replace"))
    brief = brief_now(frozen_of(review), at, review=review, seats=seats, words=words)
    seed = secrets.randbits(SEED_BITS)
    drawn = draw(brief, pool, seed)
    given = kept(brief, pool, seed)
    number = (review.draws.aggregate(most=Max("number"))["most"] or 0) + 1
    made = Draw(
        review=review, number=number, at=at, engine=ENGINE, seed=seed, given=given, digest=digest_of(given),
        outcome=drawn.stored(),
    )  # fmt: skip
    made.save(force_insert=True)
    review.draw = in_short(made)
    review.save(update_fields=["draw"])
    picked = {one.role: one.picked for one in drawn.seats}
    facts = {"draw": number, "engine": ENGINE, "seed": seed, "digest": digest_of(given), "picked": picked}
    audit.record(None, "review.draw", review, data=facts)
    return drawn
