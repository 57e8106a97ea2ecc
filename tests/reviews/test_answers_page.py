"""The lead answers all of a review on one page: what is typed is kept, what can be signed is, files come along."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kit.refusals import Invalid, Refused
from services.models import Blob
from teams.reviews.actions import attaching, deputies
from teams.reviews.actions.answer_drafts import keep_answer
from teams.reviews.answering_forms import AnswerForm
from teams.reviews.models import AnswerDraft, Attachment, Suggestion
from tests import make
from tests.reviews.test_filetypes import CSV, HOSTILE, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def advised(home):
    return make.advised(home)


def states():
    return list(Suggestion.objects.order_by("number").values_list("state", flat=True))


def test_what_can_be_signed_is_and_the_rest_stays_as_it_was_typed(as_, ana, advised):
    lead, address = as_(ana), f"/reviews/{advised.pk}/answers/"
    words = {"act": "sign", "1-kind": "accept", "1-text": "Done.", "2-kind": "ignore", "2-text": "Because I say so."}
    page = lead.post(address, words)
    assert (page.status_code, states()) == (422, ["accepted", "open"])
    assert "Because I say so." in page.content.decode()
    assert "Signed: suggestion 1." in page.content.decode()
    assert AnswerDraft.objects.get().words == {"kind": "ignore", "text": "Because I say so."}
    assert "Because I say so." in lead.get(address).content.decode()


def test_what_is_typed_is_kept_for_who_may_answer_and_nobody_else(as_, ana, ben, sam, advised):
    lead, address = as_(ana), f"/reviews/{advised.pk}/answers/"
    assert lead.post(address, {"1-text": "half a sente", "1-value": "no number yet"}).status_code == 302
    page = lead.get(address).content.decode()
    assert "half a sente" in page
    assert 'value="no number yet"' in page
    for person in (ben, sam, advised.reviewer):
        assert as_(person).get(address).status_code == 403
        assert "half a sente" not in as_(person).get(f"/reviews/{advised.pk}/").content.decode()
    deputies.name_deputy(advised, by=ana, person=ben)
    assert "half a sente" in as_(ben).get(address).content.decode()
    assert states() == ["open", "open"]


def test_a_suggestion_nobody_has_touched_is_no_draft(as_, ana, advised):
    lead, address = as_(ana), f"/reviews/{advised.pk}/answers/"
    form = AnswerForm()
    days = {name: str(field.initial) for name, field in form.fields.items() if field.initial}
    assert set(days) == {"measured_on", "look_again_on"}
    sent = {f"{number}-{name}": day for number in (1, 2) for name, day in days.items()}
    assert lead.post(address, sent | {"1-value": "3", "2-saves": "0"}).status_code == 302
    assert AnswerDraft.objects.get().suggestion.number == 1
    sent["2-look_again_on"] = str(form.fields["look_again_on"].initial + timedelta(days=1))
    assert lead.post(address, sent | {"1-saves": "1"}).status_code == 302  # what was typed is taken out again
    kept = {one.suggestion.number: one.words for one in AnswerDraft.objects.select_related("suggestion")}
    assert kept == {1: {}, 2: days | {"look_again_on": sent["2-look_again_on"]}}


def test_a_deputy_does_not_write_over_what_the_lead_has_saved_since(ana, ben, advised):
    deputies.name_deputy(advised, by=ana, person=ben)
    one = advised.suggestions.select_related("review__team__lead").first()
    keep_answer(one, by=ana, words={"text": "Mine."})
    with pytest.raises(Refused) as refusal:
        keep_answer(one, by=ben, words={"text": "Other."}, saves=0)
    assert refusal.value.code == "answer-draft-changed"
    assert keep_answer(one, by=ben, words={"text": "Other."}, saves=1).saves == 2


def test_enter_keeps_and_never_signs(as_, ana, advised):
    page = as_(ana).get(f"/reviews/{advised.pk}/answers/").content.decode()
    first = page[page.index('id="answer"') :]
    assert first.index('value="keep"') < first.index('value="sign"')


def test_a_file_instead_of_a_link_is_what_the_number_stands_in(as_, ana, advised):
    lead, address = as_(ana), f"/reviews/{advised.pk}/answers/"
    data = {f"1-{name}": str(value) for name, value in make.ignoring(source="").items()}
    file = SimpleUploadedFile("calls.csv", CSV)
    assert lead.post(address, {**data, "act": "sign", "1-file": file}).status_code == 302
    kept = Attachment.objects.get()
    assert kept.references.get().measure == "orders placed twice"
    assert (kept.media_type, kept.size, Blob.read(kept.digest)) == ("text/csv", len(CSV), CSV)


def test_it_is_always_downloaded_and_never_shown_or_guessed_at(as_, ana, ben, advised):
    one = advised.suggestions.select_related("review__team__lead").first()
    kept = attaching.attach_file(one, by=ana, name="größe.png", content=png())
    address = f"/reviews/{advised.pk}/files/{kept.pk}/"
    assert as_(ben).get(address).status_code == 404  # a draft's file is nobody's business
    answer = as_(ana).get(address)
    assert (answer.content, answer["Content-Type"]) == (png(), "image/png")
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    make.answer(one, **make.ignoring())
    assert as_(ben).get(address).status_code == 200
    other = make.advised()
    assert as_(ana).get(f"/reviews/{other.pk}/files/{kept.pk}/").status_code == 404


@pytest.mark.parametrize("what", ["SVG as PNG", "PDF with a script", "ZIP behind a PNG", "nothing"])
def test_a_hostile_file_is_said_at_its_field_and_nothing_typed_is_lost(as_, ana, advised, what):
    name, content = HOSTILE[what]
    words = {"act": "sign", "1-kind": "accept", "1-text": "Done.", "1-file": SimpleUploadedFile(name, content)}
    page = as_(ana).post(f"/reviews/{advised.pk}/answers/", words)
    assert (page.status_code, states(), Attachment.objects.count()) == (422, ["open", "open"], 0) or what == "nothing"
    assert "Done." in page.content.decode() or what == "nothing"


def test_files_are_few_and_frozen_with_the_answer(ana, advised):
    one = advised.suggestions.select_related("review__team__lead").first()
    for number in range(3):
        kept = attaching.attach_file(one, by=ana, name=f"{number}.txt", content=b"calls: %d" % number)
    assert attaching.attach_file(one, by=ana, name="again.txt", content=b"calls: 2") == kept
    with pytest.raises(Invalid) as refusal:
        attaching.attach_file(one, by=ana, name="4.txt", content=b"calls: 4")
    assert refusal.value.code == "attachment-too-many"
    attaching.detach_file(kept, by=ana)
    left = one.attachments.first()
    make.answer(one)
    for act in (
        lambda: attaching.detach_file(left, by=ana),
        lambda: attaching.attach_file(one, by=ana, name="5.txt", content=b"calls: 5"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "attachment-frozen"


def test_the_page_asks_the_same_number_of_questions_for_two_and_for_ten(as_, home, ana, django_assert_max_num_queries):
    for count in (2, 10):
        review = make.advised(home, count=count)
        lead = as_(ana)
        with django_assert_max_num_queries(32):
            page = lead.get(f"/reviews/{review.pk}/answers/").content.decode()
        assert page.count('-kind" value="ignore"') >= count
