"""What belongs together is run by one process, whatever pytest-xdist and pytest make of each other."""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tests.ops.servers import ROOT, clean_environment

TESTS = """
import time
import pytest

@pytest.mark.parametrize("number", range({count}))
def test_one(number):
    time.sleep(0.05)
"""


def test_what_shares_servers_has_one_process_and_all_else_any(tmp_path: Path) -> None:
    for name, count in (("ops/test_a", 4), ("ops/test_b", 4), ("browser/test_a", 4), ("test_c", 40)):
        file = tmp_path / "tests" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TESTS.format(count=count))
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.together", "-n2", "-v"]
    done = subprocess.run(
        [*command, "-c", "/dev/null", "--rootdir", ".", "--import-mode=importlib", "tests"],
        cwd=tmp_path,
        env=clean_environment(PYTHONPATH=str(ROOT), PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    ran = defaultdict(set)
    for process, file in re.findall(r"\[(gw\d)\].* PASSED tests/(\w+)", done.stdout):
        ran[file].add(process)
    assert {name: len(processes) for name, processes in ran.items()} == {"ops": 1, "browser": 1, "test_c": 2}
