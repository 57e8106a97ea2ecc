"""Who looks: a guild in which a few have time, and a contract that is proposed and given to one of them."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.people import log_in, new_name, paste, wait_for_check
from tests.browser.waiting import let_in
from tests.make import CLEAN

KNOWN_CALLERS = """\
security:
  - key: []
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Api-Key}
"""
ELSEWHERE = {
    "jonas": "Jonas Lindqvist",
    "adaeze": "Adaeze Umeh",
    "wren": "Wren Ellis",
    "anton": "Anton Weiss",
    "mateusz": "Mateusz Kowalczyk",
    "idris": "Idris Bello",
    "blessing": "Blessing Uche",
    "dawid": "Dawid Król",
}
"""Whom the lot may fall on. A critical service takes two at a time, of different teams, and nobody looks at one team a
third time within six months: so they are enough for eight reviews."""


def only_some_have_time(page: Page, home: Path) -> None:
    """The steward lets everybody else in the guild rest, and these take as many reviews as come."""
    let_in(home, *ELSEWHERE)
    log_in(page, "sam")
    for login, name in ELSEWHERE.items():
        page.goto(f"/bar-raisers/new/?person={login}")
        page.check("input[name=topics][value=contract]")
        page.fill("input[name=limit]", "20")
        page.get_by_role("button", name="Appoint").click()
        expect(page.locator("#notices")).to_contain_text(name)
        expect(page.locator("#notices")).to_contain_text("is a bar raiser")
    page.goto("/bar-raisers/")
    drawable = page.locator("main tbody tr", has_text="has room").filter(
        has=page.locator("a.label", has_text="Contract")
    )
    drawable = drawable.filter(has_not_text=re.compile("|".join(ELSEWHERE.values())))
    places = [str(link.get_attribute("href")) for link in drawable.locator("a.title").all()]
    assert places
    for place in places:
        page.goto(place)
        page.locator("input[name=until]").fill(str(date.today() + timedelta(days=300)))
        page.get_by_role("button", name="Pause", exact=True).click()
        expect(page.locator("#notices")).to_contain_text("gets no new review until")
    page.goto("/bar-raisers/")
    expect(page.locator("main tbody tr").first).to_be_visible()
    expect(drawable).to_have_count(0)


def drawn(page: Page) -> str:
    """The login of whoever the lot falls on, once a worker has drawn."""
    row = page.locator("main table tbody tr").filter(has_text=re.compile("|".join(ELSEWHERE.values()))).first
    for _ in range(120):
        if row.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(row).to_have_count(1)
    return next(login for login, name in ELSEWHERE.items() if name in row.inner_text())


def propose(page: Page) -> tuple[str, str, str]:
    """Hannah registers a contract of a critical service and proposes it: its revision, its review, who looks at it."""
    name = new_name("notes").replace(" ", "-")
    log_in(page, "hannah")
    page.goto("/contracts/new/?service=checkout-orders")
    page.fill("input[name=slug]", name)
    paste(page, CLEAN + KNOWN_CALLERS)
    wait_for_check(page)
    revision = page.url
    page.get_by_role("button", name="Propose").first.click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Proposed")
    expect(page.locator(".answers")).to_contain_text("Advice never blocks")
    page.goto(f"/reviews/?q={name}")
    login = drawn(page)
    page.locator("main table a.title").first.click()
    expect(page.locator("h1")).to_contain_text(name)
    return revision, page.url, login
