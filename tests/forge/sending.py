"""What a forge does: writes a payload, signs it, posts it with its headers. Payloads in our own words, with the fields
that the forges document."""

import base64
import hashlib
import hmac
import itertools
import json
from typing import Any

from django.test import Client
from django.utils import timezone

_numbers = itertools.count(1)

SOURCE = "https://git.example/home/orders"
PROJECT = {"web_url": SOURCE, "git_http_url": f"{SOURCE}.git", "git_ssh_url": "git@git.example:home/orders.git"}
REPOSITORY = {"html_url": SOURCE, "clone_url": f"{SOURCE}.git", "ssh_url": "git@git.example:home/orders.git"}


def digest(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers_of(forge: str, event: str, secret: str, body: bytes, key: str = "") -> dict[str, str]:
    """The headers of each forge, with the oldest way in which it shows that it has the secret."""
    key = key or f"delivery-{next(_numbers)}"
    return {
        "github": {
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": key,
            "X-Hub-Signature-256": f"sha256={digest(secret, body)}",
        },
        "gitlab": {"X-Gitlab-Event": event, "Idempotency-Key": key, "X-Gitlab-Token": secret},
        "gitea": {
            "X-Gitea-Event": "push",
            "X-Gitea-Event-Type": event,
            "X-Gitea-Delivery": key,
            "X-Gitea-Signature": digest(secret, body),
            "X-GitHub-Event": event,
            "X-Hub-Signature-256": f"sha256={digest(secret, body)}",
        },
    }[forge]


def standard(secret: str, body: bytes, key: str, moment: int | None = None) -> dict[str, str]:
    """GitLab's newer headers, as Standard Webhooks wants them."""
    moment = moment if moment is not None else int(timezone.now().timestamp())
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(raw, f"{key}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": str(moment),
        "webhook-signature": "v1,bm90IHRoaXMgb25l v1," + base64.b64encode(signed).decode(),
    }


def send(receiver: Any, event: str, payload: Any, *, key: str = "", secret: str = "", **changed: str) -> Any:
    """Post a payload as the receiver's forge does."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    headers = headers_of(receiver.forge, event, secret or receiver.secret, body, key)
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    return Client().generic("POST", receiver.path, body, content_type="application/json", headers=headers)


def pull(number: int = 41, **facts: Any) -> dict[str, Any]:
    """A pull request of GitHub or Gitea."""
    return {
        "number": number,
        "title": "Refunds in several currencies",
        "html_url": f"{SOURCE}/pulls/{number}",
        "user": {"login": "tia"},
        "head": {"ref": "refunds", "sha": "c" * 40},
        "base": {"ref": "main", "sha": "b" * 40},
        "additions": 120,
        "deletions": 30,
        "changed_files": 4,
        "created_at": "2026-11-20T09:00:00Z",
        "updated_at": "2026-11-20T10:00:00Z",
        "merged": False,
        **facts,
    }


def pulled(action: str, sender: str = "tia", **facts: Any) -> dict[str, Any]:
    more = {name: facts.pop(name) for name in ("requested_reviewer", "review") if name in facts}
    return {
        "action": action,
        "repository": REPOSITORY,
        "sender": {"login": sender},
        "pull_request": pull(**facts),
        **more,
    }


def push(branch: str = "refunds", after: str = "c" * 40, **facts: Any) -> dict[str, Any]:
    """A push, with the fields that GitHub and Gitea share."""
    commit = {
        "id": after,
        "message": "Round once\n\nNot twice.",
        "added": ["a.py"],
        "modified": ["b.py"],
        "removed": [],
    }
    return {
        "ref": f"refs/heads/{branch}",
        "before": "a" * 40,
        "after": after,
        "commits": [commit],
        "sender": {"login": "tia"},
        "pusher": {"login": "tia"},
        "repository": {**REPOSITORY, "pushed_at": 1763629200},
        **facts,
    }


def merge(action: str, user: str = "tia", user_id: int = 51, **facts: Any) -> dict[str, Any]:
    """A merge request event of GitLab."""
    more = {name: facts.pop(name) for name in ("changes", "reviewers") if name in facts}
    return {
        "object_kind": "merge_request",
        "user": {"id": user_id, "username": user},
        "project": PROJECT,
        "object_attributes": {
            "iid": 41,
            "author_id": 51,
            "title": "Refunds in several currencies",
            "url": f"{SOURCE}/-/merge_requests/41",
            "source_branch": "refunds",
            "target_branch": "main",
            "created_at": "2026-11-20T09:00:00Z",
            "updated_at": "2026-11-20 10:00:00 UTC",
            "last_commit": {"id": "c" * 40},
            "action": action,
            **facts,
        },
        **more,
    }
