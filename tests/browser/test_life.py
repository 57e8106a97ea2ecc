"""Journey: an away team from request to thanks, as the lead of the guests, of the hosts, a manager and an onlooker.

The guests' lead and the onlooker have JavaScript, the hosts' lead and the manager have not. At each state everybody
reads whose turn it is; whoever's turn it is finds the way to it on the first screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import is_trouble
from tests.browser.people import log_in, new_name
from tests.browser.waiting import let_in, time_passes

pytestmark = pytest.mark.browser
SCREEN = 900
SERVICE, HOSTS = "refunds", "Wallet"  # of Sofía Navarro
BADGE = ".head-title .badge"
NEXT = ".answers [data-answer=next]"


@dataclass
class Cast:
    """A window for each of the four, with somebody logged in."""

    guest: Page
    host: Page
    manager: Page
    onlooker: Page
    home: Path

    @property
    def all(self) -> list[Page]:
        return [self.guest, self.host, self.manager, self.onlooker]


@pytest.fixture
def cast(chromium: Browser, address: str, home: Path) -> Iterator[Cast]:
    """Hannah leads the guests, Sofía the hosts, Ruth is Hannah's manager, Leo leads a team elsewhere."""
    let_in(home, "sofia", "leo")
    trouble: list[str] = []
    pages = []
    for login, script in (("hannah", True), ("sofia", False), ("ruth", False), ("leo", True)):
        size = {"width": 1280, "height": SCREEN}
        context = chromium.new_context(base_url=address, java_script_enabled=script, viewport=size)  # type: ignore[arg-type]
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("console", lambda said: trouble.append(said.text) if is_trouble(said) else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        log_in(page, login)
        pages.append(page)
    yield Cast(*pages, home=home)
    for page in pages:
        page.context.close()
    assert trouble == []


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")


def ask(page: Page, title: str, who: str = "hannah", service: str = SERVICE) -> str:
    """Fill in the form and send it; returns where the request stands."""
    page.goto(f"/away/new/?service={service}&guest=checkout")
    words = {
        "input[name=title]": title,
        "textarea[name=problem]": "Customers abroad wait nine days for their money and ask twice where it is.",
        "input[name=measure]": "Contacts about refunds abroad",
        "input[name=unit]": "contacts a week",
        "input[name=now_value]": "640",
        "input[name=expected_value]": "160",
        "textarea[name=scope]": "The posting of a refund. Not the approval.",
        "textarea[name=cost_of_nothing]": "Two people in customer care, all year.",
        "input[name=wanted_by]": in_days(45),
        f"input[name=percent-{who}]": "50",
    }
    for field, value in words.items():
        page.fill(field, value)
    page.check("input[name=looked]")
    page.get_by_role("button", name=f"Ask {HOSTS}").click()
    expect(page.locator("h1")).to_contain_text(title)
    return page.url


def turn(page: Page, request: str, label: str, said: str = "") -> None:
    """They open the request, read what is awaited of them, and follow the one button there, which is seen at once."""
    page.goto(request)
    button = page.locator(NEXT).locator(".button[data-kind=primary]")
    expect(button).to_contain_text(label)
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < SCREEN
    if said:
        expect(page.locator(NEXT)).to_contain_text(said)
    button.click()


def send(form: Locator, button: str, **words: str) -> None:
    """Fill in what a form asks for, by the names of its fields, and send it."""
    for name, value in words.items():
        field = form.locator(f"[name='{name}']")
        if field.first.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif field.first.get_attribute("type") == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)
    form.get_by_role("button", name=button, exact=True).click()


def unfold(page: Page, words: str) -> Locator:
    """Open what stands behind these words; returns its form."""
    found = page.locator("details.reply", has=page.locator("summary", has_text=words)).first
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found.locator("form").first


def stands(page: Page, state: str) -> None:
    expect(page.locator(BADGE).first).to_contain_text(state)


