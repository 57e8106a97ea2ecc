"""Whether a delivery comes from the forge that has the secret: each forge's own way, over the bytes as they came.

Every comparison takes the same time whatever differs. What a forge documents, and where, stands in docs/forge.md.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence

from django.utils import timezone

from services.forge.models import Forge

TOLERANCE = 5 * 60
"""Seconds a signed time may be off, as the Standard Webhooks specification advises."""

EVENTS = {
    Forge.GITHUB: ("X-GitHub-Event",),
    Forge.GITLAB: ("X-Gitlab-Event",),
    Forge.GITEA: ("X-Gitea-Event-Type", "X-Gitea-Event"),
}
NAMES = {
    Forge.GITHUB: ("X-GitHub-Delivery",),
    Forge.GITLAB: ("Idempotency-Key", "webhook-id"),
    Forge.GITEA: ("X-Gitea-Delivery",),
}
LONGEST_NAME = 120


def new_secret() -> str:
    """32 random bytes as Standard Webhooks writes them, which every forge takes as it is and GitLab asks for."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def why_not(forge: str, headers: Mapping[str, str], body: bytes, keys: Sequence[str]) -> str:
    """Empty when one of the secrets signed it; else why it is not let in, for a person."""
    return {Forge.GITHUB: _github, Forge.GITLAB: _gitlab, Forge.GITEA: _gitea}[Forge(forge)](headers, body, keys)


def event_of(forge: str, headers: Mapping[str, str]) -> str:
    """What the forge calls this event, the most exact way it says it."""
    return next((said for name in EVENTS[Forge(forge)] if (said := headers.get(name, ""))), "")[:80]


def name_of(forge: str, headers: Mapping[str, str], body: bytes) -> str:
    """The forge's own name for this delivery, the same when it is sent again.

    GitLab before 17.4 names only chains of events; there, and where nothing is said, it is the body's digest.
    """
    said = next((said for name in NAMES[Forge(forge)] if (said := headers.get(name, "").strip())), "")
    if said and len(said) <= LONGEST_NAME and said.isprintable():
        return said
    return f"sha256:{hashlib.sha256(headers.get('X-Gitlab-Event-UUID', '').encode() + body).hexdigest()}"


def _github(headers: Mapping[str, str], body: bytes, keys: Sequence[str]) -> str:
    given = headers.get("X-Hub-Signature-256", "")
    if not given:
        return "X-Hub-Signature-256 is missing: the webhook has no secret."
    return "" if any(_same(f"sha256={_hex(key, body)}", given) for key in keys) else "The signature does not fit."


def _gitea(headers: Mapping[str, str], body: bytes, keys: Sequence[str]) -> str:
    given = headers.get("X-Gitea-Signature", "")
    if not given:
        return _github(headers, body, keys).replace("X-Hub-Signature-256", "X-Gitea-Signature")
    return "" if any(_same(_hex(key, body), given) for key in keys) else "The signature does not fit."


def _gitlab(headers: Mapping[str, str], body: bytes, keys: Sequence[str]) -> str:
    """A signature where there is one; else the token as it is."""
    if "webhook-signature" in headers:
        return _standard(headers, body, keys)
    given = headers.get("X-Gitlab-Token", "")
    if not given:
        return "X-Gitlab-Token is missing: the webhook has neither a signing token nor a secret token."
    return "" if any(_same(key, given) for key in keys) else "The secret token does not fit."


def _standard(headers: Mapping[str, str], body: bytes, keys: Sequence[str]) -> str:
    """Standard Webhooks, version 1: HMAC-SHA256 over id, time and body; several signatures may stand side by side."""
    identity, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not re.fullmatch(r"[0-9]{1,12}", moment, re.ASCII) or abs(timezone.now().timestamp() - int(moment)) > TOLERANCE:
        return "webhook-timestamp is more than five minutes off. Look at the clocks of both machines."
    signed = f"{identity}.{moment}.".encode() + body
    wanted = ["v1," + base64.b64encode(_digest(_key(key), signed)).decode() for key in keys]
    given = headers["webhook-signature"].split()[:20]
    return "" if any(_same(one, said) for one in wanted for said in given) else "The signature does not fit."


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()


def _hex(secret: str, body: bytes) -> str:
    return _digest(secret.encode(), body).hex()


def _digest(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).digest()


def _same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "surrogatepass"))
