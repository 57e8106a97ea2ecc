"""Real contracts, broken by a seed. `python -m tests.services.contracts.mutants [ROUNDS]` breaks more of them.

The same seed breaks the same files in the same way on every machine.
"""

import random
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
PART = 3
"""One file of so many is taken."""
TIMES = 24
"""So often a file of ordinary size is broken, each time anew; a large one three times."""
_LARGE = 200_000
_WORD = re.compile(rb"[A-Za-z_$@][A-Za-z0-9_$.-]*")
_NUMBER = re.compile(rb"(?<![A-Za-z0-9_])[0-9]+")
_KEY = re.compile(rb'[A-Za-z_$][A-Za-z0-9_$-]*"?\s*(?=[:=])')
_HUGE = (b"9" * 400, b"-1", b"1e999", b"0x" + b"f" * 40, b"2147483648", b"99999999999999999999", b"0", b"1_000", b"NaN")
_OPENING = (
    b"{",
    b"[",
    b"(",
    b"<",
    b"{a:",
    b'{"a":',
    b"message a {",
    b"module a {",
    b"<a>",
    b"- ",
    b"list<",
    b"&a [*a,",
)
_ODD = (
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\xf0\x9f\x98\x80",
    b"\\u0000",
    b'"',
    b"'",
    b"/*",
    b"*/",
    b"#",
)


class Mutant(NamedTuple):
    name: str
    how: str
    data: bytes


def flip(data: bytearray, chance: random.Random) -> None:
    """Other bytes here and there."""
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.choice((chance.randrange(9, 127), chance.randrange(256)))


def drop_lines(data: bytearray, chance: random.Random) -> None:
    lines = data.splitlines(keepends=True)
    begin = chance.randrange(len(lines))
    del lines[begin : begin + chance.randint(1, 5)]
    data[:] = b"".join(lines)


def double_lines(data: bytearray, chance: random.Random) -> None:
    lines = data.splitlines(keepends=True)
    begin = chance.randrange(len(lines))
    lines[begin:begin] = lines[begin : begin + chance.randint(1, 30)]
    data[:] = b"".join(lines)


def swap_words(data: bytearray, chance: random.Random) -> None:
    first, second = sorted((_one(_WORD, data, chance), _one(_WORD, data, chance)))
    if first[1] <= second[0]:
        one, other = data[slice(*first)], data[slice(*second)]
        data[slice(*second)], data[slice(*first)] = one, other


def make_huge(data: bytearray, chance: random.Random) -> None:
    data[slice(*_one(_NUMBER, data, chance))] = chance.choice(_HUGE)


def nest(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = chance.choice(_OPENING) * chance.choice((1, 30, 190, 5_000))


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def rename_key(data: bytearray, chance: random.Random) -> None:
    data[slice(*_one(_KEY, data, chance))] = data[slice(*_one(_KEY, data, chance))]


def put_in(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = chance.choice(_ODD)


def move_part(data: bytearray, chance: random.Random) -> None:
    """A piece of the document to another place of it."""
    begin, at = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[begin : begin + chance.randint(1, 400)]
    data[at:at] = piece


CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip,
    drop_lines,
    double_lines,
    swap_words,
    make_huge,
    nest,
    cut,
    rename_key,
    put_in,
    move_part,
)


def _one(pattern: re.Pattern[bytes], data: bytearray, chance: random.Random) -> tuple[int, int]:
    """Where one of what the pattern finds stands: the first one after a place."""
    found = pattern.search(data, chance.randrange(len(data))) or pattern.search(data)
    return found.span() if found else (0, 0)


def mutants(folder: Path, seed: int) -> Iterator[Mutant]:
    """A seeded third of a folder's files, each broken several times. One change leaves many of them contracts still;
    every fourth has up to four."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    chosen = random.Random(f"{folder.name} {seed}")
    for path in sorted(chosen.sample(files, max(1, len(files) // PART))):
        whole = path.read_bytes()
        for time in range(TIMES if len(whole) < _LARGE else 3):
            chance = random.Random(f"{path.name} {seed} {time}")
            data = bytearray(whole)
            changes = [chance.choice(CHANGES) for _ in range(1 if time % 4 else chance.randint(2, 4))]
            for change in changes:
                if data:
                    change(data, chance)
            yield Mutant(path.name, " ".join(change.__name__ for change in changes), bytes(data))


def main(rounds: int) -> int:
    """Says what goes wrong, with everything needed to see it again."""
    from .test_mutated import outcome

    done = wrong = 0
    for seed in range(1, rounds + 1):
        for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
            for one in mutants(folder, seed):
                try:
                    outcome(one)
                except Exception:
                    wrong += 1
                    print(f"seed {seed}, {folder.name}/{one.name}, {one.how}")
                    traceback.print_exc()
                done += 1
        print(f"seed {seed}: {done:,} in all, {wrong} wrong", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
