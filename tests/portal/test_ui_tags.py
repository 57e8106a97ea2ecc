"""The tags: what they draw, and that nothing from outside gets through them as markup."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from portal.gallery import sample_score
from portal.kit.paging import Page
from portal.kit.policies import Verdict
from portal.kit.times import end_of_day
from portal.templatetags.words import ago, deed, initials, plural, span

FINDING = (
    "id",
    "severity",
    "rule",
    "rule_url",
    "where",
    "where_url",
    "title",
    "why",
    "mend",
    "before",
    "after",
    "record",
)
HOSTILE = "<img src=x onerror=alert(1)>\u202e"


def draw(text: str, **given: Any) -> str:
    return Template(text).render(Context(given)).strip()


def draw_at(address: str, text: str, **given: Any) -> str:
    return draw(text, request=RequestFactory().get(address), **given)


@pytest.mark.parametrize(
    "tag",
    [
        "{% badge x %}",
        "{% badge x tone='bad' title=x %}",
        "{% state x %}",
        "{% mark x tone='good' %}",
        "{% severity x %}",
        "{% who x %}",
        "{% avatar x %}",
        "{% crumbs x '/' x %}",
        "{% tab x '/' count=x %}",
        "{% sort x 'a' 'b' '/' %}",
        "{% when x %}",
        "{% icon 'dot' label=x %}",
        "{% act x x name=x value=x %}",
        "{% confirm x x typed=x %}{{ x }}{% endconfirm %}",
        "{% nothing 'dot' x %}{{ x }}{% endnothing %}",
        "{% finding f %}{{ x }}{% endfinding %}",
        "{% timeline rows %}",
        "{% progress work %}",
        "{% include 'parts/notice.html' with text=x tone=x %}",
    ],
)
def test_text_from_outside_is_never_markup(tag: str) -> None:
    finding: dict[str, Any] = dict.fromkeys(FINDING, HOSTILE)
    finding["waiver"] = {"reason": HOSTILE, "data": HOSTILE, "by": HOSTILE}
    rows = [dict.fromkeys(("icon", "tone", "who", "words", "url", "note"), HOSTILE)]
    work: dict[str, Any] = {"label": HOSTILE, "max": HOSTILE, "value": HOSTILE}
    work["steps"] = [{"name": HOSTILE, "state": HOSTILE, "note": HOSTILE}]
    drawn = draw(tag, x=HOSTILE, f=finding, rows=rows, work=work)
    assert "<img" not in drawn


def test_direction_marks_in_a_finding_can_be_seen() -> None:
    drawn = draw("{% finding f %}{% endfinding %}", f={"severity": "error", "rule": "r", "title": "a\u202eb"})
    assert "a[U+202E]b" in drawn


def test_an_icon_without_a_label_is_hidden_from_ears() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "team" %}')
    assert 'role="img" aria-label="Team"' in draw('{% icon "team" label="Team" %}')
    assert "made/icons.svg#team" in draw('{% icon "team" %}')


def test_not_checked_is_dashed_and_never_green() -> None:
    for drawn in (draw('{% state "not-checked" %}'), draw("{% tally None %}"), draw('{% state "not_checked" %}')):
        assert 'data-tone="open"' in drawn
        assert "Not checked" in drawn


def test_a_fact_has_no_tone_and_an_unknown_state_says_its_word() -> None:
    assert "data-tone" not in draw('{% state "production" %}')
    assert "Half baked" in draw('{% state "half_baked" %}')


def test_a_severity_counts() -> None:
    assert draw('{% severity "error" 1 %}').endswith("1 error</span>")
    assert draw('{% severity "warning" 1204 %}').endswith("1,204 warnings</span>")
    assert 'title="3 errors"' in draw('{% severity "error" 3 short=True %}')
    assert 'data-tone=""' in draw('{% severity "error" 0 short=True %}')


def test_a_score_has_one_stroke_a_check_and_says_its_numbers() -> None:
    drawn = draw("{% tally score %}", score=sample_score("5 6", "22"))
    assert drawn.count('class="pass"') == 62
    assert drawn.count('class="fail"') == 2
    assert drawn.count('class="none"') == 1
    assert "62 of 65 checks passed, 2 failed, 1 not checked" in drawn
    assert 'viewBox="0 0 146 16"' in drawn


def test_a_score_of_few_checks_has_broad_strokes() -> None:
    checks = [{"rule": "contact-named", "state": state} for state in ("passed", "failed", "not-checked")]
    groups = [{"name": "reach", "checks": checks}, {"name": "safety", "checks": checks}]
    drawn = draw("{% tally score %}", score={"groups": groups, "passed": 2, "failed": 2, "unchecked": 2})
    assert drawn.count("<rect") == 4
    assert drawn.count("<path") == 2
    assert 'width="3" height="16"' in drawn
    assert 'viewBox="0 0 28 16"' in drawn


@pytest.mark.parametrize(
    ("due", "more", "state", "words"),
    [
        (timedelta(days=9), {}, "run", "in 9 days"),
        (timedelta(hours=3, seconds=5), {}, "soon", "in 3 h"),
        (timedelta(hours=-2, seconds=-5), {}, "late", "2 h late"),
        (timedelta(days=1), {"state": "met", "closed_at": timezone.now()}, "met", "met in 4 days"),
        (timedelta(days=-1), {"state": "lapsed", "closed_at": timezone.now()}, "late", "no answer in time"),
        (timedelta(days=1), {"state": "withdrawn", "closed_at": timezone.now()}, "paused", "no longer awaited"),
    ],
)
def test_a_clock_says_how_long_and_when(due: timedelta, more: dict[str, Any], state: str, words: str) -> None:
    now = timezone.now()
    drawn = draw("{% clock c %}", c={"due_at": now + due, "started_at": now - timedelta(days=4), **more})
    assert f'data-state="{state}"' in drawn
    assert words in drawn
    assert "<time datetime=" in drawn


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "UTC", "America/New_York"])
def test_what_lasts_until_the_end_of_a_day_is_due_on_that_day(zone: str) -> None:
    """For whoever lives east of UTC its last moment is a morning, and west of it an evening: the day stays the day."""
    with timezone.override(zone):
        drawn = draw("{% clock c %}", c={"due_at": end_of_day(date(2199, 2, 20)), "started_at": timezone.now()})
    assert ">20 Feb 2199</time>" in drawn
    with timezone.override(zone):
        drawn = draw("{% clock c %}", c={"due_at": end_of_day(timezone.localdate()), "started_at": timezone.now()})
    assert ">today</time>" in drawn


def test_no_clock_draws_nothing() -> None:
    assert draw("{% clock None %}") == ""


def test_a_time_says_how_long_ago_and_holds_the_whole_date() -> None:
    drawn = draw("{% when t %}", t=datetime(2019, 3, 14, 9, tzinfo=UTC))
    assert "years ago" in drawn
    assert 'title="Thursday 14 March 2019, 09:00 UTC"' in drawn
    assert "never" in draw("{% when None %}")
    assert "14 Mar 2019" in draw("{% when t both=True %}", t=datetime(2019, 3, 14, 9, tzinfo=UTC))


def test_lengths_of_time_read_as_people_say_them() -> None:
    said = [span(timedelta(minutes=minutes)) for minutes in (2 / 3, 3, 280, 1200)]
    assert said == ["40 s", "3 min", "4 h 40", "20 h"]
    assert span(timedelta(days=3)) == "3 days"
    assert span(timedelta(days=90)) == "3 months"
    now = timezone.now()
    assert ago(now, now) == "just now"
    assert ago(now + timedelta(days=3), now) == "in 3 days"


def test_words_for_people() -> None:
    assert initials("Hannah Whitlock") == "HW"
    assert initials("checkout") == "C"
    assert initials("") == "?"
    assert plural(1, "reply", "replies") == "1 reply"
    assert deed("revision.publish") == "published the revision"
    assert deed("team.create") == "created the team"
    assert deed("finding.waive") == "waived the finding"
    assert draw('{{ 2|plural:"reply,replies" }}') == "2 replies"


def test_a_query_keeps_what_is_there_and_drops_what_is_empty() -> None:
    assert draw_at("/?q=a%20b&page=1&empty=", "{% query page=2 %}") == "?q=a+b&amp;page=2"
    assert draw_at("/?team=a&team=b&page=3", '{% query page="" %}') == "?team=a&amp;team=b"
    assert draw_at("/?page=3", "{% query page=None %}") == "?"
    assert QueryDict(draw_at("/?q=%26%3D", "{% query x=1 %}")[1:].replace("&amp;", "&")) == QueryDict("q=%26%3D&x=1")


def test_a_refused_button_stays_and_says_why() -> None:
    drawn = draw('{% act "Publish" "/go/" may=no kind="primary" %}', no=Verdict(False, "Only the lead can."))
    assert "Only the lead can." in drawn
    assert 'aria-disabled="true"' in drawn
    assert "<form" not in drawn
    allowed = draw('{% act "Publish" "/go/" may=yes %}', yes=Verdict(True), csrf_token="t")
    assert '<form class="act" method="post" action="/go/">' in allowed
    assert "csrfmiddlewaretoken" in allowed


def test_a_confirmation_asks_for_the_name() -> None:
    drawn = draw('{% confirm "Retire" "/go/" typed="orders-api" %}<p>Gone.</p>{% endconfirm %}', csrf_token="t")
    assert 'name="typed"' in drawn
    assert "<p>Gone.</p>" in drawn
    assert "<form" not in draw('{% confirm "Retire" "/" may=no %}{% endconfirm %}', no=Verdict(False, "No."))


def test_a_pager_leads_on_and_back_with_plain_links() -> None:
    drawn = draw_at("/?q=x&page=2", '{% pager page target="hits" noun="services" %}', page=Page([], 2, 50, 187))
    assert "51 to 100 of 187 services" in drawn
    assert 'href="?q=x&amp;page=3" hx-get="?q=x&amp;page=3" hx-target="#hits"' in drawn
    assert 'rel="prev"' in drawn
    assert "href" not in draw_at("/", "{% pager page %}", page=Page([], 1, 50, 0))


class Sample(forms.Form):
    name = forms.CharField(help_text="Small letters.")
    note = forms.CharField(required=False, widget=forms.Textarea)
    tell = forms.BooleanField(required=False, label="Tell them", help_text="All of them")
    answer = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "Accept"), ("b", "Ignore")])


def test_a_field_names_its_help_and_its_error_to_ears() -> None:
    drawn = draw("{% field form.name autocomplete='off' %}", form=Sample({"name": ""}))
    assert '<label for="id_name">' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'class="input"' in drawn
    assert 'autocomplete="off"' in drawn


def test_fields_of_every_shape() -> None:
    drawn = draw("{% fields form %}", form=Sample())
    assert "optional" in draw("{% field form.note %}", form=Sample())
    assert "optional" not in draw("{% field form.tell %}", form=Sample())
    assert "<fieldset" in drawn
    assert "<legend>Answer" in drawn
    assert drawn.count('class="choice"') == 3


def test_a_form_says_on_top_what_is_wrong_with_links_to_it() -> None:
    form = Sample({"name": ""})
    form.add_error(None, "Nothing was stored.")
    drawn = draw("{% fields form %}", form=form)
    assert "Nothing was stored." in drawn
    assert '<a href="#id_name">Name</a>' in drawn
    assert draw("{% form_errors form %}", form=Sample()) == ""


def test_a_page_that_does_not_exist_has_no_link() -> None:
    assert draw('{% link_if "no-such-page" %}') == ""


def test_homeport_itself_is_a_machine() -> None:
    drawn = draw("{% who None %}")
    assert "Homeport" in drawn
    assert 'data-kind="machine"' in drawn
    assert "<a" not in drawn
