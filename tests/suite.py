"""`make test`: every test that can run here, in three runs of pytest, and at the end what was left out and why.

1. On SQLite, in up to four processes: most tests.
2. In two processes: those that start real processes, and beside them those that drive a browser.
3. On PostgreSQL: the first ones again where they know of a database, and those that need it.
   HOMEPORT_TEST_DATABASE_URL names an empty database whose user may create others; without it an installed PostgreSQL
   is started for the run.

Anything said after `ARGS=` goes to pytest, each time; but `--after-check` says that `make check` has just run the
house's own tests, which are not run a second time then.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.ops import servers
from tests.standaside import everything_is_required

MANY = "not process and not browser"
REAL = "process or browser"
NO_POSTGRES = "the run on PostgreSQL, because no PostgreSQL was found (Debian: apt-get install postgresql)."
AFTER_CHECK = "--after-check"
INTERRUPTED, NOTHING_CHOSEN = 2, 5  # pytest's exit codes


def main(arguments: list[str]) -> int:
    """Run all three; red when one is red. The last run's closing lines are the last ones."""
    house = ["--ignore=tests/house"] if AFTER_CHECK in arguments else []
    arguments = [one for one in arguments if one != AFTER_CHECK]
    with ExitStack() as stack:
        url = os.environ.get("HOMEPORT_TEST_DATABASE_URL", "")
        if not url and servers.postgres_programs():
            url = stack.enter_context(servers.postgres()).url()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hp-test-")))
        left_out = folder / "left-out"
        if not url:
            if everything_is_required():
                print(f"Nothing may be left out here (HOMEPORT_REQUIRE=all), but this would be: {NO_POSTGRES}")
                return 1
            left_out.write_text(f"{NO_POSTGRES}\n", encoding="utf-8")
        # Starting processes takes longer than a few chosen tests do. tests/together.py says what one of them has whole.
        cores = os.cpu_count() or 1
        many, two = ([] if arguments else [f"-n{min(cores, most)}"] for most in (4, 2))
        again = f"{MANY} and not postgresql" if url else MANY
        runs = [
            ("SQLite", [*many, *house, "-m", again], ""),
            ("real processes and a browser", [*two, "-m", REAL], ""),
            ("PostgreSQL", [*many, "-m", MANY, "--ignore=tests/house", "--ignore=tests/services/contracts"], url),
        ]
        codes = []
        for name, chosen, database in runs if url else runs[:2]:
            print(f"\n{name}", flush=True)
            settings = {"HOMEPORT_VAR": str(folder), "HOMEPORT_LEFT_OUT": str(left_out)}
            if database:
                settings["HOMEPORT_DATABASE_URL"] = database
            codes.append(run([*chosen, *arguments], settings))
            if codes[-1] == INTERRUPTED:
                break
    ran = [code for code in codes if code != NOTHING_CHOSEN]
    return max(ran) if ran else NOTHING_CHOSEN


def run(arguments: list[str], settings: dict[str, str]) -> int:
    """One pytest, with nobody's Homeport settings but these."""
    kept = {name: value for name, value in os.environ.items() if name == "HOMEPORT_REQUIRE"}
    environment = servers.clean_environment(**kept, **settings)
    try:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
