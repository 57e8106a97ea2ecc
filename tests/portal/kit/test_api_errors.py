"""Every error of the API has one shape, and says what to do. A table of provoked ones."""

import json

import pytest
from django.test import Client
from django.urls import get_resolver

from portal.kit import tokens
from portal.kit.refusals import PROBLEM
from portal.models import ApiToken
from tests import make

pytestmark = pytest.mark.django_db

SERVICE = {"team": "home", "slug": "orders"}


def bearer(person, scope="write"):
    return {"Authorization": f"Bearer {tokens.create_token('t', person, scope)}"}


@pytest.fixture
def ask(ana, home):
    """A request by Ana's token; ``token=''`` for nobody's."""
    headers = bearer(ana)

    def send(method, path, body=None, *, kind="application/json", token=None, **more):
        sent = {**({} if token == "" else {"Authorization": f"Bearer {token}"} if token else headers), **more}
        client = Client(raise_request_exception=False)
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return client.generic(method, path, data, content_type=kind if body is not None else "", headers=sent)

    return send


KEY = {"Idempotency-Key": "1"}
V = "/api/v1"
DEEP = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
PROVOKED = [
    ("GET", f"{V}/nothing", None, {}, 404, "not-found"),
    ("GET", f"{V}/nothing/", None, {}, 404, "not-found"),
    ("GET", "/api/nothing", None, {}, 404, "not-found"),
    ("POST", f"{V}/nothing", {}, {}, 404, "not-found"),
    ("GET", f"{V}/services/unknown", None, {}, 404, "not-found"),
    ("GET", f"{V}/services/%00", None, {}, 404, "not-found"),
    ("GET", f"{V}/services/%ff", None, {}, 404, "not-found"),
    ("GET", f"{V}/checks/{'9' * 10_000}", None, {}, 404, "not-found"),
    ("GET", f"{V}/checks/999999999999999999", None, {}, 404, "not-found"),
    ("GET", f"{V}/me", None, {"token": ""}, 401, "not-authenticated"),
    ("GET", f"{V}/me", None, {"token": "hp_unknown"}, 401, "authentication-failed"),
    ("GET", f"{V}/me", None, {"token": "", "Authorization": "Basic YTpi"}, 401, "authentication-failed"),
    ("GET", f"{V}/me", None, {"token": "", "Authorization": "Bearer \xff\xfe"}, 401, "authentication-failed"),
    ("DELETE", f"{V}/services", None, {}, 405, "method-not-allowed"),
    ("OPTIONS", f"{V}/services", None, {}, 405, "method-not-allowed"),
    ("POST", f"{V}/me", {}, {}, 405, "method-not-allowed"),
    ("POST", f"{V}/services", b"{", KEY, 400, "json-unreadable"),
    ("POST", f"{V}/services", b"", KEY, 422, "fields-invalid"),
    ("POST", f"{V}/services", b"[]", KEY, 422, "fields-invalid"),
    ("POST", f"{V}/services", b"NaN", KEY, 400, "json-unreadable"),
    ("POST", f"{V}/services", DEEP, KEY, 400, "json-unreadable"),
    ("POST", f"{V}/services", b'{"slug": "\xff"}', KEY, 400, "json-unreadable"),
    ("POST", f"{V}/services", '{"slug": "a"}'.encode("utf-16"), KEY, 400, "json-unreadable"),
    ("POST", f"{V}/services", b'{"slug": "\\ud800"}', KEY, 400, "json-unreadable"),
    ("POST", f"{V}/services", b'{"slug": ' + b"9" * 10_000 + b"}", KEY, 400, "json-unreadable"),
    ("POST", f"{V}/services", {**SERVICE, "name": "a\0b"}, KEY, 422, "fields-invalid"),
    ("POST", f"{V}/services", {**SERVICE, "name": 5}, KEY, 422, "fields-invalid"),
    ("POST", f"{V}/services", {**SERVICE, "nmae": "x"}, KEY, 422, "fields-invalid"),
    ("POST", f"{V}/services", {**SERVICE, "slug": "a b"}, KEY, 422, "fields-invalid"),
    ("POST", f"{V}/services", {**SERVICE, "team": "nobody"}, KEY, 422, "team-unknown"),
    ("POST", f"{V}/services", SERVICE, {}, 400, "idempotency-key-missing"),
    ("POST", f"{V}/services", SERVICE, {"Idempotency-Key": "a b"}, 400, "idempotency-key-unreadable"),
    ("POST", f"{V}/services", SERVICE, {"kind": "text/xml", **KEY}, 415, "unsupported-media-type"),
    (
        "POST",
        f"{V}/services",
        SERVICE,
        {"kind": "application/x-www-form-urlencoded", **KEY},
        415,
        "unsupported-media-type",
    ),
    ("POST", f"{V}/services", b" " * 2_000_000, KEY, 413, "too-big"),
    ("POST", f"{V}/contracts", b"nonsense", {"kind": "multipart/form-data; boundary=x", **KEY}, 422, "fields-invalid"),
    ("POST", f"{V}/contracts", b"nonsense", {"kind": "multipart/form-data", **KEY}, 400, "parse-error"),
    ("GET", f"{V}/services?limit=0", None, {}, 422, "fields-invalid"),
    ("GET", f"{V}/services?limit=201", None, {}, 422, "fields-invalid"),
    ("GET", f"{V}/services?limit={'9' * 10_000}", None, {}, 422, "fields-invalid"),
    ("GET", f"{V}/services?offset=-1", None, {}, 422, "fields-invalid"),
    ("GET", f"{V}/services?limit=\u0661", None, {}, 422, "fields-invalid"),
    ("GET", f"{V}/services?lifecycle=eternal", None, {}, 422, "fields-invalid"),
    ("GET", f"{V}/services?q=%00", None, {}, 400, "query-unreadable"),
    ("GET", f"{V}/services?q=%ff", None, {}, 400, "query-unreadable"),
    ("GET", f"{V}/services?q=%ed%a0%80", None, {}, 400, "query-unreadable"),
    ("GET", f"{V}/services?Q=orders", None, {}, 422, "fields-invalid"),
]


