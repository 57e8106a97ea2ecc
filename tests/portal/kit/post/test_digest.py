"""Who is written to, when, and about what; never twice, and never in the quiet hours."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, notices
from portal.kit.post import digest, replies
from portal.kit.post.wishes import wish
from portal.models import Clock, Letter, Notice, Wishes
from teams.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
WISHES = {
    "mail": True, "digest_at": time(8), "warn": True, "quiet_from": time(19), "quiet_until": time(7), "topics": {},
}  # fmt: skip


@pytest.fixture(autouse=True)
def now(monkeypatch, settings):
    """A morning that a test can move."""
    settings.MAIL_FROM, settings.ADDRESS = "homeport@tideline.example", "https://homeport.tideline.example"
    monkeypatch.setattr(clocks, "_kinds", dict(clocks._kinds))
    clocks.clock_kind("test.answer")
    moment = [MORNING]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def move(to):
        moment[0] = to

    return move


@pytest.fixture
def kim():
    return make.person(login="kim", name="Kim", email="kim@tideline.example")


def wait(person, due, **facts):
    words = {"title": "Answer Ben", "silence": "It counts as yes.", "url": "/away/1/", **facts}
    return clocks.start("test.answer", make.person(), person=person, due_at=due, **words)


def tell(person, text, *, about, url, by):
    """Notices stamp the present by themselves."""
    notices.tell([person], text, about=about, url=url, by=by)
    Notice.objects.filter(text=text).update(at=MORNING - timedelta(minutes=5))


def written():
    digest.write_letters(Person.objects.present())
    return list(Letter.objects.order_by("pk").values_list("subject", flat=True))


def test_a_day_has_one_digest_of_what_waits_and_what_happened(kim, ben, now):
    wait(kim, MORNING + timedelta(days=9))
    wait(kim, MORNING - timedelta(hours=1), title="Answer Mo")
    tell(kim, "published orders 2.0", about=ben, url="/x/", by=ben)
    assert written() == ["2 wait for you, 1 late"]
    letter = Letter.objects.get()
    for said in (
        "* Answer Ben",
        "  until Thu 10 Dec, 08:30. If silent: It counts as yes.",
        "  https://homeport.tideline.example/away/1/",
        "  LATE since Tue 1 Dec, 07:30.",
        "* Ben Elsewhere published orders 2.0",
        "https://homeport.tideline.example/wishes/",
    ):
        assert said in letter.body
    assert "I have seen it: https://homeport.tideline.example/reply/" in letter.body
    assert len(written()) == 1
    now(MORNING + timedelta(days=1))
    assert len(written()) == 2


def test_what_happened_is_told_once(kim, ben, now):
    tell(kim, "published orders 2.0", about=ben, url="/x/", by=ben)
    assert written() == ["What happened"]
    now(MORNING + timedelta(days=1))
    assert written() == ["What happened"]


def test_it_comes_at_the_persons_hour_in_their_zone(kim, now):
    wait(kim, MORNING + timedelta(days=9))
    Person.objects.filter(pk=kim.pk).update(time_zone="America/New_York")
    assert written() == []
    now(MORNING + timedelta(hours=5))
    assert written() == ["1 wait for you"]


def test_who_wants_no_mail_has_no_address_or_has_left_is_not_written_to(kim, ben, now):
    wait(kim, MORNING + timedelta(days=9))
    wait(ben, MORNING + timedelta(days=9))
    wish(by=kim, **{**WISHES, "mail": False})
    gone = make.person(email="gone@tideline.example")
    wait(gone, MORNING + timedelta(days=9))
    Person.objects.filter(pk=gone.pk).update(is_active=False, left_at=MORNING)
    assert written() == []


def test_a_mail_of_its_own_comes_when_a_clock_is_about_to_run_out(kim, now):
    wish(by=kim, **{**WISHES, "digest_at": time(23, 59)})
    wait(kim, MORNING + timedelta(hours=8))
    now(MORNING + timedelta(hours=5))
    assert written() == []
    now(MORNING + timedelta(hours=6, minutes=5))
    assert written() == ["Runs out Tue 1 Dec, 16:30: Answer Ben"]
    assert len(written()) == 1


def test_a_team_is_warned_through_its_lead(home, ana, now):
    Person.objects.filter(pk=ana.pk).update(email="ana@tideline.example")
    Wishes.objects.create(person=ana, digest_at=time(23, 59))
    due = MORNING + timedelta(hours=8)
    clocks.start("test.answer", home, team=home, due_at=due, title="Answer", silence="It is passed on.", url="/")
    now(MORNING + timedelta(hours=7))
    assert written() == ["Runs out Tue 1 Dec, 16:30: Answer"]


def test_quiet_hours_are_kept_and_a_warning_comes_before_them(kim, now):
    wish(by=kim, **{**WISHES, "digest_at": time(23, 59)})
    wait(kim, datetime(2026, 12, 2, 6, tzinfo=UTC))  # its last quarter begins at half past midnight
    now(datetime(2026, 12, 1, 18, 0, tzinfo=UTC))
    assert written() == []
    now(datetime(2026, 12, 1, 18, 45, tzinfo=UTC))
    assert len(written()) == 1
    wait(kim, datetime(2026, 12, 1, 23, tzinfo=UTC), title="Late")
    now(datetime(2026, 12, 1, 22, 0, tzinfo=UTC))
    assert len(written()) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [((19, 7), (20, 0), True), ((19, 7), (6, 59), True), ((19, 7), (7, 0), False), ((9, 9), (9, 0), False),
     ((12, 14), (13, 0), True), ((12, 14), (14, 0), False)],
)  # fmt: skip
def test_when_it_is_quiet(begins, ends, quiet):
    wishes = Wishes(quiet_from=time(begins[0]), quiet_until=time(begins[1]))
    assert digest.is_quiet(wishes, time(*ends)) is quiet


def test_a_topic_comes_at_once_in_the_digest_or_not_at_all(kim, ben, home, now):
    service = make.service(home)
    wish(by=kim, **{**WISHES, "topics": {"services": "at-once", "people": "off"}})
    tell(kim, "registered it", about=service, url="/s/", by=ben)
    tell(kim, "joined", about=ben, url="/p/", by=ben)
    assert written() == ["Ben Elsewhere registered it"]
    assert len(written()) == 1


def test_a_busy_day_hides_nothing_that_is_wanted(kim, ben, home, now):
    """A mail takes twenty; what one does not want to hear of, or was written before, takes none of these places."""
    service = make.service(home)
    wish(by=kim, **{**WISHES, "topics": {"people": "off", "away": "at-once"}})
    for number in range(25):
        tell(kim, f"moved {number}", about=ben, url="/p/", by=ben)
    tell(kim, "registered it", about=service, url="/s/", by=ben)
    asked = make.away(service)
    for number in range(25):
        tell(kim, f"asks {number}", about=asked, url="/away/1/", by=ben)
    assert {f"Ben Elsewhere asks {number}" for number in range(25)} <= set(written())
    assert "Ben Elsewhere registered it" in Letter.objects.get(key__startswith=f"digest:{kim.pk}:").body
    tell(kim, "asks at last", about=asked, url="/away/1/", by=ben)
    assert written()[-1] == "Ben Elsewhere asks at last"


def test_what_a_digest_has_no_room_for_is_said_to_be_more(kim, ben, now):
    for number in range(21):
        tell(kim, f"moved {number}", about=ben, url="/p/", by=ben)
    written()
    body = Letter.objects.get().body
    assert "moved 19" in body and "moved 20" not in body
    assert "and more: https://homeport.tideline.example/inbox/" in body


def test_a_title_of_two_lines_is_one_line_of_a_mail(kim, now):
    wish(by=kim, **{**WISHES, "digest_at": time(23, 59)})
    wait(kim, MORNING + timedelta(hours=8), title="Answer\r\nBcc: all@tideline.example")
    now(MORNING + timedelta(hours=7))
    assert written() == ["Runs out Tue 1 Dec, 16:30: Answer Bcc: all@tideline.example"]
    assert "* Answer Bcc: all@tideline.example\n" in Letter.objects.get().body


def test_seen_is_said_without_a_login_and_silences_the_warning(kim, client, now):
    clock = wait(kim, MORNING + timedelta(hours=8))
    address = replies.address(clock, kim, "seen")
    page = client.get(address)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert Clock.objects.get(pk=clock.pk).seen_at is None  # programs open links, too
    assert client.post(address).status_code == 200
    assert Clock.objects.get(pk=clock.pk).seen_by == kim
    now(MORNING + timedelta(hours=7))
    assert [subject for subject in written() if subject.startswith("Runs out")] == []


def test_a_link_is_for_one_person_one_clock_and_some_days(kim, client, now, monkeypatch):
    clock = wait(kim, MORNING + timedelta(days=40))
    address = replies.address(clock, kim, "seen")
    changed = address[:-3] + ("aa/" if address[-3:] != "aa/" else "bb/")
    assert client.get(changed).status_code == 409
    for code in ("agree", "nonsense"):
        assert client.post(replies.address(clock, kim, code)).status_code == 409
    assert client.get(replies.address(clock, make.person(), "seen")).status_code == 409
    monkeypatch.setattr(replies, "GOOD_FOR", -1)
    page = client.get(address)
    assert page.status_code == 409
    assert "too old" in page.content.decode()


def test_an_away_team_is_agreed_to_from_a_mail(client, now):
    request = make.away()
    clock = Clock.objects.get(kind="away.answer")
    lead = request.host.lead
    page = client.get(replies.address(clock, lead, "agree"))
    assert "Agree; they turn to me" in page.content.decode()
    assert client.post(replies.address(clock, lead, "agree")).status_code == 200
    request.refresh_from_db()
    assert (request.state, request.contact) == ("agreed", lead)
    again = client.post(replies.address(clock, lead, "agree"))
    assert again.status_code == 409
    assert "waits for you no longer" in again.content.decode()
