"""`make test`: the whole suite on SQLite, then all of it that touches the database once more on PostgreSQL.

The second run needs HOMEPORT_TEST_DATABASE_URL (an empty database whose user may create others) or an installed
PostgreSQL, of which it then starts one of its own. Anything said after `ARGS=` goes to pytest, for both runs.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from tests.ops import servers
from tests.standaside import everything_is_required

# Processes, browsers and the house's files do not change with the database of this process.
ONCE = ["-m", "not process and not browser", "--ignore=tests/house"]


def main(arguments: list[str]) -> int:
    """Run both; red when one is red. The second run's closing line is the last one."""
    with ExitStack() as stack:
        url = os.environ.get("HOMEPORT_TEST_DATABASE_URL", "")
        if not url and servers.postgres_programs():
            url = stack.enter_context(servers.postgres()).url()
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hp-test-"))
        left_out = "" if url else NO_POSTGRES
        if left_out and everything_is_required():
            print(f"Nothing may be left out here (HOMEPORT_REQUIRE=all), but this would be: {left_out}")
            return 1
        first = run("SQLite", arguments, HOMEPORT_VAR=folder, HOMEPORT_LEFT_OUT=left_out)
        if not url or first == INTERRUPTED:
            return first
        second = run("PostgreSQL", [*ONCE, *arguments], HOMEPORT_VAR=folder, HOMEPORT_DATABASE_URL=url)
        return first or (0 if arguments and second == NOTHING_CHOSEN else second)


NO_POSTGRES = "the second run on PostgreSQL, because no PostgreSQL was found (Debian: apt-get install postgresql)."
INTERRUPTED, NOTHING_CHOSEN = 2, 5  # pytest's exit codes


def run(database: str, arguments: list[str], **more: str) -> int:
    """One pytest, with nobody's Homeport settings but the ones about tests."""
    print(f"\nThe suite on {database}", flush=True)
    kept = {name: value for name, value in os.environ.items() if name == "HOMEPORT_REQUIRE"}
    environment = servers.clean_environment(**kept, **more)
    try:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
