"""Forms of questions: versioned, frozen with the review, answered as far as the team can, and never in the way."""

import pytest

from portal.kit import audit, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry
from teams.reviews.actions import asking, pools, reviews
from teams.reviews.actions.forms import answer_form, set_review_form
from teams.reviews.models import Review, ReviewForm, Topic
from teams.reviews.questions import BEGINNING, MOST_QUESTIONS, Question
from teams.reviews.reads.forms import answers_of, form_of, versions
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
WHY = "Nobody said what wakes people at night."


@pytest.fixture
def service(home):
    return make.service(home, text="Keeps orders.")


def asked(service, by, **words):
    return asking.ask_for_review(audit.ref(service), by=by, why="We go live in May.", **words)


def test_every_topic_begins_with_a_form_that_could_be_a_version():
    assert set(BEGINNING) == set(Topic.values)
    for topic, questions in BEGINNING.items():
        steward = make.steward()
        more = Question("", "And who else should be asked?")
        row = set_review_form(topic, by=steward, questions=[*questions, more], why=WHY)
        assert [one["key"] for one in row.questions[:-1]] == [one.key for one in questions]
        assert any(one.required for one in questions)


def test_a_review_keeps_the_version_it_was_asked_with(service, ana, sam):
    old = asked(service, ana)
    first = form_of("operations").questions
    set_review_form("operations", by=sam, questions=[Question("", "Who is woken at night?")], why=WHY)
    new = asking.ask_for_review(audit.ref(make.service(service.team)), by=ana, why="The other one.")
    assert [one.question for one in answers_of(old).lines] == list(first)
    assert [(one.question.key, one.question.text) for one in answers_of(new).lines] == [
        ("who-is-woken-at", "Who is woken at night?")
    ]
    assert (answers_of(old).version, answers_of(new).version) == (0, 1)


def test_the_team_says_what_it_can_and_what_is_left_out_stops_nobody(service, ana):
    make.bar_raiser(topics=["operations"])
    review = asked(service, ana, answers={"load": "At 900 orders a minute, three busy days."})
    jobs.run_waiting()
    review.refresh_from_db()
    answers = answers_of(review)
    assert answers.words == {"load": "At 900 orders a minute, three busy days."}
    assert review.state == "assigned" and answers.said == 1
    missing = [one for one in answers.lines if one.question.required and one.answer is None]
    reviews.send_advice(review, by=review.reviewer, summary="It is fine as it is.")
    assert missing and Review.objects.get().state == "closed"


def test_answers_change_until_the_advice_is_sent_and_not_after(service, ana):
    make.bar_raiser(topics=["operations"])
    review = asked(service, ana, answers={"load": "Not known."})
    jobs.run_waiting()
    answer_form(review, by=ana, answers={"load": "", "undo": "With a switch,\r\nin a minute."})
    assert answers_of(review).words == {"undo": "With a switch,\nin a minute."}
    entry = AuditEntry.objects.filter(verb="review.answer-form").latest("pk")
    assert entry.data == {"keys": ["load", "undo"]}
    answer_form(review, by=ana, answers={"undo": "With a switch,\nin a minute."})
    assert AuditEntry.objects.filter(verb="review.answer-form").latest("pk") == entry
    review.refresh_from_db()
    reviews.send_advice(review, by=review.reviewer, summary="It is fine as it is.")
    with pytest.raises(Refused) as refusal:
        answer_form(review, by=ana, answers={"load": "It would have been good to say."})
    assert refusal.value.code == "review-form-frozen"
    assert answers_of(review).words == {"undo": "With a switch,\nin a minute."}


def test_what_was_not_asked_and_what_is_endless_is_refused(service, ana, ben, sam):
    review = asked(service, ana)
    for answers, code in (({"luck": "Yes."}, "review-form-unasked"), ({"load": "x" * 2001}, "review-form-long")):
        with pytest.raises(Invalid) as refusal:
            answer_form(review, by=ana, answers=answers)
        assert refusal.value.code == code
    for other in (ben, sam):
        with pytest.raises(Denied):
            answer_form(review, by=other, answers={"load": "I know it."})
    with pytest.raises(Invalid):
        asked(make.service(service.team), ana, answers={"luck": "Yes."})
    assert Review.objects.count() == 1, "what is refused asks for nothing"


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ([], "review-form-length"),
        ([Question("", f"Number {n}?") for n in range(MOST_QUESTIONS + 1)], "review-form-length"),
        ([Question("a", "  ")], "review-form-question"),
        ([Question("a", "x" * 201)], "review-form-question"),
        ([Question("a", "One?"), Question("a", "Two?")], "review-form-key"),
        ([Question("Not a key", "One?")], "review-form-key"),
        (BEGINNING["design"], "review-form-same"),
    ],
)
def test_what_is_no_form_is_refused(sam, questions, code):
    with pytest.raises(Refused) as refusal:
        set_review_form("design", by=sam, questions=questions, why=WHY)
    assert refusal.value.code == code
    assert not ReviewForm.objects.exists()


