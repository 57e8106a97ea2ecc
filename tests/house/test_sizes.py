"""A file is one idea: 400 lines are the wall."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WALL = 400
ROOMS = ("portal", "services", "teams", "tests", "benchmarks")


def test_no_file_is_longer_than_the_wall():
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    assert len(files) > 50
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files}
    assert {name: lines for name, lines in lengths.items() if lines > WALL} == {}
