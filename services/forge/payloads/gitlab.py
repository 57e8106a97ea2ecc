"""What GitLab sends, by its documentation "Webhook events"."""

from collections.abc import Callable, Iterator
from typing import Any

from services.forge.payloads.told import Told, get, is_production, link, moment, pushed, text, whole

STATES = {"requested_changes": "changes-requested", "reviewed": "commented"}
"""A reviewer's state that says what they found; an approval is an event of its own."""


def read(event: str, payload: Any) -> list[Told]:
    """The facts in one delivery; none for what is not noted here."""
    reader = EVENTS.get(event)
    return reader(payload) if reader else []


def repository(payload: Any) -> list[Any]:
    """The addresses of the project it is about."""
    return [get(payload, "project", name) for name in ("web_url", "git_http_url", "git_ssh_url")]


def _push(payload: Any) -> list[Told]:
    """GitLab does not say when something was pushed."""
    return pushed(payload, login=text(payload, "user_username", most=120), at=None)


def _merge_request(payload: Any) -> list[Told]:
    """Opened, pushed to, ready, asked of a reviewer, reviewed, merged or closed. Withdrawn approvals are not noted."""
    said = get(payload, "object_attributes")
    action, about = text(said, "action"), _change(payload, said)
    if about["number"] is None:
        return []
    told = {"login": text(payload, "user", "username", most=120), "at": moment(get(said, "updated_at")), **about}
    if action in {"open", "reopen"}:
        opened = moment(get(said, "created_at")) if action == "open" else told["at"]
        draft = "draft" if get(said, "draft") is True or get(said, "work_in_progress") is True else ""
        return [Told(kind="change-opened", outcome=draft, **{**told, "at": opened})]
    if action in {"approval", "approved"}:
        return [Told(kind="review-given", outcome="approved", **told)]
    if action == "merge":
        commit = next((one for name in _MERGED if (one := text(said, name, most=64))), told["commit"])
        return [Told(kind="change-merged", **{**told, "commit": commit})]
    if action == "close":
        return [Told(kind="change-closed", **told)]
    return list(_updated(payload, told)) if action == "update" else []


_MERGED = ("merge_commit_sha", "squash_commit_sha")


def _updated(payload: Any, told: dict[str, Any]) -> Iterator[Told]:
    """One update may say several things."""
    if text(payload, "object_attributes", "oldrev"):
        yield Told(kind="change-updated", **told)
    changes = get(payload, "changes")
    if get(changes, "draft", "previous") is True and get(changes, "draft", "current") is False:
        yield Told(kind="review-requested", **told)
    before = {text(one, "username"): one for one in _list(changes, "reviewers", "previous")}
    for one in _list(changes, "reviewers", "current"):
        login = text(one, "username", most=120)
        state, was = text(one, "state"), text(before.get(login), "state")
        if login not in before or get(one, "re_requested") is True:
            yield Told(kind="review-requested", name=login, **told)
        elif state != was and state in STATES:
            yield Told(kind="review-given", outcome=STATES[state], **{**told, "login": login})


def _note(payload: Any) -> list[Told]:
    """A comment of a person on a merge request: what a review is on a GitLab where few use the button for it."""
    note, merge = get(payload, "object_attributes"), get(payload, "merge_request")
    told = _change(payload, merge)
    if text(note, "noteable_type") != "MergeRequest" or get(note, "system") is True or told["number"] is None:
        return []
    if text(note, "action") not in {"", "create"}:
        return []
    told["login"] = text(payload, "user", "username", most=120)
    return [Told(kind="review-given", outcome="commented", at=moment(get(note, "created_at")), **told)]


def _change(payload: Any, said: Any) -> dict[str, Any]:
    return {
        "number": whole(said, "iid"),
        "title": text(said, "title", most=300),
        "url": link(said, "url"),
        "author": _author(payload, get(said, "author_id")),
        "branch": text(said, "source_branch"),
        "base": text(said, "target_branch"),
        "commit": text(said, "last_commit", "id", most=64),
    }


def _author(payload: Any, identity: Any) -> str:
    """The author is told by number only: their login stands there when they act, review or are assigned themselves."""
    people = [get(payload, "user"), *_list(payload, "assignees"), *_list(payload, "reviewers")]
    return next((text(one, "username", most=120) for one in people if identity and get(one, "id") == identity), "")


def _pipeline(payload: Any) -> list[Told]:
    run, commit = get(payload, "object_attributes"), text(payload, "object_attributes", "sha", most=64)
    outcome = {"success": "green", "failed": "red"}.get(text(run, "status"))
    if outcome is None or not commit:
        return []
    return [
        Told(
            kind="check-finished", outcome=outcome, commit=commit, at=moment(get(run, "finished_at")),
            name=f"pipeline {text(run, 'source', most=60)}".strip(), branch=text(run, "ref"),
            number=whole(payload, "merge_request", "iid"), login=text(payload, "user", "username", most=120),
            url=link(run, "url"),
        )
    ]  # fmt: skip


def _deployment(payload: Any) -> list[Told]:
    outcome = {"success": "ok", "failed": "failed"}.get(text(payload, "status"))
    if outcome is None:
        return []
    tier, name = text(payload, "environment_tier"), text(payload, "environment", most=200)
    whole_commit = link(payload, "commit_url").rpartition("/commit/")[2][:64]
    return [
        Told(
            kind="deployed", outcome=outcome, name=name, commit=whole_commit or text(payload, "short_sha", most=64),
            production=tier == "production" if tier else is_production(name), branch=text(payload, "ref"),
            at=moment(get(payload, "status_changed_at")), login=text(payload, "user", "username", most=120),
            url=link(payload, "environment_external_url") or link(payload, "deployable_url"),
        )
    ]  # fmt: skip


def _list(thing: Any, *names: str) -> list[Any]:
    found = get(thing, *names)
    return found if isinstance(found, list) else []


EVENTS: dict[str, Callable[[Any], list[Told]]] = {
    "Push Hook": _push,
    "Merge Request Hook": _merge_request,
    "Note Hook": _note,
    "Pipeline Hook": _pipeline,
    "Deployment Hook": _deployment,
}
