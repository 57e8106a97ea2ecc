"""Typed readers of the environment. Nonsense stops the start with one clear sentence, never later with a riddle."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(SystemExit):
    """An environment variable cannot be read; the process ends with the sentence."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r} cannot be read: {wanted}.")


def text(name: str, default: str = "") -> str:
    """The variable's text; ``NAME_FILE`` may name a file that holds it (for secrets mounted as files)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE", path, f"the file cannot be read ({error.strerror})") from None
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Yes or no: ``1 true yes on`` or ``0 false no off``."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(name, value, "write true or false")


def whole(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number between ``least`` and ``most``."""
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise BadSetting(name, value, "write a whole number") from None
    if not least <= number <= most:
        raise BadSetting(name, value, f"write a number from {least} to {most}")
    return number


def seconds(name: str, default: int, *, least: int = 1) -> timedelta:
    """A span of time, written in seconds."""
    return timedelta(seconds=whole(name, default, least=least))


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, folder: Path) -> dict[str, object]:
    """Django's DATABASES entry from ``postgresql://user:password@host:port/name``; empty means SQLite in ``folder``.

    SQLite runs in IMMEDIATE transactions with a write-ahead log: with the default mode a third to two thirds of
    concurrent writes fail as 'database is locked', with this one none did in our measurements.
    """
    url = text(name)
    if not url or url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///")) if url else folder / "homeport.sqlite3"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadSetting(
                name if url else "HOMEPORT_VAR", str(path.parent), f"no such folder can be made ({error.strerror})"
            ) from None
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
            },
            "TEST": {"NAME": ":memory:"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadSetting(name, parts.scheme or url, "write postgresql://user:password@host:port/name, or leave it out")
    try:
        port = parts.port
    except ValueError:
        raise BadSetting(name, "(hidden)", "the port is not a number") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "homeport",
            # A process that froze in the middle of a transaction holds its rows no longer than this (milliseconds).
            "options": "-c idle_in_transaction_session_timeout=60000",
        },
    }


def mailer(name: str) -> tuple[dict[str, object], str]:
    """Django's MAILERS entry and who writes, from ``smtp://user:password@host:587?from=homeport@company.example``.

    ``smtps`` speaks TLS from the first byte; ``smtp`` asks for STARTTLS, unless ``?tls=off`` says that it is not to
    (a relay on the same machine). Empty: no mail leaves.
    """
    url = text(name)
    if not url:
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}, ""  # never asked: nobody writes
    parts = urlsplit(url)
    words = dict(parse_qsl(parts.query))
    wanted = "write smtp://user:password@host:587?from=homeport@company.example"
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in words.get("from", ""):
        raise BadSetting(name, "(hidden)", wanted)
    secure = parts.scheme == "smtps"
    options: dict[str, object] = {
        "host": parts.hostname,
        "port": port or (465 if secure else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": secure,
        "use_tls": not secure and words.get("tls") != "off",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}, words["from"]
