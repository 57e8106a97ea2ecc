"""Nothing waits for nobody or for ever, no clock is lost, and no tick acts twice, whatever people do and when."""

import os

import pytest
from django.db import connection

from tests.away.walks import Walks

pytestmark = [pytest.mark.usefixtures("vacuumed"), pytest.mark.django_db]

WALKS = int(os.environ.get("WALKS", "40"))
SEED = int(os.environ.get("WALKS_SEED", "1"))


@pytest.mark.parametrize("part", range(4))
def test_random_walks_find_nothing(part: int):
    """``WALKS=3000`` walks on, and ``WALKS_SEED`` elsewhere. In four parts, which are walked by whoever is free.

    PostgreSQL, which keeps every row as it was before until the one long transaction ends, walks two fifths of it.
    """
    walks = WALKS // (10 if connection.vendor == "postgresql" else 4)
    done = Walks(f"{SEED}.{part}").walk(walks)
    assert done.faults == []
    assert done.steps > walks * 5
