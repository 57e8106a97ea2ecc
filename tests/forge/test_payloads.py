"""One shape for three forges: what each of them tells, from payloads with the fields that they document."""

import pytest

from portal.kit import jobs
from services.forge.models import Delivery, Fact
from tests import make
from tests.forge.sending import PROJECT, REPOSITORY, SOURCE, merge, pulled, push, send

pytestmark = pytest.mark.django_db
MERGED = {"merge_commit_sha": "e" * 40, "merged_at": "2026-11-20T13:00:00Z"}
RUN = {"head_sha": "c" * 40, "head_branch": "main", "updated_at": "2026-11-20T12:00:00Z", "conclusion": "failure"}


@pytest.fixture
def orders(home):
    return make.service(home, slug="orders", source_url=SOURCE)


def told(orders, forge, *events):
    """The newest fact after these events, as the fields that are not empty."""
    receiver = make.receiver(orders, forge)
    for event, payload in events:
        assert send(receiver, event, payload).status_code == 202
        jobs.run_waiting()
    assert Delivery.objects.order_by("-pk")[0].state == "read"
    return Fact.objects.order_by("-pk")[0]


def test_a_change_reads_the_same_whichever_forge_tells_it(orders):
    shown = set()
    for forge, event, payload in (
        ("github", "pull_request", pulled("opened")),
        ("gitea", "pull_request", pulled("opened")),
        ("gitlab", "Merge Request Hook", merge("open")),
    ):
        fact = told(orders, forge, (event, payload))
        shown.add((fact.kind, fact.sentence, fact.title, fact.author, fact.branch, fact.base, fact.commit, fact.at))
    assert len(shown) == 1
    assert Fact.objects.filter(lines=150, files=4).count() == 2, "GitLab does not say how large a change is"


@pytest.mark.parametrize(
    ("forge", "event", "payload", "kind", "outcome"),
    [
        ("github", "pull_request", pulled("opened", draft=True), "change-opened", "draft"),
        ("github", "pull_request", pulled("reopened"), "change-opened", ""),
        ("github", "pull_request", pulled("synchronize"), "change-updated", ""),
        ("gitea", "pull_request_sync", pulled("synchronized"), "change-updated", ""),
        ("gitlab", "Merge Request Hook", merge("update", oldrev="a" * 40), "change-updated", ""),
        ("github", "pull_request", pulled("ready_for_review"), "review-requested", ""),
        ("gitlab", "Merge Request Hook", merge("update", changes={"draft": {"previous": True, "current": False}}),
         "review-requested", ""),
        ("gitea", "pull_request_review_approved", pulled("reviewed", "ana"), "review-given", "approved"),
        ("gitea", "pull_request_review_rejected", pulled("reviewed", "ana"), "review-given", "changes-requested"),
        ("gitea", "pull_request_review_comment", pulled("reviewed", "ana"), "review-given", "commented"),
        ("gitea", "pull_request_comment", pulled("reviewed", "ana"), "review-given", "commented"),
        ("gitlab", "Merge Request Hook", merge("approved", "ana", 7), "review-given", "approved"),
        ("gitlab", "Merge Request Hook", merge("approval", "ana", 7), "review-given", "approved"),
        ("github", "pull_request", pulled("closed"), "change-closed", ""),
        ("gitlab", "Merge Request Hook", merge("close"), "change-closed", ""),
    ],
)  # fmt: skip
def test_what_happens_to_a_change(orders, forge, event, payload, kind, outcome):
    fact = told(orders, forge, (event, payload))
    assert (fact.kind, fact.outcome, fact.number) == (kind, outcome, 41)


def test_a_review_of_github_is_its_reviewers(orders):
    review = {"state": "changes_requested", "user": {"login": "ana"}, "submitted_at": "2026-11-20T11:00:00Z"}
    fact = told(orders, "github", ("pull_request_review", pulled("submitted", "bot", review=review)))
    assert (fact.kind, fact.outcome, fact.login, fact.author) == ("review-given", "changes-requested", "ana", "tia")


def test_a_comment_on_a_merge_request_is_a_review_and_one_elsewhere_is_not(orders):
    note = {
        "noteable_type": "MergeRequest",
        "created_at": "2026-11-20 11:00:00 UTC",
        "system": False,
        "action": "create",
    }
    payload = {
        "user": {"id": 7, "username": "ana"}, "project": PROJECT, "object_attributes": note,
        "merge_request": merge("open")["object_attributes"],
    }  # fmt: skip
    assert told(orders, "gitlab", ("Note Hook", payload)).outcome == "commented"
    receiver = make.receiver(orders, "gitlab")
    for other in ({"noteable_type": "Issue"}, {"system": True}, {"action": "update"}):
        send(receiver, "Note Hook", {**payload, "object_attributes": {**note, **other}})
    jobs.run_waiting()
    assert Fact.objects.count() == 1


def test_a_reviewer_of_gitlab_is_asked_asks_for_changes_and_is_asked_again(orders):
    def reviewers(before, now):
        return merge("update", changes={"reviewers": {"previous": before, "current": now}})

    bare = {"id": 7, "username": "ana", "state": "unreviewed", "re_requested": False}
    asked = told(orders, "gitlab", ("Merge Request Hook", reviewers([], [bare])))
    assert (asked.kind, asked.name, asked.login) == ("review-requested", "ana", "tia")
    found = {**bare, "state": "requested_changes"}
    given = told(orders, "gitlab", ("Merge Request Hook", reviewers([bare], [found])))
    assert (given.kind, given.outcome, given.login) == ("review-given", "changes-requested", "ana")
    Fact.objects.filter(kind="review-requested").delete()
    again = told(orders, "gitlab", ("Merge Request Hook", reviewers([found], [{**bare, "re_requested": True}])))
    assert again.kind == "review-requested"


