"""The pages of reviews, the ledger and the guild as people get them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from services.actions import contracts
from teams.people.models import Person
from teams.reviews.actions import outcomes, reviews
from teams.reviews.models import Answer, BarRaiser, Review, Suggestion
from tests import make, queries

pytestmark = pytest.mark.django_db


def html(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_review_says_what_whose_and_what_next(as_, home, ana, ben):
    review = make.review(home)
    for person in (ana, ben, review.reviewer):
        page = html(as_(person), f"/reviews/{review.pk}/")
        assert f"<strong>{review.reviewer.name}</strong> reads it" in page
        assert "Ana Owner may go on at any time" in page
        assert "If silent: A deputy is drawn as well" in page


def test_from_reading_to_advice_to_the_last_answer_without_any_script(as_, home, ana):
    review = make.review(home)
    reviewer, lead = as_(review.reviewer), as_(ana)
    address = f"/reviews/{review.pk}/"
    subject = html(reviewer, f"{address}subject/")
    assert f'href="{address}suggest/?line=7" title="Suggest on this line"' in subject
    form = html(reviewer, f"{address}suggest/?line=7")
    assert 'name="line" value="7"' in form
    words = {"line": "7", "weight": "must", "text": "Say what a repeat does.", "why": "Two of three retry."}
    assert reviewer.post(f"{address}suggest/?line=7", words).status_code == 302
    assert reviewer.post(f"{address}suggest/", {**words, "line": "2", "weight": "idea"}).status_code == 302
    assert "Say what a repeat does." in html(reviewer, address)
    assert "Say what a repeat does." not in html(lead, address)
    changed = {**words, "text": "Say what a second call does."}
    assert reviewer.post(f"{address}suggestions/1/change/", changed).status_code == 302
    assert reviewer.post(f"{address}send/", {"summary": ""}).status_code == 422
    assert reviewer.post(f"{address}send/", {"summary": "Clear. Two things."}).status_code == 302
    page = html(lead, address)
    assert "Say what a second call does." in page
    assert "Clear. Two things." in page
    assert "Waits for you" in page
    assert f'href="{address}answers/"' in page
    asked = html(lead, f"{address}answers/")
    assert 'name="1-kind"' in asked
    assert 'name="2-measure_3"' in asked
    wrong = lead.post(
        f"{address}answers/", {"act": "sign", "1-kind": "ignore", "1-text": "No need.", "2-text": "Later"}
    )
    assert wrong.status_code == 422
    for words in ("Say when the data is looked at again", "No need.", "how many of how many", "Later"):
        assert words in wrong.content.decode()
    data = {f"1-{name}": str(value) for name, value in make.ignoring().items()}
    both = {**data, "act": "sign", "2-kind": "accept", "2-text": "Done."}
    assert lead.post(f"{address}answers/", both).status_code == 302
    page = html(lead, address)
    again = Answer.objects.get(kind="ignore").look_again_on
    assert f"What was ignored is looked at again on {again:%-d %B %Y}." in page
    past = again - timedelta(days=730)  # a day within a year was asked for
    Answer.objects.filter(kind="ignore").update(look_again_on=past)
    assert f"What was ignored was to be looked at again on {past:%-d %B %Y}." in html(lead, address)
    Answer.objects.filter(kind="ignore").update(look_again_on=again)
    assert "orders placed twice" in page
    look = html(lead, f"{address}suggestions/1/outcome/")
    assert "Who was right?" in look
    assert lead.post(f"{address}suggestions/1/outcome/", {"outcome": "advice-right"}).status_code == 422
    told = {"outcome": "advice-right", "value": "0.5 %"}
    assert lead.post(f"{address}suggestions/1/outcome/", told).status_code == 302
    assert "Advice was right" in html(lead, address)


def test_a_line_beyond_the_source_is_said_at_the_field(as_, home):
    review = make.review(home)
    words = {"line": "900", "weight": "must", "text": "x", "why": "y"}
    answer = as_(review.reviewer).post(f"/reviews/{review.pk}/suggest/", words)
    assert answer.status_code == 422
    assert "The text has lines 1 to" in answer.content.decode()


def test_only_its_reviewer_sees_drafts_anywhere(as_, home, ana):
    review = make.review(home)
    make.suggestion(review, text="A secret so far.")
    for tab in ("", "subject/", "history/"):
        assert "A secret so far." not in html(as_(ana), f"/reviews/{review.pk}/{tab}")
    assert "A secret so far." in html(as_(review.reviewer), f"/reviews/{review.pk}/subject/")
    assert as_(ana).get(f"/reviews/{review.pk}/suggestions/1/change/").status_code == 404


def test_the_draw_shows_who_stood_with_which_chance_and_why_the_others_did_not(as_, home, ana):
    make.bar_raiser(ana)
    make.bar_raiser()
    make.bar_raiser()
    review = make.review(home)
    page = html(as_(ana), f"/reviews/{review.pk}/draw/")
    assert "Is in the team" in page
    assert "the lot fell on them" in page
    assert page.count("50 %") == 2
    assert f"{review.draw['seed']:016x}"[:4] in page
    assert "3</b><span>in the guild" in html(as_(ana), f"/reviews/{review.pk}/")


def test_anybody_draws_it_again_and_is_told_whether_it_is_the_same(as_, home, ana):
    make.bar_raiser()
    review = make.review(home)
    somebody = as_(make.person(name="Somebody"))
    assert "The same draw came out." in html(somebody, f"/reviews/{review.pk}/draw/?draw=1&again=1")
    drawn = review.draws.get()
    drawn.outcome["seats"][0]["gave_way"] = ["rest"]
    drawn.save()
    page = html(somebody, f"/reviews/{review.pk}/draw/?again=1")
    assert "Another draw came out than was stored." in page
    assert "Lead: gave_way" in page


def test_a_kept_suggestion_leads_back_to_its_line(as_, home):
    review = make.review(home)
    client, address = as_(review.reviewer), f"/reviews/{review.pk}/"
    words = {"line": "7", "end_line": "8", "weight": "must", "text": "Say what a repeat does.", "why": "Two retry."}
    answer = client.post(f"{address}suggest/?line=7", words)
    assert answer["Location"] == f"{address}?line=7#L7"
    assert "Say what a repeat does." in html(client, f"{address}subject/?line=7")


def test_what_is_missing_is_said_in_our_own_words(as_, home, ana):
    review = make.review(home)
    client, address = as_(review.reviewer), f"/reviews/{review.pk}/"
    for way, words in (("suggest/", "Say why, and by which evidence."), ("decline/", "why somebody else should look"),
                       ("send/", "what you think of it as a whole")):  # fmt: skip
        page = client.post(f"{address}{way}", {}).content.decode()
        assert words in page
        assert "This field is required." not in page


def test_the_reviewer_sees_what_changed_since_the_one_before(as_, home, ana):
    review = make.review(home)
    address = f"/reviews/{review.pk}/subject/"
    assert "What changed since" not in html(as_(ana), address)
    contract = review.revision.contract
    later = make.draft(contract, make.CLEAN.replace("1.0.0", "1.1.0"))
    Review.objects.filter(pk=review.pk).update(revision=later)
    page = html(as_(review.reviewer), address)
    assert f'href="/reviews/{review.pk}/changes/"' in page
    assert "1 line new since 1.0.0" in page
    at = make.CLEAN.split("\n").index("  version: 1.0.0") + 1
    assert re.findall(r'<tr id="L(\d+)"[^>]* data-new>', page) == [str(at)]
    told = html(as_(ana), address)
    assert f'href="{later.get_absolute_url()}compare/1/"' in told
    assert "What changed since 1.0.0" in told


def test_whoever_looks_has_all_they_need_on_one_page(as_, home, ana, ben):
    review = make.review(home)
    service = review.revision.contract.service
    client = as_(review.reviewer)
    make.suggestion(review, text="Say what a repeat does.")
    page = html(client, f"/reviews/{review.pk}/")
    assert "Who uses it" in page and f"What happened to {service.slug}" in page
    assert "Say what a repeat does." in page and 'name="summary"' in page and 'id="L7"' in page
    assert 'id="source"' not in html(as_(ben), f"/reviews/{review.pk}/")


def test_what_the_reviewer_types_is_there_again_until_it_is_kept(as_, home, ana):
    review = make.review(home)
    client, address = as_(review.reviewer), f"/reviews/{review.pk}/"
    begun = {"form": "suggestion", "line": "7", "weight": "idea", "text": "", "why": "Half a sen"}
    assert client.post(f"{address}keep/", begun).status_code == 302
    assert client.post(f"{address}keep/", {"form": "advice", "summary": "So far so"}).status_code == 302
    page = html(client, address)
    assert "Half a sen</textarea>" in page and "So far so</textarea>" in page
    assert 'name="line" value="7"' in page
    assert "Half a sen" not in html(as_(ana), address)
    moved = html(client, f"{address}suggest/?line=9")
    assert 'name="line" value="9"' in moved and "Half a sen</textarea>" in moved
    kept = {**begun, "text": "Say it.", "why": "Half a sentence."}
    assert client.post(f"{address}suggest/", kept).status_code == 302
    page = html(client, address)
    assert "Half a sen</textarea>" not in page and "So far so</textarea>" in page
    change = {**kept, "form": "suggestion-1", "why": "Three quarters"}
    assert client.post(f"{address}keep/", change).status_code == 302
    assert "Three quarters</textarea>" in html(client, f"{address}suggestions/1/change/")
    assert client.post(f"{address}keep/", {"form": "elsewhere", "summary": "x"}).status_code == 422
    endless = client.post(f"{address}keep/", {"form": "advice", "summary": "x" * 50_001})
    assert (endless.status_code, review.seats.get().typed["advice"]["summary"]) == (422, "So far so")
    assert "At most 50,000 characters of a field are kept" in endless.content.decode()
    assert "still stand in the field: shorten them there" in endless.content.decode()
    assert client.post(f"{address}keep/", {**change, "drop": "yes"}).status_code == 302
    assert "suggestion-1" not in review.seats.get().typed
    assert client.post(f"{address}send/", {"summary": "Clear."}).status_code == 302
    assert review.seats.get().typed == {}
    late = client.post(f"{address}keep/", {"form": "advice", "summary": "Too late for these words."})
    assert late.status_code == 409
    assert "Too late for these words." in late.content.decode()


def test_handing_it_back_needs_a_reason(as_, home):
    make.bar_raiser()
    make.bar_raiser()
    review = make.review(home)
    client = as_(review.reviewer)
    assert client.post(f"/reviews/{review.pk}/decline/", {}).status_code == 422
    assert client.post(f"/reviews/{review.pk}/decline/", {"reason": "I know them well."}).status_code == 302
    assert Review.objects.get(pk=review.pk).state == "asked"
    assert "A worker draws somebody" in html(client, f"/reviews/{review.pk}/")


def test_the_history_says_who_did_what(as_, home, ana):
    review = make.advised(home)
    make.answer(review.suggestions.first(), **make.ignoring())
    page = html(as_(ana), f"/reviews/{review.pk}/history/")
    for words in ("drew who looks at it", "sent the advice", "ignored, with data, suggestion 1"):
        assert words in page


def test_every_state_has_its_sentence(as_, home, ana, later):
    review = make.review(home)
    later(timedelta(days=6))
    clocks.ring_due()
    jobs.run_waiting()
    assert "goes on without advice" in html(as_(ana), f"/reviews/{review.pk}/")
    BarRaiser.objects.update(state="ended", ended_at="2026-11-01T00:00Z", since="2026-10-01T00:00Z")
    revision = make.proposed(home)
    jobs.run_waiting()
    nobody = Review.objects.get(revision=revision)
    assert "Why nobody?" in html(as_(ana), f"/reviews/{nobody.pk}/")
    contracts.discard_revision(make.again(revision), by=ana)


def test_hostile_words_of_a_reviewer_are_text(as_, home, ana):
    review = make.review(home)
    make.suggestion(review, text="<script>alert(1)</script>", why="\u202eevil <b>", prediction="<img src=x>")
    reviews.send_advice(review, by=review.reviewer, summary="<script>alert(2)</script>")
    page = html(as_(ana), f"/reviews/{review.pk}/")
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "<img src=x>" not in page


def test_the_list_has_what_waits_for_me_on_top(as_, home, ana):
    first = make.advised(home)
    second = make.review()
    page = html(as_(ana), "/reviews/")
    assert f"You answer the advice on {first.subject}." in page
    assert f">Open {first}</a>" in page
    assert page.index(f"/reviews/{first.pk}/") < page.index(f"/reviews/{second.pk}/")
    mine = html(as_(second.reviewer), "/reviews/?whose=look&state=assigned")
    assert f'href="/reviews/{second.pk}/"' in mine
    assert f'href="/reviews/{first.pk}/"' not in mine
    assert "No review like that" in html(as_(ana), "/reviews/?q=zzz")


def test_the_list_asks_the_same_however_long_it_is(as_, home, ana):
    make.advised(home)
    make.review(home)

    def grow():
        guild = [make.bar_raiser() for _ in range(2)]
        assert guild
        for _ in range(3):
            make.advised(home)

    queries.same(as_(ana), "/reviews/", grow)


def test_a_review_asks_the_same_however_much_is_suggested(as_, home, ana):
    small, large = make.advised(home, count=1), make.advised(home, count=9)
    for one in list(large.suggestions.all())[:4]:
        make.answer(one)
    client = as_(ana)
    for tab in ("", "subject/", "draw/", "history/"):
        few = queries.count(client, f"/reviews/{small.pk}/{tab}")
        many = queries.count(client, f"/reviews/{large.pk}/{tab}")
        assert many <= few + 1, tab  # who looked again is loaded with an answer, if there is one


@pytest.fixture
def chain(ana):
    """Top manages boss, boss manages Ana; other manages nobody's lead."""
    top = make.person(login="top", name="Top Manager")
    boss = make.person(login="boss", name="Boss Manager", manager=top)
    make.person(login="peer", name="Peer Manager", manager=top)
    Person.objects.filter(pk=ana.pk).update(manager=boss)
    return top, boss


