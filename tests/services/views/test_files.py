"""A revision of several files: every page of it, its switcher, its download, and what cannot be opened."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from services.actions import contracts as actions
from services.contracts import formats, pack
from services.models import Blob, Contract, Revision
from services.reads.catalog import technology_label
from services.reads.reports import reading_of
from services.reads.source import WINDOW
from tests import make

pytestmark = pytest.mark.django_db

MAIN = """\
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: 'http://localhost:8080'}]
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "types/order.yaml#/Order"}}}}
"""
TYPES = "Order:\n  type: object\n  properties:\n    any: {type: object}\n"
OPENAPI = {"api.yaml": MAIN.encode(), "types/order.yaml": TYPES.encode(), "logo.png": b"\x89PNG\0\0"}
PROTO = {
    "orders/v1/orders.proto": b"""\
syntax = "proto3";
package orders.v1;
import "orders/v1/types.proto";
service Orders {
  rpc ReadOrder(ReadOrderRequest) returns (Order);
}
message ReadOrderRequest {
  string id = 1;
}
""",
    "orders/v1/types.proto": b'syntax = "proto3";\npackage orders.v1;\nmessage Order {\n  string id = 1;\n}\n',
}
TABS = ("", "findings/", "operations/", "reference/", "document/", "publish/", "compare/1/")


@pytest.fixture
def orders(home):
    return make.service(home, slug="orders")


def revision_of(orders, files):
    named = {} if isinstance(orders, Contract) else {"slug": "api"}
    revision = make.checked(make.draft(orders, pack(files), **named))
    reading = reading_of(revision)
    assert reading.checked, reading.reason
    return revision


@pytest.mark.parametrize("files", [OPENAPI, PROTO])
def test_every_page_of_several_files_is_shown(files, orders, ana, as_):
    browser = as_(ana)
    first = revision_of(orders, files)
    changed = {name: text.replace(b"Order", b"Purchase") for name, text in files.items()}
    second = revision_of(first.contract, {**changed, "notes.md": b"# Notes\n"})
    for revision in (first, second):
        for tab in TABS:
            assert browser.get(f"{revision.get_absolute_url()}{tab}").status_code in {200, 302}, tab
        for severity in ("error", "warning", "info", "hint", "waived"):
            for name in ["", *files, "none.yaml"]:
                asked = {"severity": severity, "file": name, "line": "3"}
                assert browser.get(revision.get_absolute_url(), asked).status_code == 200, asked
        for entry in reading_of(revision).operations():
            assert entry.file in files or entry.file
            operation = browser.get(reverse("services:reference", args=["orders", "api", revision.number]))
            assert operation.status_code == 200
    make.waive_errors(second)
    actions.publish_revision(second, by=second.contract.service.team.lead)
    assert browser.get("/search/", {"q": "ReadPurchase"}).status_code == 200
    assert browser.get(orders.get_absolute_url()).status_code == 200


def test_the_source_is_shown_a_file_at_a_time(orders, ana, as_):
    revision = revision_of(orders, OPENAPI)
    browser = as_(ana)
    begun = browser.get(revision.get_absolute_url()).content.decode()
    assert "readOrder" in begun.split('id="source"')[1], "it begins where the operations are"
    assert 'href="?file=types%2Forder.yaml"' in begun
    assert "1 file without text left out" in begun
    other = browser.get(revision.get_absolute_url(), {"file": "types/order.yaml"}).content.decode()
    source = other.split('id="source"')[1].split("</table>")[0]
    assert 'id="L4"' in source
    assert 'id="L5"' not in source
    assert '<input type="hidden" name="file" value="types/order.yaml">' in source
    for found in reading_of(revision).between(1, 99, "types/order.yaml"):
        assert found.id in source
    for found in reading_of(revision).between(1, 99, "api.yaml"):
        assert found.id not in source
    gone = browser.get(revision.get_absolute_url(), {"file": "types/order.yaml", "line": "4", "go": "1"})
    assert gone["Location"].endswith("?file=types%2Forder.yaml&line=4#L4")


def test_findings_and_operations_lead_to_their_file(orders, ana, as_):
    revision = revision_of(orders, OPENAPI)
    browser = as_(ana)
    found = next(reading_of(revision).between(1, 99, "types/order.yaml"))
    at = f"?file=types%2Forder.yaml&amp;line={found.line}#{found.id}"
    listed = browser.get(f"{revision.get_absolute_url()}findings/?rule={found.rule}").content.decode()
    assert at in listed
    assert f"types/order.yaml, line {found.line}" in listed
    assert "?file=api.yaml&amp;line=6#L6" in browser.get(f"{revision.get_absolute_url()}operations/").content.decode()
    outline = browser.get(revision.get_absolute_url()).content.decode().split('aria-label="Outline"')[1]
    assert "?file=types%2Forder.yaml&amp;line=1#L1" in outline


def test_a_window_is_of_one_file(orders, ana, as_):
    long = MAIN + "".join(f"x-{n}: {n}\n" for n in range(WINDOW + 100))
    revision = revision_of(orders, {**OPENAPI, "api.yaml": long.encode()})
    text = as_(ana).get(revision.get_absolute_url(), {"file": "api.yaml", "line": "60"}).content.decode()
    assert "?file=api.yaml&amp;line=" in text
    assert 'id="L60"' in text


def test_what_changed_is_shown_with_the_lines_of_each_file(orders, ana, as_):
    first = revision_of(orders, OPENAPI)
    files = {**OPENAPI, "types/order.yaml": TYPES.replace("any", "whatever").encode(), "z.yaml": b"Z: {type: string}\n"}
    second = revision_of(first.contract, files)
    text = as_(ana).get(f"{second.get_absolute_url()}compare/1/").content.decode()
    changes = text.split('id="changes"')[1]
    assert "?file=types%2Forder.yaml&amp;line=4#L4" in changes
    assert "types/order.yaml" in changes
    assert "?file=z.yaml&amp;line=1#L1" in changes


def test_one_document_becomes_several_files(orders, ana, as_):
    first = make.checked(make.draft(orders, slug="api"))
    second = revision_of(first.contract, OPENAPI)
    browser = as_(ana)
    assert browser.get(f"{second.get_absolute_url()}compare/1/").status_code == 200
    assert browser.get(f"{first.get_absolute_url()}compare/2/").status_code == 200


def test_the_archive_is_downloaded_as_it_came(orders, ana, as_):
    revision = revision_of(orders, OPENAPI)
    browser = as_(ana)
    answer = browser.get(f"{revision.get_absolute_url()}document/")
    assert answer["Content-Type"] == "application/zip"
    assert 'filename="api-1.zip"' in answer["Content-Disposition"]
    assert answer.content == pack(OPENAPI)
    begun = browser.get(reverse("services:revision-upload", args=["orders", "api"]), {"from": "1"})
    assert "PK\x03" not in begun.content.decode(), "an archive is not mended in a field"


def archive(*entries):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, content in entries:
            made.writestr(name, content)
    return written.getvalue()


BROKEN = {
    "cut": pack(OPENAPI)[:60],
    "empty": archive(),
    "out": archive(("../a.yaml", MAIN)),
    "pictures": archive(("a.png", b"\x89PNG\0")),
    "two": archive(("a.yaml", MAIN), ("b.yaml", MAIN)),
    "unread": archive(("a.txt", "nothing"), ("<b>.txt", "\r\n")),
    "crooked": archive(("a.yaml", "openapi: 3.1.0\n  : [")),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_an_archive_that_cannot_be_checked_is_shown_as_far_as_it_goes(content, orders, ana, as_):
    whole = make.checked(make.draft(orders, slug="api"))
    revision = make.draft(whole.contract, content)
    browser = as_(ana)
    assert browser.get(revision.get_absolute_url()).status_code == 200
    revision = make.checked(revision)
    assert not revision.checked
    for tab in ("", "findings/", "operations/", "reference/", "document/", "compare/1/"):
        assert browser.get(f"{revision.get_absolute_url()}{tab}").status_code == 200, tab


def parts(files):
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


FLAT = {"api.yaml": MAIN.replace("types/", "").encode(), "order.yaml": TYPES.encode()}


def test_several_chosen_files_are_stored_as_one_archive(orders, ana, as_):
    browser = as_(ana)
    form = browser.get(reverse("services:contract-new")).content.decode()
    assert "multiple" in form.split('type="file"')[1].split(">")[0]
    words = {"service": "orders", "slug": "api", "audience": "company", "file": parts(FLAT)}
    made = browser.post(reverse("services:contract-new"), words)
    assert made.status_code == 302, made.content.decode()
    first = Revision.objects.get()
    assert (Blob.read(first.digest), first.source_name) == (pack(FLAT), "api.yaml, order.yaml")
    assert make.checked(first).checked
    address = reverse("services:revision-upload", args=["orders", "api"])
    again = browser.post(address, {"file": parts(dict(reversed(FLAT.items())))})
    assert again.status_code == 422, "the same files in another order are the same bytes"
    alone = browser.post(address, {"file": SimpleUploadedFile("orders.zip", pack(OPENAPI))})
    assert alone.status_code == 302
    assert Blob.read(Revision.objects.get(number=2).digest) == pack(OPENAPI), "an archive is stored as it came"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([("a.yaml", b"a: 1"), ("a.yaml", b"a: 2")], "the same name"),
        ([("a.yaml", b"a: 1"), ("b.yaml", b"")], "There is nothing in b.yaml"),
        ([("a.yaml", b"a: 1"), ("b.zip", pack(OPENAPI))], "is a ZIP"),
        ([("a.yaml", b"a" * 3000), ("b.yaml", b"b" * 3000)], "Nothing was stored"),
    ],
)
def test_files_that_cannot_be_one_contract_are_refused(given, said, orders, ana, as_, settings):
    contract = make.draft(orders, slug="api").contract
    settings.MAX_CONTRACT_BYTES = 5000
    words = {"file": [SimpleUploadedFile(*one) for one in given]}
    answer = as_(ana).post(reverse("services:revision-upload", args=["orders", "api"]), words)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert contract.revisions.count() == 1


def test_pages_name_every_technology_that_is_read(orders, ana, as_):
    labels = {name: technology_label(name) for name in formats()}
    assert len(set(labels.values())) == len(labels)
    assert (labels["openapi"], labels["openapi2"], labels["graphql"]) == ("OpenAPI", "OpenAPI 2.0", "GraphQL schema")
    browser = as_(ana)
    form = browser.get(reverse("services:contract-new")).content.decode()
    assert all(name in form for name in ("Protocol Buffers", "WSDL", "AsyncAPI", "CORBA IDL", "packed as a ZIP"))
    assert "OpenAPI as YAML" not in browser.get(reverse("services:contract-list")).content.decode()


def test_of_very_many_files_some_have_a_button_and_the_others_are_found_by_a_part_of_their_names(orders, ana, as_):
    quiet = {f"a/part{at:04}.proto": b'syntax = "proto3";\npackage a.v1;\n' for at in range(300)}
    draft = make.checked(make.draft(orders, pack(PROTO | quiet), slug="many"))
    browser = as_(ana)
    text = browser.get(draft.get_absolute_url()).content.decode()
    assert text.count('hx-target="#source"') < 60
    assert "orders.proto" in text  # where something was found it has a button
    assert f"Or one of {300 + len(PROTO) - 24} more" in text
    shown = browser.get(draft.get_absolute_url(), {"file": "PART0123"}).context["page"]
    assert shown.file == "a/part0123.proto"
    assert "a/part0123.proto" in [name for name, _, _ in shown.switches]
    assert len(shown.switches) == 24
    assert browser.get(draft.get_absolute_url(), {"file": "no such file"}).context["page"].file in PROTO
