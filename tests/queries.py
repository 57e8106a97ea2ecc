"""A list page asks the database the same number of questions with two rows as with twenty."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count(client: Client, address: str) -> int:
    """How many queries one GET makes; the page must be there."""
    client.get(address)  # sessions, caches of the process
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


def same(client: Client, address: str, grow: Callable[[], object]) -> None:
    """The page makes as many queries after ``grow`` as before."""
    before = count(client, address)
    grow()
    after = count(client, address)
    assert after == before, f"{address}: {before} queries, then {after}"