def test_gitlab_tells_the_author_when_they_act_and_it_is_remembered(orders):
    fact = told(
        orders, "gitlab", ("Merge Request Hook", merge("open")), ("Merge Request Hook", merge("approved", "ana", 7))
    )
    assert (fact.login, fact.author) == ("ana", "tia")


@pytest.mark.parametrize(
    ("forge", "event", "payload"),
    [
        ("github", "pull_request", pulled("closed", merged=True, **MERGED)),
        ("gitea", "pull_request", pulled("closed", merged=True, **MERGED)),
        ("gitlab", "Merge Request Hook", merge("merge", updated_at="2026-11-20 13:00:00 UTC", **MERGED)),
    ],
)  # fmt: skip
def test_a_merge_tells_the_commit_that_is_on_the_base_branch(orders, forge, event, payload):
    fact = told(orders, forge, (event, payload))
    assert (fact.kind, fact.commit, f"{fact.at:%H}") == ("change-merged", "e" * 40, "13")


@pytest.mark.parametrize(
    ("forge", "event", "says_when"),
    [("github", "push", True), ("gitea", "push", False), ("gitlab", "Push Hook", False)],
)
def test_a_push_tells_branch_commit_files_and_who(orders, forge, event, says_when):
    fact = told(orders, forge, (event, push(project=PROJECT, user_username="tia")))
    assert (fact.sentence, fact.title, fact.commit) == ("tia pushed to refunds", "Round once", "c" * 40)
    assert (fact.paths, fact.files) == (["a.py", "b.py"], 2)
    assert (f"{fact.at:%Y-%m-%d}" == "2025-11-20") is says_when, "else it is when it came"


@pytest.mark.parametrize("payload", [push(ref="refs/tags/v1"), push(after="0" * 40)])
def test_a_tag_and_a_branch_taken_away_are_nothing_to_note(orders, payload):
    send(make.receiver(orders), "push", payload)
    jobs.run_waiting()
    assert (Delivery.objects.get().state, Fact.objects.count()) == ("unused", 0)


@pytest.mark.parametrize(
    ("forge", "event", "payload", "name", "outcome"),
    [
        ("github", "check_run", {"check_run": {**RUN, "name": "tests", "conclusion": "success"}}, "tests", "green"),
        ("github", "workflow_run", {"workflow_run": {**RUN, "name": "CI"}}, "workflow CI", "red"),
        ("gitea", "workflow_run", {"workflow_run": {**RUN}, "workflow": {"name": "CI"}}, "workflow CI", "red"),
        ("gitea", "status", {"sha": "c" * 40, "state": "success", "context": "ci"}, "ci", "green"),
        ("gitlab", "Pipeline Hook", {"object_attributes": {"sha": "c" * 40, "status": "failed", "source": "push",
         "finished_at": "2026-11-20 12:00:00 UTC"}, "project": PROJECT}, "pipeline push", "red"),
    ],
)  # fmt: skip
def test_a_check_is_green_or_red_on_a_commit(orders, forge, event, payload, name, outcome):
    fact = told(orders, forge, (event, {"action": "completed", "repository": REPOSITORY, **payload}))
    assert (fact.kind, fact.name, fact.outcome, fact.commit) == ("check-finished", name, outcome, "c" * 40)


def test_a_check_that_runs_or_was_cancelled_says_nothing(orders):
    receiver = make.receiver(orders)
    for action, conclusion in (("created", None), ("completed", "cancelled")):
        run = {"check_run": {**RUN, "conclusion": conclusion}}
        send(receiver, "check_run", {"action": action, "repository": REPOSITORY, **run})
    jobs.run_waiting()
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    ("environment", "more", "production"),
    [
        ("production", {}, True), ("prod-eu", {}, True), ("staging", {}, False),
        ("blue", {"production_environment": True}, True),
    ],
)  # fmt: skip
def test_a_deployment_of_github(orders, environment, more, production):
    said = {"state": "success", "environment": environment, "updated_at": "2026-11-20T14:00:00Z"}
    deployment = {"sha": "e" * 40, "ref": "main", "creator": {"login": "tia"}, **more}
    payload = {"deployment_status": said, "deployment": deployment, "repository": REPOSITORY}
    fact = told(orders, "github", ("deployment_status", payload))
    assert (fact.kind, fact.outcome, fact.production, fact.commit) == ("deployed", "ok", production, "e" * 40)


def test_a_deployment_of_gitlab_says_by_its_tier_whether_it_is_production(orders):
    payload = {
        "status": "failed", "status_changed_at": "2026-11-20 14:00:00 +0200", "environment": "blue", "project": PROJECT,
        "environment_tier": "production", "commit_url": f"{SOURCE}/-/commit/{'e' * 40}", "short_sha": "eeeeeeee",
        "user": {"username": "tia"},
    }  # fmt: skip
    fact = told(orders, "gitlab", ("Deployment Hook", payload))
    assert (fact.outcome, fact.production, fact.commit, f"{fact.at:%H}") == ("failed", True, "e" * 40, "12")


def test_an_address_in_a_payload_that_is_none_is_no_link(orders):
    fact = told(orders, "github", ("pull_request", pulled("opened", html_url="javascript:alert(1)")))
    assert fact.url == ""


def test_a_text_that_no_database_holds_is_stored_without_it(orders):
    fact = told(orders, "github", ("pull_request", pulled("opened", title="a\x00b" + "x" * 999)))
    assert (len(fact.title), "\x00" in fact.title) == (300, False)
