"""Any operation of a very large interface is found, and its curl copied, with a few keys or a few clicks."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import PATIENCE, log_in, new_name, press_keys, wait_for_check
from tests.standaside import stand_aside

pytestmark = pytest.mark.browser
GITHUB = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "openapi" / "github-new.yaml"
MOST_STEPS = 4
COPIED = "() => navigator.clipboard.readText()"


class Reader:
    """Somebody with keys and a mouse, who counts: each key or click, and each text that is typed, is one step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def begin(self, address: str) -> None:
        self.page.goto(address)
        self.page.evaluate("() => navigator.clipboard.writeText('')")
        self.steps = 0

    def press(self, key: str) -> None:
        press_keys(self.page, key)
        self.steps += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.steps += 1

    def click(self, selector: str) -> None:
        self.page.wait_for_load_state()  # before its scripts are there, a link to a text opens it
        self.page.locator(selector).first.click()
        self.steps += 1

    def copied(self) -> str:
        for _ in range(100):
            if said := str(self.page.evaluate(COPIED)):
                return said
            self.page.wait_for_timeout(100)
        return ""


@pytest.fixture(scope="module")
def reader(chromium: Browser, address: str) -> Iterator[Reader]:
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(60_000)
    page = context.new_page()
    log_in(page, "hannah")
    yield Reader(page)
    context.close()


@pytest.fixture(scope="module")
def reference(reader: Reader) -> str:
    """The address of the reference of GitHub's interface, whose 1,223 operations were read by a worker."""
    if not GITHUB.exists():
        stand_aside("documents of the corpus", "../shared/corpus is not beside this checkout", allowed=True)
    page = reader.page
    page.goto("/contracts/new/?service=checkout-orders")
    page.fill("input[name=slug]", new_name("github").replace(" ", "-"))
    page.set_input_files("input[name=file]", GITHUB)
    expect(page.locator("#tried")).to_contain_text("after it is sent", timeout=PATIENCE)
    page.get_by_role("button", name="Register and check it").click()
    wait_for_check(page)
    return f"{page.url.split('?')[0]}reference/"


@pytest.fixture(scope="module")
def some(reader: Reader, reference: str) -> list[tuple[str, str]]:
    """Operations by chance: group and name; other ones in every run."""
    text = GITHUB.read_text("utf-8")
    tagged = re.findall(r"^      tags:\n      - (\S+)\n(?:.*\n){0,40}?      operationId: (\S+)$", text, re.MULTILINE)
    assert len(tagged) > 800
    return random.sample(tagged, 6)


def test_by_keys(reader: Reader, reference: str, some: list[tuple[str, str]]) -> None:
    """``/``, the name, Enter, ``c``."""
    for _, name in some:
        reader.begin(reference)
        reader.press("/")
        reader.type(name)
        reader.press("Enter")
        expect(reader.page.locator("#operations header .faint").first).to_have_text(f"with {name}")
        expect(reader.page.locator("#within")).not_to_be_focused()
        reader.press("c")
        said = reader.copied()
        assert reader.steps <= MOST_STEPS
        assert said == own_call(reader, reference, name), name


def test_by_clicks(reader: Reader, reference: str, some: list[tuple[str, str]]) -> None:
    """The group, and the button beside the operation."""
    for group, name in some:
        reader.begin(reference)
        reader.click(f"nav.outline a[href='?group={group}']")
        reader.click(f"a[data-copy][href$='/calls/{name}/']")
        said = reader.copied()
        assert reader.steps <= MOST_STEPS
        assert said == own_call(reader, reference, name), name


def own_call(reader: Reader, reference: str, name: str) -> str:
    """What the operation's own page shows, where it is copied too."""
    reader.page.goto(f"{reference}operations/{name}/")
    shown = reader.page.locator("#call").inner_text()
    press_keys(reader.page, "c")
    expect(reader.page.locator("button[data-copy]")).to_contain_text("Copied")
    assert reader.page.evaluate(COPIED) == shown
    assert shown.startswith("curl ")
    return shown


def test_without_javascript_the_link_opens_the_command(chromium: Browser, address: str, reference: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    log_in(page, "hannah")
    page.goto(f"{reference}?q=issues/create")
    page.locator("a[data-copy]").first.click()
    expect(page.locator("body")).to_contain_text("curl -X POST 'https://api.github.com/repos/OWNER/REPO/issues'")
    page.goto(f"{reference}operations/issues/create/")
    expect(page.locator("#call")).to_be_visible()
    expect(page.locator("button[data-copy]")).not_to_be_visible()
    context.close()