def test_managers_see_their_chain_and_everybody_can_see_all(as_, home, ana, chain):
    top, boss = chain
    review = make.advised(home)
    make.answer(review.suggestions.first(), **make.ignoring())
    elsewhere = make.advised(make.team(name="Elsewhere"), count=1)
    make.answer(elsewhere.suggestions.first(), **make.ignoring(measure="something else"))
    page = html(as_(boss), "/ledger/")
    assert "orders placed twice" in page
    assert "something else" not in page
    assert "below Boss Manager" in page
    for person, address in ((boss, "/ledger/?manager=all"), (ana, "/ledger/"), (top, "/ledger/?manager=all")):
        page = html(as_(person), address)
        assert "orders placed twice" in page
        assert "something else" in page
    assert "Nothing was overridden" in html(as_(ana), "/ledger/?manager=peer")


def test_the_ledger_holds_what_was_open_at_publication(as_, home, ana):
    review = make.advised(home)
    contracts.publish_revision(make.again(review.revision), by=ana)
    jobs.run_waiting()
    first = review.suggestions.first()
    make.answer(first, kind="accept", text="Done after all.")
    page = html(as_(ana), "/ledger/?open=yes")
    assert page.count("open when it was published") == 2
    assert html(as_(ana), f"/reviews/{review.pk}/").count("open when it was published") == 2
    assert "with suggestions 1 and 2 open" in html(as_(ana), f"/reviews/{review.pk}/history/")
    assert "Done after all." in page