def looks_on(cast: Cast, request: str, state: str, awaited: str) -> None:
    """Somebody of neither side reads where it is and whose turn it is, and is asked for nothing."""
    page = cast.onlooker
    page.goto(request)
    stands(page, state)
    expect(page.locator(NEXT)).to_contain_text(awaited)
    expect(page.locator(NEXT).locator(".button")).to_have_count(0)


def test_from_the_request_to_the_thanks(cast: Cast) -> None:
    guest, host = cast.guest, cast.host
    request = ask(guest, new_name("Refunds in several currencies"))
    stands(guest, "sponsor")

    turn(cast.manager, request, "Confirm it, or give it back", "confirms people and time")
    cast.manager.get_by_role("button", name="Confirm people and time").click()
    looks_on(cast, request, "Asked", HOSTS)

    turn(host, request, "Answer it", "agrees, offers something else, or declines")
    send(unfold(host, "We have seen it"), "We have seen it", answer="On Thursday.")
    send(unfold(host, "Agree"), "Agree that they come", answer="Come on Monday.")
    stands(host, "Agreed")

    turn(guest, request, "Draft the charter")
    guest.get_by_role("link", name="Draft it").first.click()
    guest.get_by_role("button", name="Write this version").click()
    guest.get_by_role("button", name="Sign version 1").click()
    turn(host, request, "Read and sign the charter")
    host.get_by_role("button", name="Sign version 1").click()

    looks_on(cast, request, "Preflight", "shows that its own gates are green")
    turn(host, request, "Show the gates")
    count = host.locator("#gates li").count()
    for number in range(1, count + 1):
        form = host.locator(f"#gates li:nth-child({number}) details")
        form.locator("summary").click()
        form.locator("[name=link]").fill(f"https://ci.example/runs/{number}")
        form.get_by_role("button", name="It is green").click()
    stands(host, "Onboarding")

    turn(host, request, "Give them access")
    host.get_by_role("button", name="It is granted").click()
    turn(host, request, "Hand over what they need", "what they need")
    words = {"architecture": "https://docs.example/how", "runbook": "https://docs.example/run", "contacts": "Emil."}
    send(unfold(host, "Hand it over"), "Hand it over", **words)
    stands(host, "Active")
    work(cast, request)
    release_and_hand_back(cast, request)
    last_words(cast, request)


def work(cast: Cast, request: str) -> None:
    """A design, a change in two rounds, standing still for the hosts and for both, a demand, and what is met."""
    guest, host = cast.guest, cast.host
    guest.goto(request)
    design = {"title": "A table of rates", "words": "One row a day and currency.", "door": "two-way"}
    send(unfold(guest, "Write a design"), "Have it read", **design)
    send(unfold(guest, "Write how it goes"), "Tell both managers", words="Begun.")
    guest.locator("#skeleton-link").fill("https://ci.example/releases/1")
    guest.get_by_role("button", name="It is in production", exact=True).first.click()
    turn(host, request, "Read the design")
    host.locator("#design-reply").fill("Good.")
    host.get_by_role("button", name="Agree", exact=True).click()

    guest.goto(request)
    change = {"title": "Post in euro", "url": "https://forge.example/refunds/1", "lines": "120"}
    send(unfold(guest, "Name a change"), "Name it", **change)
    guest.goto(f"{request}changes/1/")
    send(guest.locator("form[action$='/ask/']"), "Ask")
    for verdict, words in (("changes-asked", "The rounding is missing."), ("approved", "Good.")):
        turn(host, request, "Review change 1")
        send(host.locator("form[action$='/review/']"), "Say it", verdict=verdict, words=words)
        if verdict == "changes-asked":
            turn(guest, request, "Work on change 1")
            send(guest.locator("form[action$='/ask/']"), "Ask")
    turn(guest, request, "Merge change 1")
    send(guest.locator("form[action$='/merge/']"), "It is merged")
    expect(guest.locator(BADGE).first).to_contain_text("Merged")

    guest.goto(request)
    send(unfold(guest, "We wait for the hosts"), "Say so", why="The test bank refuses us.")
    looks_on(cast, request, "Waits for the hosts", f"{HOSTS} makes room")
    turn(host, request, "Make room")
    host.get_by_role("button", name="It goes on").click()
    send(unfold(host, "Pause it"), "Pause", why="The end of the year.", resumes_on=in_days(7))
    stands(host, "Paused")
    guest.goto(request)
    guest.get_by_role("button", name="It goes on").click()

    host.goto(request)
    send(unfold(host, "Ask for more"), "Demand it", text="Postings in yen, too.", why="They asked for it.")
    turn(guest, request, "Answer the demand")
    guest.locator("#reply-1").fill("It is not what both signed.")
    guest.get_by_role("button", name="Refuse", exact=True).click()
    host.goto(request)
    expect(host.locator("[aria-labelledby=h-later]")).to_contain_text("Refused")
    host.locator("[aria-labelledby=h-done] summary").first.click()
    send(host.locator("[aria-labelledby=h-done] form").first, "Say that it is met", change="1")
    expect(host.locator("[aria-labelledby=h-done]")).to_contain_text("change 1")


