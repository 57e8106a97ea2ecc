"""Contracts of several files through the API: sent as parts or as a ZIP, told with the file of each finding."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kit import jobs
from services.contracts import pack
from services.models import Blob, Revision
from tests import make
from tests.services.api.program import Program
from tests.services.views.test_files import FLAT, OPENAPI, PROTO, parts

pytestmark = pytest.mark.django_db
V = "/api/v1"
C = f"{V}/contracts/orders/api"


@pytest.fixture
def client(ana, home):
    make.service(home, slug="orders")
    return Program(ana)


def test_several_parts_become_one_archive(client):
    made = client.form(f"{V}/contracts", {"service": "orders", "slug": "api", "file": parts(FLAT)})
    assert made.status_code == 201, made.content
    sent = client.form(f"{C}/revisions", {"file": parts({**FLAT, "notes.md": b"# Notes\n"})})
    assert (sent.status_code, sent.json()["source_name"]) == (201, "api.yaml, order.yaml, notes.md")
    first, second = Revision.objects.order_by("number")
    assert Blob.read(first.digest) == pack(FLAT)
    assert Blob.read(second.digest) == pack({**FLAT, "notes.md": b"# Notes\n"})
    twice = client.form(f"{C}/revisions", {"file": [*parts(FLAT), *parts(FLAT)]})
    assert (twice.status_code, twice.json()["code"]) == (422, "contract-files-alike")


@pytest.mark.parametrize(("files", "kind"), [(OPENAPI, "application/zip"), (PROTO, "application/octet-stream")])
def test_an_archive_is_taken_as_it_is_and_its_findings_name_their_file(client, files, kind):
    client.post(f"{V}/contracts", {"service": "orders", "slug": "api", "content": make.CLEAN})
    sent = client.raw(f"{C}/revisions?name=orders.zip", pack(files), kind)
    assert sent.status_code == 201, sent.content
    jobs.run_waiting()
    told = client.get(sent["Location"]).json()
    assert told["checked"], told["check"]["reason"]
    findings = client.get(f"{sent['Location']}/findings?limit=200").json()["results"]
    assert {one["file"] for one in findings} <= set(files)
    assert len({one["file"] for one in findings}) == 2
    operations = client.get(f"{sent['Location']}/operations").json()["results"]
    assert [one["file"] in files for one in operations] == [True]
    document = client.get(f"{sent['Location']}/document")
    assert document.content == pack(files)
    assert 'filename="api-2.zip"' in document["Content-Disposition"]


def test_a_zip_is_taken_as_a_part(client):
    archive = SimpleUploadedFile("orders.zip", pack(OPENAPI))
    made = client.form(f"{V}/contracts", {"service": "orders", "slug": "api", "file": archive})
    assert made.status_code == 201, made.content
    assert Blob.read(Revision.objects.get().digest) == pack(OPENAPI)
