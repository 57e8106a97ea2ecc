"""What Homeport refuses to start with, setting by setting."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings

from portal import checks

KEY = "a-key-of-a-company-0123456789-abcdefghijklmnopqrstuvwxyz"
GOOD: dict[str, Any] = {
    "EMBEDDED": False,
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": ["homeport.example.com"],
    "ADDRESS": "https://homeport.example.com",
    "HTTPS": True,
}
LOOPBACK = {"HTTPS": False, "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"], "ADDRESS": "http://127.0.0.1:8000"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "staticfiles.json").write_text("{}")
    return tmp_path


def use(monkeypatch: pytest.MonkeyPatch, vendor: str) -> None:
    """Whichever database this run is on, the check sees this one."""
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor=vendor))


def reasons(built: Path, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> list[str]:
    """The numbers of what is wrong with a company's settings that were good but for these."""
    use(monkeypatch, changed.pop("vendor", "postgresql"))
    with override_settings(**{**GOOD, "STATIC_ROOT": built, **changed}):
        return [str(message.id) for message in checks.unsafe()]


def test_good_settings_are_good(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reasons(built, monkeypatch) == []
    assert reasons(built, monkeypatch, **LOOPBACK) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"DEMO": True}, "E001"),
        ({"SECRET_KEY": ""}, "E002"),
        ({"SECRET_KEY": "short"}, "E002"),
        ({"SECRET_KEY": "abc" * 30}, "E002"),
        ({"SECRET_KEY": "embedded-" + "not-a-secret-" * 4}, "E002"),
        ({"DEBUG": True}, "E003"),
        ({"ALLOWED_HOSTS": []}, "E004"),
        ({"ALLOWED_HOSTS": ["homeport.example.com", "*"]}, "E004"),
        ({"vendor": "sqlite"}, "E005"),
        ({"HTTPS": False, "ADDRESS": "http://homeport.example.com"}, "E006"),
        ({**LOOPBACK, "ALLOWED_HOSTS": ["127.0.0.1", "10.0.0.4"]}, "E006"),
        ({"ADDRESS": ""}, "E007"),
        ({"ADDRESS": "http://homeport.example.com"}, "E007"),
        ({"ADDRESS": "https://homeport.example.com/portal"}, "E007"),
        ({"ADDRESS": "homeport.example.com"}, "E007"),
        ({"STATIC_ROOT": "/nowhere"}, "E008"),
    ],
)
def test_company_mode_refuses(built: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], code: str) -> None:
    assert reasons(built, monkeypatch, **changed) == [f"homeport.{code}"]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"ALLOWED_HOSTS": ["127.0.0.1", "portal.example.com"]}, ["homeport.E009"]),
        ({"DEMO": False}, ["homeport.E010"]),
        ({"DEMO": False, "SECRET_KEY": KEY, "ALLOWED_HOSTS": ["portal.example.com"]}, []),
    ],
)
def test_embedded_mode_refuses(changed: dict[str, Any], codes: list[str]) -> None:
    embedded = {
        "EMBEDDED": True,
        "DEMO": True,
        "SECRET_KEY": "embedded-" + "not-a-secret-" * 4,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
    }
    with override_settings(**{**embedded, **changed}):
        assert [message.id for message in checks.unsafe()] == codes


def test_every_reason_is_said_at_once(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "postgresql")
    bad = {**GOOD, "STATIC_ROOT": built, "DEBUG": True, "DEMO": True}
    with override_settings(**bad), pytest.raises(SystemExit) as ending:
        checks.refuse_unsafe()
    said = str(ending.value)
    assert "HOMEPORT_DEMO" in said
    assert "HOMEPORT_DEBUG" in said


def test_nothing_is_said_when_nothing_is_wrong(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "postgresql")
    with override_settings(**{**GOOD, "STATIC_ROOT": built}):
        checks.refuse_unsafe()


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        *[(host, True) for host in ("127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "homeport.localhost")],
        *[(host, False) for host in ("0.0.0.0", "10.0.0.1", "example.com", "localhost.example.com", "", "*", ".local")],
    ],
)
def test_loopback_is_this_machine(host: str, answer: bool) -> None:
    assert checks.is_loopback(host) is answer
