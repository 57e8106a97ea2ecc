"""Whatever is registered, the answer is a sentence, within bounds, and nothing else is harmed."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.kit import jobs
from services.models import Check, Contract, Revision
from services.reads.reference import reference_of
from tests import make

pytestmark = pytest.mark.django_db

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\n"
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return HEAD + "x-bomb:\n" + "\n".join(f"  {line}" for line in lines) + "\npaths: {}\n"


def evil():
    document = {
        "openapi": "3.1.0",
        "info": {"title": EVIL, "version": EVIL, "description": EVIL, "contact": {"name": EVIL, "email": EVIL}},
        "servers": [{"url": f"http://localhost/{EVIL}", "description": EVIL}],
        "tags": [{"name": EVIL, "description": EVIL}],
        "paths": {
            f"/{EVIL}": {
                "post": {
                    "operationId": EVIL, "summary": EVIL, "description": EVIL, "tags": [EVIL],
                    "parameters": [{"name": EVIL, "in": "query", "description": EVIL, "schema": {"type": "string"}}],
                    "responses": {"200": {"description": EVIL}},
                }
            }
        },
        "components": {"schemas": {"A": {"type": "object", "description": EVIL, "properties": {EVIL: {"type": EVIL}}}}},
    }  # fmt: skip
    return json.dumps(document)


BAD = {
    "alias bomb": bomb().encode(),
    "deep json": b'{"openapi":"3.1.0","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep yaml flow": HEAD.encode() + b"x: " + b"[" * 100_000 + b"]" * 100_000,
    "deep yaml block": HEAD.encode() + b"".join(b" " * n + b"a:\n" for n in range(3000)),
    "latin 1": "openapi: 3.1.0\ninfo: {title: Größe, version: 1}\npaths: {}\n".encode("latin-1"),
    "utf-16": (HEAD + "paths: {}\n").encode("utf-16"),
    "nul bytes": HEAD.encode() + b"x: a\x00b\npaths: {}\n",
    "binary": bytes(range(256)) * 40,
    "duplicate keys": (HEAD + "paths: {}\npaths: {}\n").encode(),
    "file reference": (HEAD + 'paths: {/a: {$ref: "file:///etc/passwd"}}\n').encode(),
    "network reference": (HEAD + 'paths: {/a: {$ref: "http://127.0.0.1:1/x.yaml"}}\n').encode(),
    "reference cycle": (HEAD + 'paths: {}\ncomponents: {schemas: {A: {$ref: "#/components/schemas/A"}}}\n').encode(),
    "not a contract": b"just: a file\n",
    "a web page": b"<!doctype html><html><body>404</body></html>",
    "broken yaml": b"openapi: [3.1.0\ninfo: }",
    "a number": b"42",
    "huge number": (HEAD + f"x: {'9' * 20000}\npaths: {{}}\n").encode(),
    "lone surrogate": b'{"openapi": "3.1.0", "info": {"title": "\\ud800", "version": "1"}, "paths": {}}',
    "markup everywhere": evil().encode(),
    "one line of a megabyte": (HEAD + "x: " + "a" * 1_000_000 + "\npaths: {}\n").encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_gets_a_sentence_and_a_page(name, ana, home, as_):
    service = make.service(home)
    browser = as_(ana)
    file = SimpleUploadedFile("contract.yaml", BAD[name])
    words = {"service": service.slug, "slug": "api", "audience": "company", "file": file}
    answer = browser.post(reverse("services:contract-new"), words)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    jobs.run_waiting()
    check = Check.objects.get()
    assert check.state in {"done", "not-checked"}, check.reason
    if check.state == "not-checked":
        assert len(check.reason) > 20
        assert "Traceback" not in check.reason
    views = [("revision", ()), ("revision-findings", ()), ("revision-operations", ()), ("reference", ())]
    views += [("reference-types", ()), ("revision-compare", (1,))]
    opened = reference_of(Revision.objects.get())
    if opened is not None:
        views += [("reference-operation", (one.token,)) for one in opened.operations]
        views += [("reference-type", (one.token,)) for one in opened.types]
    for view, more in views:
        page = browser.get(reverse(f"services:{view}", args=[service.slug, "api", 1, *more]))
        assert page.status_code == 200
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&amp;lt;img" not in text, "escaped twice"
    document = browser.get(reverse("services:revision-document", args=[service.slug, "api", 1]))
    assert document.content == BAD[name]
    assert document["Content-Type"] == "application/octet-stream"
    assert document["X-Content-Type-Options"] == "nosniff"


def test_a_document_with_errors_everywhere_is_counted_and_cut(ana, home, as_, settings):
    """Many findings: the report stops at its bound and says so; the page shows a window of them."""
    fields = "".join(f"        p{n}: {{type: object}}\n" for n in range(60_000))
    content = HEAD + "paths: {}\ncomponents:\n  schemas:\n    A:\n      type: object\n      properties:\n" + fields
    revision = make.checked(make.draft(make.service(home, slug="many"), content, slug="api"))
    assert revision.checked
    assert revision.errors + revision.warnings + revision.hints > 60_000
    page = as_(ana).get(f"{revision.get_absolute_url()}?line=30000")
    assert page.status_code == 200
    assert len(page.content) < 2_000_000


def test_a_request_above_every_limit_is_refused_in_words(ana, home, as_, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    make.service(home, slug="orders")
    file = SimpleUploadedFile("big.yaml", b"x" * 200_000)
    words = {"service": "orders", "slug": "api", "audience": "company", "file": file}
    answer = as_(ana).post(reverse("services:contract-new"), words)
    assert answer.status_code == 413
    assert "Nothing was stored" in answer.content.decode()
    assert not Contract.objects.exists()


def test_a_file_above_the_limit_is_refused_beside_its_field(ana, home, as_, settings):
    settings.MAX_CONTRACT_BYTES = 1024
    make.service(home, slug="orders")
    words = {"service": "orders", "slug": "api", "audience": "team", "file": SimpleUploadedFile("b.yaml", b"x" * 2000)}
    answer = as_(ana).post(reverse("services:contract-new"), words)
    assert answer.status_code == 422
    assert "at most" in answer.content.decode()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/", "ftp://example.com/x", "file:///etc/passwd",
     "http://2130706433/", "http://localhost/x", "http://10.0.0.1/x"],
)  # fmt: skip
def test_an_address_inside_is_not_fetched(ana, home, as_, url):
    make.service(home, slug="orders")
    words = {"service": "orders", "slug": "api", "audience": "company", "url": url}
    answer = as_(ana).post(reverse("services:contract-new"), words)
    assert answer.status_code == 422
    assert not Revision.objects.exists()


@pytest.mark.parametrize("given", [{}, {"content": "openapi: 3.1.0", "url": "https://example.com/x.yaml"}])
def test_exactly_one_door_is_used(ana, home, as_, given):
    make.service(home, slug="orders")
    words = {"service": "orders", "slug": "api", "audience": "company", **given}
    answer = as_(ana).post(reverse("services:contract-new"), words)
    assert answer.status_code == 422
    assert "Choose one" in answer.content.decode()


def test_what_was_typed_is_kept_when_the_form_is_wrong(ana, home, as_):
    make.service(home, slug="orders")
    words = {"service": "orders", "slug": "No Spaces!", "audience": "partner", "content": "openapi: 3.1.0 # mine"}
    answer = as_(ana).post(reverse("services:contract-new"), words)
    assert answer.status_code == 422
    assert "openapi: 3.1.0 # mine" in answer.content.decode()


@pytest.mark.parametrize("query", ["?q=%00", "?q=%ed%a0%80", "?page=99999999999999999", "?page=-1", "?line=99999999",
                                   "?line=abc", "?severity=%00", "?sort=;drop", "?rule=%00%ff"])  # fmt: skip
def test_a_strange_query_string_is_no_fault(ana, home, as_, query):
    revision = make.checked(make.draft(make.service(home, slug="orders"), slug="api"))
    browser = as_(ana)
    pages = ["services:service-list", "services:contract-list", "services:waiver-list", "people:team-list", "search"]
    for name in pages:
        assert browser.get(reverse(name) + query).status_code == 200, name
    for name in ("revision", "revision-findings", "revision-operations"):
        args = [revision.contract.service.slug, "api", 1]
        assert browser.get(reverse(f"services:{name}", args=args) + query).status_code == 200, name
