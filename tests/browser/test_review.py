"""Journey: a critical service proposes, somebody independent is drawn and advises, the lead answers and publishes."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.guild import ELSEWHERE, propose
from tests.browser.people import comes, log_in, new_name

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("guild")]
TAKEN, REFUSED = "Say in the description how old an order may be", "Take the id apart into shop and number"


def suggest(page: Page, review: str, line: int, text: str) -> None:
    """From the plus at a line of the source."""
    page.goto(review)
    page.get_by_role("link", name=f"Suggest on this line {line}", exact=True).click()
    expect(page.locator("input[name=line]")).to_have_value(str(line))
    page.fill("input[name=text]", text)
    page.fill("textarea[name=why]", "I wrote a client from it and had to guess.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text(text)


def advise(page: Page, review: str, login: str, *texts: str) -> None:
    """Whoever was drawn finds the review in their inbox, suggests on lines and sends the advice."""
    log_in(page, login)
    page.goto("/inbox/")
    page.locator(f'main a[href="/{review.split("/", 3)[3]}"]').first.click()
    for step, text in enumerate(texts):
        suggest(page, review, 8 + step, text)
    page.get_by_role("button", name="Send the advice").click()
    expect(page.locator("textarea[name=summary][aria-invalid=true]")).to_be_visible()
    page.fill("textarea[name=summary]", "Good to read. What is below I would do before strangers call it.")
    page.get_by_role("button", name="Send the advice").click()
    expect(page.locator("#notices")).to_contain_text("sent and frozen")


def stands_under(page: Page, revision: str, line: int, text: str) -> None:
    """In the contract's own page the suggestion is the very next thing below the line it speaks of."""
    page.goto(f"{revision}?line={line}")
    note = page.locator(f"tr#L{line} + tr td.note")
    expect(note).to_contain_text(text)
    here, below = page.locator(f"tr#L{line}").bounding_box(), note.bounding_box()
    assert here is not None and below is not None
    assert abs(here["y"] + here["height"] - below["y"]) <= 1


def publish(page: Page, revision: str) -> None:
    page.goto(revision)
    page.get_by_role("button", name="Publish").first.click()
    expect(page.locator(".head-title .badge").first).to_contain_text("Published")


def test_the_lead_accepts_one_ignores_one_with_data_and_publishes(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    revision, review, login = propose(page)

    # The draw says why it was them, and the lead cannot write advice for herself.
    expect(page.get_by_role("heading", name=re.compile(f"Why {ELSEWHERE[login]}"))).to_be_visible()
    expect(page.get_by_role("button", name="Send the advice")).to_have_count(0)
    taken, refused = new_name(TAKEN), new_name(REFUSED)
    advise(page, review, login, taken, refused)

    # Hannah accepts the first.
    log_in(page, "hannah")
    page.goto(review)
    page.get_by_role("link", name="Answer", exact=True).click()
    first = page.locator("section.suggestion", has_text=taken)
    first.locator("input[name='1-kind'][value=accept]").check()
    first.locator("textarea[name='1-text']").fill("At most thirty seconds; the description says so now.")
    page.get_by_role("button", name="Sign what is answered").click()
    expect(page.locator("section.suggestion", has_text=taken)).to_contain_text("accepted")

    # To ignore the second without data is refused beside the fields, and nothing that was typed is lost.
    page.goto(f"{review}answers/")
    second = page.locator("section.suggestion", has_text=refused)
    # Not the same words twice: what a team has written before is refused as copied over.
    scripted = page.locator("html").evaluate("() => 'htmx' in window")
    why = (
        "0 of 4,100 calls in a week send a shop beside the id."
        if scripted
        else "Taking it apart would cost us about 12 days, and the 3 teams that we asked would gain nothing by it."
    )
    second.locator("input[name='2-kind'][value=ignore]").check()
    second.locator("textarea[name='2-text']").fill(why)
    page.get_by_role("button", name="Sign what is answered").click()
    expect(second.locator("input[name='2-measure'][aria-invalid=true]")).to_be_visible()
    expect(second.locator(".field:has(input[name='2-measure']) .error")).to_be_visible()
    expect(second.locator("textarea[name='2-text']")).to_have_value(why)
    expect(second.locator("input[name='2-kind'][value=ignore]")).to_be_checked()
    second.locator("select[name='2-evidence']").select_option("metric")
    second.locator("input[name='2-measure']").fill("Calls that send a shop beside the id")
    second.locator("input[name='2-value']").fill("0")
    second.locator("input[name='2-source']").fill("https://metrics.tideline.example/order-ids")
    second.locator("input[name='2-wrong_if']").fill("more than 0.1 % of calls send a shop")
    page.get_by_role("button", name="Sign what is answered").click()
    expect(page.locator("section.suggestion", has_text=refused)).to_contain_text("ignored it, with data")
    expect(page.locator(".answers")).to_contain_text("2 of 2 answered")
    stands_under(page, revision, 8, taken)
    stands_under(page, revision, 9, refused)

    publish(page, revision)

    # Her manager finds it in the ledger, with the data; the digest of the week will say so.
    log_in(page, "ruth")
    page.goto(f"/ledger/?q={refused.replace(' ', '+')}")
    entry = page.locator("main table.entries tbody tr")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text(refused)
    expect(entry).to_contain_text("Calls that send a shop")


def test_publishing_waits_for_no_answer_and_the_record_says_so(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    # Published although a suggestion is open.
    revision, review, login = propose(page)
    advise(page, review, login, new_name(REFUSED))
    log_in(page, "hannah")
    publish(page, revision)
    page.goto(review)
    comes(page, "with 1 suggestion open")


def test_publishing_waits_for_no_advice(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    revision, review, login = propose(page)
    publish(page, revision)
    page.goto(review)
    comes(page, "It is published already; the advice is for what comes next.")
    advise(page, review, login, new_name(TAKEN))
    page.goto(review)
    expect(page.locator(".answers")).to_contain_text("before the advice")