def test_stewards_and_the_guild_lead_of_the_topic_change_it(ana, ben, sam):
    lead = make.bar_raiser(ben, topics=["design"]).person
    pools.name_guild_lead("design", by=sam, lead=lead)
    more = [*BEGINNING["design"], Question("", "What else?"), Question("", "What else?")]
    row = set_review_form("design", by=lead, questions=more, why=WHY, after=0)
    assert [one["key"] for one in row.questions][-2:] == ["what-else", "what-else-2"]
    with pytest.raises(Denied):
        set_review_form("data", by=lead, questions=more, why=WHY)
    with pytest.raises(Denied):
        set_review_form("design", by=ana, questions=more[:-1], why=WHY)
    with pytest.raises(Refused) as refusal:
        set_review_form("design", by=sam, questions=more[:-1], why=WHY, after=0)
    assert refusal.value.code == "review-form-changed"
    reworded = [Question("what-else", "What else, and why?"), *BEGINNING["design"][1:]]
    set_review_form("design", by=sam, questions=reworded, why=WHY, after=1)
    newest, oldest = versions("design")
    assert oldest.changes == ["asks: What else?", "asks: What else?"]
    assert "words it otherwise: What else, and why?" in newest.changes
    assert f"no longer asks: {BEGINNING['design'][0].text}" in newest.changes


def test_on_the_pages_from_asking_to_reading(service, ana, ben, as_):
    make.bar_raiser(topics=["operations"])
    page = as_(ana).post(
        f"/reviews/new/?about={audit.ref(service)}", {"topic": "operations", "why": "We go live."}, follow=True
    )
    review = Review.objects.get()
    assert page.redirect_chain[-1][0] == f"/reviews/{review.pk}/questions/"
    assert BEGINNING["operations"][0].text in page.content.decode()
    shown = as_(ana).post(
        f"/reviews/{review.pk}/questions/", {"alarm": "Orders without payment.", "load": ""}, follow=True
    )
    for address in (review.get_absolute_url(), f"{review.get_absolute_url()}subject/"):
        shown = as_(ben).get(address).content.decode()
        assert "Orders without payment." in shown and "1 of 6 answered" in shown
        assert "Every look needs it; nothing waits for it." in shown
        assert "Say more" not in shown and "Say more" in as_(ana).get(address).content.decode()
    long = as_(ana).post(f"/reviews/{review.pk}/questions/", {"alarm": "x" * 2001})
    assert long.status_code == 422 and "x" * 2001 in long.content.decode()


def test_a_steward_writes_a_form_anew_on_its_page(sam, ana, as_):
    begin = BEGINNING["data"]
    fields = {f"{name}-{row}": getattr(one, name) for row, one in enumerate(begin) for name in ("key", "text", "help")}
    fields |= {"after": "0", "why": WHY, "text-1": "", f"text-{len(begin)}": "Who may see a row, by name?"}
    client = as_(sam)
    form = client.get("/reviews/questions/data/change/").content.decode()
    assert all(one.text in form for one in begin)
    page = client.post("/reviews/questions/data/change/", fields, follow=True).content.decode()
    assert "Version 1" in page and "Who may see a row, by name?" in page and WHY in page
    assert [one.key for one in form_of("data").questions] == [
        "owner", "away", "wrong", "moves", "who-may-see-a",
    ]  # fmt: skip
    again = client.post("/reviews/questions/data/change/", fields)
    assert again.status_code == 422 and "another version meanwhile" in again.content.decode()
    assert "Change them" not in as_(ana).get("/reviews/questions/data/").content.decode()
    assert as_(ana).get("/reviews/questions/").content.decode().count("Which data does it own") == 1


def test_a_program_reads_the_form_asks_with_answers_and_says_more(service, ana, sam):
    program, steward = Program(ana), Program(sam)
    form = program.get("/api/v1/review-forms/operations").json()
    assert form["version"] == 0 and form["questions"][0]["key"] == "alarm"
    words = {"about": audit.ref(service), "why": "Soon.", "answers": [{"key": "alarm", "text": "A page after 5 min."}]}
    made = program.post("/api/v1/reviews", words).json()
    at = f"/api/v1/reviews/{made['id']}/questions"
    more = program.post(at, {"answers": [{"key": "undo", "text": "With a switch."}]})
    assert more.status_code == 200
    said = {one["key"]: one["text"] for one in program.get(at).json()["results"]}
    assert (said["alarm"], said["undo"], said["load"]) == ("A page after 5 min.", "With a switch.", "")
    assert program.post(at, {"answers": [{"key": "luck", "text": "Yes."}]}).json()["code"] == "review-form-unasked"
    change = {"questions": [{**form["questions"][0], "text": "What wakes you?"}, {"text": "And who?"}], "why": WHY}
    told = steward.patch("/api/v1/review-forms/operations", change).json()
    assert (told["version"], [one["key"] for one in told["questions"]]) == (1, ["alarm", "and-who"])
    version = program.get("/api/v1/review-forms/operations/versions").json()["results"][0]
    assert version["why"] == WHY and "words it otherwise: What wakes you?" in version["changes"]
    assert program.patch("/api/v1/review-forms/operations", change).json()["code"] == "not-allowed"
    assert program.get("/api/v1/review-forms/luck").status_code == 404
