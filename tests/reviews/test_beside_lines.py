"""Suggestions stand beside the lines they speak of: in the document, in what changed, in the contract's own pages."""

import re

import pytest

from portal.kit import audit, jobs
from portal.kit.beside import said_at_lines
from portal.kit.refusals import Invalid
from services import contracts as engine
from services.actions import contracts
from teams.reviews.actions import asking, reviews
from teams.reviews.models import Review
from teams.reviews.reads.texts import text_of
from tests import make

pytestmark = pytest.mark.django_db
OLD = make.CLEAN
NEW = make.CLEAN.replace("1.0.0", "2.0.0")


@pytest.fixture
def second(home, ana):
    """A proposed second revision that is looked at, with one line that changed."""
    first = make.published(make.service(home, slug="orders"), OLD, slug="api")
    jobs.run_waiting()
    first.contract.service.criticality = "critical"
    first.contract.service.save()
    make.bar_raiser()
    draft = make.checked(make.draft(first.contract, NEW))
    make.waive_errors(draft)
    contracts.propose_revision(make.again(draft), by=ana)
    jobs.run_waiting()
    return Review.objects.select_related("reviewer", "revision__contract__service").get()


def suggest(review, line, text="Say what a repeat does.", **words):
    return reviews.suggest(review, by=review.reviewer, line=line, weight="must", text=text, why="Two retry.", **words)


def send(review):
    reviews.send_advice(review, by=review.reviewer, summary="Two things.")


def line_above(page, text):
    """The last line of the source that begins before this text."""
    return int(re.findall(r'<tr[^>]* id="L(\d+)"', page[: page.index(text)])[-1])


def version_line():
    return next(at for at, line in enumerate(NEW.split("\n"), 1) if "2.0.0" in line)


def test_in_the_contract_page_a_sent_suggestion_stands_under_the_line_where_it_ends(second, ben, as_):
    suggest(second, 4, end_line=6)
    address = second.revision.get_absolute_url()
    assert "Say what a repeat does." not in as_(ben).get(address).content.decode(), "a draft is its reviewer's alone"
    assert "Say what a repeat does." not in as_(second.reviewer).get(address).content.decode()
    send(second)
    page = as_(ben).get(address).content.decode()
    assert line_above(page, "Say what a repeat does.") == 6
    assert f'href="{second.get_absolute_url()}#suggestion-1"' in page
    assert [(one.line, one.end_line, one.state) for one in said_at_lines(second.revision, ben)] == [(4, 6, "open")]


def test_what_a_shadow_wrote_stands_nowhere_but_on_the_review(second, ben):
    one = suggest(second, 4)
    one.state = "unseen"
    one.save()
    send(second)
    assert said_at_lines(second.revision, ben) == []


def test_in_the_comparison_it_stands_beside_the_changed_line_or_at_the_fold_that_hides_it(second, ben, as_):
    changed = version_line()
    far = 12
    suggest(second, changed, "Say why it is a second one.")
    suggest(second, far, "Say how much at once.")
    send(second)
    revision = second.revision
    page = as_(ben).get(f"{revision.get_absolute_url()}compare/1/").content.decode()
    assert line_above(page, "Say why it is a second one.") == changed
    fold = page.index("lines the same", page.index("Say why it is a second one."))
    assert fold < page.index("Say how much at once.")
    other = as_(ben).get(f"/services/orders/api/revisions/1/compare/{revision.number}/").content.decode()
    assert "Say why it is a second one." not in other, "the other way round it is another text"


def test_the_reviewer_reads_what_changed_and_suggests_from_there(second, as_):
    client = as_(second.reviewer)
    changes = f"/reviews/{second.pk}/changes/"
    page = client.get(changes).content.decode()
    at = version_line()
    assert f'href="/reviews/{second.pk}/suggest/?line={at}&amp;from=changes"' in page
    assert 'data-change="removed"' in page and "1.0.0" in page and "2.0.0" in page
    words = {"line": at, "weight": "should", "text": "Say why.", "why": "Nobody knows."}
    answer = client.post(f"/reviews/{second.pk}/suggest/?line={at}&from=changes", words)
    assert answer["Location"] == f"{changes}?line={at}#L{at}"
    page = client.get(changes).content.decode()
    assert line_above(page, "Say why.") == at
    assert "What changed" in client.get(f"/reviews/{second.pk}/").content.decode()


def test_it_is_never_compared_with_what_came_later(second, ana, ben, as_):
    third = make.checked(make.draft(second.revision.contract, make.CLEAN.replace("1.0.0", "3.0.0")))
    make.waive_errors(third)
    contracts.publish_revision(make.again(second.revision), by=ana)
    contracts.propose_revision(make.again(third), by=ana)
    contracts.publish_revision(make.again(third), by=ana)
    page = as_(ben).get(f"/reviews/{second.pk}/changes/").content.decode()
    assert "From 1.0.0 to 2.0.0" in page and "3.0.0" not in page


def test_who_asks_says_against_which_one(home, ana, ben, as_):
    first = make.published(make.service(home, slug="orders"), OLD, slug="api")
    draft = make.checked(make.draft(first.contract, NEW))
    other = make.published()
    about = audit.ref(draft)
    for number in (0, draft.number, draft.number + 1, other.number + 7):
        with pytest.raises(Invalid) as refusal:
            asking.ask_for_review(about, by=ana, why="Is it still one?", compared_with=number)
        assert refusal.value.code == "review-compared-with-nothing"
    with pytest.raises(Invalid):
        asking.ask_for_review(audit.ref(home.services.get()), by=ana, why="Is it still one?", compared_with=1)
    form = as_(ana).get(f"/reviews/new/?about={about}").content.decode()
    assert "What changed since 1.0.0" in form
    as_(ana).post(
        f"/reviews/new/?about={about}", {"topic": "contract", "why": "Is it still one?", "compared_with": "1"}
    )
    review = Review.objects.get()
    assert review.compared_with == first
    assert "compared_with" not in as_(ana).get(f"/reviews/new/?about={audit.ref(first)}").content.decode()
    assert as_(ben).get(f"/reviews/{review.pk}/changes/").status_code == 200


def test_of_several_files_it_stands_in_its_own(home, ana, ben, as_):
    content = engine.pack({"openapi.yaml": OLD.encode(), "more.yaml": b"a: 1\nb: 2\n"})
    review = make.review(home, content=content, slug="api")
    lines = text_of(review).content.decode().split("\n")
    suggest(review, lines.index("b: 2") + 1, "Say what b is.")
    send(review)
    address = review.revision.get_absolute_url()
    page = as_(ben).get(f"{address}?file=more.yaml").content.decode()
    assert line_above(page, "Say what b is.") == 2
    assert "Say what b is." not in as_(ben).get(f"{address}?file=openapi.yaml").content.decode()