def test_the_ledger_shows_due_first_and_who_was_right(as_, home, ana, later):
    review = make.advised(home, count=3)
    one, two, three = review.suggestions.all()
    make.answer(one, **make.ignoring(measure="far away"))
    make.answer(two, **make.ignoring(measure="soon due", look_again_on=make.soon(3)))
    make.answer(three, **make.ignoring(measure="judged"))
    outcomes.record_outcome(Answer.objects.get(suggestion=three), by=ana, outcome="team-right", value="0", text="")
    page = html(as_(ana), "/ledger/")
    assert page.index("soon due") < page.index("far away") < page.index("judged")
    only = html(as_(ana), "/ledger/?outcome=team-right")
    assert "judged" in only
    assert "far away" not in only


def test_the_ledger_narrows_by_month_and_by_what_the_advice_is_about(as_, home, ben, later):
    old = make.advised(home, count=1)
    make.answer(old.suggestions.first(), **make.ignoring(measure="long ago"))
    later(timedelta(days=500))
    review = make.advised(home, count=2)
    for one, key in zip(review.suggestions.all(), ("operation:readOrder", ""), strict=True):
        Suggestion.objects.filter(pk=one.pk).update(key=key)
        make.answer(one, **make.ignoring(measure=f"about {key or 'all of it'}"))
    month = f"{timezone.localdate():%Y-%m}"
    page = html(as_(ben), "/ledger/")
    assert f'<li><a href="?month={month}"><b>2</b>' in page
    assert page.count("<b>0</b>") == 11
    page = html(as_(ben), f"/ledger/?month={month}")
    assert "long ago" not in page
    assert '<a href="?" aria-current="true"><b>2</b>' in page
    assert "long ago" in html(as_(ben), "/ledger/?month=earlier")
    page = html(as_(ben), f"/ledger/?month={month}&about=whole")
    assert "about all of it" in page
    assert "about operation" not in page


