"""``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header): asked twice, done once, answered twice.

A key belongs to a person. It is claimed in a short transaction of its own, so that a second request that comes
meanwhile is told to wait. The answer is written in the transaction that does the deed, and only while the claim is
held: an answer without its deed, or a deed without its answer, cannot be. A refusal changes nothing, so it frees
the key.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Self

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from portal.kit.api import Unreadable
from portal.kit.refusals import Invalid, Refused
from portal.models import IdempotentRequest

KEPT = timedelta(hours=24)
THOUGHT_DEAD = timedelta(minutes=5)
CLEANED_AT_ONCE = 200
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?')


class Claim:
    """A key while its request is done. As a context manager it frees the key when nothing was kept."""

    def __init__(self, row: IdempotentRequest, kept: HttpResponse | None = None) -> None:
        self.row = row
        self.kept = kept

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None and self.kept is None:
            _mine(self.row).delete()

    @contextmanager
    def recording(self) -> Iterator[Callable[[Any], None]]:
        """The transaction of the deed. Call what it gives with the answer before it ends."""
        with transaction.atomic():
            yield self._keep

    def _keep(self, response: Any) -> None:
        body = JSONRenderer().render(response.data).decode() if getattr(response, "data", None) is not None else ""
        location = response.headers.get("Location", "")
        if not _mine(self.row).update(status=response.status_code, body=body, location=location):
            raise _running()


def claim(person: Any, header: str, fingerprint: str) -> Claim:
    """Claim the key for this request, or find the answer that was given to it.

    Refuses when the key belongs to another request, or when its request is still being done.
    """
    key = _KEY.fullmatch(header.strip())
    if key is None:
        raise Unreadable("idempotency-key-unreadable", "An Idempotency-Key has 1 to 255 visible ASCII characters.")
    now = timezone.now()
    _clean(now)
    mine = uuid.uuid4()
    try:
        with transaction.atomic():
            row = IdempotentRequest.objects.create(
                person=person, key=key[1], fingerprint=fingerprint, claim=mine, claimed_at=now
            )
            return Claim(row)
    except IntegrityError:
        row_or_none = IdempotentRequest.objects.filter(person=person, key=key[1]).first()
    if row_or_none is None:  # it was freed in this very moment
        raise _running()
    return _again(row_or_none, fingerprint, mine)


def _again(row: IdempotentRequest, fingerprint: str, mine: uuid.UUID) -> Claim:
    if row.fingerprint != fingerprint:
        raise Invalid("idempotency-key-reused", "This Idempotency-Key was used for another request. Make a new one.")
    if row.status is not None:
        answer = HttpResponse(row.body, status=row.status, content_type="application/json")
        if row.location:
            answer["Location"] = row.location
        answer["Idempotent-Replayed"] = "true"
        return Claim(row, answer)
    now = timezone.now()
    if row.claimed_at > now - THOUGHT_DEAD or not _mine(row).update(claim=mine, claimed_at=now):
        raise _running()
    row.claim = mine
    return Claim(row)


def _mine(row: IdempotentRequest) -> Any:
    return IdempotentRequest.objects.filter(pk=row.pk, claim=row.claim, status=None)


def _running() -> Refused:
    refusal = Refused("idempotency-key-in-use", "The first request with this Idempotency-Key is still being done.")
    refusal.headers["Retry-After"] = "1"
    return refusal


def _clean(now: Any) -> None:
    """Forget answers older than a day, a few at a time, so that no single request pays for all of them."""
    old = IdempotentRequest.objects.filter(claimed_at__lt=now - KEPT).order_by("claimed_at")
    IdempotentRequest.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:CLEANED_AT_ONCE])).delete()


def fingerprint(request: Request, *, has_body: bool) -> str:
    """What makes two requests the same: method, address, and body. Of a form its parts, for its boundary is random."""
    data: Any = request.data if has_body else {}
    if has_body and request.content_type and request.content_type.startswith("multipart/"):
        parts = [[name, _part(one)] for name in sorted(data) for one in data.getlist(name)]
        body = json.dumps(parts)
    else:
        body = getattr(request, "digest", "")
    return hashlib.sha256(f"{request.method}\n{request.get_full_path()}\n{body}".encode()).hexdigest()


def _part(part: Any) -> str:
    if not isinstance(part, UploadedFile):
        return str(part)
    content = hashlib.sha256()
    for chunk in part.chunks():
        content.update(chunk)
    part.seek(0)
    return f"{part.name} {content.hexdigest()}"
