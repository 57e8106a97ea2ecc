"""Text with light marks: code between backticks, paragraphs, points and links; everything else stays text."""

from portal.templatetags.prose import brief, coded, prose


def test_backticks_become_code_and_markup_stays_text():
    assert coded("Use `x-sunset` <b>now</b>") == "Use <code>x-sunset</code> &lt;b&gt;now&lt;/b&gt;"
    assert coded("`<script>`") == "<code>&lt;script&gt;</code>"
    assert coded("one ` alone") == "one ` alone"


def test_a_description_has_paragraphs_points_and_links():
    text = "## Head\n\nFirst\nline, **loud**.\n\n* one\n* two `c`\n\nSee [here](https://a.example/x?y=1&z=2)."
    assert prose(text) == (
        "<p>Head</p><p>First line, <b>loud</b>.</p><ul><li>one</li><li>two <code>c</code></li></ul>"
        '<p>See <a href="https://a.example/x?y=1&amp;z=2" rel="noreferrer">here</a>.</p>'
    )


def test_nothing_from_outside_becomes_an_element_or_an_address_of_its_own():
    text = prose(
        '[a](javascript:alert(1)) <img src=x onerror=alert(1)> [b](https://x.example/"onclick="alert(1)) \u202e'
    )
    assert "<img" not in text
    assert "javascript:alert" in text
    assert "<a href" not in text.split("[b]")[0]
    assert '"onclick' not in text
    assert "[U+202E]" in text


def test_the_brief_of_a_description_is_its_first_paragraph_in_plain_words():
    text = "# Streetlights\n\nControl **every** [lamp](https://a.example/)\nof `the` city.\n\n* on\n* off"
    assert brief(text) == "Control every lamp of the city."
    assert brief("# Only a heading") == "# Only a heading"
    assert brief("") == ""
