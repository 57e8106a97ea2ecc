"""What GitHub sends, by its documentation "Webhook events and payloads"."""

from collections.abc import Callable
from typing import Any

from services.forge.payloads.told import Told, get, is_production, link, moment, pushed, text, whole

GREEN = frozenset({"success", "neutral", "skipped"})
RED = frozenset({"failure", "error", "timed_out", "action_required", "startup_failure"})
REVIEWS = {"approved": "approved", "changes_requested": "changes-requested", "commented": "commented"}


def read(event: str, payload: Any) -> list[Told]:
    """The facts in one delivery; none for what is not noted here."""
    reader = EVENTS.get(event)
    return reader(payload) if reader else []


def repository(payload: Any) -> list[Any]:
    """The addresses of the repository it is about."""
    return [get(payload, "repository", name) for name in ("html_url", "clone_url", "ssh_url")]


def change(payload: Any) -> dict[str, Any]:
    """What every event of a pull request says of it."""
    pull = get(payload, "pull_request")
    added, removed = whole(pull, "additions"), whole(pull, "deletions")
    return {
        "number": whole(pull, "number"),
        "title": text(pull, "title", most=300),
        "url": link(pull, "html_url"),
        "author": text(pull, "user", "login", most=120),
        "branch": text(pull, "head", "ref"),
        "base": text(pull, "base", "ref"),
        "commit": text(pull, "head", "sha", most=64),
        "lines": added + removed if added is not None and removed is not None else None,
        "files": whole(pull, "changed_files"),
    }


def _push(payload: Any) -> list[Told]:
    at = moment(get(payload, "repository", "pushed_at"), get(payload, "head_commit", "timestamp"))
    return pushed(payload, login=text(payload, "sender", "login", most=120), at=at)


def pull_request(payload: Any) -> list[Told]:
    """Opened, pushed to, ready, asked of a reviewer, merged or closed; labels and titles are nothing here."""
    pull, action, about = get(payload, "pull_request"), text(payload, "action"), change(payload)
    if about["number"] is None:
        return []
    told = {"login": text(payload, "sender", "login", most=120), "at": moment(get(pull, "updated_at")), **about}
    if action in {"opened", "reopened"}:
        opened = moment(get(pull, "created_at")) if action == "opened" else told["at"]
        outcome = "draft" if get(pull, "draft") is True else ""
        return [Told(kind="change-opened", outcome=outcome, **{**told, "at": opened})]
    if action in {"synchronize", "synchronized"}:
        return [Told(kind="change-updated", **told)]
    if action == "ready_for_review":
        return [Told(kind="review-requested", **told)]
    if action == "review_requested":
        return [Told(kind="review-requested", name=_asked(payload), **told)]
    if action == "closed":
        return [_closed(pull, told)]
    return []


def _asked(payload: Any) -> str:
    return text(payload, "requested_reviewer", "login", most=120) or text(payload, "requested_team", "slug", most=120)


def _closed(pull: Any, told: dict[str, Any]) -> Told:
    if get(pull, "merged") is True:
        commit = text(pull, "merge_commit_sha", most=64) or told["commit"]
        merged = moment(get(pull, "merged_at")) or told["at"]
        return Told(kind="change-merged", **{**told, "commit": commit, "at": merged})
    return Told(kind="change-closed", **{**told, "at": moment(get(pull, "closed_at")) or told["at"]})


def _review(payload: Any) -> list[Told]:
    review, outcome = get(payload, "review"), REVIEWS.get(text(payload, "review", "state").lower())
    if text(payload, "action") != "submitted" or outcome is None:
        return []
    told = {**change(payload), "login": text(review, "user", "login", most=120)}
    told["commit"] = text(review, "commit_id", most=64) or told["commit"]
    return [Told(kind="review-given", outcome=outcome, at=moment(get(review, "submitted_at")), **told)]


def _check_run(payload: Any) -> list[Told]:
    run = get(payload, "check_run")
    suite = get(run, "check_suite")
    return finished(
        payload, run, name=text(run, "name", most=200), branch=text(suite, "head_branch"), at=get(run, "completed_at")
    )


def workflow_run(payload: Any) -> list[Told]:
    """A workflow as a whole; Gitea Actions sends the same."""
    run = get(payload, "workflow_run")
    name = text(run, "name", most=180) or text(payload, "workflow", "name", most=180)
    at = get(run, "updated_at") or get(run, "completed_at")
    return finished(payload, run, name=f"workflow {name}".strip(), branch=text(run, "head_branch"), at=at)


def finished(payload: Any, run: Any, *, name: str, branch: str, at: Any) -> list[Told]:
    """A check that has ended green or red; one that was cancelled says nothing of the commit."""
    conclusion, commit = text(run, "conclusion"), text(run, "head_sha", most=64)
    if text(payload, "action") != "completed" or conclusion not in GREEN | RED or not commit:
        return []
    return [
        Told(
            kind="check-finished", outcome="green" if conclusion in GREEN else "red", at=moment(at), commit=commit,
            name=name, branch=branch, number=whole(run, "pull_requests", 0, "number"),
            login=text(payload, "sender", "login", most=120), url=link(run, "html_url"),
        )
    ]  # fmt: skip


def status(payload: Any) -> list[Told]:
    """A commit status, from a program that is no check; Gitea sends the same."""
    state, commit = text(payload, "state"), text(payload, "sha", most=64)
    if state not in GREEN | RED or not commit:
        return []
    return [
        Told(
            kind="check-finished", outcome="green" if state in GREEN else "red", commit=commit,
            at=moment(get(payload, "updated_at"), get(payload, "created_at")), name=text(payload, "context", most=200),
            branch=text(payload, "branches", 0, "name"), login=text(payload, "sender", "login", most=120),
            url=link(payload, "target_url"),
        )
    ]  # fmt: skip


def _deployment_status(payload: Any) -> list[Told]:
    said, deployment = get(payload, "deployment_status"), get(payload, "deployment")
    outcome = {"success": "ok", "failure": "failed", "error": "failed"}.get(text(said, "state"))
    if outcome is None:
        return []
    name = text(said, "environment", most=200) or text(deployment, "environment", most=200)
    return [
        Told(
            kind="deployed", outcome=outcome, name=name, commit=text(deployment, "sha", most=64),
            production=get(deployment, "production_environment") is True or is_production(name),
            at=moment(get(said, "updated_at"), get(said, "created_at")), branch=text(deployment, "ref"),
            login=text(deployment, "creator", "login", most=120),
            url=link(said, "environment_url") or link(said, "log_url"),
        )
    ]  # fmt: skip


EVENTS: dict[str, Callable[[Any], list[Told]]] = {
    "push": _push,
    "pull_request": pull_request,
    "pull_request_review": _review,
    "check_run": _check_run,
    "workflow_run": workflow_run,
    "status": status,
    "deployment_status": _deployment_status,
}
