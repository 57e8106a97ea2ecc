"""What a journey needs that no page gives: people who may log in, and time that has passed."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.people import PATIENCE


def _change(home: Path, statement: str, *words: object) -> int:
    with closing(sqlite3.connect(home / "homeport.sqlite3", timeout=30)) as database, database:
        return database.execute(statement, words).rowcount


def let_in(home: Path, *logins: str) -> None:
    """These people log in with the password of the demo company, too."""
    marks = ", ".join("?" * len(logins))
    words = "(SELECT password FROM people_person WHERE login = 'ruth')"
    changed = _change(home, f"UPDATE people_person SET password = {words} WHERE login IN ({marks})", *logins)
    assert changed == len(logins)


def time_passes(home: Path, page: Page, kind: str, until: str) -> None:
    """Nobody answers, and the time is over: the running server's own periodic job does what silence means.

    The clock's row is moved, which is to the server as if its days had gone by; ``until`` is the badge that comes.
    """
    over = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=1)
    moved = _change(
        home,
        "UPDATE portal_clock SET due_at = ?, half_at = ? WHERE kind = ? AND url LIKE ? AND state = 'open'",
        *(over.isoformat(" "), over.isoformat(" "), kind, f"%{page.url.split('/away/')[1].split('#')[0]}%"),
    )
    assert moved == 1
    badge = page.locator(".head-title .badge").first
    for _ in range(PATIENCE // 500):
        page.reload()
        if until in badge.inner_text():
            return
        page.wait_for_timeout(500)
    expect(badge).to_contain_text(until)
