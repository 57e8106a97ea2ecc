"""How text is taken apart: by parts, stems and slips; and that nothing but letters and digits comes out."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import words


@pytest.mark.parametrize(
    ("chunk", "parts"),
    [
        ("listPets", ["list", "Pets"]),
        ("getHTTPStatus2xx", ["get", "HTTP", "Status2", "xx"]),
        ("HTTPServer", ["HTTP", "Server"]),
        ("oauth2Token", ["oauth2", "Token"]),
        ("pets", ["pets"]),
        ("PETS", ["PETS"]),
        ("2fa", ["2", "fa"]),
        ("\u00c9t\u00e9\u00c9t\u00e9", ["\u00c9t\u00e9", "\u00c9t\u00e9"]),
        ("", [""]),
    ],
)
def test_an_identifier_is_cut_where_people_hear_words(chunk: str, parts: list[str]) -> None:
    assert words.parts(chunk) == parts


@pytest.mark.parametrize(
    "forms",
    [
        ["order", "orders", "ordered", "ordering"],
        ["policy", "policies"],
        ["cache", "caches", "cached", "caching"],
        ["process", "processes", "processed", "processing"],
        ["ship", "ships", "shipped", "shipping"],
        ["bill", "bills", "billed", "billing"],
        ["box", "boxes"],
        ["service", "services"],
        ["create", "creates", "created", "creating"],
        ["status"],
        ["string", "strings"],
        ["need", "needs"],
    ],
)
def test_forms_of_one_word_have_one_stem(forms: list[str]) -> None:
    assert len({words.stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("news", "newt"), ("need", "ne"), ("thing", "th"), ("red", "r")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert words.stem(one) != words.stem(other)


@pytest.mark.parametrize("slip", ["ordres", "orers", "orrders", "orderss", "prders", "rders", "orders"])
def test_every_single_slip_leads_back(slip: str) -> None:
    assert "orders" in words.near(slip) | {slip}


def test_short_words_have_no_neighbours() -> None:
    assert words.near("pets") == {"pets"}


@given(st.text())
def test_only_lower_case_letters_and_digits_come_out(text: str) -> None:
    for word in words.counted(text):
        assert word.isalnum()
        assert word == word.lower()
        assert len(word) <= 4 * words.MOST_CHARACTERS


@given(st.text(), st.sets(st.text(min_size=1, max_size=3)))
def test_marked_pieces_join_to_the_text_again(text: str, marks: set[str]) -> None:
    pieces = words.marked(text, marks.__contains__)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert all(one[1] != other[1] for one, other in itertools.pairwise(pieces))


def test_a_text_of_endless_words_is_cut_off() -> None:
    assert len(words.counted(" ".join(f"word{number}" for number in range(100_000)))) <= words.MOST_WORDS
    assert (
        sum(len(word) for word in words.counted("\n".join("x" * 59 + str(n) for n in range(30_000))))
        <= words.MOST_BYTES
    )
