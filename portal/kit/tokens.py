"""API tokens: made once, shown once, stored as a digest."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.models import ApiToken

PREFIX = "hp_"


def digest(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so a plain digest is as good as a slow one."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_token(name: str, person: Any, scope: str, *, by: Any = None, ends_at: datetime | None = None) -> str:
    """Make a token that acts as ``person`` within ``scope``. The text is returned here and never again."""
    text = PREFIX + secrets.token_urlsafe(32)
    if by is not None:
        policies.require(by, "token.create", scope)
    token = ApiToken.objects.create(name=name, person=person, scope=scope, digest=digest(text), ends_at=ends_at)
    audit.record(by, "token.create", token, data={"person": person.pk, "scope": scope})
    return text


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Any) -> None:
    """From now on the token opens nothing. Twice is the same as once."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record(by, "token.revoke", token)


def find(text: str) -> ApiToken | None:
    """The living token with this text, of a person who may log in."""
    token = ApiToken.objects.select_related("person").filter(digest=digest(text), revoked_at=None).first()
    if token is None or not token.person.is_active or (token.ends_at and token.ends_at <= timezone.now()):
        return None
    return token
