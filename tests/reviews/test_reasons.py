"""What counts as a reason for ignoring advice: real ones pass, junk does not, however it is dressed."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.demo.reviewing import ADVICE
from teams.reviews.reasons import Known, fault_of, has_number, is_copy, likeness, words_of

SUGGESTION = "Let placeOrder say what happens to a call that comes a second time with another body."
WHY = (
    "The key is asked for, but a repeated key with other content is not spoken of. Callers guess, and one of two "
    "guesses costs somebody money."
)
KNOWN = (Known(SUGGESTION, "the advice itself"), Known(WHY, "the reviewer's reason"))

REAL = [
    "Nobody has retried since July.",
    "Only 2 of 14 callers send a body at all, and both are ours.",
    "Every repeat in the last 90 days (31 of 2.4 million) came from one test client that is switched off now.",
    "We measured it in March: p95 went from 340 ms to 355 ms, which no customer noticed.",
    "Three of the five consumers have confirmed in writing that they treat it as one order.",
    "The change costs about 12 engineer days; the refunds it would save were 180 EUR in the whole year.",
    "It happened once in four years, and the incident cost us nothing but a phone call.",
    "Zwei von zwölf Aufrufern schicken 0,3 % ihrer Anfragen doppelt, beide gehören uns.",
    "過去90日間で重複した注文は2件だけでした。",
    "За 90 дней повторилось 4 вызова из 120 000, все от тестового клиента.",  # noqa: RUF001
    "An A/B test over 8,000 sessions showed no difference: 3.1 % against 3.2 % drop off.",
    "Twice a year at most, says the incident log, and support answers it within an hour.",
    "The field is empty in 0.4 % of rows, and the ones that matter to billing are filled by hand anyway.",
    "Half of the traffic ends with the old app, which is switched off in eleven weeks.",
]
JUNK = [
    "", "   ", ".", "!!! ??? ...", "no", "n/a", "not needed", "We disagree with this.", "We do not think so.",
    "This is not a priority for us right now.", "because because because because because because",
    "It works fine as it is and we like it.", "We have decided not to do this, as discussed.",
    "asdf asdf qwer zxcv hjkl",
    "aaaa bbbb cccc dddd 1234", "1 2 3 4 5 6", "We feel that this is not important enough for our team.",
    "As agreed in the meeting with the architects, the design stays.",
    "Our customers would be confused by such a thing.",
    "See R-12 and version 3.", "The lawyers of 2024-03-01 looked at it in 2024 and found it harmless.",
    SUGGESTION, WHY, SUGGESTION.upper(), f"  {SUGGESTION}  ", f"No: {SUGGESTION}", WHY.replace(",", " -"),
    "What happens to a call with another body that comes a second time, let placeOrder say.",
]  # fmt: skip

APPEALS = [
    "Nobody needs this, as everyone knows.",
    "No-one here would ever need such a header, and everybody agrees.",
    "None of our users really cares about a second page.",
    "Our architects have decided that the current design stays.",
    "According to our CTO this is the wrong direction for the company.",
    "All three architects say that it is wrong.",
    "It was approved by the architects of both divisions.",
    "It is an industry standard and best practice, obviously.",
    "It\u2019s common sense, and it has always been like this.",
    "Experts say that there is nothing wrong with it.",
    "Nobody in the whole company needs more than 5 of these.",
    "It goes without saying that callers cope.",
    "This has zero benefit for customers.",
]
"""Each leaves too little, or nothing that counts, once what everybody knows and somebody says is left out."""
SAYINGS = [
    "Customers would never notice such a thing.",
    "Once we begin with pages there is no end to it.",
    "We have other plans for callers in the next quarter.",
    "Third parties would be confused by another header.",
    "The current one reads well and callers cope with it.",
    "We told the guild a million times why callers cope.",
    "Support answers callers 24/7 in all time zones.",
    "It is a half-baked idea from another division.",
]
"""A word in it looks like a number, and nothing is counted."""
SAY_MORE = [
    ("As everyone knows, 2 of 14 callers send a body at all.", ""),
    ("Our CTO said no; the change costs 12 days and saves 180 EUR a year.", ""),
    ("Nobody needs a second page: only the nightly export reads one.", "Calls that ask for a second page"),
    ("None of the 14 callers wants a second page: we asked them all in March.", ""),
    ("Of course callers could retry, but none of them has done so since July.", ""),
    ("Store managers told us in the survey that 3 of 40 saw the title.", ""),
    ("The lawyers confirmed it in writing: records are to be kept for ten years.", ""),
    ("Best practice or not, each extra header costs the old scanners 40 ms a call.", ""),
    ("Everybody who calls it retries with the key that they had.", "Retries with another key"),
    ("Everyone reads the header in the same place, says the access log.", "Callers that read the header"),
    ("It would delay the launch in Norway by a quarter and lose the Easter sale.", ""),
    ("We lose the old scanners, and the stores with them.", "Stores with old scanners"),
    ("It happened once; the next quarter has no sale in it.", ""),
    ("Three third parties call it, and each of them has pinned the version.", ""),
    ("The field has no value in the rows that billing reads.", "Rows without a value"),
    ("Only one caller is left, and that one is switched off in May.", ""),
    ("It has always been read whole: the copy for Oslo takes 3 of 90 seconds.", ""),
]


@pytest.mark.parametrize("text", APPEALS)
@pytest.mark.parametrize("measures", [[], ["What everybody knows and nobody needs"]])
def test_what_everybody_knows_or_somebody_of_weight_says_is_no_reason(text, measures):
    fault = fault_of(text, KNOWN, measures)
    assert fault is not None
    assert fault.code == "answer-reason-appeals"
    assert "Say what was measured, or what is lost or gained." in fault.says


@pytest.mark.parametrize("text", SAYINGS)
def test_a_saying_counts_nothing(text):
    assert not has_number(text)
    assert fault_of(text, KNOWN) is not None


@pytest.mark.parametrize(("text", "measure"), SAY_MORE)
def test_a_reason_that_says_more_passes_whoever_else_says_so(text, measure):
    assert fault_of(text, KNOWN, [measure]) is None


@pytest.mark.parametrize("text", REAL)
@pytest.mark.parametrize("before", ["As everyone knows: ", "Our architects say: ", "Obviously, "])
def test_an_appeal_before_a_real_reason_spoils_nothing(before, text):
    assert fault_of(before + text, KNOWN) is None


@pytest.mark.parametrize("text", REAL)
def test_real_reasons_pass(text):
    assert fault_of(text, KNOWN) is None


@pytest.mark.parametrize("text", JUNK)
def test_junk_does_not(text):
    fault = fault_of(text, KNOWN, ["Repeated keys with another body"] if text in {SUGGESTION, WHY} else [])
    assert fault is not None
    assert fault.says.endswith(".")


@pytest.mark.parametrize("advice", ADVICE, ids=lambda advice: advice.weight + advice.measure[:20])
def test_what_the_teams_of_the_demo_company_say_passes(advice):
    known = [Known(text, "it") for text in (advice.text, advice.why, advice.prediction)]
    known += [Known(other.ignored, "it") for other in ADVICE if other is not advice]
    assert fault_of(advice.ignored, known, [advice.measure]) is None


WHO = ["callers", "consumers of the orders contract", "stores in Norway", "batch jobs", "carriers", "support cases"]
DOES = ["send the header", "read the second page", "repeat a call within a minute", "show the title", "time out"]
WHEN = ["since July", "in the last 90 days", "during the sale", "after the change in May", "this quarter"]
PHRASES = [
    "{a} of {b} {who} {does} {when}, and the dashboard of the guild shows no trend.",
    "We looked {when}: {a} {who} {does}, which costs {b} EUR a month at most.",
    "{when} only {a} % of {who} {does}; before that it was {b} %.",
    "The experiment with {b} {who} showed that {a} {does} whichever way the contract is written.",
]


@given(
    st.sampled_from(PHRASES), st.sampled_from(WHO), st.sampled_from(DOES), st.sampled_from(WHEN),
    st.integers(0, 40), st.integers(41, 9_000_000),
)  # fmt: skip
def test_whoever_counts_something_in_words_of_their_own_passes(phrase, who, does, when, a, b):
    assert fault_of(phrase.format(a=a, b=b, who=who, does=does, when=when), KNOWN) is None


@given(st.text(alphabet=string.whitespace + string.punctuation + "·…\u2013\u2014", max_size=200))
def test_nothing_that_has_no_word_passes(text):
    assert fault_of(text, KNOWN, ["orders"]) is not None


@given(st.sampled_from([SUGGESTION, WHY, *REAL[:8]]), st.integers(0, 10**9))
@settings(max_examples=300)
def test_a_copy_stays_one_with_other_case_and_marks_and_words_left_out_or_put_in(source, seed):
    chance = random.Random(seed)
    words = source.split()
    for _ in range(max(1, len(words) // 10)):
        at = chance.randrange(len(words))
        if chance.random() < 0.5:
            words[at:at] = [chance.choice(["really", "quite", "indeed", "7", "honestly"])]
        else:
            del words[at]
    edited = "".join(chance.choice([one.upper(), one.lower()]) for one in " ".join(words)).replace(
        ".", chance.choice("!;.")
    )
    assert is_copy(edited, source)
    fault = fault_of(edited, [Known(source, "what was said")])
    assert fault is not None


@given(st.lists(st.sampled_from(["because", "no", "reason", "the", "team", "7"]), min_size=1, max_size=60))
def test_one_word_again_and_again_says_nothing(words):
    assert fault_of(" ".join(words), ()) is not None


@given(st.text(max_size=300), st.text(max_size=300))
def test_it_judges_any_text_and_likeness_is_a_share(said, other):
    assert 0 <= likeness(said, other) <= 1
    fault_of(said, [Known(other, "it")], [other])
    assert not words_of(said) or likeness(said, said) == 1


def test_quoting_the_advice_and_answering_it_is_no_copy():
    text = (
        f'"{SUGGESTION}" It cannot happen: all five callers use one library, which makes a new key for each body, and '
        "in 90 days of logs we found 0 of 1,200,000 calls."
    )
    assert fault_of(text, KNOWN) is None


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("See R-12 and S-4.", False),
        ("In version 3 it is gone.", False),
        ("Since 2009 it is law.", False),
        ("On 2026-03-01 it was so.", False),
        ("OAuth2 and v2 do it.", False),
        ("12 callers do.", True),
        ("0.4 % of calls", True),
        ("None of them does.", True),
        ("Twice a year.", True),
        ("2000 calls a day", True),
        ("Only 2012 orders were touched.", True),
        ("In 2012 orders doubled: 90 a day.", True),
    ],
)  # fmt: skip
def test_names_years_and_days_are_no_numbers(text, counts):
    assert has_number(text) is counts
