"""Changes of the guests: by hand or as facts of the forge, in any order, told once or twice; and who may what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock
from teams.away.actions import changes, requests
from teams.away.models import AwayChange
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db
URL = "https://forge.example/ledger/merge_requests/7"


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def request_(home, guest):
    return stages.at_work(make.service(home, slug="ledger"), guest)


def code_of(action, *things, **words):
    with pytest.raises(Refused) as refusal:
        action(*things, **words)
    return refusal.value.code


def fact(number, minutes=0):
    return {"by": None, "source": f"fact:{number}", "at": timezone.now() + timedelta(minutes=minutes)}


def seen(request, number=0, minutes=0, **facts):
    words = {"title": "Post refunds", "url": URL, "author_name": "ben-at-forge", "lines": 90}
    return changes.open_change(request, **{**words, **fact(number, minutes), **facts})


def state(change):
    return AwayChange.objects.get(pk=change.pk).state


def open_clocks():
    about = Clock.objects.filter(state="open", subject__startswith="away.awaychange:")
    return sorted(about.values_list("kind", flat=True))


def test_from_opened_to_merged_by_hand(request_, ana, ben):
    change = stages.change(request_)
    assert (str(change), change.state, open_clocks()) == (f"change 1 of AT-{request_.pk}", "open", [])
    changes.ask_review(change, by=ben)
    assert (state(change), open_clocks()) == ("in-review", ["away.review"])
    changes.give_review(change, "changes-asked", by=ana, words="Name the currency.")
    assert (state(change), open_clocks()) == ("changes-asked", ["away.rework"])
    changes.ask_review(change, by=ben)
    changes.give_review(change, "approved", by=ana)
    assert (state(change), open_clocks()) == ("approved", ["away.merge"])
    changes.merge_change(change, by=ben, back_door=False)
    assert (state(change), open_clocks()) == ("merged", [])
    verbs = list(change.steps.values_list("verb", flat=True))
    assert verbs == ["open", "ask", "ask-changes", "ask", "approve", "no-back-door", "merge"]
    assert AuditEntry.objects.filter(verb="awaychange.merge", actor=ben).count() == 1


def test_from_opened_to_merged_as_the_forge_tells(request_):
    change = seen(request_)
    for number, act in enumerate([changes.ask_review, changes.ask_review, changes.merge_change], 1):
        act(change, **fact(number, number))
    assert state(change) == "merged"
    assert change.steps.filter(verb="ask").count() == 1
    assert "Nobody has approved it" in AwayChange.objects.get().merged_despite


def test_the_same_fact_told_again_changes_nothing(request_):
    change = seen(request_)
    told = [
        (changes.ask_review, (), fact(1)),
        (changes.give_review, ("changes-asked",), fact(2)),
        (changes.ask_review, (), fact(3)),
        (changes.give_review, ("approved",), fact(4)),
        (changes.merge_change, (), fact(5)),
    ]
    for act, words, facts in told:
        act(change, *words, **facts)
        before = AwayChange.objects.filter(pk=change.pk).values().get(), change.steps.count()
        for again, said, same in told:
            again(change, *said, **same)
            if again is act and same is facts:
                break
        assert (AwayChange.objects.filter(pk=change.pk).values().get(), change.steps.count()) == before
    assert (state(change), AwayChange.objects.get().rounds) == ("merged", 2)


def test_facts_that_come_late_do_not_turn_back_what_is_newer(request_):
    change = seen(request_, minutes=-60)
    changes.give_review(change, "changes-asked", **fact(1, -20))
    assert state(change) == "changes-asked"
    changes.ask_review(change, **fact(2, -40))
    changes.give_review(change, "approved", **fact(3, -30))
    assert state(change) == "changes-asked"
    changes.ask_review(change, **fact(4, -10))
    assert (state(change), AwayChange.objects.get().rounds) == ("in-review", 1)
    changes.close_change(change, **fact(5, -50))
    assert state(change) == "in-review"
    changes.merge_change(change, **fact(6, -55))
    assert state(change) == "merged", "what is merged is merged, whenever that was told"
    assert AuditEntry.objects.filter(verb="awaychange.pass-over").count() == 3


def test_a_fact_about_a_known_change_brings_it_up_to_date_and_opens_a_closed_one(request_):
    change = seen(request_, minutes=-9)
    assert seen(request_, number=1, minutes=-8, lines=200, title="Post refunds twice").pk == change.pk
    assert AwayChange.objects.get().lines == 200
    changes.close_change(change, **fact(2, -7))
    assert state(change) == "closed"
    seen(request_, number=3, minutes=-6)
    assert state(change) == "open"


def test_a_review_by_one_of_the_guests_stops_no_clock(request_, ben):
    change = stages.in_review(request_)
    changes.give_review(change, "approved", **{**fact(1, 1), "by": ben})
    assert (state(change), open_clocks()) == ("in-review", ["away.review"])
    with pytest.raises(Denied, match="somebody of Home reviews it"):
        changes.give_review(change, "approved", by=ben)


def test_only_the_guests_bring_changes_and_only_while_they_are_at_work(request_, ana, ben):
    with pytest.raises(Denied, match="Only members of Checkout"):
        stages.change(request_, by=ana)
    stages.change(request_, url=URL)
    assert code_of(stages.change, request_, url=URL) == "away-change-known"
    requests.end_away(request_, by=ben, answer="No budget.")
    assert code_of(stages.change, request_) == "away-not-at-work"


def test_what_is_open_when_the_stay_ends_is_closed_with_its_clocks(request_, ben):
    change = stages.in_review(request_)
    requests.end_away(request_, by=ben, answer="No budget.")
    assert (state(change), open_clocks()) == ("closed", [])
    assert change.steps.latest("pk").words == "The stay is over."


def test_what_cannot_be_is_refused_and_nothing_is_written(request_, ana, ben):
    change = stages.change(request_)
    assert code_of(changes.give_review, change, "approved", by=ana) == "away-change-not-in-review"
    assert code_of(changes.merge_change, change, by=ben, back_door=False) == "away-change-not-approved"
    assert code_of(changes.give_review, change, "maybe", by=ana) == "away-verdict-unknown"
    changes.ask_review(change, by=ben)
    assert code_of(changes.ask_review, change, by=ben) == "change-cannot-ask"
    assert code_of(changes.give_review, change, "changes-asked", by=ana, words=" ") == "away-words-missing"
    with pytest.raises(Invalid):
        stages.change(request_, url="javascript:alert(1)")
    assert code_of(stages.change, request_, url="https://forge.example/8", lines=-1) == "away-lines-unusable"
    assert change.steps.filter(verb="ask").count() == 1


@pytest.mark.parametrize(
    "facts", [{"title": ""}, {"state": "merged"}, {"state": "in-review", "asked_at": None}, {"back_door": True}]
)
def test_the_database_holds_what_a_change_promises(request_, facts):
    change = stages.change(request_)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwayChange.objects.filter(pk=change.pk).update(**facts)


def test_a_change_goes_from_named_to_merged_on_the_pages(as_, request_, ana, ben):
    address = f"/away/{request_.pk}/"
    form = {"title": "Post refunds in euro", "url": URL, "lines": "900", "paths": "a.py\nb.py"}
    assert as_(ana).post(f"{address}changes/", form).status_code == 403
    bad = as_(ben).post(f"{address}changes/", {**form, "url": ""})
    assert bad.status_code == 422 and "Post refunds in euro" in bad.content.decode()
    made = as_(ben).post(f"{address}changes/", form)
    one = f"{address}changes/1/"
    assert (made.status_code, made["Location"]) == (302, one)
    assert as_(ben).post(f"{one}ask/", {"words": "Ready."}).status_code == 302
    page = as_(ben).get(address).content.decode()
    assert "too large to hold the clock, split it" in page
    assert f'<a href="{one}">Review change 1 of Checkout' in page, "what is next is the change"
    assert "somebody of Home reviews it" in as_(ben).get(one).content.decode()
    refused = as_(ana).post(f"{one}review/", {"verdict": "changes-asked", "words": ""})
    assert refused.status_code == 422 and "Something is not said yet" in refused.content.decode()
    assert as_(ana).post(f"{one}review/", {"verdict": "approved"}).status_code == 302
    door = as_(ben).post(f"{one}merge/", {"back_door": "on", "back_door_says": "Reads <b>postings."})
    assert door.status_code == 409
    page = as_(ben).get(one).content.decode()
    assert "Reads &lt;b&gt;postings." in page and "Both leads write that they want it" in page
    assert as_(ben).post(f"{one}back-door/", {"adds": "", "words": "By the contract now."}).status_code == 302
    assert as_(ben).post(f"{one}merge/", {}).status_code == 302
    assert "first answers: median" in as_(make.person()).get(address).content.decode()


def test_the_host_says_on_the_page_what_is_met(as_, request_, ana):
    stages.change(request_)
    assert as_(ana).post(f"/away/{request_.pk}/criteria/1/", {"met": "1", "change": "1"}).status_code == 302
    page = as_(make.person()).get(f"/away/{request_.pk}/").content.decode()
    assert "Met" in page and f'href="/away/{request_.pk}/changes/1/">change 1</a>' in page


def test_whose_turn_it_was_is_a_bar_and_a_table(as_, request_, later):
    later(timedelta(days=14))
    stages.in_review(request_)
    later(timedelta(days=7))
    page = as_(make.person()).get(f"/away/{request_.pk}/").content.decode()
    assert 'class="turns"' in page and 'rect data-side="host"' in page
    table = as_(make.person()).get(f"/away/{request_.pk}/turns/").content.decode()
    assert "reviews change 1" in table


def test_lists_name_what_is_awaited_first_of_a_change(as_, request_, ana):
    stages.in_review(request_)
    assert Clock.objects.get(kind="away.review").due_at < Clock.objects.get(kind="away.finish").due_at
    assert [row.clock.kind for row in as_(ana).get("/away/").context["page"].rows] == ["away.review"]


def test_what_is_said_of_a_merged_change_comes_too_late_and_says_so(request_, ben):
    change = changes.merge_change(stages.approved(request_), by=ben, back_door=False)
    with pytest.raises(Refused, match=r"is merged\. Say it of a new one"):
        changes.merge_change(change, by=ben, back_door=False)
    assert code_of(changes.say_gates, change, by=ben, green=True) == "away-change-over"
