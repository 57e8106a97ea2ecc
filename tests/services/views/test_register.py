"""The form that registers an API says what is wrong with a document at the door it came by."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from services.models import Contract
from tests import make

pytestmark = pytest.mark.django_db


def post(client, **given):
    return client.post(reverse("services:contract-new"), {"service": "orders", "slug": "orders-api", **given})


@pytest.fixture
def mine(home):
    return make.service(home, slug="orders")


def test_an_empty_file_is_told_beside_the_file(as_, ana, mine):
    answer = post(as_(ana), audience="company", file=SimpleUploadedFile("a.yaml", b""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file"}
    assert not Contract.objects.exists()


def test_a_file_of_blanks_is_told_beside_the_file_too(as_, ana, mine):
    answer = post(as_(ana), audience="company", file=SimpleUploadedFile("a.yaml", b" \n "))
    assert set(answer.context["form"].errors) == {"file"}


def test_all_that_is_missing_is_told_at_once(as_, ana, mine):
    form = post(as_(ana), audience="company", slug="").context["form"]
    assert form.errors["slug"]
    assert "Choose one" in form.non_field_errors()[0]


def test_a_short_name_is_refused_in_the_words_of_its_help(as_, ana, mine):
    form = post(as_(ana), audience="company", slug="Gift Wrap!", content="x: 1").context["form"]
    assert form.errors["slug"] == ["Use small letters, digits and hyphens only, without spaces."]


def test_the_next_revision_may_begin_with_the_text_of_the_one_before(as_, ana, mine):
    draft = make.checked(make.draft(mine, "openapi: [3.1.0\n", slug="orders-api"))
    address = reverse("services:revision-upload", args=["orders", "orders-api"])
    assert f"{address}?from=1" in as_(ana).get(draft.get_absolute_url()).content.decode()
    assert "openapi: [3.1.0" in as_(ana).get(f"{address}?from=1").content.decode()
    assert "openapi: [3.1.0" not in as_(ana).get(address).content.decode()
    assert as_(ana).get(f"{address}?from=99").status_code == 200
    assert as_(ana).get(f"{address}?from=x").status_code == 200


def test_what_is_not_text_begins_nothing(as_, ana, mine):
    make.draft(mine, bytes(range(256)), slug="orders-api")
    address = reverse("services:revision-upload", args=["orders", "orders-api"])
    form = as_(ana).get(f"{address}?from=1").context["form"]
    assert form["content"].value() == ""
