"""What a forge tells moves the away work: reviews begin and end, rounds are counted, by the same actions as by hand."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.models import Clock, Job
from services.forge.actions.facts import tell_fact
from services.forge.actions.logins import say_login
from services.forge.models import Fact
from teams.away.actions.changes import say_gates
from teams.away.actions.releasing import name_way_back
from teams.away.actions.skeletons import see_skeleton
from teams.away.models import AwayChange, AwayRelease, AwaySkeleton
from teams.away.reads import at_forge
from tests import make
from tests.away import stages
from tests.forge.sending import REPOSITORY, SOURCE, merge, pulled, push, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def request_(home, guest, ben):
    say_login(ben, "github", "tia", by=ben)
    return stages.at_work(make.service(home, slug="orders", source_url=SOURCE), guest)


@pytest.fixture
def told(request_, ana):
    """Send events as the forge does, one minute after the other, and have them read."""
    receiver = make.receiver(request_.service)
    say_login(ana, "github", "ana-at-home", by=ana)
    begin = timezone.now() - timedelta(hours=2)

    def tell(*events, backwards=False):
        for event, payload in reversed(events) if backwards else events:
            assert send(receiver, event, payload).status_code == 202
        jobs.run_waiting()
        assert not Job.objects.filter(state="failed").exists()

    tell.at = lambda minute: (begin + timedelta(minutes=minute)).isoformat()
    return tell


def change():
    return AwayChange.objects.get()


def opened(told, minute=0, **facts):
    return "pull_request", pulled("opened", created_at=told.at(minute), updated_at=told.at(minute), **facts)


def happened(told, action, minute, sender="tia", **facts):
    return "pull_request", pulled(action, sender, updated_at=told.at(minute), **facts)


def reviewed(told, state, minute, login="ana-at-home"):
    review = {"state": state, "user": {"login": login}, "submitted_at": told.at(minute)}
    return "pull_request_review", pulled("submitted", login, review=review, updated_at=told.at(minute))


def merged(told, minute):
    facts = {"merged": True, "merge_commit_sha": "e" * 40, "merged_at": told.at(minute)}
    return happened(told, "closed", minute, **facts)


def open_clocks():
    rows = Clock.objects.filter(state="open", subject__startswith="away.awaychange:")
    return sorted(rows.values_list("kind", flat=True))


def test_a_pull_request_of_a_guest_is_a_change_whose_review_is_awaited(told, ben):
    told(opened(told))
    made = change()
    assert (made.state, made.author, made.rounds, made.lines, open_clocks()) == (
        "in-review",
        ben,
        1,
        150,
        ["away.review"],
    )
    assert made.asked_at.isoformat() == told.at(0)
    assert at_forge.tellers([made.source]) == {made.source: "GitHub"}


def test_a_draft_waits_until_it_is_ready(told):
    told(opened(told, draft=True))
    assert (change().state, open_clocks()) == ("open", [])
    told(happened(told, "ready_for_review", 5))
    assert (change().state, change().rounds) == ("in-review", 1)


def test_reviews_stop_the_clock_and_rounds_are_counted(told, ana):
    told(opened(told), reviewed(told, "changes_requested", 10))
    assert (change().state, open_clocks()) == ("changes-asked", ["away.rework"])
    assert change().steps.get(verb="ask-changes").by == ana
    told(happened(told, "synchronize", 20), happened(told, "review_requested", 21))
    assert (change().state, change().rounds, open_clocks()) == ("in-review", 2, ["away.review"])
    told(reviewed(told, "approved", 30))
    assert (change().state, open_clocks()) == ("approved", ["away.merge"])
    told(merged(told, 40))
    assert (change().state, change().merged_despite.count("Nobody has approved")) == ("merged", 0)
    assert open_clocks() == []


def test_a_whole_life_told_backwards_ends_the_same(told):
    told(opened(told), reviewed(told, "approved", 10), merged(told, 20), backwards=True)
    assert (change().state, change().over_at.isoformat()) == ("merged", told.at(20))


def test_everything_told_twice_changes_nothing(told, request_):
    events = [opened(told), reviewed(told, "changes_requested", 10), happened(told, "review_requested", 20)]
    told(*events)
    before = change().steps.count(), change().rounds
    told(*events)
    for fact in Fact.objects.all():
        jobs.enqueue("away.take_fact", fact.pk)
    jobs.run_waiting()
    assert (change().steps.count(), change().rounds) == before


def test_a_word_on_ones_own_change_is_no_review(told):
    told(opened(told), reviewed(told, "commented", 5, login="tia"))
    assert (change().answered_at, open_clocks()) == (None, ["away.review"])


def test_a_pull_request_of_somebody_else_is_no_change_of_the_guests(told):
    told(opened(told, user={"login": "ana-at-home"}), opened(told, number=42, user={"login": "stranger"}))
    assert not AwayChange.objects.exists()
    assert Fact.objects.count() == 2


def test_a_branch_that_names_the_work_belongs_to_it_whoever_pushed(told, request_):
    told(opened(told, user={"login": "stranger"}, head={"ref": f"at-{request_.pk}-refunds", "sha": "c" * 40}))
    assert (change().request_id, change().author_name) == (request_.pk, "stranger")


def test_a_branch_that_names_other_work_does_not(told, request_):
    told(opened(told, head={"ref": f"at-{request_.pk + 1}-refunds", "sha": "c" * 40}))
    assert not AwayChange.objects.exists()


def test_nothing_is_opened_where_nobody_is_at_work(told, request_, ana):
    from teams.away.actions.requests import end_away

    end_away(request_, by=ana, answer="We stop.")
    told(opened(told), reviewed(told, "approved", 5), merged(told, 10))
    assert not AwayChange.objects.exists()


def ran(told, conclusion, minute, name="ci", sha="c" * 40):
    run = {"name": name, "head_sha": sha, "conclusion": conclusion, "completed_at": told.at(minute)}
    return "check_run", {"action": "completed", "check_run": run, "repository": REPOSITORY}


def test_checks_on_the_newest_commit_are_its_gates(told):
    told(opened(told), ran(told, "success", 1), ran(told, "failure", 2, "lint"))
    assert change().gates == "red"
    told(ran(told, "success", 3, "lint"))
    assert change().gates == "green"
    told(ran(told, "failure", 4, sha="d" * 40))
    assert change().gates == "green", "another commit is not its newest"


def test_a_check_that_is_told_late_counts_beside_the_others_and_not_before_its_own_newer_word(told):
    told(opened(told), ran(told, "success", 5))
    told(ran(told, "failure", 4, "lint"))
    assert change().gates == "red"
    told(ran(told, "success", 7, "lint"))
    told(ran(told, "failure", 6, "lint"))
    assert change().gates == "green"


def test_a_new_commit_is_not_green_by_the_checks_of_the_one_before(told):
    told(opened(told), ran(told, "success", 1))
    told(happened(told, "synchronize", 5, head={"ref": "refunds", "sha": "d" * 40}))
    assert change().gates == ""
    told(ran(told, "success", 7, sha="d" * 40))
    assert change().gates == "green"


def test_checks_that_ran_before_the_forge_told_of_their_commit_count(told):
    told(ran(told, "success", 1), opened(told, 2))
    assert change().gates == "green"
    told(ran(told, "failure", 6, sha="d" * 40))
    told(happened(told, "synchronize", 5, head={"ref": "refunds", "sha": "d" * 40}))
    assert change().gates == "red"


def test_what_somebody_says_of_the_gates_holds_against_what_the_forge_saw_before(told, ana):
    told(opened(told))
    say_gates(change(), by=ana, green=True)
    told(ran(told, "failure", 3))
    assert change().gates == "green"
    told(happened(told, "review_requested", 4))
    assert change().gates == "green"


def test_files_that_are_pushed_are_files_it_touches(told):
    told(opened(told), ("push", push("refunds")))
    assert change().paths == ["a.py", "b.py"]


def test_gitlab_tells_the_same(request_, ben):
    say_login(ben, "gitlab", "tia", by=ben)
    receiver = make.receiver(request_.service, "gitlab")
    now = timezone.now()
    at = [f"{now - timedelta(minutes=60 - one):%Y-%m-%d %H:%M:%S} UTC" for one in range(60)]
    for event in (
        merge("open", created_at=at[0], updated_at=at[0]),
        merge("update", updated_at=at[5], oldrev="a" * 40),
        merge("approved", "ana", 7, updated_at=at[9]),
    ):
        send(receiver, "Merge Request Hook", event)
        jobs.run_waiting()
    assert (change().state, change().lines, change().author) == ("approved", None, ben)


def test_without_a_forge_the_same_is_said_by_hand(request_, ben, ana):
    said = {"by": ben, "number": 7, "url": f"{SOURCE}/pulls/7", "title": "Refunds", "branch": "refunds"}
    tell_fact(request_.service, kind="change-opened", **said)
    jobs.run_waiting()
    assert (change().state, change().author) == ("in-review", ben)
    tell_fact(request_.service, by=ana, kind="review-given", number=7, outcome="approved")
    jobs.run_waiting()
    assert change().state == "approved"
    sources = [one.source for one in change().steps.all()]
    assert set(at_forge.tellers(sources).values()) == {"Ben Elsewhere, by hand", "Ana Owner, by hand"}


def test_the_page_of_a_change_says_of_every_step_which_forge_told_it_or_whose_hand(told, request_, ben, ana, as_):
    told(opened(told), reviewed(told, "changes_requested", 5, login="somebody"))
    tell_fact(request_.service, by=ben, kind="review-requested", number=41)
    jobs.run_waiting()
    page = as_(ana).get(f"/away/{request_.pk}/changes/1/").text
    for said in ("told by GitHub", "told by Ben Elsewhere, by hand", "Told by GitHub by somebody."):
        assert said in page, said


def pushed(told, minutes, login="tia"):
    """A push, so many minutes from now by the forge's clock."""
    at = int((timezone.now() + timedelta(minutes=minutes)).timestamp())
    about = {"sender": {"login": login}, "repository": {**REPOSITORY, "pushed_at": at}}
    told(("push", push("refunds", f"{Fact.objects.count() + 1:040x}", **about)))