def test_the_ledger_asks_the_same_however_long_it_is(as_, home, ana, chain):
    def grow():
        for count in (2, 3):
            review = make.advised(home, count=count)
            for one in review.suggestions.all():
                make.answer(one, **make.ignoring())

    grow()
    queries.same(as_(ana), "/ledger/", grow)
    assert Suggestion.objects.overridden().count() == 10


def test_stewards_keep_the_guild(as_, sam, ben, ana):
    steward = as_(sam)
    assert "Nobody is in the guild" in html(steward, "/bar-raisers/")
    words = {"person": "ben", "topics": ["contract", "data"], "limit": "3"}
    assert steward.post("/bar-raisers/new/", words).status_code == 302
    page = html(as_(ana), "/bar-raisers/")
    assert "Ben Elsewhere" in page
    assert "Appoint a bar raiser" not in page
    assert "0 of 3" in page
    assert as_(ben).post("/bar-raisers/people/ben/pause/", {"until": str(make.soon())}).status_code == 302
    assert "paused" in html(steward, "/bar-raisers/")
    assert as_(ben).post("/bar-raisers/people/ben/pause/", {"until": ""}).status_code == 302
    assert not BarRaiser.objects.get().is_paused
    assert steward.post("/bar-raisers/people/ben/end/").status_code == 302
    assert not BarRaiser.objects.get().is_standing


def test_the_guild_asks_the_same_however_large_it_is(as_, ana):
    make.bar_raiser()

    def grow():
        for _ in range(5):
            make.bar_raiser()

    queries.same(as_(ana), "/bar-raisers/", grow)
