"""Versions, what differs between two of them, and the history, told to a program as to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.proposals.api.record import ProposalDifferenceAnswer
from teams.proposals.models import Version
from teams.proposals.reads.diff import difference
from tests import make
from tests.proposals.words import TEXT, draft, objection, opened, revised
from tests.services.api.program import Program


@pytest.fixture
def proposal(home):
    found = opened(home)
    return revised(found, title="Something else", text=f"Before all.\n\n{TEXT}\n\nA month without.")


@pytest.mark.django_db
def test_two_versions_are_compared_as_on_the_page(proposal, ben, as_):
    told = Program(ben).get(f"/api/v1/proposals/{proposal.pk}/versions/2/since/1").json()
    assert (told["version"], told["before"], told["changed"]) == (2, 1, 2)
    assert [one["name"] for one in told["facts"]] == ["Title"]
    assert [(one["kind"], one["before"], one["now"], one["count"]) for one in told["paragraphs"]] == [
        ("new", 0, 1, 1), ("same", 1, 2, 4), ("new", 0, 6, 1),
    ]  # fmt: skip
    assert told["paragraphs"][2]["pieces"] == [{"kind": "new", "text": "A month without."}]
    assert told["before_url"].endswith(f"/proposals/{proposal.pk}/versions/1")
    page = as_(ben).get(f"/proposals/{proposal.pk}/versions/2/since/1/").content.decode()
    assert "<ins>A month without.</ins>" in page and "2 paragraphs differ<" in page


@pytest.mark.django_db
def test_only_an_earlier_version_is_compared_with(proposal, ben, home, ana):
    program, one = Program(ben), f"/api/v1/proposals/{proposal.pk}/versions"
    for path in ("1/since/2", "2/since/2", "3/since/1", "2/since/9"):
        assert program.get(f"{one}/{path}").status_code == 404
    hidden = draft(home)
    assert Program(ana).get(f"/api/v1/proposals/{hidden.pk}/history").status_code == 200
    assert Program(make.person()).get(f"/api/v1/proposals/{hidden.pk}/history").status_code == 404


@pytest.mark.django_db
def test_the_history_says_who_did_what_the_newest_first(proposal, ben, ana):
    made = objection(proposal)
    told = Program(ben).get(f"/api/v1/proposals/{proposal.pk}/history").json()["results"]
    assert [one["code"] for one in told] == [
        "proposal.object", "proposal.publish-version", "proposal.publish", "proposal.write",
    ]  # fmt: skip
    assert told[0]["who"] == made.by.name
    assert {"who": ana.name, "words": "published version the proposal"}.items() <= told[1].items()


PARAGRAPHS = st.lists(st.sampled_from(["one two three four", "one two three five", "six", "seven eight"]), max_size=7)


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_is_told_makes_both_versions_again(old, new):
    """So nothing that the page shows is left out, and every number is the paragraph's own."""
    before, now = (
        Version(proposal_id=1, number=number, paragraphs=said, facts={}) for number, said in ((1, old), (2, new))
    )
    shape = ProposalDifferenceAnswer(context={"request": _Here()})
    told = shape.to_representation((before, now))
    left: dict[int, str] = {}
    right: dict[int, str] = {}
    for one in told["paragraphs"]:
        if one["kind"] == "same":
            for step in range(one["count"]):
                left[one["before"] + step] = old[one["before"] + step - 1]
                right[one["now"] + step] = new[one["now"] + step - 1]
            continue
        if one["before"]:
            left[one["before"]] = "".join(piece["text"] for piece in one["pieces"] if piece["kind"] != "new")
        if one["now"]:
            right[one["now"]] = "".join(piece["text"] for piece in one["pieces"] if piece["kind"] != "gone")
    assert [left[at] for at in sorted(left)] == old
    assert [right[at] for at in sorted(right)] == new
    assert told["changed"] == difference(before, now).changed


class _Here:
    def build_absolute_uri(self, path):
        return path
