"""Changing only what one has read: the ETag of an answer, and `If-Match` on the way back (RFC 9110)."""

import hashlib
from typing import Any

from rest_framework.renderers import JSONRenderer

from portal.kit.refusals import Outdated


def etag_of(data: Any) -> str:
    """Names what an answer says."""
    return f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


def require_match(asked: str, etag: str) -> None:
    """Refuse a change of something that is no longer as the caller has read it."""
    named = {one.strip() for one in asked.split(",")}
    if not named & {etag, "*"}:
        raise Outdated(
            "changed-meanwhile", "It was changed since you read it. Read it again, and change what is there now."
        )
