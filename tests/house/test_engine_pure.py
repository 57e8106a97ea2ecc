"""The engine is a library of its own: it runs in any CI, where there is no Django."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import sys
import services.contracts, services.contracts.__main__
services.contracts.rules()
print([name for name in ("django", "rest_framework", "celery", "portal", "teams") if name in sys.modules])
"""


def test_the_engine_brings_no_django_into_a_clean_process():
    run = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
