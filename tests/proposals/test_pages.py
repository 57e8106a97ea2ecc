"""The pages: what they say, what they refuse, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from portal.kit import subjects
from portal.kit.beside import about
from portal.models import Notice
from teams.proposals.actions import saying
from teams.proposals.actions.following import follow
from teams.proposals.models import Proposal, Subscription
from tests import make, queries
from tests.proposals.words import TEXT, again, agreed, draft, objection, opened, prediction, revised

pytestmark = pytest.mark.django_db
FORM = {
    "team": "home", "title": "Ask for a key", "summary": "A repeat is answered once.", "text": TEXT, "reversal": "easy",
    "services": "orders", "teams": "", "addressed": "ben", "baseline": "", "expected": "",
}  # fmt: skip


def read(client, made, tail=""):
    return client.get(f"{made.get_absolute_url()}{tail}").content.decode()


def test_from_an_empty_form_to_silence(home, ana, ben, as_):
    make.service(home, slug="orders")
    client = as_(ana)
    page = client.post("/proposals/new/", FORM, follow=True)
    made = Proposal.objects.get()
    assert "is kept as a draft" in page.content.decode() and page.redirect_chain[-1][0] == made.get_absolute_url()
    assert as_(ben).get(made.get_absolute_url()).status_code == 404
    client.post(f"/proposals/{made.pk}/change/", {**FORM, "title": "Ask for a key, please", "edition": "1"})
    shown = client.post(f"/proposals/{made.pk}/publish/", {"edition": "2"}, follow=True).content.decode()
    assert "open for comment for 5 working days" in shown and "Ask for a key, please" in shown
    assert "If silent: it counts as agreed." in read(as_(ben), made)


def test_each_paragraph_has_an_address_and_a_form_without_script(home, ana, ben, as_):
    made = opened(home)
    shown = read(as_(ben), made)
    assert all(f'id="p{number}"' in shown for number in (1, 2, 3, 4)) and 'id="p5"' not in shown
    assert 'href="?say=2#p2"' in shown and "<h3>Why</h3>" in shown
    assert 'name="satisfied_by"' in read(as_(ben), made, "?say=2")
    assert 'name="satisfied_by"' not in read(as_(ana), made, "?say=2"), "who wrote it does not object"
    sent = as_(ben).post(
        f"/proposals/{made.pk}/say/", {"kind": "comment", "text": "Why?", "version": 1, "paragraph": 2}
    )
    assert sent["Location"] == f"{made.get_absolute_url()}#c1"
    page = read(as_(ana), made, "?reply=1")
    assert 'id="c1"' in page and 'name="reply_to" value="1"' in page
    as_(ana).post(f"/proposals/{made.pk}/say/", {"kind": "comment", "text": "May.", "reply_to": 1})
    assert "May." in read(as_(ben), made)


@pytest.mark.parametrize(("facts", "said"), [
    ({"title": ""}, "This field is required"),
    ({"summary": "x" * 601}, "these are 601"),
    ({"reversal": ""}, "Say what taking it back would cost"),
    ({"services": "nothing, orders"}, "No such service: nothing."),
    ({"addressed": "nobody"}, "Nobody here has this login: nobody."),
    ({"addressed": "ana"}, "leave out its author"),
    ({"replaces": "P-999"}, "There is no such proposal"),
    ({"claim": "More."}, "A prediction is whole, or left out"),
    ({"team": "away"}, "Select a valid choice"),
])  # fmt: skip
def test_a_form_that_cannot_be_used_keeps_what_was_typed(home, ana, ben, as_, facts, said):
    make.service(home, slug="orders")
    answer = as_(ana).post("/proposals/new/", {**FORM, **facts})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text and "340 orders are booked twice" in text
    assert not Proposal.objects.exists()


def test_of_two_who_write_the_second_keeps_the_words_and_is_told(home, ana, as_):
    made = draft(home)
    given = {**FORM, "services": "", "addressed": "", "edition": "1"}
    as_(ana).post(f"/proposals/{made.pk}/change/", {**given, "title": "First"})
    answer = as_(ana).post(f"/proposals/{made.pk}/change/", {**given, "title": "Second"})
    assert answer.status_code == 422
    assert "Somebody changed it while you wrote" in answer.content.decode() and "Second" in answer.content.decode()
    assert again(made).title == "First"


def test_an_objection_is_sent_answered_and_shown_with_both_words(home, ana, ben, as_):
    made = opened(home)
    say = f"/proposals/{made.pk}/say/"
    half = as_(ben).post(say, {"kind": "objection", "text": "Ours send none.", "paragraph": 4, "version": 1})
    assert half.status_code == 422 and "Ours send none." in half.content.decode()
    as_(ben).post(say, {"kind": "objection", "text": "Ours send none.", "satisfied_by": "A month.", "paragraph": 4})
    shown = read(as_(ana), made)
    assert "The time stands still until then." in shown and "A month." in shown
    assert 'name="kind" value="overruled"' in read(as_(ana), made, "?answer=1")
    bare = as_(ana).post(f"/proposals/{made.pk}/comments/1/answer/", {"kind": "taken", "text": "Yes."})
    assert bare.status_code == 422 and "Publish the version that takes it up first" in bare.content.decode()
    as_(ana).post(f"/proposals/{made.pk}/comments/1/answer/", {"kind": "overruled", "text": "It costs too much."})
    assert "It costs too much." in read(as_(ben), made)
    assert as_(ben).post(f"/proposals/{made.pk}/comments/9/answer/", {}).status_code == 404


def test_whoever_read_an_older_version_is_told_and_keeps_the_words(home, ben, as_):
    made = opened(home)
    revised(made)
    answer = as_(ben).post(
        f"/proposals/{made.pk}/say/", {"kind": "comment", "text": "Hm.", "version": 1, "paragraph": 2}
    )
    assert answer.status_code == 422
    assert "Version 2 is out" in answer.content.decode() and "Hm." in answer.content.decode()


def test_versions_are_listed_read_and_compared(home, ben, as_):
    made = opened(home, **prediction())
    saying.comment_on(made, by=ben, text="Said about the first.", paragraph=2)
    revised(made, text=TEXT.replace("340", "three hundred"), reversal="costly")
    client = as_(ben)
    assert "Said about the first." not in read(client, made)
    assert "Said about the first." in client.get(f"/proposals/{made.pk}/versions/1/").content.decode()
    text = client.get(f"/proposals/{made.pk}/versions/2/since/1/").content.decode()
    assert "<del>340</del>" in text and "<ins>three hundred</ins>" in text
    assert "<del>easy</del>" in text and "<ins>costly</ins>" in text and "paragraphs as before" in text
    for wrong in ("versions/3/", "versions/1/since/2/", "versions/1/since/1/"):
        assert client.get(f"/proposals/{made.pk}/{wrong}").status_code == 404
    assert "One more thing." in client.get(f"/proposals/{made.pk}/versions/").content.decode()
    assert "Ana Owner" in client.get(f"/proposals/{made.pk}/history/").content.decode()


def test_what_came_of_it_stands_beside_what_was_predicted(home, ana, ben, as_):
    from teams.proposals.actions.looking import reopen_proposal

    made = agreed(home, **prediction())
    assert "it opens itself and asks Ana Owner" in read(as_(ben), made)
    reopen_proposal(made, by=ana, reason="It hurts.")
    assert "What came of it?" in read(as_(ana), made)
    given = {"verdict": "as-predicted", "then": "keep", "text": "x"}
    bare = as_(ana).post(f"/proposals/{made.pk}/look-back/", given)
    assert bare.status_code == 422 and "Say what orders booked twice is now." in bare.content.decode()
    given = {"verdict": "not-as-predicted", "then": "undo", "text": "They sent it twice.", "value": "25"}
    as_(ana).post(f"/proposals/{made.pk}/look-back/", given)
    shown = read(as_(ben), made)
    assert "<b>25</b>" in shown and "+15 from what was predicted" in shown and "We take it back" in shown


def test_it_is_ended_with_a_reason_from_its_page(home, ana, as_):
    for verb, state in (("reject", "rejected"), ("withdraw", "withdrawn")):
        made = opened(home)
        bare = as_(ana).post(f"/proposals/{made.pk}/{verb}/", {})
        assert bare.status_code == 422 and '<details class="reply" open>' in bare.content.decode()
        as_(ana).post(f"/proposals/{made.pk}/{verb}/", {"reason": "We buy it."})
        assert again(made).state == state and "We buy it." in read(as_(ana), made)
    old = agreed(home)
    bad = as_(ana).post(f"/proposals/{old.pk}/supersede/", {"other": "P-0", "reason": "x"})
    assert bad.status_code == 422 and "There is no such proposal" in bad.content.decode()
    as_(ana).post(f"/proposals/{old.pk}/supersede/", {"other": str(agreed(home)), "reason": "Better."})
    assert again(old).state == "superseded"


def test_the_list_is_narrowed_by_words_and_facets(home, ana, ben, as_):
    service = make.service(home, slug="orders")
    mine = opened(home, title="Reconcile at noon", services=(service,), addressed=(ben,), reversal="one-way")
    other = opened(title="Something else")
    draft(home, title="A secret draft")
    client = as_(ben)
    for query in (
        "q=reconcile",
        "q=booked+reconcile",
        "team=home",
        "service=orders",
        "whose=asked",
        "reversal=one-way",
    ):
        text = client.get(f"/proposals/?{query}").content.decode()
        assert mine.title in text and other.title not in text, query
    assert "A secret draft" not in client.get("/proposals/").content.decode()
    assert "A secret draft" in as_(ana).get("/proposals/?q=secret").content.decode()
    assert "No proposal like that" in client.get("/proposals/?q=zebra").content.decode()
    assert "Read P-" in client.get("/proposals/").content.decode(), "what waits for Ben stands on top"
    assert mine.title in client.get("/search/?q=reconcile&kind=proposal").content.decode()


def test_lists_and_pages_ask_as_little_with_much_as_with_few(home, ana, ben, as_):
    made = opened(home, addressed=(ben,))
    saying.comment_on(made, by=ben, text="x", paragraph=1)
    objection(made)

    def grow():
        for _ in range(4):
            opened(home, addressed=(ben,))
            saying.comment_on(made, by=make.person(), text="x", paragraph=2)
            saying.comment_on(made, by=ana, text="y", reply_to=1)
            objection(made)

    for address in ("/proposals/", made.get_absolute_url(), f"/proposals/{made.pk}/history/"):
        queries.same(as_(ben), address, grow)


def test_one_follows_and_hears_of_it(home, ana, ben, as_):
    made = opened(home)
    client = as_(ben)
    client.post(f"/proposals/{made.pk}/follow/")
    client.post("/proposals/following/", {"what": "team", "name": "home"})
    bad = client.post("/proposals/following/", {"what": "service", "name": "nothing"})
    assert bad.status_code == 422 and "There is no service of this short name." in bad.content.decode()
    text = client.get("/proposals/following/").content.decode()
    assert made.title in text and "Home" in text
    revised(made)
    assert Notice.objects.filter(person=ben, text__startswith="published version 2").count() == 1
    theirs = Subscription.objects.get(person=ben, proposal=made)
    assert as_(ana).post("/proposals/following/stop/", {"subscription": theirs.pk}).status_code == 404
    client.post("/proposals/following/stop/", {"subscription": theirs.pk})
    client.post(f"/proposals/{made.pk}/follow/", {"stop": "1"})
    assert Subscription.objects.filter(person=ben).count() == 1


@pytest.mark.parametrize("of", ["all", "team", "touched", "service"])
def test_everybody_who_follows_hears_of_a_new_one(home, ben, of):
    service, touched = make.service(), make.team()
    follow({"all": None, "team": home, "touched": touched, "service": service}[of], by=ben)
    opened(home, services=(service,), teams=(touched,))
    assert Notice.objects.filter(person=ben, text__startswith="asks for comments until").count() == 1


def test_service_team_and_person_show_what_is_proposed(home, ana, ben, django_assert_max_num_queries):
    service, touched = make.service(home, slug="orders"), make.team()
    made = opened(home, services=(service,), teams=(touched,))
    draft(home)
    for thing in (service, home, touched, ana):
        with django_assert_max_num_queries(40):
            panel = next(one for one in about(thing, ben) if one.name == "proposals")
        assert [line.url for line in panel.lines] == [made.get_absolute_url()] and panel.total == 1
    assert next(one for one in about(ben, ben) if one.name == "proposals").total == 0


def test_it_is_a_subject_for_reviews_whose_lines_are_its_paragraphs(home, ana):
    service = make.service(slug="orders", criticality="critical")
    made = opened(home, services=(service,), reversal="one-way")
    found = subjects.subject(f"proposals.proposal:{made.pk}")
    assert found.text.split("\n")[1] == "Every night 340 orders are booked twice."
    assert len(found.text.split("\n")) == len(made.versions.get().paragraphs)
    assert (found.team, found.reversal, found.criticality) == (home, "one-way", "critical")
    assert found.makers == {ana.pk} and found.stakes == {service.team_id} and found.services == (service.pk,)
    assert subjects.subject(f"proposals.proposal:{draft(home).pk}") is None
    kind = subjects.kind_of(found.ref)
    assert (kind.name, kind.topic) == ("Proposal", "design")


def test_it_has_a_place_in_the_bar_with_its_key(ana, as_):
    shown = as_(ana).get(reverse("proposals:proposal-list")).content.decode()
    assert 'data-keys="g p"' in shown
