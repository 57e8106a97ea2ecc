"""The pages of the guild: one's place in it, a certification with its steps, pools, rules; without JavaScript."""

import pytest

from teams.reviews import states
from teams.reviews.actions import training
from teams.reviews.actions.pools import name_guild_lead, watch_pools
from teams.reviews.models import Certification, GuildWays, Pool, Reading, Tie, Wish
from teams.reviews.reads.place import DEEDS
from tests import make, queries
from tests.reviews import trainees
from tests.reviews.trainees import WHY, WORDS, again, learned

pytestmark = pytest.mark.django_db
State = Certification.State


def html(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def at(one, verb=""):
    return f"/bar-raisers/people/{one.person.login}/{one.topic}/{verb}"


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_page_for_everybody(as_, ben, ana, sam, state):
    one = trainees.in_state(state, ben)
    for who in (ben, ana, sam):
        page = html(as_(who), at(one))
        assert "Ben Elsewhere" in page
        assert 'class="track"' in page
        html(as_(who), "/bar-raisers/people/ben/")
        html(as_(who), "/bar-raisers/")


def test_the_whole_way_by_its_pages(as_, ben, sam, ana):
    mentor = make.bar_raiser(ana, limit=20).person
    me, steward = as_(ben), as_(sam)
    assert "silence is a yes" in html(me, "/bar-raisers/nominate/")
    assert me.post("/bar-raisers/nominate/", {"person": "ben", "topic": "contract", "why": "Good."}).status_code == 422
    assert me.post("/bar-raisers/nominate/", {"person": "ben", "topic": "contract", "why": WHY}).status_code == 302
    one = Certification.objects.select_related("person").get(person=ben)
    assert "Nobody decides about themselves" in html(me, at(one))
    assert steward.post(at(one, "accept/")).status_code == 302
    trainees.by_numbers(read_reviews=1, shadow_reviews=0, lead_reviews=0)
    read = trainees.closed()
    assert f'value="{read.pk}"' in html(me, at(one))
    assert me.post(at(one, "read/"), {"review": read.pk, "learned": "Nice."}).status_code == 422
    assert steward.post(at(one, "read/"), {"review": read.pk, "learned": learned(1)}).status_code == 403
    assert me.post(at(one, "read/"), {"review": read.pk, "learned": learned(1)}).status_code == 302
    assert Reading.objects.get().review == read
    one = again(one)
    assert (one.state, one.mentor) == ("assessment", mentor)
    assert "has the last word" in html(me, at(one))
    assert as_(mentor).post(at(one, "once-more/"), {"words": ""}).status_code == 422
    assert as_(mentor).post(at(one, "certify/"), {"words": ""}).status_code == 302
    track = html(me, at(one)).split('class="track"')[1].split("</ol>")[0]
    assert (track.count('aria-label="done"'), track.count('aria-label="left out"')) == (6, 0)
    told = html(me, at(one)).split('class="timeline"')[1].split("</ol>")[0]
    for words in ("made the nomination", "accepted the nomination", "read a closed review", "certified it"):
        assert words in told
    assert "the certification" not in told
    assert "Certified until" in html(me, at(one))
    assert me.post(at(one, "leave/")).status_code == 302
    assert again(one).state == "ended"
    assert "This step is not open then" in steward.post(at(one, "accept/")).content.decode()


def test_every_move_of_a_certification_is_told_in_words():
    assert set(DEEDS) == {*states.CERTIFICATION.moves, "read", "mentor"}


def test_who_was_appointed_has_not_taken_the_steps_before(as_, ben, sam):
    one = Certification.objects.select_related("person").get(person=make.bar_raiser(ben).person, topic="contract")
    track = html(as_(sam), at(one)).split('class="track"')[1].split("</ol>")[0]
    assert (track.count('aria-label="left out"'), track.count('aria-label="done"')) == (5, 1)
    assert "Certified <small>appointed</small>" in track


def test_renewal_says_what_is_missing_to_the_person_and_the_keeper_only(as_, ben, sam, ana):
    one = trainees.in_state("renewal", ben)
    for who, sees in ((ben, True), (sam, True), (ana, False)):
        assert ("of 6 reviews given" in html(as_(who), at(one))) is sees
    answer = as_(ben).post(at(one, "renew/"))
    assert answer.status_code == 409
    assert "Not yet: 0 of 6 reviews given" in answer.content.decode()
    assert as_(sam).post(at(one, "renew/"), {"words": WORDS}).status_code == 302


def test_a_mentor_is_chosen_among_the_certified(as_, ben, sam, ana):
    one = trainees.in_state("leading", ben)
    mentor = make.bar_raiser().person
    assert mentor.name in html(as_(sam), at(one))
    assert as_(sam).post(at(one, "mentor/"), {"mentor": "ana"}).status_code == 422
    assert as_(sam).post(at(one, "mentor/"), {"mentor": mentor.login}).status_code == 302
    assert again(one).mentor == mentor


def test_ties_are_seen_by_nobody_else(as_, ben, sam, home):
    me, mine = as_(ben), "/bar-raisers/people/ben/"
    assert me.post(f"{mine}ties/", {"team": "nowhere"}).status_code == 422
    assert me.post(f"{mine}ties/", {"team": "home", "reason": "My sister leads it."}).status_code == 302
    assert me.post(f"{mine}ties/", {"team": "home"}).status_code == 422
    assert "My sister" in html(me, mine)
    for page in (html(as_(sam), mine), html(as_(sam), "/bar-raisers/"), html(as_(sam), "/people/ben/")):
        assert "sister" not in page
        assert "Teams I should not review" not in page
    tie = Tie.objects.get()
    assert as_(sam).post(f"{mine}ties/{tie.pk}/end/").status_code == 404
    assert as_(sam).post(f"{mine}ties/", {"team": "away"}).status_code == 403
    assert me.post(f"{mine}ties/{tie.pk}/end/").status_code == 302
    assert not Tie.objects.standing().exists()


def test_wishes_are_stated_and_taken_back(as_, ben, sam, home):
    me, mine = as_(ben), "/bar-raisers/people/ben/"
    assert me.post(f"{mine}wishes/", {}).status_code == 422
    assert me.post(f"{mine}wishes/", {"topic": "data"}).status_code == 302
    assert me.post(f"{mine}wishes/", {"team": "home"}).status_code == 302
    assert "What they would like to see" in html(as_(sam), mine)
    assert as_(sam).post(f"{mine}wishes/{Wish.objects.first().pk}/end/").status_code == 403
    assert me.post(f"{mine}wishes/{Wish.objects.first().pk}/end/").status_code == 302
    assert Wish.objects.standing().count() == 1


def test_pools_say_what_is_wrong_since_when(as_, sam, ana):
    make.bar_raiser()
    watch_pools()
    page = html(as_(ana), "/bar-raisers/pools/")
    assert "One is certified, at least 5 should be." in page
    assert "Name the guild lead" not in page
    assert "Look at the pools" in html(as_(ana), "/bar-raisers/")
    assert as_(sam).post("/bar-raisers/pools/data/lead/", {"lead": "nobody"}).status_code == 422
    assert as_(sam).post("/bar-raisers/pools/data/lead/", {"lead": "ana"}).status_code == 302
    assert as_(sam).post("/bar-raisers/pools/cooking/lead/", {"lead": "ana"}).status_code == 404
    assert Pool.objects.get().lead == ana


def test_the_numbers_are_changed_by_a_steward_with_a_reason(as_, sam, ana):
    assert "Nobody has chosen yet" in html(as_(ana), "/bar-raisers/rules/")
    html(as_(ana), "/bar-raisers/rules/change/", 403)
    page = as_(sam).get("/bar-raisers/rules/change/?preset=teams-10")
    words = {name: field.initial for name, field in page.context["form"].fields.items()}
    words |= {"preset": "teams-10", "after": 0, "why": "We are a small company."}
    assert as_(sam).post("/bar-raisers/rules/change/", {**words, "pool_least": 900}).status_code == 422
    assert as_(sam).post("/bar-raisers/rules/change/", words).status_code == 302
    assert as_(sam).post("/bar-raisers/rules/change/", words).status_code == 422  # somebody was first
    assert GuildWays.objects.get().numbers["pool_least"] == 2
    assert "We are a small company." in html(as_(ana), "/bar-raisers/rules/")


def test_hostile_words_are_text(as_, ben, sam):
    one = training.nominate(ben, by=ben, topic="data", why="<script>alert(1)</script> is what they found.")
    for address in (at(one), "/bar-raisers/people/ben/"):
        assert "<script>alert" not in html(as_(sam), address)


def test_pages_ask_the_same_however_much_there_is(as_, ben, sam, ana, home):
    name_guild_lead("contract", by=sam, lead=ana)
    one = trainees.reading(ben)
    make.bar_raiser(limit=20)
    training.mark_read(one, trainees.closed(), by=ben, learned=learned(0))

    def grow():
        for number in range(1, 3):
            training.mark_read(one, trainees.closed(), by=ben, learned=learned(number))
            make.bar_raiser(topics=["contract", "data"])
            trainees.closed()
        for topic in ("data", "design", "security"):
            trainees.reading(ben, topic)

    watch_pools()
    for address in ("/bar-raisers/people/ben/", at(one), "/bar-raisers/pools/", "/bar-raisers/", "/bar-raisers/rules/"):
        queries.count(as_(ben), address)
    before = {
        address: queries.count(as_(ben), address)
        for address in (at(one), "/bar-raisers/people/ben/", "/bar-raisers/pools/")
    }
    grow()
    after = {address: queries.count(as_(ben), address) for address in before}
    assert after == before
    assert max(after.values()) <= 30
