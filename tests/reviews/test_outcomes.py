"""Who was right: numbers side by side, the lead's word and the reviewer's, silence; and what it says about rules."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Clock, Notice
from teams.people.models import Person
from teams.reviews.actions.answering import answer_suggestion
from teams.reviews.actions.evidence import Given
from teams.reviews.actions.outcomes import record_outcome, write_view
from teams.reviews.actions.rules import doubt_rule, name_rule, settle_doubt
from teams.reviews.models import Answer, RuleDoubt, SuggestionRule
from teams.reviews.reads.calibration import calibration, of_rule
from tests import make

pytestmark = pytest.mark.django_db
RULE = "contact-named"


@pytest.fixture
def review(home):
    return make.advised(home)


def ignored(review, number=1, **facts):
    one = review.suggestions.get(number=number)
    one.review = review
    return make.answer(one, **make.ignoring(**facts))


def about_rule(answer, rule=RULE):
    SuggestionRule.objects.update_or_create(suggestion=answer.suggestion, defaults={"rule": rule})
    return answer


def test_the_numbers_stand_side_by_side_on_a_page_the_inbox_leads_to(review, ana, as_):
    more = Given(kind="cost", measure="refunds", value="90", unit="EUR", source="https://x.example",
                 measured_on=make.soon(-1))  # fmt: skip
    ignored(review, data=[more])
    url = Clock.objects.get(kind="reviews.look-again").url
    lead = as_(ana)
    page = lead.get(url).content.decode()
    for words in (
        "0.4 % of orders",
        "0.02 % of orders",
        "more than 0.1 % of orders",
        "90 EUR",
        "not known yet",
        "Who was right?",
    ):
        assert words in page
    told = {"outcome": "team-right", "value": "0.05", "value_2": "120"}
    assert lead.post(url, told).status_code == 302
    page = lead.get(url).content.decode()
    assert "0.05 % of orders" in page
    assert "120 EUR" in page
    assert "Write it down" not in page


def test_whoever_judges_against_their_own_limit_says_why(review, ana):
    answer = ignored(review)
    with pytest.raises(Invalid) as refusal:
        record_outcome(answer, by=ana, outcome="team-right", value="0.6 %")
    assert refusal.value.code == "outcome-against-the-number"
    assert "more than 0.1" in refusal.value.message
    told = record_outcome(answer, by=ana, outcome="team-right", value="0.6", text="One client looped for a day in May.")
    assert (told.by_numbers, told.references.get().value_now) == ("advice-right", Decimal("0.6"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"outcome": "team-right", "value": "fine"}, "outcome-without-value"),
        ({"outcome": "team-right", "value": ""}, "outcome-without-value"),
        ({"outcome": "team-right", "value": "20 ms"}, "outcome-without-value"),
        ({"outcome": "cannot-tell", "value": ""}, "outcome-without-words"),
        ({"outcome": "both", "value": "1"}, "outcome-unknown"),
    ],
)
def test_an_outcome_is_a_number_or_says_why_there_is_none(review, ana, words, code):
    answer = ignored(review)
    with pytest.raises(Invalid) as refusal:
        record_outcome(answer, by=ana, **words)
    assert refusal.value.code == code


def test_the_reviewer_writes_their_own_view_when_the_day_has_come_and_it_counts_nowhere(review, ana, later, as_):
    answer = ignored(review)
    words = {"outcome": "advice-right", "text": "The log of May shows forty doubles."}
    with pytest.raises(Denied):
        write_view(answer, by=ana, **words)
    with pytest.raises(Refused) as refusal:
        write_view(answer, by=review.reviewer, **words)
    assert refusal.value.code == "view-too-early"
    later(timedelta(days=61))
    address = f"/reviews/{review.pk}/suggestions/1/outcome/"
    assert as_(review.reviewer).post(address, {"act": "view", **words}).status_code == 302
    with pytest.raises(Refused):
        write_view(answer, by=review.reviewer, **words)
    assert "forty doubles" in as_(ana).get(address).content.decode()
    answer.refresh_from_db()
    assert (answer.outcome, calibration().guild.known) == ("", 0)


def test_silence_is_written_down_and_it_can_still_be_said(review, ana, later):
    answer = ignored(review)
    later(timedelta(days=62))
    clocks.ring_due()
    jobs.run_waiting()
    answer.refresh_from_db()
    assert answer.silent_at is None
    later(timedelta(days=15))
    jobs.run_waiting()
    answer.refresh_from_db()
    assert answer.silent_at is not None
    assert Notice.objects.filter(text__startswith="Nobody has said what came of").count() == 2
    assert Clock.objects.get(kind="reviews.look-again").state == "open"
    record_outcome(answer, by=ana, outcome="team-right", value="0")
    assert Clock.objects.get(kind="reviews.look-again").state == "met"


def test_calibration_counts_by_rule_topic_team_and_quarter(home, ana, as_):
    for outcome, value in (("advice-right", "0.5"), ("team-right", "0"), ("advice-right", "0.9")):
        answer = about_rule(ignored(make.advised(home)))
        record_outcome(answer, by=ana, outcome=outcome, value=value)
    found = calibration()
    (line,) = found.rules
    assert (line.code, line.right, line.known, line.share) == (RULE, 2, 3, 67)
    assert [(one.name, one.right) for one in found.teams] == [("Home", 2)]
    for quarters in (found.guild.quarters, line.quarters, *(one.quarters for one in (*found.topics, *found.teams))):
        assert [(one.right, one.wrong) for one in quarters] == [(0, 0)] * 7 + [(2, 1)]
    assert found.guild.known == 3
    page = as_(ana).get("/ledger/calibration/").content.decode()
    assert "2 of 3" in page
    assert page.count("advice right 2, team right 1.") == 4  # of the rule, the topic, the weight and the team
    rule_page = as_(ana).get(f"/rules/{RULE}/").content.decode()
    assert "right 2 of 3" in rule_page
    assert "Ask stewards to retire it" in rule_page


def test_calibration_names_no_person(home, ana, sam, as_):
    review = make.advised(home)
    record_outcome(about_rule(ignored(review)), by=ana, outcome="team-right", value="0")
    page = as_(sam).get("/ledger/calibration/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for person in Person.objects.all():
        assert person.name not in main
        assert f"/people/{person.login}/" not in main
    fields = set(calibration().rules[0].__dataclass_fields__)
    assert not fields & {"person", "reviewer", "by", "lead"}


def test_a_rule_is_doubted_with_what_is_known_and_a_steward_says_what_becomes_of_it(home, ana, ben, sam):
    with pytest.raises(Refused) as refusal:
        doubt_rule(RULE, by=ben, words="It finds what nobody reads.")
    assert refusal.value.code == "doubt-too-early"
    for _ in range(3):
        record_outcome(about_rule(ignored(make.advised(home))), by=ana, outcome="team-right", value="0")
    with pytest.raises(Invalid):
        doubt_rule(RULE, by=ben, words="Bad.")
    doubt = doubt_rule(RULE, by=ben, words="It finds what nobody reads.")
    assert (doubt.right, doubt.known) == (0, 3)
    assert Notice.objects.filter(person=sam, text__contains="0 of 3").count() == 1
    with pytest.raises(Refused):
        doubt_rule(RULE, by=ana, words="It finds what nobody reads.")
    with pytest.raises(Denied):
        settle_doubt(doubt, by=ben, words="Off.")
    settle_doubt(doubt, by=sam, words="A hint from the next profile on.")
    assert Notice.objects.filter(person=ben, text__contains="A hint from").count() == 1
    assert RuleDoubt.objects.filter(settled_at=None).count() == 0


def test_the_rule_of_a_finding_at_the_place_is_noted_and_a_named_one_stays(home, ana):
    review = make.review(home)
    one = make.suggestion(review, line=1, end_line=7)
    with pytest.raises(Invalid):
        name_rule(one, by=review.reviewer, rule="no-such-rule")
    with pytest.raises(Denied):
        name_rule(one, by=ana, rule=RULE)
    name_rule(one, by=review.reviewer, rule=RULE)
    from teams.reviews.actions.reviews import send_advice

    sent = send_advice(review, by=review.reviewer, summary="Clear, with one thing to think of.")
    one = sent.suggestions.select_related("review__team__lead", "review__revision").get()
    answer_suggestion(one, by=ana, kind="accept", text="Done.")
    assert (SuggestionRule.objects.get().rule, SuggestionRule.objects.get().named) == (RULE, True)
    assert of_rule(RULE).sent == 1
    assert Answer.objects.count() == 1
