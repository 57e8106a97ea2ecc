"""A real Homeport (`manage.py serve` with the demo company) and a real Chromium."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright

from tests.browser.chromium import QUIET, program
from tests.browser.guild import only_some_have_time
from tests.ops.servers import clean_environment, company_home, free_port, process, status_of
from tests.standaside import stand_aside


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every kind of page is walked while the company is as it was told: journeys change what can be reached."""
    items.sort(key=lambda item: item.path.name != "test_access.py")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine."""
    found = program()
    if found is None:
        stand_aside("browser tests", "no Chromium was found (Debian: apt-get install chromium-headless-shell)")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patched:
        # Playwright's loop stands in this thread until the end, and tests that come after ask the database from it.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the demo company lives."""
    return company_home(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    """Where the demo company is served."""
    port = free_port()
    environment = clean_environment(
        HOMEPORT_VAR=str(home),
        HOMEPORT_RATE_LOGIN="0",
        HOMEPORT_RATE_WRITE="0",
    )
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    url = f"http://127.0.0.1:{port}"
    with process(command, environment, ready=lambda: status_of(f"{url}/readyz") == 200, name="serve"):
        yield url


@pytest.fixture(scope="session")
def guild(chromium: Browser, address: str, home: Path) -> None:
    """A guild in which only some have time; once for all tests, since that takes many pages."""
    context = chromium.new_context(base_url=address)
    only_some_have_time(context.new_page(), home)
    context.close()


def is_trouble(said: ConsoleMessage) -> bool:
    """A form that comes back with what is wrong is no fault, though Chromium writes its status down as one.

    Nor is a question that a newer one took the place of (``hx-sync``: replace): htmx writes down that it was given up,
    and before that, as before every failure, that a request is over. A server that cannot be reached, or is too slow,
    has a line of its own (``sendError``, ``timeout``), which counts.
    """
    given_up = said.text.startswith(("htmx:afterRequest,", "htmx:sendAbort,"))
    return said.type == "error" and "status of 422" not in said.text and not given_up


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def visitor(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser window of its own, once with JavaScript and once without; no error may show in its console."""
    script = request.param == "with JavaScript"
    context = chromium.new_context(
        base_url=address, java_script_enabled=script, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(60_000)
    trouble: list[str] = []

    def listen(page: Any) -> None:
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if is_trouble(said) else None)

    context.on("page", listen)
    yield context
    context.close()
    assert trouble == []
