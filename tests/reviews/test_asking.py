"""A review can be asked for what is no revision: frozen as it stands, as deep as a mistake would reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import audit, jobs, subjects
from portal.kit.refusals import Denied, Invalid, Refused
from teams.reviews.actions import asking, reviews
from teams.reviews.depth import DAYS, depth_of
from teams.reviews.models import Review, Seat, Topic
from tests import make


@pytest.fixture
def service(home):
    return make.service(home, text="Keeps orders.\nAnd nothing else.")


@pytest.mark.django_db
def test_a_service_is_looked_at_as_it_was_described_when_it_was_asked_for(home, ana, service):
    make.bar_raiser(topics=["operations"])
    review = asking.ask_for_review(audit.ref(service), by=ana, why="We go live in May.")
    assert (review.state, review.topic, review.revision) == ("asked", "operations", None)
    jobs.run_waiting()
    review.refresh_from_db()
    assert review.state == "assigned"
    service.text = "Something else by now."
    service.save()
    assert "Keeps orders." in review.text
    line = review.text.split("\n").index("Keeps orders.") + 1
    one = reviews.suggest(review, by=review.reviewer, line=line, weight="must", text="Say whose.", why="Nobody knows.")
    assert (one.line, one.key) == (line, "")
    with pytest.raises(Invalid):
        reviews.suggest(review, by=review.reviewer, line=999, weight="must", text="x", why="y")


@pytest.mark.django_db
def test_only_the_team_asks_and_only_once_at_a_time(home, ana, ben, service):
    about = audit.ref(service)
    with pytest.raises(Denied):
        asking.ask_for_review(about, by=ben, why="Curious.")
    asking.ask_for_review(about, by=ana, why="We go live.")
    with pytest.raises(Refused) as refusal:
        asking.ask_for_review(about, by=ana, why="Once more.")
    assert refusal.value.code == "review-running"
    other = asking.ask_for_review(about, by=ana, why="And is it safe?", topic="security")
    assert other.topic == "security"


@pytest.mark.django_db
@pytest.mark.parametrize("ends", ["closed", "nobody"])
def test_a_revision_is_looked_at_again_once_the_look_before_has_ended(home, ana, ends):
    review = make.review(home)
    if ends == "closed":
        reviews.send_advice(review, by=review.reviewer, summary="Nothing.")
    else:
        reviews.decline_review(review, by=review.reviewer, reason="I wrote half of it.")
        jobs.run_waiting()
    review.refresh_from_db()
    assert review.state == ends
    again = asking.ask_for_review(review.about, by=ana, why="Half of it is new to us.")
    assert (again.pk != review.pk, again.revision) == (True, review.revision)
    jobs.run_waiting()
    assert Review.objects.filter(revision=review.revision).count() == 2


@pytest.mark.django_db
def test_advice_asked_for_after_the_publication_was_not_to_be_waited_for(home, ana):
    revision = make.published(make.service(home))
    asked = asking.ask_for_review(audit.ref(revision), by=ana, why="For the next one.")
    assert asked.published_at is not None
    assert not asked.published_before_advice


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"about": "services.service:99999"}, "subject-unknown"),
        ({"about": "people.person:1"}, "subject-unknown"),
        ({"about": "nonsense"}, "subject-unknown"),
        ({"topic": "cooking"}, "topic-unknown"),
        ({"why": "  "}, "asked-without-why"),
    ],
)
def test_what_cannot_be_asked_is_said(home, ana, service, words, code):
    with pytest.raises(Invalid) as refusal:
        asking.ask_for_review(**{"about": audit.ref(service), "by": ana, "why": "We go live.", **words})
    assert refusal.value.code == code
    assert not Review.objects.exists()


@pytest.mark.django_db
def test_a_withdrawn_review_gives_every_seat_back(home, ana, ben, service):
    make.bar_raiser(topics=["operations"])
    review = asking.ask_for_review(audit.ref(service), by=ana, why="We go live.")
    jobs.run_waiting()
    review.refresh_from_db()
    with pytest.raises(Denied):
        asking.withdraw_review(review, by=ben, reason="No.")
    asking.withdraw_review(review, by=ana, reason="We do not go live.")
    assert Seat.objects.get().state == "released"
    assert asking.ask_for_review(audit.ref(service), by=ana, why="Now we do.").state == "asked"


@pytest.mark.django_db
def test_every_kind_is_described_or_said_to_be_gone():
    assert {"services.revision", "services.service"} <= {kind.label for kind in subjects.kinds()}
    for kind in subjects.kinds():
        assert subjects.subject(f"{kind.label}:987654") is None
        assert kind.topic in Topic.values


FACTS = st.fixed_dictionaries(
    {
        "reversal": st.sampled_from(["easy", "costly", "one-way"]),
        "criticality": st.sampled_from(["critical", "high", "medium", "low", ""]),
        "consumers": st.integers(0, 500),
    }
)
ORDER = list(DAYS)


@given(FACTS)
def test_more_consumers_and_less_way_back_never_make_a_look_lighter(facts):
    now = ORDER.index(depth_of(**facts).level)
    assert ORDER.index(depth_of(**{**facts, "consumers": facts["consumers"] + 1}).level) >= now
    assert ORDER.index(depth_of(**facts, critical_consumers=1 if facts["consumers"] else 0).level) >= now
    assert ORDER.index(depth_of(**{**facts, "reversal": "one-way"}).level) >= now
    assert ORDER.index(depth_of(**{**facts, "criticality": "critical"}).level) >= now


def test_depth_says_why_in_sentences():
    deep = depth_of(reversal="one-way", criticality="critical", consumers=12, critical_consumers=2)
    assert (deep.level, deep.days, deep.is_critical) == ("deep", 10, True)
    assert deep.why == (
        "It cannot be taken back.",
        "12 services use it, 2 of them critical.",
        "The service is critical.",
    )
    light = depth_of(reversal="easy", criticality="low", consumers=1)
    assert (light.level, light.is_critical) == ("light", False)
    assert light.why[1] == "1 service uses it."
    nowhere = depth_of(reversal="costly", criticality="", consumers=0)
    assert nowhere.why == ("Taking it back costs its users something.", "It names no service.")
