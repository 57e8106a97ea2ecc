"""What the readers of grammars share: tokens, the comments that belong to them, places."""

import pytest

from services.contracts import Limits, NotChecked
from services.contracts.document import Source
from services.contracts.grammar import Grammar, Script, Token, Tokens, closest, words
from services.contracts.places import Place

TOY = Grammar("Toy", "not-toy", r"//[^\n]*+|/\*.*?\*/", word=r"[a-z]++", string=r'"[^"\n]*+"', sign=r"[{};]")


def tokens(text: str) -> list[Token]:
    found, reader = [], Tokens(Source(text.encode(), Limits()), TOY)
    while reader.next.kind != "end":
        found.append(reader.take())
    return [*found, reader.next]


def test_a_comment_belongs_to_what_follows_unless_it_ends_the_line_of_what_came_before():
    first, _, second, _, end = tokens("/* of a */ a; // of a too\n// of b\nb;\n// of nothing")
    assert (closest(first.said), closest(second.said), words(second.beside), closest(end.said)) == (
        "of a",
        "of b",
        "of a too",
        "of nothing",
    )


def test_a_comment_between_two_words_of_a_line_speaks_of_the_second():
    assert closest(tokens("a { /* of b */ b }")[2].said) == "of b"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("/* Licence */\n\n", ""),
        ("/* Licence */\n\n/** a\n\n   b */\n", "a\n\nb"),
        ("// one\n// two\n", "one\ntwo"),
        ("// one\n\n// two\n", "two"),
        ("/** see http://a.b\n * c **/", "see http://a.b\nc"),
        ("", ""),
    ],
)
def test_the_last_block_of_comments_is_the_one(said: str, text: str):
    assert closest(said) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n /* b", "This is not Toy: the comment that begins here never ends."),
        ('a\n "b', "This is not Toy: the string that begins here never ends."),
        ("a\n %", "This is not Toy: '%' does not belong here."),
    ],
)
def test_what_is_no_token_is_refused_where_it_begins(text: str, message: str):
    with pytest.raises(NotChecked) as refusal:
        tokens(text)
    reason = refusal.value
    assert (reason.code, reason.line, reason.column, reason.message) == ("not-toy", 2, 2, message)


def test_two_things_of_one_name_stand_at_two_places():
    source, script, root = Source(b"a a", Limits()), Script(), Place(None, ())
    first, second = script.at(root, "a", source, 0, 1, name="a"), script.at(root, "a", source, 2, 3, name="a")
    assert [span.column for span in script.spans([first.path, second.path]).values()] == [1, 3]
    assert first.key == second.key
