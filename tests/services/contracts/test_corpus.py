"""Real documents, from beside the checkout: every one is judged, none is refused, no rule crashes."""

from pathlib import Path

import pytest

from services.contracts import Report, check, lint, write
from tests.standaside import stand_aside

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "openapi"


@pytest.fixture
def corpus() -> list[Path]:
    """The documents, or this test stands aside."""
    if not CORPUS.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    return sorted(path for path in CORPUS.iterdir() if path.suffix in (".yaml", ".json"))


def test_every_real_document_is_judged(corpus: list[Path]):
    assert len(corpus) >= 12
    for path in corpus:
        checked = lint(path.read_bytes())
        assert checked.reason is None, path.name
        told = {one.rule for one in checked.findings}
        assert not told & {"rule-crashed", "duplicate-key", "reference-missing", "reference-not-followed"}, path.name
        read = Report(write(checked))
        assert read.total == len(read) > 0
        assert all(1 <= one.line <= checked.lines and one.column >= 1 for one in read.findings())
        assert all(one.line > 1 for one in read.operations() + read.types()) or path.suffix == ".json"


def test_places_in_a_large_document_are_the_right_ones(corpus: list[Path]):
    (path,) = [path for path in corpus if path.name == "stripe-2021-12.yaml"]
    lines = path.read_text().splitlines()
    operations = Report(write(lint(path.read_bytes()))).operations()
    assert len(operations) == 390
    for one in operations:
        method = one.address.split(" ")[0].lower()
        assert lines[one.line - 1].strip() == f"{method}:"


@pytest.mark.process
def test_the_largest_is_checked_in_bounded_memory(corpus: list[Path]):
    (path,) = [path for path in corpus if path.name == "github-new.yaml"]
    read = check(path.read_bytes())
    assert read.checked
    assert read.data["memory"] < 500_000_000
