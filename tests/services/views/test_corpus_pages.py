"""Contracts that no one here wrote: registered in the form, linted by a real child, and every window is a page."""

import random
from pathlib import Path

import pytest
import xmlschema
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.kit import jobs
from services.models import Check, Revision
from services.reads.reference import reference_of
from tests import make
from tests.standaside import stand_aside

pytestmark = [pytest.mark.django_db, pytest.mark.process]
FOLDER = Path(__file__).resolve().parents[4] / "shared" / "corpus"
CORPUS = FOLDER / "openapi"
ONE_EACH = {
    "asyncapi": "asyncapi/examples/streetlights-mqtt-asyncapi.yml",
    "avro": "avro/lang_java_compiler_src_test_idl_input_simple.avdl",
    "corba": "corba/CosNotifyChannelAdmin.idl",
    "graphql": "graphql/github-2024.graphql",
    "proto": "proto/google/pubsub/v1/pubsub.proto",
    "smithy": "smithy/smithy-aws-protocol-tests_model_restJson1_services_glacier.smithy",
    "thrift": "thrift/test_ThriftTest.thrift",
    "wsdl": "wsdl/systests_jaxws_src_test_resources_cxf6866.wsdl",
}
PACKAGED = Path(xmlschema.__file__).parent / "schemas" / "XENC" / "xenc-schema-11.xsd"
SMALL = {
    "xsd": PACKAGED.read_text,
    "plain": lambda: PLAIN.read_text().partition("```yaml\n")[2].partition("```")[0],
    "jsonschema": lambda: (
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Order", '
        '"type": "object", "properties": {"state": {"enum": ["new", "sent"]}}, "$defs": {"Line": {"type": "object"}}}'
    ),
    "openapi2": lambda: (
        'swagger: "2.0"\ninfo: {title: Pets, version: 1.0.0}\n'
        "paths: {/pets: {get: {responses: {200: {description: All.}}}}}\n"
    ),
}
"""Technologies of which the corpus has no document."""
PLAIN = Path(__file__).resolve().parents[3] / "docs" / "plain-contract.md"


def test_every_document_of_the_corpus_is_registered_and_linted(ana, home, as_):
    documents = sorted(CORPUS.glob("*")) if CORPUS.is_dir() else []
    if not documents:
        stand_aside("documents of the corpus", "../shared/corpus is not beside this checkout", allowed=True)
    service = make.service(home, slug="corpus")
    browser = as_(ana)
    for document in documents:
        slug = document.stem.replace(".", "-").lower()
        file = SimpleUploadedFile(document.name, document.read_bytes())
        words = {"service": service.slug, "slug": slug, "audience": "public", "file": file}
        answer = browser.post(reverse("services:contract-new"), words)
        assert answer.status_code == 302, document.name
        jobs.run_waiting()
        revision = Revision.objects.get(contract__slug=slug)
        check = Check.objects.get(revision=revision)
        assert (check.state, check.reason, revision.checked) == ("done", "", True), document.name
        lines = document.read_bytes().count(b"\n")
        for line in (1, lines // 2, lines):
            page = browser.get(f"{revision.get_absolute_url()}?line={line}")
            assert page.status_code == 200, document.name
        for name in ("revision-findings", "revision-operations"):
            assert browser.get(reverse(f"services:{name}", args=["corpus", slug, 1])).status_code == 200, document.name
        _reference_is_shown(browser, revision, document.name)


@pytest.mark.parametrize("technology", [*ONE_EACH, *SMALL])
def test_a_document_of_every_technology_has_all_its_pages(technology, ana, home, as_):
    if technology in ONE_EACH:
        path = FOLDER / ONE_EACH[technology]
        if not path.is_file():
            stand_aside("documents of the corpus", "../shared/corpus is not beside this checkout", allowed=True)
        content = path.read_bytes()
    else:
        content = SMALL[technology]().encode()
    revision = make.draft(make.service(home, slug="corpus"), content, slug=technology)
    jobs.run_waiting()
    revision = Revision.objects.select_related("contract").get(pk=revision.pk)
    assert (revision.checked, revision.contract.technology) == (True, technology)
    browser = as_(ana)
    lines = content.count(b"\n")
    for address in ("", f"?line={lines // 2}", "findings/", "operations/"):
        page = browser.get(f"{revision.get_absolute_url()}{address}")
        assert page.status_code == 200, address
    _reference_is_shown(browser, revision, technology)


def _reference_is_shown(browser, revision, name):
    """The index, the list of types, three operations and two types."""
    opened = reference_of(revision)
    chosen = random.Random(name)
    operations = chosen.sample(opened.operations, min(3, len(opened.operations)))
    types = chosen.sample(opened.types, min(2, len(opened.types)))
    addresses = [("reference", ()), ("reference-types", ())]
    addresses += [("reference-operation", (one.token,)) for one in operations]
    addresses += [("reference-type", (one.token,)) for one in types]
    for page, more in addresses:
        address = reverse(f"services:{page}", args=["corpus", revision.contract.slug, 1, *more])
        assert browser.get(address).status_code == 200, (name, address)
