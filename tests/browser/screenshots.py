"""`make screenshots`: pictures of the product with its demo company, on wide and small screens, in light and dark.

    .venv/bin/python -m tests.browser.screenshots [NAME ...]

Starts its own Homeport on a free port and takes every page of PAGES (or those named) into var/shots/, whole pages. The
two that the README shows are taken again into docs/shots/, as much of them as a window shows.
"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from portal.demo import PASSWORD
from tests.browser.chromium import QUIET, program
from tests.ops.servers import ROOT, clean_environment, company_home, free_port, process, status_of


class Shot(NamedTuple):
    """One page: as whom, where, and which link of it to follow first."""

    name: str
    login: str
    path: str
    follow: str = ""


PAGES = (
    Shot("login", "", "/login/"),
    Shot("home", "hannah", "/"),
    Shot("home-bar-raiser", "jonas", "/"),
    Shot("home-manager", "ruth", "/"),
    Shot("inbox", "hannah", "/inbox/"),
    Shot("notices", "hannah", "/notices/"),
    Shot("catalog", "mei", "/services/"),
    Shot("catalog-lowest", "mei", "/services/?sort=score&criticality=critical"),
    Shot("service", "mei", "/services/checkout-orders/"),
    Shot("service-uses", "mei", "/services/checkout-orders/uses/"),
    Shot("team", "mei", "/teams/checkout/"),
    Shot("teams", "mei", "/teams/"),
    Shot("divisions", "mei", "/divisions/"),
    Shot("person", "mei", "/people/hannah/"),
    Shot("contracts", "mei", "/contracts/"),
    Shot("contract", "mei", "/contracts/checkout-orders/orders-api/3/?severity=error"),
    Shot("findings", "mei", "/contracts/checkout-orders/orders-api/3/findings/"),
    Shot("reference", "mei", "/contracts/checkout-orders/orders-api/2/reference/"),
    Shot("compare", "mei", "/contracts/checkout-orders/orders-api/3/compare/2/"),
    Shot("away-list", "hannah", "/away/"),
    Shot("away", "hannah", "/away/", "main table a.title"),
    Shot("away-rules", "mei", "/divisions/payments/away-rules/"),
    Shot("away-new", "mei", "/away/new/?service=ledger-entries"),
    Shot("reviews", "jonas", "/reviews/"),
    Shot("review", "hannah", "/reviews/", "main table a.title"),
    Shot("ledger", "ruth", "/ledger/"),
    Shot("waivers", "mei", "/waivers/"),
    Shot("rules", "mei", "/rules/"),
    Shot("search", "mei", "/search/?q=orders"),
    Shot("jobs", "sam", "/jobs/"),
    Shot("gallery", "sam", "/gallery/"),
)
README = {"contract": "light", "home": "dark"}
WIDTHS = (1280, 390)
THEMES = ("light", "dark")
WINDOW = 1060


def visit(page: Page, shot: Shot) -> None:
    page.goto(shot.path)
    if shot.follow:
        page.locator(shot.follow).first.click()
    page.evaluate("document.fonts.ready")


def take(browser: Browser, base: str, shots: list[Shot], folder: Path) -> None:
    """Every page in both widths and themes; one log-in a person and width and theme."""
    for width in WIDTHS:
        for theme in THEMES:
            for login in sorted({shot.login for shot in shots}):
                context = browser.new_context(
                    base_url=base, viewport={"width": width, "height": WINDOW}, color_scheme=theme
                )
                page = context.new_page()
                if login:
                    page.goto("/login/")
                    page.fill("input[name=username]", login)
                    page.fill("input[name=password]", PASSWORD)
                    page.locator("main form button").first.click()
                for shot in shots:
                    if shot.login != login:
                        continue
                    visit(page, shot)
                    page.screenshot(path=folder / f"{shot.name}-{width}-{theme}.png", full_page=True)
                    if width == WIDTHS[0] and README.get(shot.name) == theme:
                        page.screenshot(path=ROOT / "docs" / "shots" / f"{shot.name}.png")
                context.close()


def main(names: list[str]) -> None:
    shots = [shot for shot in PAGES if not names or shot.name in names]
    unknown = set(names) - {shot.name for shot in PAGES}
    if unknown:
        sys.exit(f"No such page: {', '.join(sorted(unknown))}. There are: {', '.join(shot.name for shot in PAGES)}.")
    chromium = program()
    if chromium is None:
        sys.exit("No Chromium was found (Debian: apt-get install chromium-headless-shell).")
    folder = ROOT / "var" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    (ROOT / "docs" / "shots").mkdir(exist_ok=True)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as home:
        environment = clean_environment(HOMEPORT_VAR=str(company_home(Path(home))), HOMEPORT_RATE_LOGIN="0")
        command = [sys.executable, "manage.py", "serve", f"--port={port}"]
        ready = lambda: status_of(f"{base}/readyz") == 200  # noqa: E731
        with process(command, environment, ready=ready, name="serve"), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
            take(browser, base, shots, folder)
            browser.close()
    print(f"{len(shots) * len(WIDTHS) * len(THEMES)} pictures are in {folder.relative_to(ROOT)}/.")


if __name__ == "__main__":
    main(sys.argv[1:])
