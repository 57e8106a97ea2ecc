"""`make check`: what must be true of the code itself. Runs everything, says everything, and fails when one fails."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))

# What each one is for, and the command. All of them run: one repair should not only uncover the next. The longest begin
# first, so that none is left over when the others are done.
CHECKS: list[tuple[str, list[str | Path]]] = [
    ("the house's own tests", [PYTHON, "-m", "pytest", "-q", "-n2", "tests/house"]),
    (
        "each failsafe's test fails when it is switched off",
        [PYTHON, "-m", "pytest", "-q", "tests/away/failsafes", "--each-off"],
    ),
    ("code style", [BIN / "ruff", "check", "."]),
    ("code format (make format writes it)", [BIN / "ruff", "format", "--check", "."]),
    ("types", [BIN / "mypy", "portal", "services", "teams", "tools"]),
    ("imports between rooms", [BIN / "lint-imports", "--no-cache", "--no-logo"]),
    ("template style", [BIN / "djlint", "--lint", "--quiet", "templates"]),
    ("template syntax of this Django", [BIN / "djade", "--check", "--target-version", "6.1", *TEMPLATES]),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("Django's own checks", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
]


def main() -> int:
    """Run every check, as many at once as there are processors; 1 when any of them found something."""
    broken = []
    with tempfile.TemporaryDirectory(prefix="hp-check-") as folder:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("HOMEPORT_", "DJANGO_"))}
        environment = {**ours, "HOMEPORT_VAR": folder}
        if "HOMEPORT_REQUIRE" in os.environ:
            environment["HOMEPORT_REQUIRE"] = os.environ["HOMEPORT_REQUIRE"]

        def run(check: tuple[str, list[str | Path]]) -> tuple[str, float, subprocess.CompletedProcess[str]]:
            name, command = check
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
            return name, time.monotonic() - began, done

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for check in as_completed([pool.submit(run, one) for one in CHECKS]):
                name, seconds, done = check.result()
                print(f"{'ok ' if done.returncode == 0 else 'BAD'} {seconds:5.1f} s  {name}", flush=True)
                if done.returncode:
                    print(done.stdout, flush=True)
                    broken.append(name)
    if broken:
        print(f"Not well: {', '.join(broken)}.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
