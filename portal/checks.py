"""What Homeport refuses to start with. Django shows these in `manage.py check`; web, worker and beat obey them too.

A company's portal with known passwords, a known key or cookies in the clear looks exactly like a good one, so it must
not come up at all. Django runs its checks only for commands, hence :func:`refuse_unsafe`.
"""

import ipaddress
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

TAG = "homeport"
BUILT_IN_KEY = "embedded-not-a-secret-"
SHORTEST_KEY = 50


@register(TAG)
def unsafe(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every reason not to start, each with what to do about it."""
    reasons = embedded_reasons() if settings.EMBEDDED else company_reasons()
    return [Error(sentence, id=f"homeport.{code}") for code, sentence in reasons]


def refuse_unsafe() -> None:
    """End the process with every reason when there is one. For the doors at which Django itself checks nothing."""
    reasons = [f"  {message.msg} ({message.id})" for message in run_checks(tags=[TAG]) if message.is_serious()]
    if reasons:
        raise SystemExit("\n".join(["Homeport does not start like this:", *reasons]))


def company_reasons() -> Iterator[tuple[str, str]]:
    """Company mode: other people come, over a network."""
    if settings.DEMO:
        yield "E001", "HOMEPORT_DEMO is on, and its passwords are known to everyone. Leave it out."
    key = secret_key()
    if not key:
        yield "E002", "HOMEPORT_SECRET_KEY is missing. Set it to 50 or more random characters, the same everywhere."
    elif key.startswith(BUILT_IN_KEY) or len(key) < SHORTEST_KEY or len(set(key)) < 10:
        yield "E002", "HOMEPORT_SECRET_KEY is easy to guess. Set it to 50 or more random characters."
    if settings.DEBUG:
        yield "E003", "HOMEPORT_DEBUG is on, and its error pages show the inside to everyone. Leave it out."
    if not settings.ALLOWED_HOSTS:
        yield "E004", "HOMEPORT_HOSTS is missing. Set it to the names people type, such as homeport.example.com."
    elif any(host in {"*", "."} for host in settings.ALLOWED_HOSTS):
        yield "E004", "HOMEPORT_HOSTS lets every name in. Set it to the names people type."
    if connection.vendor == "sqlite":
        yield "E005", "HOMEPORT_DATABASE_URL is missing. Several processes need PostgreSQL: postgresql://..."
    if not settings.HTTPS and not all(is_loopback(host) for host in settings.ALLOWED_HOSTS):
        yield (
            "E006",
            "HOMEPORT_HTTPS is off, so passwords and cookies would travel in the clear. "
            "Leave it out; it may be off only while HOMEPORT_HOSTS names this machine alone.",
        )
    yield from address_reasons()
    if not Path(settings.STATIC_ROOT or "", "staticfiles.json").exists():
        yield "E008", "The static files are not built. Run: manage.py collectstatic --noinput"


def address_reasons() -> Iterator[tuple[str, str]]:
    """Mails link to the address and forms are accepted from it, so a wrong one breaks both far from here."""
    wanted = "https" if settings.HTTPS else "http"
    example = f"Set it to what people type, such as {wanted}://homeport.example.com, without a path."
    if not settings.ADDRESS:
        yield "E007", f"HOMEPORT_ADDRESS is missing. {example}"
        return
    parts = urlsplit(settings.ADDRESS)
    if parts.scheme != wanted or not parts.hostname or parts.path or parts.query or parts.username:
        yield "E007", f"HOMEPORT_ADDRESS is not the {wanted} address of this portal. {example}"


def embedded_reasons() -> Iterator[tuple[str, str]]:
    """Embedded mode: with the demo company it is for this machine alone."""
    if settings.DEMO and not all(is_loopback(host) for host in settings.ALLOWED_HOSTS):
        yield (
            "E009",
            "HOMEPORT_HOSTS names more than this machine while the demo company's known passwords work. "
            "Leave it out, or set HOMEPORT_DEMO=false.",
        )
    if not settings.DEMO and secret_key().startswith(BUILT_IN_KEY):
        yield (
            "E010",
            "HOMEPORT_DEMO is off, so this is real data, but its key is the built-in one that everyone knows. "
            "Set HOMEPORT_SECRET_KEY to 50 or more random characters.",
        )


def secret_key() -> str:
    """The key, or nothing: Django raises when an empty one is asked for."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address or name."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
