"""Two who act at the same moment: whatever they do, it comes to the same as one after the other. On both databases."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.ops.servers import ROOT, clean_environment, postgres

pytestmark = pytest.mark.process


def raced(tmp_path: Path, database: str, *chosen: str) -> dict[str, object]:
    with ExitStack() as stack:
        settings = {"HOMEPORT_VAR": str(tmp_path), "HOMEPORT_SECRET_KEY": "k" * 60}
        if database == "postgresql":
            settings["HOMEPORT_DATABASE_URL"] = stack.enter_context(postgres()).url()
        command = [sys.executable, "-m", "tests.ops.races", *chosen]
        run = subprocess.run(
            command, cwd=ROOT, env=clean_environment(**settings), capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr[-4000:]
        return dict(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("part", [1, 2])
def test_the_same_done_by_two_at_once_is_done_as_one_after_the_other(tmp_path: Path, part: int) -> None:
    """In two parts: a slow machine needs minutes for each."""
    done = raced(tmp_path, "postgresql", "", "--same", f"--part={part}/2")
    assert done["faults"] == {}
    assert int(str(done["pairs"])) >= 35


FIRST = "(agree|charters|sign|designs|demands|accept|away-drafts|disband)"


def test_on_sqlite_too(tmp_path: Path) -> None:
    """Where one writes at a time: what was read before is what can be outdated."""
    done = raced(tmp_path, "sqlite", FIRST, "--same")
    assert done["faults"] == {}
    assert int(str(done["pairs"])) > 10
