"""The text is numbered by its blocks, drawn without harm, and compared paragraph by paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from teams.proposals.paragraphs import drawn, paragraphs, plain

TEXT = """\
# Why

We lose **orders**.
Every night.

---

1. one

   more
2. two

| a | n |
|---|--:|
| 1 | 2 |

```python
x = 1

y = 2
```
> said
"""


def test_each_block_is_a_paragraph_and_a_line_that_divides_is_none():
    assert paragraphs(TEXT) == [
        "# Why",
        "We lose **orders**.\nEvery night.",
        "1. one\n\n   more\n2. two",
        "| a | n |\n|---|--:|\n| 1 | 2 |",
        "```python\nx = 1\n\ny = 2\n```",
        "> said",
    ]
    assert paragraphs(TEXT.replace("\n", "\r\n")) == paragraphs(TEXT)
    assert [plain(one) for one in paragraphs(TEXT)][1] == "We lose **orders**. Every night."


def test_markup_from_outside_stays_text():
    for bad in (
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=x>b</b>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "![x](https://a.example/x.png)", '[x](https://a.example/"onclick="x)', "&lt;script&gt;",
    ):  # fmt: skip
        shown = "".join(drawn(one) for one in paragraphs(bad)).lower()
        for harm in ("<script", "<img", "<b ", 'href="javascript', 'href="data', 'onclick="'):
            assert harm not in shown, (bad, shown)


def test_headings_stand_below_those_of_the_page_and_wide_things_scroll_by_key():
    assert drawn("# Why") == "<h3>Why</h3>\n"
    assert drawn("###### Why") == "<h6>Why</h6>\n"
    table = drawn("| a | n |\n|---|--:|\n| 1 | 2 |")
    assert 'tabindex="0"' in table and '<td class="number">2</td>' in table and "style=" not in table
    assert '<pre tabindex="0"' in drawn("```\nx\n```")


def test_what_cannot_be_seen_is_shown():
    assert "[U+202E]" in drawn("a \u202e b")


@given(st.text(alphabet=st.sampled_from("ab #*_`|-\n>1.[]()<&\"'\t\\!~"), max_size=120))
def test_no_text_brings_in_an_element_of_its_own(text):
    known = "a blockquote br code div em h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul"
    for one in paragraphs(text):
        shown = drawn(one)
        for piece in shown.split("<")[1:]:
            name = piece.lstrip("/").split(">")[0].split(" ")[0].split("/")[0].strip()
            assert name in known.split(), (text, shown)
        assert " style=" not in shown.replace("&quot;", "") or "style=" in text


@given(st.text(alphabet=st.sampled_from("ab #*-\n>1.|`"), max_size=200))
def test_no_word_is_lost_between_the_text_and_its_paragraphs(text):
    def letters(said):
        return "".join(one for one in said if one in "ab1")

    assert letters("".join(paragraphs(text))) == letters(text)
