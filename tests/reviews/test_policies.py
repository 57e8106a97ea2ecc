"""Policies ask for looks by themselves: by the facts of the moment, in versions, tried on what was."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import audit, jobs
from portal.kit.refusals import Denied, Refused
from portal.models import AuditEntry
from services.actions import catalog, contracts
from teams.reviews.actions import asking
from teams.reviews.actions.policy_versions import set_review_policies
from teams.reviews.models import Occasion, Review, ReviewPolicies
from teams.reviews.occasions import BEGINNING, MOMENTS, MOST_POLICIES, SUGGESTED, Facts, Policy, topics_asked
from teams.reviews.reads.changes import change_of
from teams.reviews.reads.policies import dry_run, policies_of, versions
from tests import make, queries
from tests.proposals import words as proposals
from tests.services.api.program import Program

WHY = "Two of three late surprises came with a launch."
CONTRACT = "services.revision"
REACHED = {
    "": {""}, "low": {""}, "medium": {"", "medium"}, "high": {"", "medium", "high"},
    "critical": {"", "medium", "high", "critical"},
}  # fmt: skip
COSTS = {"easy": {""}, "costly": {"", "costly"}, "one-way": {"", "costly", "one-way"}}
FACTS = st.builds(
    Facts, criticality=st.sampled_from(["", "low", "medium", "high", "critical"]),
    reversal=st.sampled_from(["easy", "costly", "one-way"]), consumers=st.integers(0, 20),
    change=st.sampled_from(["", "first", "compatible", "breaking"]), days=st.integers(0, 200),
)  # fmt: skip
POLICIES = st.builds(
    Policy, code=st.just("x"), kind=st.sampled_from(list(MOMENTS)), topic=st.sampled_from(["contract", "design"]),
    criticality=st.sampled_from(["", "medium", "high", "critical"]),
    reversal=st.sampled_from(["", "costly", "one-way"]),
    breaking=st.booleans(), consumers=st.integers(0, 20), days=st.integers(0, 200),
)  # fmt: skip


def choose(by, *policies, division=None, **words):
    return set_review_policies(division, by=by, policies_to_be=policies, **{"why": WHY, **words})


def second(contract, content):
    draft = make.checked(make.draft(contract, content))
    make.waive_errors(draft)
    return make.again(draft)


@given(st.lists(POLICIES, max_size=6), FACTS, st.sampled_from(list(MOMENTS)))
def test_one_look_a_topic_and_only_where_all_that_is_named_holds(policies, facts, kind):
    asked = topics_asked(policies, kind, facts)
    assert all(one.topic == topic and one.kind == kind for topic, one in asked.items())
    for policy in policies:
        holds = (
            policy.kind == kind
            and facts.consumers >= policy.consumers
            and facts.days >= policy.days
            and (facts.change == "breaking" or not policy.breaking)
            and policy.criticality in REACHED[facts.criticality]
            and policy.reversal in COSTS[facts.reversal]
        )
        assert policy.asks(kind, facts) == holds
        assert not holds or policy.topic in asked


@pytest.mark.django_db
def test_while_nobody_has_chosen_contracts_of_critical_services_ask_and_nothing_else(home, ana):
    make.proposed(home, slug="critical")
    make.published(make.service(home, criticality="high"), slug="high")
    jobs.run_waiting()
    review = Review.objects.get()
    assert review.policy["code"] == "critical-contracts" and review.policy["version"] == 0
    assert review.why == BEGINNING[0].says == "A contract is about to be published: the service is critical."
    assert sorted((one.facts["criticality"], bool(one.asked)) for one in Occasion.objects.all()) == [
        ("critical", True), ("high", False),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_contract_that_breaks_callers_is_looked_at_against_the_one_before(home, ana, ben, sam):
    row = choose(sam, Policy("breaking", CONTRACT, "contract", breaking=True, consumers=1))
    first = make.published(make.service(home, criticality="high"), slug="api")
    same = second(first.contract, make.CLEAN.replace("1.0.0", "1.1.0"))
    contracts.publish_revision(same, by=ana)
    catalog.declare_consumer(make.service(make.team(ben)), first.contract, by=ben)
    breaks = second(first.contract, make.CLEAN.replace("1.0.0", "2.0.0"))
    contracts.publish_revision(breaks, by=ana)
    jobs.run_waiting()
    review = Review.objects.get()
    assert (review.revision, review.compared_with.number) == (breaks, same.number)
    assert review.policy == {
        "code": "breaking", "says": review.why, "version": row.number, "division": "", "url": "/reviews/policies/",
    }  # fmt: skip
    entry = AuditEntry.objects.get(verb="review.ask")
    assert (entry.data["policy"], entry.data["version"]) == ("breaking", 1)
    assert Occasion.objects.get(about=audit.ref(breaks)).asked[0]["review"] == review.pk


@pytest.mark.django_db
def test_an_operation_that_is_gone_breaks_callers_whatever_the_version_says(home, ana):
    content = make.CLEAN.replace("1.0.0", "1.1.0")
    first = make.published(make.service(home), slug="api")
    assert change_of(first)[0] == "first"
    gone = second(first.contract, content.split("paths:")[0] + "paths: {}\n")
    kept = second(first.contract, content)
    assert change_of(kept) == ("compatible", first)
    assert change_of(gone)[0] == "breaking"


@pytest.mark.django_db
def test_launch_charter_and_proposal_ask_at_their_moment(home, ana, ben, sam):
    choose(sam, *SUGGESTED)
    service = make.service(home, criticality="high", lifecycle="experimental")
    catalog.move_service(service, "release", by=ana)
    request = make.away_agreed(make.service(home, criticality="critical"), make.team(ben, lead=ben))
    charter = make.charter(request)
    made = proposals.opened(home, services=(service,), reversal="one-way")
    jobs.run_waiting()
    asked = {review.policy["code"]: review for review in Review.objects.all()}
    days = (charter.ends_on - charter.drafted_at.date()).days
    assert ("long-stays" in asked) == (days >= 60)
    assert asked["launches"].about == audit.ref(service) and asked["launches"].topic == "operations"
    assert "no-way-back" not in asked, "it touches no critical service"
    again = proposals.opened(home, services=(make.service(home, criticality="critical"),), reversal="one-way")
    jobs.run_waiting()
    assert Review.objects.get(policy__code="no-way-back").about == audit.ref(again)
    assert Occasion.objects.filter(about=audit.ref(made), asked=[]).exists()


@pytest.mark.django_db
def test_a_charter_is_asked_about_once_however_often_it_is_written_anew(home, ben, sam):
    choose(sam, Policy("stays", "away.awaycharter", "collaboration", days=1))
    request = make.away_agreed(make.service(home), make.team(ben, lead=ben))
    first = make.charter(request)
    jobs.run_waiting()
    make.charter(request, scope_in="Something else by now.")
    jobs.run_waiting()
    assert Review.objects.get().about == audit.ref(first)
    assert Occasion.objects.count() == 2


@pytest.mark.django_db
def test_what_was_asked_for_by_hand_is_not_asked_for_again(home, ana):
    revision = make.proposed(home)
    asking.ask_for_review(audit.ref(revision), by=ana, why="It is the first one.")
    jobs.run_waiting()
    assert Review.objects.get().policy == {}


@pytest.mark.django_db
def test_the_nearest_division_decides_and_who_heads_it_chooses(home, ana, sam):
    above = make.division(name="Above", head=make.person())
    home.division.parent = above
    home.division.save()
    elsewhere = make.team()
    with pytest.raises(Denied):
        choose(ana, division=above)
    with pytest.raises(Denied):
        choose(above.head, Policy("", CONTRACT, "security"))
    choose(above.head, Policy("", CONTRACT, "security"), division=above)
    assert [one.topic for one in policies_of(home.division).policies] == ["security"]
    assert policies_of(home.division).whose == "Above, version 1"
    assert policies_of(elsewhere.division).policies == BEGINNING
    choose(above.head, division=home.division)
    for team in (home, elsewhere):
        make.proposed(team)
    jobs.run_waiting()
    assert [review.team for review in Review.objects.all()] == [elsewhere]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("policies", "code"),
    [
        (BEGINNING, "review-policies-same"),
        ([Policy("a", CONTRACT, "data", consumers=n) for n in range(MOST_POLICIES + 1)], "review-policies-too-many"),
        ([Policy("a", CONTRACT, "data"), Policy("a", CONTRACT, "design")], "review-policy-code"),
        ([Policy("Not one", CONTRACT, "data")], "review-policy-code"),
        ([Policy("a", "people.person", "data")], "review-policy-unknown"),
        ([Policy("a", CONTRACT, "cooking")], "review-policy-unknown"),
        ([Policy("a", CONTRACT, "data", criticality="low")], "review-policy-unknown"),
        ([Policy("a", CONTRACT, "data", consumers=-1)], "review-policy-unknown"),
        ([Policy("a", CONTRACT, "data", days=3)], "review-policy-never"),
        ([Policy("a", "services.service", "data", breaking=True)], "review-policy-never"),
    ],
)
def test_what_is_no_policy_is_refused(sam, policies, code):
    with pytest.raises(Refused) as refusal:
        choose(sam, *policies)
    assert refusal.value.code == code
    assert not ReviewPolicies.objects.exists()


@pytest.mark.django_db
def test_versions_say_what_they_changed_and_the_second_of_two_is_refused(sam):
    choose(sam, *BEGINNING, Policy("", "services.service", "operations"), after=0)
    with pytest.raises(Refused) as refusal:
        choose(sam, after=0)
    assert refusal.value.code == "review-policies-changed"
    changed = Policy("service-operations", "services.service", "operations", criticality="high")
    choose(sam, changed, after=1)
    newest, oldest = versions(None)
    assert oldest.changes == ["asks: A service goes live."]
    assert newest.changes == [f"no longer asks: {BEGINNING[0].says}", f"asks otherwise: {changed.says}"]


@pytest.mark.django_db
def test_a_dry_run_tells_by_the_facts_of_then_what_would_have_been_asked(home, ana, sam, later):
    make.published(make.service(home, slug="old", criticality="high"), slug="old")
    jobs.run_waiting()
    later(timedelta(days=91))
    revision = make.published(make.service(home, slug="fresh", criticality="high"), slug="fresh")
    make.proposed(home, slug="critical")
    jobs.run_waiting()
    catalog.change_service(revision.contract.service, by=ana, criticality="low")
    run = dry_run(
        None, (Policy("high", CONTRACT, "data", criticality="high"), Policy("used", CONTRACT, "design", consumers=1))
    )
    assert (run.occasions, run.looks, run.asked) == (2, 2, 1)
    assert [(line.policy.code, line.total) for line in run.lines] == [("high", 2), ("used", 0)]
    choose(sam, division=home.division)
    assert dry_run(None, BEGINNING).occasions == 0, "they belong to the division now"
    assert dry_run(home.division, BEGINNING).looks == 1
    assert not Review.objects.filter(topic="data").exists(), "nothing was asked for"


@pytest.mark.django_db
def test_on_the_page_it_is_read_tried_and_kept(home, ana, sam, as_):
    make.published(make.service(home, slug="fresh", criticality="high"), slug="fresh")
    jobs.run_waiting()
    shown = as_(ana).get("/reviews/policies/").content.decode()
    assert BEGINNING[0].says in shown and "as Homeport begins" in shown and "Change it" not in shown
    client = as_(sam)
    suggested = client.get("/reviews/policies/change/?begin=suggested").content.decode()
    assert all(f'value="{one.code}"' in suggested for one in SUGGESTED)
    fields = {
        "after": "0", "why": WHY, "code-0": "critical-contracts", "kind-0": CONTRACT, "topic-0": "contract",
        "criticality-0": "high", "kind-1": "", "topic-1": "contract", "kind-2": "", "topic-2": "contract",
    }  # fmt: skip
    assert suggested.count("<summary") >= len(SUGGESTED) and all(one.says in suggested for one in SUGGESTED)
    assert '<details class="panel" open>' not in suggested, "what is not being changed takes one line"
    tried = client.post("/reviews/policies/change/", {**fields, "why": "", "try": "1"}).content.decode()
    assert tried.count('<details class="panel" open>') == 1
    assert "they would have asked for <strong>1 look</strong>" in tried and "fresh 1.0.0" in tried
    assert not ReviewPolicies.objects.exists()
    kept = client.post("/reviews/policies/change/", fields, follow=True).content.decode()
    assert "asks otherwise: A contract is about to be published: the service is at least highly" in kept
    assert WHY in kept and "version 1 by" in kept
    again = client.post("/reviews/policies/change/", {**fields, "criticality-0": ""})
    assert again.status_code == 422 and "another version meanwhile" in again.content.decode()
    assert "from <a" in as_(ana).get(f"/reviews/policies/of/{home.division.slug}/").content.decode()


@pytest.mark.django_db
def test_the_page_asks_as_many_queries_for_twenty_as_for_two(home, ana, as_):
    def occasions(many):
        for number in range(many):
            Occasion.objects.create(
                about=f"services.revision:{9000 + Occasion.objects.count()}", kind=CONTRACT, subject=f"api {number}",
                subject_url="/", team=home, division=home.division,
                facts=Facts(criticality="critical").stored(),
            )  # fmt: skip

    occasions(2)
    queries.same(as_(ana), "/reviews/policies/", lambda: occasions(18))


@pytest.mark.django_db
def test_a_program_reads_changes_and_tries(home, ana, sam):
    make.proposed(home, slug="api")
    jobs.run_waiting()
    at = "/api/v1/review-policies"
    program, steward = Program(ana), Program(sam)
    told = program.get(at).json()
    assert (told["version"], told["policies"][0]["code"]) == (0, "critical-contracts")
    change = {"policies": [{"kind": CONTRACT, "topic": "security", "consumers": 5}], "why": WHY}
    assert program.patch(at, change).json()["code"] == "not-allowed"
    assert steward.patch(at, change).json()["policies"][0]["code"] == "revision-security"
    assert program.get(f"{at}/versions").json()["results"][0]["why"] == WHY
    division = f"/api/v1/divisions/{home.division.slug}/review-policies"
    assert program.get(division).json()["division"] is None
    assert steward.patch(division, {**change, "policies": []}).json()["division"] == home.division.slug
    occasion = program.get("/api/v1/review-occasions").json()["results"][0]
    assert (occasion["asked"], occasion["would_ask"]) == (["critical-contracts"], [])
    review = program.get("/api/v1/reviews").json()["results"][0]
    assert review["policy"] == "critical-contracts"
