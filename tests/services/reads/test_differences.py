"""Comparing line by line: true whatever the texts hold, and over in bounded time."""

import random

from services.reads.differences import Comparison, Same, compare
from tests.bounded import bounded


def lines(text: str) -> list[bytes]:
    return [sign.encode() for sign in text]


def true(old: list[bytes], new: list[bytes]) -> Comparison:
    """A comparison whose stretches are the same lines indeed, in rising order, and whose sums are right."""
    found = compare(old, new)
    at_old = at_new = 0
    for same in found.same:
        assert same.old >= at_old
        assert same.new >= at_new
        assert same.length > 0
        at_old, at_new = same.old + same.length, same.new + same.length
        assert old[same.old : at_old] == new[same.new : at_new]
    kept = sum(same.length for same in found.same)
    assert (found.removed, found.added) == (len(old) - kept, len(new) - kept)
    return found


def test_what_is_the_same_is_one_stretch():
    assert compare(lines("abc"), lines("abc")) == Comparison([Same(0, 0, 3)], 0, 0, False)
    assert compare([], lines("ab")) == Comparison([], 0, 2, False)


def test_a_line_put_in_and_one_taken_out():
    assert compare(lines("abcd"), lines("axbd")) == Comparison(
        [Same(0, 0, 1), Same(1, 2, 1), Same(3, 3, 1)], 1, 1, False
    )


def test_random_edits_are_followed_by_a_shortest_way():
    chance = random.Random(7)
    for _ in range(300):
        old = [chance.choice(b"abcde").to_bytes() for _ in range(chance.randint(0, 30))]
        new = list(old)
        edits = chance.randint(0, 10)
        for _ in range(edits):
            if new and chance.random() < 0.5:
                del new[chance.randrange(len(new))]
            else:
                new.insert(chance.randint(0, len(new)), chance.choice(b"abcdefg").to_bytes())
        found = true(old, new)
        assert found.removed + found.added <= edits
        assert not found.rough


def test_texts_with_nothing_to_hold_on_to_are_given_up_soon():
    chance = random.Random(1)
    old, new = ([chance.choice((b"a", b"b")) for _ in range(150_000)] for _ in range(2))
    with bounded(10):
        assert true(old, new).rough


def test_anchors_with_noise_between_them_are_over_in_bounded_time():
    chance = random.Random(2)

    def text(noise: tuple[bytes, ...]) -> list[bytes]:
        return [line for n in range(5_000) for line in (b"u%d" % n, *(chance.choice(noise) for _ in range(30)))]

    with bounded(15):
        found = true(text((b"x", b"y")), text((b"x", b"y", b"z")))
    assert len(found.same) >= 5_000
