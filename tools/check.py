"""`make check`: what must be true of the code itself. Runs everything, says everything, and fails when one fails."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))

# What each one is for, and the command. All of them run: one repair should not only uncover the next.
CHECKS: list[tuple[str, list[str | Path]]] = [
    ("code style", [BIN / "ruff", "check", "."]),
    ("code format (make format writes it)", [BIN / "ruff", "format", "--check", "."]),
    ("types", [BIN / "mypy", "portal", "services", "teams", "tools"]),
    ("imports between rooms", [BIN / "lint-imports", "--no-cache", "--no-logo"]),
    ("template style", [BIN / "djlint", "--lint", "--quiet", "templates"]),
    ("template syntax of this Django", [BIN / "djade", "--check", "--target-version", "6.1", *TEMPLATES]),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("Django's own checks", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
    ("the house's own tests", [PYTHON, "-m", "pytest", "-q", "tests/house"]),
]


def main() -> int:
    """Run every check; 1 when any of them found something."""
    broken = []
    with tempfile.TemporaryDirectory(prefix="hp-check-") as folder:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("HOMEPORT_", "DJANGO_"))}
        environment = {**ours, "HOMEPORT_VAR": folder}
        if "HOMEPORT_REQUIRE" in os.environ:
            environment["HOMEPORT_REQUIRE"] = os.environ["HOMEPORT_REQUIRE"]
        for name, command in CHECKS:
            began = time.monotonic()
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            print(f"{'ok ' if done.returncode == 0 else 'BAD'} {time.monotonic() - began:5.1f} s  {name}", flush=True)
            if done.returncode:
                print(done.stdout, flush=True)
                broken.append(name)
    if broken:
        print(f"Not well: {', '.join(broken)}.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