def counted_from(request):
    return Clock.objects.get(kind="away.stall", state="open", subject=f"away.awayrequest:{request.pk}").started_at


def test_a_push_of_the_guests_is_a_sign_of_work_and_one_of_others_or_of_long_ago_is_not(told, request_, later):
    began = counted_from(request_)
    later(timedelta(hours=3))
    pushed(told, 0, "stranger")
    pushed(told, -600)
    assert counted_from(request_) == began
    pushed(told, 0)
    assert counted_from(request_) > began


def test_a_push_ends_a_stall(told, request_, until, later):
    until("away.stall")
    clocks.ring_due()
    jobs.run_waiting()
    assert stages.stay_of(request_).state == "blocked-on-guest"
    later(timedelta(minutes=1))
    pushed(told, 0)
    assert stages.stay_of(request_).state == "active"


def test_the_hosts_own_checks_show_their_gates_before_the_guests_come(home, guest):
    request = stages.signed(make.service(home, slug="orders", source_url=SOURCE), guest)
    receiver = make.receiver(request.service)
    now = timezone.now()

    def ran(name, conclusion, minute, branch="main"):
        run = {
            "name": name, "head_sha": "b" * 40, "head_branch": branch, "conclusion": conclusion,
            "updated_at": (now + timedelta(minutes=minute - 60)).isoformat(), "html_url": f"{SOURCE}/runs/{minute}",
        }  # fmt: skip
        send(receiver, "workflow_run", {"action": "completed", "workflow_run": run, "repository": REPOSITORY})
        jobs.run_waiting()
        gates = stages.stay_of(request).gates
        return {one.code: (one.state, one.source) for one in gates.filter(code__in=["build", "tests", "docs"])}

    red, green, asked = ("red", "forge"), ("green", "forge"), ("not-shown", "hand")
    assert ran("unit tests", "failure", 1, "refunds") == {"build": asked, "tests": asked, "docs": asked}
    assert ran("CI", "failure", 10) == {"build": red, "tests": red, "docs": asked}
    assert ran("CI", "success", 20) == {"build": green, "tests": green, "docs": asked}
    assert ran("CI", "failure", 15)["build"] == green, "what is older comes late"