@pytest.mark.parametrize(("method", "path", "body", "more", "status", "code"), PROVOKED)
def test_a_provoked_error_is_a_problem_document(ask, method, path, body, more, status, code):
    response = ask(method, path, body, **more)
    told = json.loads(response.content)
    assert (response.status_code, told["code"]) == (status, code)
    assert response["Content-Type"] == PROBLEM
    assert told["status"] == status
    assert told["type"] == f"urn:homeport:problem:{code}"
    assert told["title"]
    assert told["request_id"] == response["X-Request-Id"]
    assert all(one["field"] and one["message"] for one in told["errors"])
    if status == 401:
        assert response["WWW-Authenticate"].startswith("Bearer")
    if status == 405:
        assert response["Allow"]
    assert len(response.content) < 20_000


def test_the_fields_at_fault_are_named(ask):
    told = ask("POST", f"{V}/services", {"team": "", "slug": "x y", "text": 1}, **KEY).json()
    assert [one["field"] for one in told["errors"]] == ["text", "team", "slug"]


def test_an_announced_giant_is_refused_before_it_is_looked_at(ask, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = ask("POST", f"{V}/nothing-of-the-kind", b"x" * 1001)
    assert (response.status_code, response["Content-Type"]) == (413, PROBLEM)
    assert response.json()["code"] == "request-too-big"


def test_a_fault_is_a_problem_document_too(ask, monkeypatch):
    monkeypatch.setattr("portal.kit.clocks.waiting_for", lambda person: 1 / 0)
    response = ask("GET", f"{V}/inbox")
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert response.json()["code"] == "internal-error"


def test_a_read_token_only_reads(ana, home):
    client = Client(headers=bearer(ana, ApiToken.Scope.READ))
    assert client.get(f"{V}/me").json()["token"]["scope"] == "read"
    response = client.post(f"{V}/services", SERVICE, content_type="application/json", headers=KEY)
    assert (response.status_code, response.json()["code"]) == (403, "token-only-reads")


def test_a_revoked_an_ended_and_a_leavers_token_open_nothing(ana, ben, sam, later):
    from datetime import timedelta

    from teams.people.actions.people import let_go

    text = tokens.create_token("t", ana, "read")
    token = ApiToken.objects.get(digest=tokens.digest(text))
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert client.get(f"{V}/me").status_code == 200
    tokens.revoke_token(token, by=ana)
    assert client.get(f"{V}/me").status_code == 401
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=None, ends_at=token.created_at + timedelta(days=1))
    assert client.get(f"{V}/me").status_code == 200
    later(timedelta(days=2))
    assert client.get(f"{V}/me").status_code == 401
    theirs = Client(headers=bearer(leaver := make.person()))
    let_go(leaver, by=sam)
    assert theirs.get(f"{V}/me").status_code == 401


def test_a_login_needs_its_csrf_token_to_change_something(ana, home):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert client.get(f"{V}/me").json()["token"] is None
    response = client.post(f"{V}/services", SERVICE, content_type="application/json", headers=KEY)
    assert (response.status_code, response.json()["code"]) == (403, "csrf-failed")
    page = client.get("/tokens/")
    headers = {**KEY, "X-CSRFToken": str(page.context["csrf_token"])}
    response = client.post(f"{V}/services", SERVICE, content_type="application/json", headers=headers)
    assert response.status_code == 201


def test_too_many_requests_are_told_when_to_come_again(ask, settings):
    settings.RATES = {**settings.RATES, "api": 2}
    answers = [ask("GET", f"{V}/rules?limit=1") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"api";q=2;w=60'
    assert answers[0]["RateLimit"] == '"api";r=1'
    last = answers[2]
    assert last.json()["code"] == "too-many-requests"
    assert 1 <= int(last["Retry-After"]) <= 120
    assert last["RateLimit"].startswith('"api";r=0;t=')


def test_every_address_is_closed_to_strangers(db):
    """The API's own table of who gets what: without a token 401, whatever the method and the address."""
    from django.urls import URLPattern

    found = [
        path
        for path, pattern in _patterns(get_resolver(), "/")
        if path.startswith("/api/v1") and isinstance(pattern, URLPattern)
    ]
    assert len(found) > 60
    for path in found:
        for method in ("GET", "POST", "PATCH"):
            status = Client().generic(method, path, b"{}", content_type="application/json").status_code
            assert status in {401, 405}, (method, path, status)


def _patterns(resolver, prefix):
    import re

    for pattern in resolver.url_patterns:
        path = prefix + re.sub(
            r"<(\w+):(\w+)>", lambda m: "1" if m[1] in {"id", "number"} else "x", str(pattern.pattern)
        )
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern, path)
        else:
            yield path, pattern
