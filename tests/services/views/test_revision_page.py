"""The revision's page: quiet stretches fold, findings of one rule do not fill it, what stands beside it is told."""

import pytest
from django.urls import reverse

from portal.kit import policies
from services.actions import contracts
from services.reads.reports import reading_of
from tests import make, queries

pytestmark = pytest.mark.django_db

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\nservers: [{url: 'http://localhost:8080'}]\npaths: {}\n"
QUIET = HEAD + "".join(f"x-{n}: {n}\n" for n in range(100))


def revision_of(home, content, **facts):
    return make.checked(make.draft(make.service(home, slug="orders"), content, slug="api", **facts))


def test_a_quiet_stretch_folds_and_opens_when_asked(home, ana, as_):
    revision = revision_of(home, QUIET)
    browser = as_(ana)
    text = browser.get(revision.get_absolute_url()).content.decode()
    assert 'id="L50"' not in text
    assert "?line=10&amp;to=104#L10" in text
    opened = browser.get(f"{revision.get_absolute_url()}?line=10&to=104").content.decode()
    assert 'id="L50"' in opened
    assert 'id="L104"' in opened


def test_the_line_that_is_asked_for_is_never_folded(home, ana, as_):
    revision = revision_of(home, QUIET)
    text = as_(ana).get(f"{revision.get_absolute_url()}?line=60").content.decode()
    assert 'id="L60"' in text
    assert 'id="L30"' not in text


def test_where_nothing_is_found_nothing_folds(home, ana, as_):
    revision = revision_of(home, "just: a file\n" + "".join(f"x-{n}: {n}\n" for n in range(100)))
    assert 'id="L60"' in as_(ana).get(revision.get_absolute_url()).content.decode()


def test_many_findings_of_one_rule_take_a_line_each(home, ana, as_):
    fields = "".join(f"        p{n}: {{type: object}}\n" for n in range(60))
    content = HEAD + "components:\n  schemas:\n    A:\n      type: object\n      properties:\n" + fields
    revision = revision_of(home, content)
    count = reading_of(revision).report.rules["no-free-form-type"]["count"]
    assert count >= 60
    text = as_(ana).get(revision.get_absolute_url()).content.decode()
    assert f"and {count - 1} more of this rule" in text
    assert text.count('class="brief"') > 50
    assert text.count('<article class="finding"') < 30
    found = as_(ana).get(reverse("services:revision-findings", args=["orders", "api", 1])).content.decode()
    assert f"and {count - 6} more of this rule" in found


def test_waivers_of_the_contract_stand_beside_the_source(home, ana, as_):
    revision = revision_of(home, QUIET)
    make.waive_errors(revision)
    text = as_(ana).get(revision.get_absolute_url()).content.decode()
    assert 'id="waivers-title"' in text
    assert "Nobody has been hurt by it." in text


def test_the_switcher_names_number_version_state_and_score(home, ana, as_):
    revision = revision_of(home, make.CLEAN)
    text = as_(ana).get(revision.get_absolute_url()).content.decode()
    assert "1: 1.0.0, draft" in text
    assert f"{revision.score['passed']} passed" in text


def test_a_page_asks_once_whether_somebody_is_a_member(home, ana, ben, as_):
    revision = revision_of(home, QUIET)
    make.join_team(home, ben, by=ana)
    browser = as_(ben)
    asked = queries.count(browser, revision.get_absolute_url())
    assert asked <= 20
    with policies.remembering():
        assert policies.once("key", lambda: True)
        assert policies.once("key", lambda: False), "asked once while a page is drawn"
    assert not policies.once("key", lambda: False), "and anew by everybody else"


def test_a_form_of_publishing_that_is_wrong_comes_back_with_its_words(home, ana, as_):
    revision = make.published(make.service(home, slug="orders"), slug="api")
    draft = make.checked(make.draft(revision.contract, make.CLEAN.replace("1.0.0", "2.0.0")))
    address = reverse("services:revision-publish", args=["orders", "api", draft.number])
    answer = as_(ana).post(address, {"keep_until": "yesterday"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "1.0.0" in text
    assert 'value="yesterday"' in text
    assert "aria-invalid" in text


TABS = ("", "findings/", "operations/", "reference/", "compare/1/")


@pytest.mark.parametrize("tab", TABS)
def test_a_draft_can_be_published_from_every_tab(tab, ana, home, as_):
    first = make.published(make.service(home))
    draft = make.checked(make.draft(first.contract, make.CLEAN.replace("1.0.0", "2.0.0")))
    make.waive_errors(draft)
    page = as_(ana).get(f"{draft.get_absolute_url()}{tab}").content.decode()
    assert f"{draft.get_absolute_url()}publish/" in page
    assert "Publish" in page


def test_the_page_before_publishing_asks_what_becomes_of_the_one_before(ana, home, as_):
    first = make.published(make.service(home))
    draft = make.checked(make.draft(first.contract, make.CLEAN.replace("1.0.0", "2.0.0")))
    make.waive_errors(draft)
    page = as_(ana).get(f"{draft.get_absolute_url()}publish/")
    assert page.status_code == 200
    assert "Keep the one before until" in page.content.decode()
    assert as_(ana).get(f"{first.get_absolute_url()}publish/").status_code == 302, "it is published already"


def next_of(browser, revision):
    page = browser.get(revision.get_absolute_url()).content.decode()
    return page.split('data-answer="next"')[1].split("</dl>")[0]


def test_an_overtaken_draft_says_that_nobody_is_awaited(home, ana, as_):
    mended = revision_of(home, HEAD)
    assert mended.errors
    live = make.published(mended.contract)
    assert "came later and is published" in next_of(as_(ana), mended)
    assert "Nothing waits. This is what consumers read." in next_of(as_(ana), live)


def test_a_hotfix_overtakes_no_draft_of_a_later_version(home, ana):
    first = make.published(make.service(home))
    next_major = make.draft(first.contract, make.CLEAN.replace("1.0.0", "10.0.0"))
    hotfix = make.published(first.contract, make.CLEAN.replace("1.0.0", "9.0.1"))
    next_major.refresh_from_db()
    assert next_major.number < hotfix.number
    assert next_major.comes_after(hotfix)
    assert not first.comes_after(hotfix)


def test_a_published_revision_names_whom_it_waits_for(home, ana, as_):
    review = make.review(home)
    contracts.publish_revision(review.revision, by=ana)
    said = next_of(as_(ana), review.revision)
    assert f"{review.reviewer.name}: <a href=" in said
    assert "If silent" in said
    assert "Nothing waits" not in said
