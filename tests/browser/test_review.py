"""Journey: a critical service proposes, somebody independent is drawn and advises, the lead answers and publishes."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import comes, log_in, new_name, paste, wait_for_check
from tests.make import CLEAN

pytestmark = pytest.mark.browser
KNOWN_CALLERS = """\
security:
  - key: []
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Api-Key}
"""
TAKEN, REFUSED = "Say in the description how old an order may be", "Take the id apart into shop and number"


def only_jonas_has_time(page: Page) -> None:
    """The steward lets everybody else in the guild rest, and Jonas take as many reviews as come."""
    log_in(page, "sam")
    page.goto("/bar-raisers/new/?person=jonas")
    page.fill("input[name=topics]", "contract")
    page.fill("input[name=limit]", "20")
    page.get_by_role("button", name="Appoint").click()
    expect(page.locator("#notices")).to_contain_text("Jonas Lindqvist is a bar raiser")
    awake = page.locator("main tbody tr").filter(has=page.locator("button", has_text=re.compile(r"^\s*Pause\s*$")))
    awake = awake.filter(has_not_text="Jonas Lindqvist")
    for _ in range(awake.count()):
        row = awake.first
        row.locator("summary").click()
        row.locator("input[name=until]").fill("2099-12-31")
        row.get_by_role("button", name="Pause").click()
        expect(page.locator("#notices")).to_contain_text("gets no new review until")
    expect(awake).to_have_count(0)


def propose(page: Page) -> tuple[str, str]:
    """Hannah registers a contract of a critical service and proposes it; where its revision and its review stand."""
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
    comes(page, "Jonas Lindqvist")
    page.locator("main table a.title").first.click()
    expect(page.locator("h1")).to_contain_text(name)
    return revision, page.url


def suggest(page: Page, review: str, line: int, text: str) -> None:
    """From the plus at a line of the source."""
    page.goto(f"{review}subject/")
    page.get_by_role("link", name=f"Suggest on this line {line}", exact=True).click()
    expect(page.locator("input[name=line]")).to_have_value(str(line))
    page.fill("input[name=text]", text)
    page.fill("textarea[name=why]", "I wrote a client from it and had to guess.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text(text)


def advise(page: Page, review: str, *texts: str) -> None:
    """Jonas finds the review in his inbox, suggests on lines and sends his advice."""
    log_in(page, "jonas")
    page.goto("/inbox/")
    page.locator(f'main a[href="/{review.split("/", 3)[3]}"]').first.click()
    for step, text in enumerate(texts):
        suggest(page, review, 8 + step, text)
    page.get_by_role("link", name="Change it, or send the advice").first.click()
    page.get_by_role("button", name="Send the advice").click()
    expect(page.locator("textarea[name=summary][aria-invalid=true]")).to_be_visible()
    page.fill("textarea[name=summary]", "Good to read. What is below I would do before strangers call it.")
    page.get_by_role("button", name="Send the advice").click()
    expect(page.locator("#notices")).to_contain_text("sent and frozen")


def publish(page: Page, revision: str) -> None:
    page.goto(revision)
    page.get_by_role("button", name="Publish").first.click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Published")


def test_the_lead_accepts_one_ignores_one_with_data_and_publishes(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    only_jonas_has_time(page)
    revision, review = propose(page)

    # The draw says why it was Jonas, and the lead cannot write advice for herself.
    expect(page.get_by_role("heading", name="Why Jonas Lindqvist?")).to_be_visible()
    expect(page.get_by_role("button", name="Send the advice")).to_have_count(0)
    taken, refused = new_name(TAKEN), new_name(REFUSED)
    advise(page, review, taken, refused)

    # Hannah accepts the first.
    log_in(page, "hannah")
    page.goto(f"{review}?answer=1")
    first = page.locator("section.suggestion", has_text=taken)
    first.locator("input[name=kind][value=accept]").check()
    first.locator("textarea[name=text]").fill("At most thirty seconds; the description says so now.")
    page.get_by_role("button", name="Sign the answer").click()
    expect(first).to_contain_text("accepted")

    # To ignore the second without data is refused beside the fields, and nothing that was typed is lost.
    page.goto(f"{review}?answer=2")
    second = page.locator("section.suggestion", has_text=refused)
    why = "No caller takes an id apart."
    second.locator("input[name=kind][value=ignore]").check()
    second.locator("textarea[name=text]").fill(why)
    page.get_by_role("button", name="Sign the answer").click()
    expect(second.locator("input[name=measure][aria-invalid=true]")).to_be_visible()
    expect(second.locator(".field:has(input[name=measure]) .error")).to_be_visible()
    expect(second.locator("textarea[name=text]")).to_have_value(why)
    expect(second.locator("input[name=kind][value=ignore]")).to_be_checked()
    second.locator("select[name=evidence]").select_option("metric")
    second.locator("input[name=measure]").fill("Calls that send a shop beside the id")
    second.locator("input[name=value]").fill("0")
    second.locator("input[name=source]").fill("https://metrics.tideline.example/order-ids")
    second.locator("input[name=wrong_if]").fill("one caller asks for the shop")
    page.get_by_role("button", name="Sign the answer").click()
    expect(second).to_contain_text("ignored it, with data")
    expect(page.locator(".answers")).to_contain_text("2 of 2 answered")

    publish(page, revision)

    # Her manager hears of it and finds it in the ledger, with the data.
    log_in(page, "ruth")
    page.goto("/notices/")
    expect(page.locator("main")).to_contain_text(refused)
    page.goto(f"/ledger/?q={refused.replace(' ', '+')}")
    entry = page.locator("main table.entries tbody tr")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text(refused)
    expect(entry).to_contain_text("Calls that send a shop")


def test_publishing_waits_for_no_answer_and_the_record_says_so(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    only_jonas_has_time(page)

    # Published although a suggestion is open.
    revision, review = propose(page)
    advise(page, review, new_name(REFUSED))
    log_in(page, "hannah")
    publish(page, revision)
    page.goto(review)
    comes(page, "with 1 suggestion open")


def test_publishing_waits_for_no_advice(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    only_jonas_has_time(page)
    revision, review = propose(page)
    publish(page, revision)
    page.goto(review)
    comes(page, "It is published already; the advice is for what comes next.")
    advise(page, review, new_name(TAKEN))
    page.goto(review)
    expect(page.locator(".answers")).to_contain_text("before the advice")
