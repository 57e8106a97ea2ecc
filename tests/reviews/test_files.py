"""A review of a revision of several files: one text with a heading above each file."""

from html import escape

import pytest
from django.urls import reverse

from services.contracts import pack
from services.reads.files import files_of, opened
from services.reads.reports import reading_of
from tests import make
from tests.services.views.test_files import OPENAPI

pytestmark = pytest.mark.django_db


def test_lines_of_files_are_found_in_the_joined_text_and_back():
    joined = opened(pack({"a.yaml": b"1\n2\n", "b.yaml": b"", "c.yaml": b"3\r\n4"})).joined
    rows = joined.content.decode().split("\n")
    assert [joined.place(line) for line in range(1, 9)] == [
        ("a.yaml", 0), ("a.yaml", 1), ("a.yaml", 2), ("b.yaml", 0), ("b.yaml", 1),
        ("c.yaml", 0), ("c.yaml", 1), ("c.yaml", 2),
    ]  # fmt: skip
    assert rows[joined.starts["c.yaml"] + 1 - 1 :][:2] == ["3", "4"]
    assert opened(b"1\r2").joined.place(2) == ("", 2)


def test_the_reviewer_reads_all_files_and_suggests_on_their_lines(home, as_):
    review = make.review(home, content=pack(OPENAPI))
    joined = files_of(review.revision.digest).joined
    line = joined.starts["types/order.yaml"] + 4
    browser = as_(review.reviewer)
    page = browser.get(reverse("reviews:review-subject", args=[review.pk])).content.decode()
    assert f'id="L{line}"' in page
    for file in ("api.yaml", "types/order.yaml"):
        assert f"===== {file} =====" in page
        for found in reading_of(review.revision).between(1, 99, file):
            assert escape(found.title)[:40] in page
    words = {"line": line, "weight": "should", "text": "Say what it holds.", "why": "A stranger cannot tell."}
    assert browser.get(reverse("reviews:review-suggest", args=[review.pk]), {"line": line}).status_code == 200
    kept = browser.post(reverse("reviews:review-suggest", args=[review.pk]), words)
    assert kept.status_code == 302, kept.content
    assert review.suggestions.get().key.endswith("Order")
    assert browser.get(review.get_absolute_url()).status_code == 200
