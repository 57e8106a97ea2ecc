"""What stands still and goes on, beside the failsafes: pauses, who may what, on the page and in the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Clock
from teams.away.actions import boxes, designs, standing, stops, weekly
from tests import make
from tests.away import stages
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(home, ben):
    return stages.begun(stages.signed(make.service(home), make.team(ben, lead=ben, name="Checkout")))


def day(days):
    return (timezone.now() + timedelta(days=days)).date()


def test_a_pause_ends_by_itself_on_its_day(begun, ana, later):
    standing.pause_work(begun, by=ana, why="The fair.", resumes_on=day(7))
    assert not clocks.is_running("away.stall", begun)
    later(timedelta(days=7))
    clocks.ring_due()
    jobs.run_waiting()
    stay = stages.stay_of(begun)
    assert (stay.state, stay.resumes_on, stay.stops.get().side) == ("active", None, "both")
    assert clocks.is_running("away.stall", begun)


def test_what_may_not_be_is_refused_and_changes_nothing(begun, ana, ben, sam):
    standing.block_on_host(begun, by=ben, why="No database.")
    refused = [
        (Invalid, lambda: standing.pause_work(begun, by=ana, why="Later.", resumes_on=day(300))),
        (Denied, lambda: standing.pause_work(begun, by=sam, why="Later.", resumes_on=day(3))),
        (Refused, lambda: standing.block_on_host(begun, by=ben, why="Still none.")),
        (Denied, lambda: standing.block_on_host(begun, by=ana, why="Ours.")),
        (Invalid, lambda: weekly.write_status(begun, by=ben, words=" ")),
        (Refused, lambda: boxes.answer_extension(begun, by=ana, grants=True, reply="Yes.")),
        (Refused, lambda: designs.answer_design(begun, by=ana, agrees=True, reply="Yes.")),
        (Refused, lambda: designs.advise_on_design(begun, by=ana, number=1, advice="No.")),
    ]
    for kind, act in refused:
        with pytest.raises(kind):
            act()
    assert (stages.stay_of(begun).state, stages.stay_of(begun).stops.count()) == ("blocked-on-host", 1)


def test_more_time_may_be_granted_after_the_last_day(begun, ana, ben, until):
    until("away.finish")
    clocks.ring_due()
    jobs.run_waiting()
    assert clocks.is_running("away.over", begun)
    assert clocks.is_running("away.finish", begun), "late, and shown so"
    words = {"why": "Reviews took longer.", "value": "6 of 9 merged", "source": stages.LINK}
    boxes.ask_extension(begun, by=ben, ends_on=day(90), **words)
    boxes.answer_extension(begun, by=ana, grants=True, reply="Go on.")
    assert stages.stay_of(begun).ends_on == day(90)
    assert clocks.running("away.finish", begun).due_at.date() >= day(90)
    assert not clocks.is_running("away.over", begun)


def test_only_who_was_asked_from_outside_advises(ana, ben, sam):
    """There is one advice a design: an onlooker who speaks first would have taken it from whoever was asked."""
    head = make.person(name="Priya Head")
    top = make.division(head=head)
    host, guest = make.team(ana, lead=ana, division=top), make.team(ben, lead=ben, division=top)
    request = stages.begun(stages.signed(make.service(host), guest))
    words = {"title": "Two tables", "words": "One for each.", "door": "one-way"}
    number = designs.write_design(request, by=ben, **words).number
    for person in (make.person(), sam, ana, ben):
        with pytest.raises(Denied, match="Only Priya Head, who was asked"):
            designs.advise_on_design(request, by=person, number=number, advice="No.")
    assert designs.advise_on_design(request, by=head, number=number, advice="Keep both.").advised_by == head


def test_the_page_does_it_all(as_, begun, ana, ben):
    address = f"/away/{begun.pk}/"

    def post(who, act, **words):
        return as_(who).post(f"{address}stay/{act}/", words, follow=True).content.decode()

    assert "We wait for the hosts" in as_(ben).get(address).content.decode()
    page = post(ben, "block", why="The test database is down.")
    assert "Waits for Home" in page and "The test database is down." in page and "Home makes room" in page
    assert "Working days lost so far" in post(ana, "resume")
    assert "Two tables" in post(ben, "design", title="Two tables", words="One each.", door="one-way")
    assert "Gladly" in post(ana, "answer-design", agrees="1", reply="Gladly")
    assert "Refunds post" in post(ben, "status", words="Refunds post.")
    assert "ci.example" in post(ben, "skeleton", link=stages.LINK)
    page = post(ben, "extend", ends_on=str(day(70)), why="More.", value="4 of 5", source="https://m.example/")
    assert "No answer grants it" not in page and "4 of 5" in page
    assert "Granted" in post(ana, "answer-extension", grants="1", reply="Yes.")
    assert "Choose a day in the coming year" in post(ana, "pause", why="Fair.", resumes_on="2020-01-01")
    assert "goes on by itself on" in post(ana, "pause", why="Fair.", resumes_on=str(day(4)))
    assert as_(ben).post(f"{address}stay/dance/").status_code == 404


def test_the_api_does_it_all(begun, ana, ben):
    one = f"/api/v1/away-requests/{begun.pk}"
    guest, host = Program(ben), Program(ana)
    blocked = guest.post(f"{one}/block", {"why": "No database."}).json()
    assert (blocked["stay"]["state"], blocked["stay"]["why"]) == ("blocked-on-host", "No database.")
    assert host.post(f"{one}/resume", {}).json()["stay"]["state"] == "active"
    assert guest.post(f"{one}/statuses", {"words": "Refunds post."}).json()["by"]["login"] == "ben"
    assert len(Program(ana, "read").get(f"{one}/statuses").json()["results"]) == 1
    design = guest.post(f"{one}/designs", {"title": "Two tables", "words": "One each.", "door": "one-way"}).json()
    assert (design["number"], design["state"]) == (1, "open")
    assert host.post(f"{one}/designs/1", {"agrees": False, "reply": "Three."}).json()["state"] == "refused"
    assert guest.post(f"{one}/designs/1/advice", {"advice": "Yes."}).status_code == 403
    assert guest.post(f"{one}/skeleton", {"link": stages.LINK}).json()["link"] == stages.LINK
    assert host.post(f"{one}/skeleton/reaction", {"words": "We mend it."}).json()["code"] == "away-no-risk"
    words = {"ends_on": str(day(70)), "why": "More.", "value": "4 of 5", "source": "https://m.example/"}
    assert guest.post(f"{one}/extension", words).json()["state"] == "open"
    assert host.post(f"{one}/extension/answer", {"grants": False, "reply": "No."}).json()["state"] == "refused"
    paused = host.post(f"{one}/pause", {"why": "Fair.", "resumes_on": str(day(4))}).json()
    assert paused["stay"]["resumes_on"] == str(day(4))
    assert host.post(f"{one}/reclaim", {"why": "Ours."}).json()["code"] == "away-reclaim-too-early"


def test_time_that_does_not_reach_today_leaves_the_work_late_as_it_was(begun, until, later):
    until("away.finish")
    clocks.ring_due()
    jobs.run_waiting()
    late = Clock.objects.get(kind="away.finish", state=Clock.State.OPEN)
    later(timedelta(days=2))
    last = stages.stay_of(begun).ends_on + timedelta(days=1)
    stops.move_last_day(begun, stages.stay_of(begun), last, why="host")
    assert stages.stay_of(begun).ends_on == last
    assert Clock.objects.get(kind="away.finish", state=Clock.State.OPEN) == late
    assert clocks.is_running("away.over", begun)