def release_and_hand_back(cast: Cast, request: str) -> None:
    """In production, mended under warranty, handed back and taken."""
    guest, host = cast.guest, cast.host
    guest.goto(request)
    way = {"flag": "refunds-in-euro", "rollback": "Deploy the build before.", "switcher": "Sofía Navarro"}
    form = unfold(guest, "Say how it is switched off")
    form.locator("[name=switcher]").select_option(label=way.pop("switcher"))
    send(form, "Say how it is switched off", **way)
    send(unfold(guest, "It is in production"), "It is in production")
    looks_on(cast, request, "Released", "stands by")

    host.goto(request)
    broke = {"severity": "2", "title": "Refunds come twice", "where": "postings/refund.py"}
    send(unfold(host, "Report what broke"), "Report what broke", **broke)
    turn(guest, request, "Mend what broke")
    guest.locator("#cause-1").fill("Two workers took the same row.")
    guest.get_by_role("button", name="It is mended").click()
    time_passes(cast.home, guest, "away.window", "In warranty")
    looks_on(cast, request, "In warranty", "mends what breaks")
    time_passes(cast.home, guest, "away.warranty", "Handing back")

    turn(guest, request, "Hand over")
    for kind in guest.locator("#handback [name=kind] option").evaluate_all("all => all.map(one => one.value)"):
        send(
            unfold(guest, "Hand something over"), "Hand something over", kind=kind, link=f"https://wiki.example/{kind}"
        )
    turn(host, request, "Take it back")
    form = unfold(host, "Write who keeps it")
    form.locator("[name=person]").select_option(label="Sofía Navarro")
    send(form, "Write who keeps it", side="host")
    host.locator("#handback form[action$='/take-back/'] button").click()
    looks_on(cast, request, "Looking back", "Both sides look back")


def last_words(cast: Cast, request: str) -> None:
    """Measured, looked back on and thanked for; the thanks are read by everybody."""
    guest, host = cast.guest, cast.host
    turn(guest, request, "Say what came of it")
    send(guest.locator("#answer form"), "Say that it is done", measured_value="150", outcome="Live in nine countries.")
    back = {"helped": "Pairing.", "cost": "Test data.", "differently": "The flag first.", "action": "Flags on day one."}
    turn(guest, request, "Look back")
    send(unfold(guest, "Look back"), "Look back, in three answers", **back)
    turn(host, request, "Look back")
    send(unfold(host, "Look back"), "Look back, in three answers", **back)
    turn(host, request, "Thank those who did it")
    form = unfold(host, "Thank those who did it")
    send(form, "Thank those who did it", words="As if it had always been ours.", **{"did-hannah": "built it"})
    # What Homeport cannot do itself, in the hosts' forge, still waits for them when all else is over.
    turn(host, request, "Take the access away")
    host.get_by_role("button", name="It is taken away").click()

    for page in cast.all:
        page.goto(request)
        stands(page, "Done")
        expect(page.locator(NEXT)).to_contain_text("Nothing waits")
        expect(page.locator(NEXT).locator(".button")).to_have_count(0)
        expect(page.locator("[aria-labelledby=h-credit]")).to_contain_text("As if it had always been ours.")
    cast.manager.goto("/notices/")
    expect(cast.manager.locator("main")).to_contain_text("Refunds in several currencies")
    cast.onlooker.goto("/people/hannah/")
    expect(cast.onlooker.locator("main")).to_contain_text("built it")


