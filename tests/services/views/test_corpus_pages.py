"""Contracts that no one here wrote: registered in the form, linted by a real child, and every window is a page."""

import random
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.kit import jobs
from services.models import Check, Revision
from services.reads.reference import reference_of
from tests import make
from tests.standaside import stand_aside

pytestmark = [pytest.mark.django_db, pytest.mark.process]
CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "openapi"


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
