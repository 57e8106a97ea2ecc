"""How alike a subject is to what somebody wrote before."""

from hypothesis import given
from hypothesis import strategies as st

from teams.reviews.routing.likeness import LEAST, likeness, words_of

TEXTS = st.dictionaries(st.integers(1, 9), st.text("abcde XY", max_size=60), max_size=6)


def test_whoever_wrote_about_the_same_is_nearer():
    writings = {
        1: "A refund twice: give the refund an idempotency key, or retries pay out again.",
        2: "The index on the ledger is scanned whole, page by key.",
        3: "Say what happens when the refund is retried.",
    }
    found = dict(likeness("Refunds: POST /refund, retried by callers without an idempotency key", writings))
    assert found[1] > found.get(3, 0) > found.get(2, 0)


def test_a_word_that_everybody_writes_tells_nothing():
    writings = {person: f"please consider {word}" for person, word in enumerate(["refunds", "ledgers", "stock"])}
    found = dict(likeness("please consider stock", writings))
    assert found[2] > 0.5
    assert found.get(0, 0) < 0.1


def test_a_name_counts_as_its_parts_too():
    assert words_of("orderLines")["lines"] == 1


@given(st.text("abcde XY", max_size=60), TEXTS)
def test_it_is_from_nought_to_one_and_does_not_depend_on_the_order(subject, writings):
    found = likeness(subject, writings)
    assert found == likeness(subject, dict(reversed(writings.items())))
    assert all(LEAST <= alike <= 1 for _, alike in found)
    assert [person for person, _ in found] == sorted(person for person, _ in found)