def asked_and_confirmed(cast: Cast, begin: str) -> str:
    request = ask(cast.guest, new_name(begin))
    cast.manager.goto(request)
    cast.manager.get_by_role("button", name="Confirm people and time").click()
    stands(cast.manager, "Asked")
    return request


def test_the_other_answers_and_the_ways_out(cast: Cast) -> None:
    guest, host, manager = cast.guest, cast.host, cast.manager

    # Withdrawn before anybody was asked, and given back by the manager.
    request = ask(guest, new_name("Refunds on the same day"))
    send(unfold(guest, "Withdraw it"), "Withdraw", answer="It is not wanted any more.")
    looks_on(cast, request, "Withdrawn", "Nothing waits")
    request = ask(guest, new_name("Refunds by cheque"))
    manager.goto(request)
    send(unfold(manager, "They are needed at home"), "Give it back as a draft", answer="After the summer.")
    looks_on(cast, request, "Back to its guest", "It is a draft of Hannah Whitlock again")

    # The hosts do it themselves by a day; what came of it is theirs to say.
    request = asked_and_confirmed(cast, "Refunds in points")
    turn(host, request, "Answer it")
    send(unfold(host, "Offer something else"), "Offer it", kind="will-do", words="Ours.", promised_by=in_days(30))
    turn(guest, request, "Answer the offer")
    guest.get_by_role("button", name="Take it").click()
    looks_on(cast, request, "Promised", f"{HOSTS} does it itself by")
    turn(host, request, "Say what came of it")
    send(host.locator("#answer form"), "Say that it is done", measured_value="150", outcome="Live.")
    looks_on(cast, request, "Done", "Nothing waits")

    # A place to build it on is not what they need: it is passed on, and the end is theirs.
    request = asked_and_confirmed(cast, "Refunds to another card")
    turn(host, request, "Answer it")
    place = {"kind": "extension-point", "words": "Use the hook.", "link": "https://docs.example/hook"}
    send(unfold(host, "Offer something else"), "Offer it", **place)
    turn(guest, request, "Answer the offer")
    send(unfold(guest, "Have it passed on"), "Do not take it", answer="The hook comes after the posting.")
    looks_on(cast, request, "Passed on", "does not take what was offered")

    # A no needs data; after it a copy may be built, and stands in the register.
    request = asked_and_confirmed(cast, "Refunds of gift cards")
    turn(host, request, "Answer it")
    form = unfold(host, "Decline")
    form.locator("[name=reason]").select_option(index=1)
    send(form, "Decline", answer="It is rebuilt in spring.")
    expect(host.locator("#answer .error").first).to_be_visible()
    send(host.locator("form[action$='/decline/']"), "Decline", value="2 of 3 parts", source="https://plans.example/1")
    looks_on(cast, request, "Declined", "may build its own copy")
    guest.goto(request)
    send(unfold(guest, "Put a copy on record"), "Put a copy on record", why="Now.", link="https://code.example/ours")
    cast.onlooker.goto("/away/copies/")
    expect(cast.onlooker.locator("main")).to_contain_text("Refunds of gift cards")

    # Passed on by hand, and closed as the same as another one.
    other = request.rstrip("/").rpartition("/")[2]
    request = asked_and_confirmed(cast, "Refunds of vouchers")
    guest.goto(request)
    send(unfold(guest, "Have it passed on"), "Pass it on", answer="They are silent.")
    looks_on(cast, request, "Passed on", "answers for")
    send(unfold(guest, "It is the same as another one"), "Close it with a link", of=other, answer="Vouchers are cards.")
    looks_on(cast, request, "Duplicate", f"It goes on in AT-{other}")
