"""/healthz and /readyz: open to everyone, say what and never why."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from portal import health


def test_healthz_needs_nothing() -> None:
    """No ``db`` fixture here: a question to the database would fail the test."""
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_is_ok_when_everything_answers() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "checks": {"database": "ok", "migrations": "ok"}},
    )


@pytest.mark.django_db
def test_a_database_behind_the_code_is_not_ready() -> None:
    MigrationRecorder(connection).record_unapplied(*min(health.newest_migrations()))
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "checks": {"database": "ok", "migrations": "1 not applied"}}


@pytest.mark.django_db
def test_a_missing_broker_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.celery_app.conf, "broker_url", "redis://:hidden@127.0.0.1:1/0")
    with override_settings(EMBEDDED=False):
        answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["broker"] == "not reachable"
    assert "hidden" not in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_not_sent_to_https_and_not_remembered(path: str) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        answer = Client().get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_changes_nothing(path: str) -> None:
    assert Client().post(path).status_code == 405
