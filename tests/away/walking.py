# ruff: noqa: E402 - Django is set up before its models are imported
"""Many random walks as a command, with what was found as JSON: ``python -m tests.away.walking 3000 1``.

The walks and the seed. A line for each fault goes to standard error as soon as it is found, the rest at the end.
"""

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")

import django

django.setup()

from django.test.utils import setup_databases, setup_test_environment

from tests.away.walks import Walks

AT_ONCE = 50


def main(walks: int, seed: int) -> None:
    """Walk by fifties, each with a company of its own, so that one knows early what is wrong."""
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    began, whole = time.monotonic(), Walks(seed)
    from django.db import transaction

    for part in range(0, walks, AT_ONCE):
        with transaction.atomic():
            done = Walks(f"{seed}.{part}").walk(min(AT_ONCE, walks - part))
            transaction.set_rollback(True)
        whole.faults += done.faults
        whole.steps += done.steps
        for found, more in ((whole.states, done.states), (whole.ends, done.ends), (whole.refused, done.refused)):
            found.update(more)
        for fault in done.faults:
            print(fault, file=sys.stderr, flush=True)
        said = {
            "walks": part + AT_ONCE,
            "seed": seed,
            "steps": whole.steps,
            "seconds": round(time.monotonic() - began),
            "faults": whole.faults,
            "states": whole.states,
            "ends": whole.ends,
            "refused": whole.refused,
        }
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
