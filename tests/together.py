"""Which tests one process has for itself when several share the work: those that share what takes long to make.

pytest-xdist's own groups go by a mark that it writes into the names of tests, which pytest since 9.2 does not let it.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/ops/",  # servers, and static files that are built in one place
    "tests/browser/",  # a company and a Chromium, which two would only take from each other
    "tests/portal/test_demo.py",  # the telling of the demo company's history
    "tests/portal/test_own_interface.py",  # a company in which every example is true
)


class Together(LoadScopeScheduling):
    """Hands out what belongs together as a whole, the largest first, and all else test by test."""

    def _split_scope(self, nodeid: str) -> str:
        return next((beginning for beginning in TOGETHER if nodeid.startswith(beginning)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)
