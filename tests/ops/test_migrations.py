"""A room's old migrations have one that stands for them: new databases are made by few, old ones go through each."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ops.servers import ROOT, clean_environment

pytestmark = pytest.mark.process


def made_by(which: str, folder: Path) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.ops.chains", which],
        cwd=ROOT,
        # Django writes the members of a set into one column; the seed gives them one order.
        env=clean_environment(HOMEPORT_VAR=str(folder), PYTHONHASHSEED="0"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    return dict(json.loads(run.stdout))


def test_few_migrations_make_what_every_single_one_made(tmp_path: Path) -> None:
    few, every = (made_by(which, tmp_path / which) for which in ("few", "every"))
    assert len(few["schema"]) > 1000
    assert few["schema"] == every["schema"]
    assert few["end"] == every["end"] == []
    assert {"away.0004_demands", "services.0007_rulesets", "reviews.0003_certified_as_before"} <= set(every["middle"])
    assert not [name for name in every["middle"] if "squashed" in name]