def deployed(told, minute, environment="production", commit="e" * 40):
    said = {"state": "success", "environment": environment, "updated_at": told.at(minute)}
    deployment = {"sha": commit, "ref": "main", "creator": {"login": "tia"}}
    payload = {"deployment_status": said, "deployment": deployment, "repository": REPOSITORY}
    return "deployment_status", payload


def test_the_first_change_in_production_releases_the_stay_at_that_moment(told, request_, ana):
    name_way_back(request_, by=ana, flag="refunds", rollback="Deploy the one before.", switcher=ana)
    told(opened(told), reviewed(told, "approved", 10), deployed(told, 20))
    assert stages.stay_of(request_).state == "active", "nothing of the guests is merged yet"
    told(merged(told, 30), deployed(told, 40, "staging"), deployed(told, 41, commit="d" * 40))
    assert stages.stay_of(request_).state == "active", "it is not in production yet"
    told(deployed(told, 50), deployed(told, 60))
    stay = stages.stay_of(request_)
    assert stay.state in {"released", "warranty"}
    assert stay.released_at.isoformat() == told.at(50)
    assert AwayRelease.objects.get(request=request_).source == "by GitHub"


def test_the_first_thing_in_production_is_the_skeleton_and_deployed_again_it_is_no_release(told, request_):
    told(opened(told), reviewed(told, "approved", 10), merged(told, 30), deployed(told, 50), deployed(told, 60))
    skeleton = AwaySkeleton.objects.get(stay__request=request_)
    assert skeleton.shown_at is not None
    assert skeleton.shown_at.isoformat() == told.at(50)
    assert stages.stay_of(request_).state == "active"
    assert not AwayRelease.objects.filter(request=request_).exists()


def test_without_a_way_back_the_guests_are_asked_for_it_and_nothing_is_lost(told, request_, ana):
    see_skeleton(request_.pk, "https://ci.example/1", at=datetime.fromisoformat(told.at(20)))
    told(opened(told), reviewed(told, "approved", 10), merged(told, 30), deployed(told, 50))
    assert stages.stay_of(request_).state == "active"
    name_way_back(request_, by=ana, flag="refunds", rollback="Deploy the one before.", switcher=ana)
    assert stages.stay_of(request_).released_at.isoformat() == told.at(50)
