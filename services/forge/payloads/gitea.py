"""What Gitea sends, by its documentation "Webhooks": GitHub's shapes, with reviews of its own and no deployments."""

from collections.abc import Callable
from typing import Any

from services.forge.payloads import github
from services.forge.payloads.told import Told, get, moment, pushed, text


def read(event: str, payload: Any) -> list[Told]:
    """The facts in one delivery; none for what is not noted here."""
    reader = EVENTS.get(event)
    return reader(payload) if reader else []


def _push(payload: Any) -> list[Told]:
    """Gitea does not say when something was pushed."""
    login = text(payload, "pusher", "login", most=120) or text(payload, "sender", "login", most=120)
    return pushed(payload, login=login, at=None)


def _reviewed(outcome: str) -> Callable[[Any], list[Told]]:
    def read_review(payload: Any) -> list[Told]:
        about = github.change(payload)
        if text(payload, "action") != "reviewed" or about["number"] is None:
            return []
        login, at = text(payload, "sender", "login", most=120), moment(get(payload, "pull_request", "updated_at"))
        return [Told(kind="review-given", outcome=outcome, login=login, at=at, **about)]

    return read_review


_approved, _rejected, _commented = _reviewed("approved"), _reviewed("changes-requested"), _reviewed("commented")

EVENTS: dict[str, Callable[[Any], list[Told]]] = {
    "push": _push,
    "pull_request": github.pull_request,
    "pull_request_sync": github.pull_request,
    "pull_request_review_request": github.pull_request,
    "pull_request_review_approved": _approved,
    "pull_request_review_rejected": _rejected,
    "pull_request_review_comment": _commented,
    # as X-Gitea-Event says them, where a proxy lets only that one through
    "pull_request_approved": _approved,
    "pull_request_rejected": _rejected,
    "pull_request_comment": _commented,
    "status": github.status,
    "workflow_run": github.workflow_run,
}
