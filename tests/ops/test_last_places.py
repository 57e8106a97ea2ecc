"""Two draws at once for the last place of somebody: one gets it, the other finds somebody else or says nobody."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.ops.servers import ROOT, clean_environment, postgres

pytestmark = pytest.mark.process


@pytest.fixture
def address() -> Iterator[str]:
    with postgres() as database:
        yield database.url()


def raced(tmp_path: object, address: str, *chosen: str) -> list[dict[str, object]]:
    settings = {"HOMEPORT_VAR": str(tmp_path), "HOMEPORT_SECRET_KEY": "k" * 60, "HOMEPORT_DATABASE_URL": address}
    command = [sys.executable, "-m", "tests.ops.last_places", *chosen]
    run = subprocess.run(
        command, cwd=ROOT, env=clean_environment(**settings), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-4000:]
    found: list[dict[str, object]] = json.loads(run.stdout.splitlines()[-1])
    return found


def test_the_last_place_is_given_once(tmp_path: object, address: str) -> None:
    found = raced(tmp_path, address)
    assert {str(one["processes"]) for one in found} == {"2"}
    drawn = [(one["states"], one["held"]) for one in found if one["how"] == "drawn"]
    assert drawn.count((["assigned", "nobody"], [1])) == drawn.count((["assigned", "assigned"], [1, 1]))
    assert set(map(str, drawn)) == {str((["assigned", "nobody"], [1])), str((["assigned", "assigned"], [1, 1]))}
    by_hand = [one for one in found if one["how"] == "by hand"]
    assert by_hand
    for one in by_hand:  # who came first has it: the draw finds nobody, or what was asked by hand waits on
        assert one["held"] == [1]
        assert one["states"] in (["assigned", "nobody"], ["asked", "assigned"])


def test_without_the_lock_it_would_be_given_twice(tmp_path: object, address: str) -> None:
    """Else the trial above would show nothing."""
    found = raced(tmp_path, address, "--unlocked")
    assert found[0]["held"] == [2]
