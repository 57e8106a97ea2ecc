"""A third of each folder of real contracts, broken at random: an outcome, never a traceback, and within the limits."""

from collections import Counter

import pytest

from services.contracts import Limits, Report, lint, write
from services.contracts.reference import Reference
from services.contracts.reference import write as write_reference
from tests.standaside import stand_aside

from .mutants import CHANGES, CORPUS, TIMES, Mutant, mutants

FOLDERS = sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else [""]
SEED = 20


def outcome(one: Mutant) -> str:
    """What comes of it: "checked", or the code of the reason why not. Fails for what may never come of a document."""
    checked = lint(one.data, limits=Limits())
    read = Report(write(checked))
    crashed = [found.message for found in checked.findings if found.rule == "rule-crashed"]
    assert not crashed, (one.name, one.how, crashed)
    assert all(found.line >= 1 and found.column >= 1 for found in read.findings())
    if checked.reason is None:
        assert Reference(write_reference(checked)).interface is not None
        return "checked"
    assert checked.reason.code not in ("check-timed-out", "check-out-of-memory"), (one.name, one.how)
    assert checked.reason.message.endswith(".")
    return checked.reason.code


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_was_a_contract_has_an_outcome(folder: str):
    if not folder:
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    outcomes = Counter(outcome(one) for one in mutants(CORPUS / folder, SEED))
    assert outcomes["checked"]
    assert outcomes.total() > outcomes["checked"]


def test_a_seed_breaks_the_same_files_in_the_same_way(tmp_path):
    for number in range(9):
        (tmp_path / f"{number}.yaml").write_text(f"openapi: 3.1.0\ninfo: {{title: T{number}, version: 1.0.0}}\n" * 9)
    first, again, other = (list(mutants(tmp_path, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 3 * TIMES


def test_every_change_changes_something():
    import random

    text = b"".join(b"key%d: value%d # 1%d\n" % (one, one, one) for one in range(50))
    for change in CHANGES:
        results = set()
        for seed in range(8):
            data = bytearray(text)
            change(data, random.Random(seed))
            results.add(bytes(data))
        assert len(results - {text}) > 3, change.__name__
